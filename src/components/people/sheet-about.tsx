"use client";

import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { CheckboxGroupField, RadioGroupField, SelectField } from "~/components/field";
import { Notice } from "~/components/notice";
import { interpretations } from "~/domain/asking";
import { purposeNames } from "~/domain/consent";
import { sheetWording } from "~/messages/wordings/asking";
import { isPersonLanguage, personLanguages, personNameOf } from "~/messages/wordings/languages";
import { capacitiesFor, type Asked, type ConsentDraft, type SheetWrong } from "./consent-draft";
import type { SheetAccount, SheetPicture } from "./matter";
import { MatterField } from "./matter-field";

export type StepProps = {
  readonly draft: ConsentDraft;
  readonly asked: Asked;
  readonly onChange: (change: Partial<ConsentDraft>) => void;
  readonly wrong: readonly SheetWrong[];
};

/** Before the phone is handed over: what it is about, in which language, and who is there. */
export function SheetAbout({
  draft,
  asked,
  onChange,
  wrong,
  pictures,
  accounts,
}: StepProps & { readonly pictures: readonly SheetPicture[]; readonly accounts: readonly SheetAccount[] }) {
  const t = useTranslations("asking");
  const people = useTranslations("people.sheet");
  const terms = useTranslations("terms");
  const reviewedBy = sheetWording(draft.language).reviewedBy;
  return (
    <>
      <Card title={people("what")}>
        <MatterField accounts={accounts} chosen={draft} onChange={onChange} pictures={pictures} />
        {wrong.includes("matter") ? <Notice tone="attention">{people("chooseMatter")}</Notice> : null}
      </Card>
      <Card title={t("who")}>
        <SelectField
          label={people("wordingLanguage")}
          onChange={({ target }) => {
            if (isPersonLanguage(target.value)) onChange({ language: target.value });
          }}
          required
          value={draft.language}
        >
          {personLanguages.map((one) => (
            <option key={one} lang={one} value={one}>
              {personNameOf[one]}
            </option>
          ))}
        </SelectField>
        <p>{reviewedBy === null ? t("notReviewed") : t("reviewed", { by: reviewedBy })}</p>
        {asked.kind === "documenter" ? null : (
          <RadioGroupField
            label={t("interpretation")}
            onChange={(interpretation) => onChange({ interpretation })}
            options={interpretations.map((value) => ({ value, label: terms(`interpretations.${value}`) }))}
            required
            value={draft.interpretation}
          />
        )}
        <RadioGroupField
          error={wrong.includes("capacity") ? people("chooseCapacity") : undefined}
          hint={asked.minor ? people("capacityMinor") : undefined}
          label={people("capacity")}
          onChange={(capacity) => onChange({ capacity })}
          options={capacitiesFor(asked.minor).map((value) => ({ value, label: terms(`capacities.${value}`) }))}
          required
          value={draft.capacity}
        />
        <CheckboxGroupField
          error={wrong.includes("purposes") ? t("choosePurposes") : undefined}
          hint={t("purposesHint")}
          label={t("purposes")}
          onChange={(purposes) => onChange({ purposes })}
          options={purposeNames.map((value) => ({ value, label: terms(`purposes.${value}`) }))}
          required
          value={[...draft.purposes]}
        />
      </Card>
    </>
  );
}
