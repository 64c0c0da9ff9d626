"use client";
import { useTranslations } from "use-intl";
import { VisuallyHidden } from "~/components/visually-hidden";
import { stretchesOf, type Words } from "~/domain/words";
import { Pieces } from "./pieces";
import styles from "./words.module.css";

/** A text as members read it: whole, with what is hidden from others marked. */
export function OwnWords({ language, words }: { language: string; words: Words }) {
  const t = useTranslations("words");
  return (
    <p className={styles.text} dir="auto" lang={language}>
      {stretchesOf(words).map(({ hidden, pieces }, n) =>
        hidden ? (
          <mark className={styles.hidden} key={`${n} hidden`}>
            <VisuallyHidden> ({t(`hiddenAs.${hidden.kind}`)}:) </VisuallyHidden>
            <Pieces pieces={pieces} />
          </mark>
        ) : (
          <Pieces key={`${n} open`} pieces={pieces} />
        ),
      )}
    </p>
  );
}
