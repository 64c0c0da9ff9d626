"use client";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { inWorker } from "~/components/custody/in-worker";
import type { Refused } from "~/components/custody/key.worker";
import { TypedCards, useTypedCards } from "~/components/custody/typed-cards";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";

type Props = {
  custody: { readonly id: string; readonly recipient: string; readonly needed: number | null };
  mine: NonNullable<Outputs["custodyKey"]["mine"]>;
  onDone: () => void;
};

/** The custody key for the reader, out of the printed parts, where nobody is left who could let them in. */
export function Recover(props: Props) {
  const t = useTranslations("custody.recover");
  const [begun, setBegun] = useState(false);
  const { needed } = props.custody;
  if (needed === null) return null;
  return (
    <Card title={t("title")}>
      {begun ? (
        <Cards {...props} needed={needed} />
      ) : (
        <Stack gap="m">
          <p>{t("when", { needed })}</p>
          <Row>
            <Button onClick={() => setBegun(true)}>{t("begin")}</Button>
          </Row>
        </Stack>
      )}
    </Card>
  );
}

function Cards({ custody, mine, needed, onDone }: Props & { needed: number }) {
  const t = useTranslations("custody");
  const cards = useTypedCards(needed);
  const [fault, setFault] = useState<Refused["why"] | null>(null);
  const { pending, refused, attempt } = useAttempt();
  const submit = () => {
    const typed = cards.check();
    setFault(null);
    if (!typed) return;
    void attempt(async () => {
      const whom = { holder: mine.recipient, member: mine.member };
      const answer = await inWorker("recover", { custody: custody.recipient, typed, whom });
      if (!answer.ok) {
        setFault(answer.why);
        return;
      }
      await trpc.custodyKey.grant.mutate({ custodyKeyId: custody.id, reviewerKeyId: mine.id, grant: answer.grant });
      onDone();
    });
  };
  return (
    <form
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (!pending) submit();
      }}
    >
      <Stack gap="m">
        <TypedCards {...cards.fields} />
        {fault && (
          <Notice live="assertive" tone="danger">
            <p>{t(`wrong.${fault}`)}</p>
          </Notice>
        )}
        <RefusalNotice refused={refused} />
        <Row>
          <Button icon="key" pending={pending} type="submit" variant="primary">
            {t("recover.submit")}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}
