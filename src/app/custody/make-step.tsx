"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { inWorker } from "~/components/custody/in-worker";
import { KeyForm } from "~/components/custody/key-form";
import type { Made } from "~/components/custody/key.worker";
import { NewPassphrase, useNewPassphrase } from "~/components/custody/new-passphrase";
import { SelectField } from "~/components/field";
import type { Recovery } from "~/keyring/shares";
import { StepTitle } from "./step-title";

const recoveries = [
  { parts: 3, needed: 2 },
  { parts: 5, needed: 3 },
  { parts: 7, needed: 4 },
] as const satisfies readonly Recovery[];

export function MakeStep({ member, onMade }: { member: string; onMade: (made: Made, recovery: Recovery) => void }) {
  const t = useTranslations("custody.make");
  const own = useNewPassphrase();
  const [chosen, setChosen] = useState(0);
  const run = async () => {
    const recovery = recoveries[chosen] ?? recoveries[0];
    onMade(await inWorker("make", { member, passphrase: own.passphrase, recovery }), recovery);
    return null;
  };
  return (
    <Card title={<StepTitle number={1}>{t("title")}</StepTitle>}>
      <KeyForm ready={own.ready} run={run} submit={t("submit")} working={t("working")}>
        <NewPassphrase {...own.fields} />
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
      </KeyForm>
    </Card>
  );
}
