"use client";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { CheckboxField, CheckboxGroupField, TextField } from "~/components/field";
import { filled } from "~/components/filled";
import { conditions } from "~/domain/visit";
import type { OpeningDraft } from "./proposal";

/** How it may be opened: what has to be accepted first, how often, and whether a second secret is asked for. */
export function OpeningField({
  opening,
  error,
  onChange,
}: {
  opening: OpeningDraft;
  error: boolean;
  onChange: (part: Partial<OpeningDraft>) => void;
}) {
  const t = useTranslations("giving");
  return (
    <Card title={t("new.title")}>
      <CheckboxGroupField
        hint={t("new.conditionsHint")}
        label={t("new.conditions")}
        onChange={(chosen) => onChange({ conditions: chosen })}
        options={conditions.map((value) => ({
          value, label: t.rich(`conditions.${value}`, { date: filled(t("new.itsEnd")) }),
        }))}
        value={opening.conditions}
      />
      <TextField
        error={error && t("new.mostWrong")}
        hint={t("new.mostHint")}
        inputMode="numeric"
        label={t("new.most")}
        maxLength={4}
        onChange={(event) => onChange({ most: event.target.value })}
        value={opening.most}
      />
      <CheckboxField
        checked={opening.secret}
        hint={t("new.secretHint")}
        label={t("new.secret")}
        onChange={(event) => onChange({ secret: event.target.checked })}
      />
    </Card>
  );
}
