"use client";

import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { CheckboxField, RadioGroupField, SelectField, TextField } from "~/components/field";
import { manners, RecipientClass, recipientClasses } from "~/domain/consent";
import { capacitiesFor, type ConsentDraft, type SheetWrong } from "./consent-draft";

type Props = {
  readonly draft: ConsentDraft;
  readonly minor: boolean;
  readonly onChange: (change: Partial<ConsentDraft>) => void;
  readonly wrong: readonly SheetWrong[];
};

/** What holds for all the answers of a sheet: their limits, who spoke, and how. */
export function CircumstanceFields({ draft, minor, onChange, wrong }: Props) {
  const t = useTranslations("people.sheet");
  const terms = useTranslations("terms");
  return (
    <>
      <Card title={t("limits")}>
        <SelectField
          label={t("recipients")}
          onChange={({ target }) => onChange({ recipients: RecipientClass.safeParse(target.value).data ?? "any" })}
          required
          value={draft.recipients}
        >
          <option value="any">{terms("anyRecipient")}</option>
          {recipientClasses.map((one) => (
            <option key={one} value={one}>
              {terms(`recipientClasses.${one}`)}
            </option>
          ))}
        </SelectField>
        <TextField
          error={wrong.includes("until") ? t("untilPast") : undefined}
          hint={t("untilHint")}
          label={t("until")}
          onChange={(event) => onChange({ until: event.target.value })}
          type="date"
          value={draft.until}
        />
      </Card>
      <Card title={t("how")}>
        <RadioGroupField
          error={wrong.includes("capacity") ? t("chooseCapacity") : undefined}
          hint={minor ? t("capacityMinor") : undefined}
          label={t("capacity")}
          onChange={(capacity) => onChange({ capacity })}
          options={capacitiesFor(minor).map((value) => ({ value, label: terms(`capacities.${value}`) }))}
          required
          value={draft.capacity}
        />
        <RadioGroupField
          error={wrong.includes("manner") ? t("chooseManner") : undefined}
          label={t("manner")}
          onChange={(manner) => onChange({ manner })}
          options={manners.map((value) => ({ value, label: terms(`manners.${value}`) }))}
          required
          value={draft.manner}
        />
        <CheckboxField
          checked={draft.interpreter}
          label={t("interpreter")}
          onChange={(event) => onChange({ interpreter: event.target.checked })}
        />
      </Card>
    </>
  );
}
