"use client";

import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { RadioGroupField, SelectField, TextArea, TextField } from "~/components/field";
import { Notice } from "~/components/notice";
import { manners, RecipientClass, recipientClasses } from "~/domain/consent";
import type { StepProps } from "./sheet-about";
import styles from "./people.module.css";
import { choiceOf, tally } from "./consent-draft";
import { sheetWording } from "~/messages/wordings/asking";
import { useLanguage } from "~/components/translations";

/** The phone is back with the documenter: what was said once more, its limits, and how it was given. */
export function SheetEnd({ draft, asked, onChange, wrong }: StepProps) {
  const t = useTranslations("asking");
  const people = useTranslations("people.sheet");
  const terms = useTranslations("terms");
  const own = useLanguage();
  const { answers } = sheetWording(own).words;
  const count = tally(draft, asked.minor);
  return (
    <>
      <Card title={t("said")}>
        <ul className={styles.bullets}>
          {draft.purposes.map((purpose) => (
            <li key={purpose}>
              {terms(`purposes.${purpose}`)}: <strong>{answers[choiceOf(draft, purpose, asked.minor)]}</strong>
            </li>
          ))}
        </ul>
        <p>{t("summary", count)}</p>
        {wrong.includes("check") ? (
          <Notice live="polite" tone="attention">
            {t("checkFirst")}
          </Notice>
        ) : null}
        {wrong.includes("answer") ? (
          <Notice live="polite" tone="attention">
            {people("chooseAnswer")}
          </Notice>
        ) : null}
      </Card>
      <Card title={people("how")}>
        <RadioGroupField
          error={wrong.includes("manner") ? people("chooseManner") : undefined}
          label={people("manner")}
          onChange={(manner) => onChange({ manner })}
          options={manners.map((value) => ({ value, label: terms(`manners.${value}`) }))}
          required
          value={draft.manner}
        />
        {asked.minor ? (
          <TextArea
            error={wrong.includes("interest") ? t("sayInterest") : undefined}
            hint={t("interestHint")}
            label={t("interest")}
            maxLength={2000}
            onChange={(event) => onChange({ interest: event.target.value })}
            required={count.yes > 0}
            rows={3}
            value={draft.interest}
          />
        ) : null}
      </Card>
      <Card title={people("limits")}>
        {typeof draft.recipients === "string" ? (
          <SelectField
            label={people("recipients")}
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
        ) : (
          <p>{t("oneDisclosure")}</p>
        )}
        <TextField
          error={wrong.includes("until") ? people("untilPast") : undefined}
          hint={people("untilHint")}
          label={people("until")}
          onChange={(event) => onChange({ until: event.target.value })}
          type="date"
          value={draft.until}
        />
        {asked.minor ? (
          <TextField
            hint={t("ofAgeHint")}
            label={t("ofAge")}
            onChange={(event) => onChange({ ofAge: event.target.value })}
            type="month"
            value={draft.ofAge}
          />
        ) : null}
      </Card>
    </>
  );
}
