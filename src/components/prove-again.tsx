"use client";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { askWith } from "~/trpc/asked-again";
import { Refusing, trpc } from "~/trpc/client";
import { useAttempt } from "./attempt";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { signWithPasskey } from "./passkeys/ceremony";
import { RefusalNotice } from "./refusal-notice";
import { CodeField } from "./sign-in/code-field";
import { isCode, plainDigits } from "./sign-in/digits";
import { PassphraseField } from "./sign-in/passphrase-field";
import { Row, Stack } from "./stack";

/**
 * Asks who holds the session, whenever the server wants to know it again, in front of whatever the reader was about
 * to do; what they were doing goes on by itself afterwards. Stands once, in the shell.
 */
export function ProveAgain() {
  const t = useTranslations("proving");
  const [open, setOpen] = useState(false);
  const answer = useRef<((proven: boolean) => void) | undefined>(undefined);
  useEffect(
    () =>
      askWith(() => {
        setOpen(true);
        return new Promise((resolve) => {
          answer.current = resolve;
        });
      }),
    [],
  );
  const finish = (proven: boolean) => {
    setOpen(false);
    answer.current?.(proven);
    answer.current = undefined;
  };
  return (
    <Dialog onClose={() => finish(false)} open={open} title={t("title")}>
      <p>{t("text")}</p>
      <Proof onCancel={() => finish(false)} onProven={() => finish(true)} />
    </Dialog>
  );
}

function Proof({ onProven, onCancel }: { onProven: () => void; onCancel: () => void }) {
  const t = useTranslations("proving");
  const common = useTranslations("common");
  const signIn = useTranslations("signIn");
  const [passphrase, setPassphrase] = useState("");
  const [code, setCode] = useState("");
  const [misshapen, setMisshapen] = useState(false);
  const { pending, refused, attempt } = useAttempt();
  const prove = () =>
    attempt(async () => {
      await trpc.sessions.prove.mutate({ passphrase, code: plainDigits(code) });
      onProven();
    });
  const proveWithPasskey = () =>
    attempt(async () => {
      const asked = await trpc.passkeys.askAgain.mutate({});
      if (!asked) throw new Refusing({ code: "passkey-not-used", details: {} });
      await trpc.sessions.prove.mutate({ assertion: await signWithPasskey(asked) });
      onProven();
    });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setMisshapen(!isCode(code));
        if (isCode(code)) void prove();
      }}
    >
      <Stack gap="m">
        <Button icon="key" onClick={() => void proveWithPasskey()} pending={pending} variant="primary" wide>
          {t("passkey")}
        </Button>
        <p>{t("or")}</p>
        <PassphraseField onChange={setPassphrase} value={passphrase} />
        <CodeField
          error={misshapen ? signIn("codeShape") : undefined}
          hint={t("codeHint")}
          label={signIn("code")}
          onChange={setCode}
          value={code}
        />
        <RefusalNotice refused={refused} />
        <Row>
          <Button pending={pending} type="submit">
            {t("go")}
          </Button>
          <Button disabled={pending} onClick={onCancel}>
            {common("cancel")}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}
