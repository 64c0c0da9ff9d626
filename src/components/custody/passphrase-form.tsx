"use client";
import { useState, type FormEvent, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { TextField } from "~/components/field";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import type { Refused } from "./key.worker";

/**
 * Something that is done with the reader's passphrase for the custody key.
 * @param props.run what is wrong, or null where it went through
 */
export function PassphraseForm({ submit, run, children }: {
  submit: ReactNode;
  run: (passphrase: string) => Promise<Refused["why"] | null>;
  children?: ReactNode;
}) {
  const t = useTranslations("custody");
  const [passphrase, setPassphrase] = useState("");
  const [fault, setFault] = useState<Refused["why"] | "failed" | null>(null);
  const { pending, refused, attempt } = useAttempt();
  const go = () =>
    attempt(async () => {
      setFault(null);
      const found = await run(passphrase);
      setFault(found);
      if (found === null) setPassphrase("");
    });
  return (
    <form
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (!pending) void go();
      }}
    >
      <Stack gap="m">
        {children}
        <TextField
          autoComplete="off"
          error={fault === "wrong-passphrase" && t(`wrong.${fault}`)}
          label={t("prove.passphrase")}
          onChange={(event) => setPassphrase(event.target.value)}
          required
          type="password"
          value={passphrase}
        />
        {fault && fault !== "wrong-passphrase" && (
          <Notice live="assertive" tone="danger">
            <p>{t(`wrong.${fault}`)}</p>
          </Notice>
        )}
        <RefusalNotice refused={refused} />
        <Row>
          <Button icon="key" pending={pending} type="submit" variant="primary">
            {submit}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}
