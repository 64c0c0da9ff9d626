"use client";

import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { CheckboxGroupField, RadioGroupField } from "~/components/field";
import { Notice } from "~/components/notice";
import { interpretations } from "~/domain/asking";
import { purposeNames } from "~/domain/consent";
import { sheetWording } from "~/messages/wordings/asking";
import { capacitiesFor, type Asked, type ConsentDraft, type SheetWrong, type Waiting } from "./consent-draft";
import { LanguageField } from "./language-field";
import type { SheetAccount, SheetPicture } from "./matter";
import { MatterField } from "./matter-field";
import { Reviewed } from "./reviewed";

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
  waiting,
  onOccasion,
}: StepProps & {
  readonly pictures: readonly SheetPicture[];
  readonly accounts: readonly SheetAccount[];
  readonly waiting: readonly Waiting[];
  readonly onOccasion: (waiting: Waiting | null) => void;
}) {
  const t = useTranslations("asking");
  const people = useTranslations("people.sheet");
  const terms = useTranslations("terms");
  const tied = typeof draft.recipients === "string" ? null : draft.recipients.disclosureId;
  const occasion = waiting.find(({ disclosureId }) => disclosureId === tied);
  /** Of what one disclosure would give, or of everything. */
  const within = (what: "items" | "accounts") => ({ id }: { readonly id: string }) => occasion?.[what].includes(id) ?? true;
  return (
    <>
      <Card title={people("what")}>
        <MatterField accounts={accounts.filter(within("accounts"))} chosen={draft} onChange={onChange} pictures={pictures.filter(within("items"))} />
        {wrong.includes("matter") ? <Notice tone="attention">{people("chooseMatter")}</Notice> : null}
      </Card>
      <Card title={t("who")}>
        <LanguageField
          label={people("wordingLanguage")}
          // What was understood and answered in other words is asked again in these.
          onChange={(language) => onChange({ language, choices: {}, check: null })}
          value={draft.language}
        />
        {waiting.length === 0 ? null : (
          <RadioGroupField
            label={t("occasion")}
            onChange={(id) => onOccasion(waiting.find(({ disclosureId }) => disclosureId === id) ?? null)}
            options={[
              { value: "all", label: t("inGeneral") },
              ...waiting.map(({ disclosureId, purpose, recipientClass }) => ({
                value: disclosureId,
                label: t("forOne", { purpose: terms(`purposes.${purpose}`), recipient: terms(`recipientClasses.${recipientClass}`) }),
              })),
            ]}
            required
            value={tied ?? "all"}
          />
        )}
        <p>
          <Reviewed by={sheetWording(draft.language).reviewedBy} />
        </p>
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
        {tied === null ? (
          <CheckboxGroupField
            error={wrong.includes("purposes") ? t("choosePurposes") : undefined}
            hint={t("purposesHint")}
            label={t("purposes")}
            onChange={(purposes) => onChange({ purposes })}
            options={purposeNames.map((value) => ({ value, label: terms(`purposes.${value}`) }))}
            required
            value={[...draft.purposes]}
          />
        ) : null}
      </Card>
    </>
  );
}
