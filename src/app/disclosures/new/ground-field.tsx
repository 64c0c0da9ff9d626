"use client";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { TextArea } from "~/components/field";

/** Where somebody is led to from an officer's face that would be seen. */
export const GROUND = "ground";

/** Why officers' faces are shown to whom the rule hides them. Nobody can write it after this. */
export function GroundField({ ground, onChange }: { ground: string; onChange: (ground: string) => void }) {
  const t = useTranslations("officers");
  return (
    <div id={GROUND}>
      <Card title={t("title")}>
        <p>{t("rule")}</p>
        <TextArea
          hint={t("groundHint")}
          label={t("ground")}
          maxLength={2000}
          onChange={(event) => onChange(event.target.value)}
          rows={3}
          value={ground}
        />
      </Card>
    </div>
  );
}
