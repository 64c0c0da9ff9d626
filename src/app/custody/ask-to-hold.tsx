"use client";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { inWorker } from "~/components/custody/in-worker";
import { NewPassphrase, useNewPassphrase } from "~/components/custody/new-passphrase";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { trpc } from "~/trpc/client";

/** Make a key of one's own, under a passphrase, and ask with it. @param props.again there is one, which this replaces */
export function AskToHold({ member, again, onDone }: { member: string; again: boolean; onDone: () => void }) {
  const t = useTranslations("custody.askToHold");
  const wrong = useTranslations("custody.wrong");
  const passphrase = useNewPassphrase();
  const [failed, setFailed] = useState(false);
  const { pending, refused, attempt } = useAttempt();
  const submit = () => {
    const checked = passphrase.check();
    if (checked === null) return;
    void attempt(async () => {
      setFailed(false);
      const own = await inWorker("own", { member, passphrase: checked }).catch(() => null);
      setFailed(own === null);
      if (!own) return;
      await trpc.custodyKey.ask.mutate(own);
      onDone();
    });
  };
  return (
    <Card title={t(again ? "again" : "title")}>
      <form
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (!pending) submit();
        }}
      >
        <Stack gap="m">
          <p>{t(again ? "explainAgain" : "explain")}</p>
          <NewPassphrase {...passphrase.fields} />
          {failed && (
            <Notice live="assertive" tone="danger">
              <p>{wrong("failed")}</p>
            </Notice>
          )}
          <RefusalNotice refused={refused} />
          <Row>
            <Button icon="key" pending={pending} type="submit" variant={again ? "quiet" : "primary"}>
              {t("submit")}
            </Button>
          </Row>
        </Stack>
      </form>
    </Card>
  );
}
