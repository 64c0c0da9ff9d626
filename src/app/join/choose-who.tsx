"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { CheckboxField, TextField } from "~/components/field";
import { RefusalNotice } from "~/components/refusal-notice";
import { isShort, LEAST, lengthOf, NewPassphraseField } from "~/components/sign-in/new-passphrase-field";
import { Stack } from "~/components/stack";
import styles from "./join.module.css";

const HANDLE = /^[a-z0-9][a-z0-9-]{2,30}$/;
const GOOD = 20;
/** Where the meter is full: nothing is wrong with a longer one. */
const FULL = 28;

export function ChooseWho({
  handle,
  passphrase,
  onHandle,
  onPassphrase,
  onNext,
}: {
  handle: string;
  passphrase: string;
  onHandle: (handle: string) => void;
  onPassphrase: (passphrase: string) => void;
  onNext: () => Promise<void>;
}) {
  const t = useTranslations("join.who");
  const [shown, setShown] = useState(false);
  const [tried, setTried] = useState(false);
  const { pending, refused, attempt } = useAttempt();
  const valid = HANDLE.test(handle) && !isShort(passphrase);
  return (
    <Card title={t("title")}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (valid) void attempt(onNext);
        }}
      >
        <Stack gap="m">
          <TextField
            autoCapitalize="none"
            autoComplete="username"
            dir="ltr"
            error={tried && !HANDLE.test(handle) && t("handleShape")}
            hint={t("handleHint")}
            label={t("handle")}
            maxLength={31}
            name="handle"
            onChange={(event) => onHandle(event.target.value.toLowerCase())}
            required
            spellCheck={false}
            value={handle}
          />
          <NewPassphraseField
            hint={t("passphraseHint")}
            label={t("passphrase")}
            onChange={onPassphrase}
            shown={shown}
            tried={tried}
            value={passphrase}
          />
          <Strength length={lengthOf(passphrase)} />
          <CheckboxField checked={shown} label={t("show")} onChange={(event) => setShown(event.target.checked)} />
          <RefusalNotice refused={refused} />
          <Button pending={pending} type="submit" variant="primary" wide>
            {t("next")}
          </Button>
        </Stack>
      </form>
    </Card>
  );
}

function Strength({ length }: { length: number }) {
  const t = useTranslations("join.who");
  const verdict = length < LEAST ? "short" : length < GOOD ? "fair" : "good";
  return (
    <div className={styles.strength}>
      <meter
        aria-label={t("meter")}
        high={GOOD - 1}
        low={LEAST}
        max={FULL}
        min={0}
        optimum={FULL}
        value={Math.min(length, FULL)}
      />
      <p aria-live="polite">
        {t("length", { count: length })} · {t(verdict)}
      </p>
    </div>
  );
}
