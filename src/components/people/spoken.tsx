"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useLanguage } from "~/components/translations";
import { directionOf } from "~/messages/languages";
import { personDirectionOf, type PersonLanguage } from "~/messages/wordings/languages";
import type { Passage } from "~/messages/wordings/passages";
import { Listen } from "./listen";
import styles from "./sheet.module.css";

type Said = { readonly title: string; readonly text: string };

const paragraphs = (text: string): ReactNode[] => text.split("\n\n").map((paragraph) => <p key={paragraph}>{paragraph}</p>);

/**
 * What is shown and read to the person: large, in their script and direction, with the documenter's own language
 * beside it, so that whoever asks knows what the screen says.
 */
export function Spoken({
  language,
  words,
  beside,
  passages,
  children,
}: {
  readonly language: PersonLanguage;
  readonly words: Said;
  /** The same in the documenter's language. */
  readonly beside: Said;
  /** What of it is read out. */
  readonly passages: readonly Passage[];
  readonly children?: ReactNode;
}) {
  const t = useTranslations("asking");
  const own = useLanguage();
  return (
    <>
      <section className={styles.spoken} dir={personDirectionOf[language]} lang={language}>
        <h2 className={styles.title} tabIndex={-1}>
          {words.title}
        </h2>
        <Listen key={`${language} ${passages.join(" ")}`} language={language} passages={passages} />
        {paragraphs(words.text)}
        {children}
      </section>
      {language === own ? null : (
        <details className={styles.beside} dir={directionOf[own]} lang={own} open>
          <summary>{t("beside")}</summary>
          <strong>{beside.title}</strong>
          {paragraphs(beside.text)}
        </details>
      )}
    </>
  );
}
