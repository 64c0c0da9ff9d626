"use client";
import { useTranslations } from "use-intl";
import type { Piece } from "~/domain/words";
import styles from "./words.module.css";

/** Text, people by their letter in the reader's language, and what was left out by its kind. Each is read in its own direction. */
export function Pieces({ pieces }: { pieces: readonly Piece[] }) {
  const t = useTranslations("words");
  const terms = useTranslations("terms");
  return pieces.map((piece, n) => {
    // Pieces have no ids, and a text that changes is drawn anew.
    const key = `${n} ${piece.is}`;
    if (piece.is === "text") return <span key={key}>{piece.text}</span>;
    if (piece.is === "person")
      return (
        <bdi className={styles.person} key={key}>
          {terms("grantor", { pseudonym: piece.pseudonym })}
        </bdi>
      );
    return (
      <bdi className={styles.leftOut} key={key}>
        {t(`leftOut.${piece.kind}`)}
      </bdi>
    );
  });
}
