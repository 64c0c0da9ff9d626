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
import { PassphraseField } from "~/components/sign-in/passphrase-field";
import { enter, enterWithPasskey } from "./enter";
import styles from "./sign-in.module.css";

/** `joined`: the reader has just accepted an invitation. */
export function SignInForm({ joined }: { joined: boolean }) {
  const t = useTranslations("signIn");
  const [handle, setHandle] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const [code, setCode] = useState("");
  /** The code is one of the ten on paper. */
  const [byPaper, setByPaper] = useState(false);
  const [misshapen, setMisshapen] = useState(false);
  const [no, setNo] = useState<Refused | null>(null);
  const { pending, refused, attempt } = useAttempt();

  const come = (by: () => Promise<Refused["code"] | null>, where = "/") =>
    attempt(async () => {
      setNo(null);
      const why = await by();
      // A full load: nothing of the signed-out page stays behind.
      if (why === null) window.location.replace(where);
      else {
        setNo({ code: why, details: {} });
        setCode("");
      }
    });
  const submit = () => {
    const who = { handle: handle.trim().toLowerCase(), passphrase };
    // Whoever comes by paper has lost something, and finds there what to do about it.
    return byPaper ? come(() => enter({ ...who, code }), "/account") : come(() => enter({ ...who, code: plainDigits(code) }));
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const wrong = !byPaper && !isCode(code);
        setMisshapen(wrong);
        if (!wrong) void submit();
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
        <PassphraseField onChange={setPassphrase} value={passphrase} />
        {byPaper ? (
          <TextField
            autoCapitalize="characters"
            autoComplete="off"
            dir="ltr"
            hint={t("recoveryHint")}
            label={t("recoveryCode")}
            maxLength={32}
            onChange={(event) => setCode(event.target.value)}
            required
            spellCheck={false}
            value={code}
          />
        ) : (
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
        )}
        <RefusalNotice refused={no ?? refused} />
        <Button pending={pending} type="submit" wide>
          {t("enter")}
        </Button>
        <Button
          onClick={() => {
            setByPaper(!byPaper);
            setCode("");
          }}
          wide
        >
          {byPaper ? t("app") : t("recovery")}
        </Button>
      </Stack>
    </form>
  );
}
