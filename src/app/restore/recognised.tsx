"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { TextField } from "~/components/field";
import { RefusalNotice } from "~/components/refusal-notice";
import { isShort, NewPassphraseField } from "~/components/sign-in/new-passphrase-field";
import { Stack } from "~/components/stack";

const LETTERS = 8;
const isWhole = (code: string): boolean => [...code.matchAll(/[\p{L}\p{N}]/gu)].length === LETTERS;

/** What two who have met the reader told them, and the passphrase that will be theirs. */
export function Recognised({
  codes,
  onCodes,
  passphrase,
  onPassphrase,
  onNext,
}: {
  codes: [string, string];
  onCodes: (codes: [string, string]) => void;
  passphrase: string;
  onPassphrase: (passphrase: string) => void;
  onNext: () => Promise<void>;
}) {
  const t = useTranslations("recovery");
  const [tried, setTried] = useState(false);
  const { pending, refused, attempt } = useAttempt();
  const [one, other] = codes;
  const field = (label: string, value: string, change: (code: string) => void, hint?: string) => (
    <TextField
      autoCapitalize="characters"
      autoComplete="off"
      dir="ltr"
      error={tried && !isWhole(value) && t("codeShape")}
      hint={hint}
      label={label}
      maxLength={32}
      onChange={(event) => change(event.target.value)}
      required
      spellCheck={false}
      value={value}
    />
  );
  return (
    <Card>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (isWhole(one) && isWhole(other) && !isShort(passphrase)) void attempt(onNext);
        }}
      >
        <Stack gap="m">
          {field(t("firstCode"), one, (code) => onCodes([code, other]), t("codesHint"))}
          {field(t("secondCode"), other, (code) => onCodes([one, code]))}
          <NewPassphraseField hint={t("hint")} label={t("passphrase")} onChange={onPassphrase} tried={tried} value={passphrase} />
          <RefusalNotice refused={refused} />
          <Button pending={pending} type="submit" variant="primary" wide>
            {t("next")}
          </Button>
        </Stack>
      </form>
    </Card>
  );
}
