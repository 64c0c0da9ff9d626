"use client";
import { piecesOf } from "~/domain/words";
import { Pieces } from "./pieces";
import styles from "./words.module.css";

/** A text as it leaves, for whoever receives it and whoever decides that they do. */
export function LeavingText({ language, text }: { language: string; text: string }) {
  return (
    <p className={styles.text} dir="auto" lang={language}>
      <Pieces pieces={piecesOf(text)} />
    </p>
  );
}
