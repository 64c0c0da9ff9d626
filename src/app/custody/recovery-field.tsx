"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { SelectField } from "~/components/field";
import type { Recovery } from "~/keyring/shares";

const recoveries = [
  { parts: 3, needed: 2 },
  { parts: 5, needed: 3 },
  { parts: 7, needed: 4 },
] as const satisfies readonly Recovery[];

/** How many parts the recovery set has, and how many of them bring the key back. */
export function useRecovery(): { recovery: Recovery; fields: Parameters<typeof RecoveryField>[0] } {
  const [chosen, choose] = useState(0);
  return { recovery: recoveries[chosen] ?? recoveries[0], fields: { chosen, choose } };
}

export function RecoveryField({ chosen, choose }: { chosen: number; choose: (at: number) => void }) {
  const t = useTranslations("custody.make");
  return (
    <SelectField
      hint={t("recoveryHint")}
      label={t("recovery")}
      onChange={(event) => choose(Number(event.target.value))}
      required
      value={chosen}
    >
      {recoveries.map((recovery, i) => (
        <option key={recovery.parts} value={i}>
          {t("recoveryOf", recovery)}
        </option>
      ))}
    </SelectField>
  );
}
