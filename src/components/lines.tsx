import type { ReactNode } from "react";
import styles from "./lines.module.css";
import { Link } from "./link";

/** A list of things, each of which is a link to its page. @param props.wide in two columns where there is room */
export const Lines = ({ wide = false, children }: { wide?: boolean; children: ReactNode }) => (
  <ul className={wide ? `${styles.list} ${styles.wide}` : styles.list}>{children}</ul>
);

/** One of them. What is `strong` in it is what it is called. @param props.beside what can be done without going there */
export const LineLink = ({ href, beside, children }: { href: string; beside?: ReactNode; children: ReactNode }) => (
  <li className={styles.item}>
    <Link className={styles.line} href={href}>
      {children}
    </Link>
    {beside}
  </li>
);

/** What it is called, and in which state it is. */
export const LineHead = ({ children }: { children: ReactNode }) => <span className={styles.head}>{children}</span>;

/** What else there is to say of it, quietly. */
export const LineFacts = ({ children }: { children: ReactNode }) => <span className={styles.facts}>{children}</span>;
