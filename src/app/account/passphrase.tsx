"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { CheckboxField } from "~/components/field";
import { RefusalNotice } from "~/components/refusal-notice";
import { isShort, NewPassphraseField } from "~/components/sign-in/new-passphrase-field";
import { Row, Stack } from "~/components/stack";
import { trpc } from "~/trpc/client";

/** Put another passphrase in the place of the one that somebody may have seen. */
export function Passphrase() {
  const t = useTranslations("passphrase");
  const [begun, setBegun] = useState(false);
  return (
    <Card title={t("title")}>
      <p>{t("text")}</p>
      {begun ? (
        <Changing />
      ) : (
        <Row>
          <Button onClick={() => setBegun(true)}>{t("begin")}</Button>
        </Row>
      )}
    </Card>
  );
}

function Changing() {
  const t = useTranslations("passphrase");
  const recovery = useTranslations("recovery");
  const who = useTranslations("join.who");
  const [passphrase, setPassphrase] = useState("");
  const [shown, setShown] = useState(false);
  const [tried, setTried] = useState(false);
  const { pending, refused, attempt } = useAttempt();
  const change = async () => {
    await trpc.members.changePassphrase.mutate({ passphrase });
    window.location.replace("/sign-in");
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!isShort(passphrase)) void attempt(change);
      }}
    >
      <Stack gap="m">
        <NewPassphraseField
          hint={recovery("hint")}
          label={recovery("passphrase")}
          onChange={setPassphrase}
          shown={shown}
          tried={tried}
          value={passphrase}
        />
        <CheckboxField checked={shown} label={who("show")} onChange={(event) => setShown(event.target.checked)} />
        <RefusalNotice refused={refused} />
        <Row>
          <Button pending={pending} type="submit" variant="primary">
            {t("finish")}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}
