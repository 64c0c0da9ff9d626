"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Notice } from "~/components/notice";
import { useLanguage } from "~/components/translations";
import { sheetWording } from "~/messages/wordings/asking";
import { checkOrders } from "~/messages/wordings/passages";
import { personDirectionOf } from "~/messages/wordings/languages";
import { afterCheck } from "./consent-draft";
import { Listen } from "./listen";
import type { StepProps } from "./sheet-about";
import styles from "./sheet.module.css";
import { Spoken } from "./spoken";

type Answer = "right" | "wrong" | "other";

/**
 * One question that shows whether the person was understood what they were told. A wrong answer is nobody's fault but
 * ours: the explanation comes again, and then another question.
 */
export function SheetCheck({ draft, onChange }: StepProps) {
  const t = useTranslations("asking");
  const own = useLanguage();
  const { words } = sheetWording(draft.language);
  const beside = sheetWording(own).words;
  const { question, check } = draft;
  const again = check?.understood === false;
  const [given, setGiven] = useState<Answer | null>(check?.understood ? "right" : null);
  const asked = words.check[question];
  const besideAsked = beside.check[question];
  const say = (answer: Answer) => {
    onChange(afterCheck(draft, answer === "right"));
    setGiven(answer === "right" ? answer : null);
  };
  return (
    <>
      {again ? (
        <Spoken beside={{ title: beside.check.again, text: beside.start.text }} language={draft.language} passages={["again", "start"]} words={{ title: words.check.again, text: words.start.text }} />
      ) : null}
      <section className={styles.spoken} dir={personDirectionOf[draft.language]} lang={draft.language}>
        <h2 className={styles.title} tabIndex={-1}>
          {words.check.title}
        </h2>
        <Listen again={again} key={`${draft.language} ${question}`} language={draft.language} passages={[`check-${question}`]} />
        <fieldset className={styles.answers}>
          <legend className={styles.question}>{asked.question}</legend>
          {checkOrders[question].map((key) => (
            <label className={styles.answer} data-chosen={given === key} data-check={key} key={key}>
              <input checked={given === key} name="check" onChange={() => say(key)} type="radio" value={key} />
              <span>{asked[key]}</span>
            </label>
          ))}
        </fieldset>
        {given === "right" ? <output>{words.check.right}</output> : null}
      </section>
      {draft.language === own ? null : (
        <details className={styles.beside} open>
          <summary>{t("beside")}</summary>
          <strong>{besideAsked.question}</strong>
          <p>{t("rightAnswer", { answer: besideAsked.right })}</p>
        </details>
      )}
      {again && given === null ? <Notice live="polite" tone="attention">{t("notUnderstood")}</Notice> : null}
    </>
  );
}
