"use client";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { inWorker } from "~/components/custody/in-worker";
import type { Made } from "~/components/custody/key.worker";
import { NewPassphrase, useNewPassphrase } from "~/components/custody/new-passphrase";
import { SelectField } from "~/components/field";
import { Notice } from "~/components/notice";
import { Row, Stack } from "~/components/stack";
import type { Recovery } from "~/keyring/shares";
import { StepTitle } from "./step-title";

const recoveries = [
  { parts: 3, needed: 2 },
  { parts: 5, needed: 3 },
  { parts: 7, needed: 4 },
] as const satisfies readonly Recovery[];

export function MakeStep({ member, onMade }: { member: string; onMade: (made: Made, recovery: Recovery) => void }) {
  const t = useTranslations("custody.make");
  const passphrase = useNewPassphrase();
  const [chosen, setChosen] = useState(0);
  const [state, setState] = useState<"idle" | "working" | "failed">("idle");
  const make = async () => {
    const recovery = recoveries[chosen] ?? recoveries[0];
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
          <SelectField
            hint={t("recoveryHint")}
            label={t("recovery")}
            onChange={(event) => setChosen(Number(event.target.value))}
            required
            value={chosen}
          >
            {recoveries.map((recovery, i) => (
              <option key={recovery.parts} value={i}>
                {t("recoveryOf", recovery)}
              </option>
            ))}
          </SelectField>
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
