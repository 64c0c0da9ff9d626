"use client";

import { useTranslations } from "use-intl";
import { useLanguage } from "~/components/translations";
import { answerOf, choicesFor } from "~/domain/asking";
import type { Purpose } from "~/domain/consent";
import { purposeWording } from "~/messages/wordings/asking";
import { personDirectionOf } from "~/messages/wordings/languages";
import { linesOf, screenOf } from "~/messages/wordings/screen";
import { aboutOf, choiceOf } from "./consent-draft";
import { Listen } from "./listen";
import { Reviewed } from "./reviewed";
import type { StepProps } from "./sheet-about";
import styles from "./sheet.module.css";
import { Spoken } from "./spoken";

/** One purpose on a screen of its own: what it is, what it risks, and the answers, of which no is the first. */
export function SheetPurpose({ draft, asked, onChange, purpose }: StepProps & { readonly purpose: Purpose }) {
  const t = useTranslations("asking");
  const own = useLanguage();
  const about = aboutOf(draft);
  const shown = { choices: choicesFor(purpose, asked.minor, about), about, once: about.once, question: null };
  const screen = screenOf(purpose, draft.language, shown);
  const beside = screenOf(purpose, own, shown);
  const chosen = choiceOf(draft, purpose, asked.minor);
  return (
    <>
      <Spoken beside={beside} language={draft.language} passages={about.once ? ["once", purpose] : [purpose]} words={screen} />
      <fieldset className={styles.answers} dir={personDirectionOf[draft.language]} lang={draft.language}>
        <legend className={styles.hidden}>{screen.title}</legend>
        <Listen
          again
          language={draft.language}
          passages={shown.choices.flatMap((key) => linesOf(key, about)).map((line) => `answer-${line}` as const)}
        />
        {screen.answers.map(({ key, words }, n) => (
          <label className={styles.answer} data-answer={answerOf(key).answer} data-chosen={chosen === key} key={key}>
            <input
              checked={chosen === key}
              name={`answer-${purpose}`}
              onChange={() => onChange({ choices: { ...draft.choices, [purpose]: key } })}
              type="radio"
              value={key}
            />
            <span>
              {words.map((line) => (
                <span className={styles.line} key={line}>
                  {line}
                </span>
              ))}
              {draft.language === own ? null : (
                <span className={styles.gloss}>
                  <bdi lang={own}>{beside.answers[n]?.words.join(" ")}</bdi>
                </span>
              )}
            </span>
          </label>
        ))}
      </fieldset>
      <p className={styles.aside}>
        {t("version", { version: screen.version })} <Reviewed by={purposeWording(purpose, draft.language).reviewedBy} />
      </p>
    </>
  );
}
