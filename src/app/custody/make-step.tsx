"use client";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { inWorker } from "~/components/custody/in-worker";
import type { Made } from "~/components/custody/key.worker";
import { NewPassphrase, useNewPassphrase } from "~/components/custody/new-passphrase";
import { Notice } from "~/components/notice";
import { Row, Stack } from "~/components/stack";
import type { Recovery } from "~/keyring/shares";
import { RecoveryField, useRecovery } from "./recovery-field";
import { StepTitle } from "./step-title";

export function MakeStep({ member, onMade }: { member: string; onMade: (made: Made, recovery: Recovery) => void }) {
  const t = useTranslations("custody.make");
  const passphrase = useNewPassphrase();
  const { recovery, fields } = useRecovery();
  const [state, setState] = useState<"idle" | "working" | "failed">("idle");
  const make = async () => {
    const checked = passphrase.check();
    if (checked === null) return;
    setState("working");
    try {
      onMade(await inWorker("make", { member, passphrase: checked, recovery }), recovery);
    } catch {
      setState("failed");
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (state !== "working") void make();
  };
  return (
    <Card title={<StepTitle number={1}>{t("title")}</StepTitle>}>
      <form noValidate onSubmit={submit}>
        <Stack gap="m">
          <NewPassphrase {...passphrase.fields} />
          <RecoveryField {...fields} />
          {state === "failed" && (
            <Notice live="assertive" tone="danger">
              <p>{t("failed")}</p>
            </Notice>
          )}
          <Row>
            <Button icon="key" pending={state === "working"} type="submit" variant="primary">
              {t("submit")}
            </Button>
            <span aria-live="polite">{state === "working" && t("working")}</span>
          </Row>
        </Stack>
      </form>
    </Card>
  );
}
