"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt, type Refused } from "~/components/attempt";
import { Button } from "~/components/button";
import { TextField } from "~/components/field";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { Stack } from "~/components/stack";
import { CodeField } from "~/components/sign-in/code-field";
import { isCode, plainDigits } from "~/components/sign-in/digits";
import { enter, enterWithPasskey } from "./enter";
import styles from "./sign-in.module.css";

/** `joined`: the reader has just accepted an invitation. */
export function SignInForm({ joined }: { joined: boolean }) {
  const t = useTranslations("signIn");
  const [handle, setHandle] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const [code, setCode] = useState("");
  const [misshapen, setMisshapen] = useState(false);
  const [no, setNo] = useState<Refused | null>(null);
  const { pending, refused, attempt } = useAttempt();

  const come = (by: () => Promise<Refused["code"] | null>) =>
    attempt(async () => {
      setNo(null);
      const why = await by();
      // A full load: nothing of the signed-out page stays behind.
      if (why === null) window.location.replace("/");
      else {
        setNo({ code: why, details: {} });
        setCode("");
      }
    });
  const submit = () =>
    come(() => enter({ handle: handle.trim().toLowerCase(), passphrase, code: plainDigits(code) }));

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setMisshapen(!isCode(code));
        if (isCode(code)) void submit();
      }}
    >
      <Stack gap="m">
        {joined && (
          <Notice tone="ok">
            <p>{t("joined")}</p>
          </Notice>
        )}
        <Button icon="key" onClick={() => void come(enterWithPasskey)} pending={pending} variant="primary" wide>
          {t("withPasskey")}
        </Button>
        <p className={styles.or}>{t("or")}</p>
        <TextField
          autoCapitalize="none"
          autoComplete="username"
          dir="ltr"
          label={t("handle")}
          maxLength={31}
          name="handle"
          onChange={(event) => setHandle(event.target.value)}
          required
          spellCheck={false}
          value={handle}
        />
        <TextField
          autoComplete="current-password"
          dir="ltr"
          label={t("passphrase")}
          maxLength={256}
          name="passphrase"
          onChange={(event) => setPassphrase(event.target.value)}
          required
          type="password"
          value={passphrase}
        />
        <CodeField
          error={misshapen ? t("codeShape") : undefined}
          hint={t("codeHint")}
          label={t("code")}
          onChange={(value) => {
            setCode(value);
            if (isCode(value)) setMisshapen(false);
          }}
          value={code}
        />
        <RefusalNotice refused={no ?? refused} />
        <Button pending={pending} type="submit" wide>
          {t("enter")}
        </Button>
      </Stack>
    </form>
  );
}
