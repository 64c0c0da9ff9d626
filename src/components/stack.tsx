import type { ReactNode } from "react";
import styles from "./stack.module.css";

/** Things under each other, evenly apart. */
export function Stack({ gap = "l", children }: { gap?: "s" | "m" | "l"; children: ReactNode }) {
  return <div className={`${styles.stack} ${styles[gap]}`}>{children}</div>;
}

/** Things beside each other, which wrap; buttons of a form for the most part. */
export const Row = ({ children }: { children: ReactNode }) => <div className={styles.row}>{children}</div>;

/** Terms and what they are: `<Facts><dt>…</dt><dd>…</dd></Facts>`, side by side where there is room. */
export const Facts = ({ children }: { children: ReactNode }) => <dl className={styles.facts}>{children}</dl>;
