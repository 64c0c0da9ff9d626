"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useLanguage } from "~/components/translations";
import { directionOf } from "~/messages/languages";
import { personDirectionOf, type PersonLanguage } from "~/messages/wordings/languages";
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
  children,
}: {
  readonly language: PersonLanguage;
  readonly words: Said;
  /** The same in the documenter's language. */
  readonly beside: Said;
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
        <Listen key={`${language} ${words.title}`} language={language} text={`${words.title}. ${words.text}`} />
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
