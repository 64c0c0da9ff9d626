"use client";

import { useTranslations } from "use-intl";
import { RadioGroupField } from "~/components/field";
import { directionOf, type Language } from "~/messages/languages";
import { formsFor, type PurposeDraft } from "./consent-draft";
import styles from "./people.module.css";
import { wordingOf } from "./wordings";

type Props = {
  readonly language: Language;
  readonly minor: boolean;
  readonly draft: PurposeDraft;
  readonly onChange: (draft: PurposeDraft) => void;
};

/** One purpose: the words that are read out, in the person's language, and what they say to them. */
export function PurposeField({ language, minor, draft, onChange }: Props) {
  const { purpose } = draft;
  const t = useTranslations("people.sheet");
  const terms = useTranslations("terms");
  const wording = wordingOf(purpose, language);
  const forms = formsFor(purpose, minor);
  const limited = minor && forms.length < formsFor(purpose, false).length;
  return (
    <section className={styles.purpose} data-answer={draft.answer}>
      <h3>{terms(`purposes.${purpose}`)}</h3>
      <blockquote className={styles.wording} dir={directionOf[language]} lang={language}>
        <strong>{wording.title}</strong>
        {wording.text.split("\n\n").map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </blockquote>
      <p className={styles.quiet}>{t("wordingVersion", { version: wording.version })}</p>
      <RadioGroupField
        inline
        label={t("answer")}
        onChange={(answer) => onChange({ ...draft, answer })}
        options={[
          { value: "unasked", label: t("unasked") },
          { value: "refused", label: t("no") },
          { value: "ask-again", label: t("askAgain") },
          { value: "given", label: t("yes") },
        ]}
        required
        value={draft.answer}
      />
      {draft.answer === "given" && forms.length > 1 ? (
        <RadioGroupField
          label={t("form")}
          onChange={(form) => onChange({ ...draft, form })}
          options={forms.map((value) => ({ value, label: t(`forms.${value}`) }))}
          required
          value={draft.form}
        />
      ) : null}
      {draft.answer === "given" && forms.length === 1 ? (
        <p>{limited ? t("minorForm") : t("onlyForm", { form: t(`forms.${draft.form}`) })}</p>
      ) : null}
    </section>
  );
}
