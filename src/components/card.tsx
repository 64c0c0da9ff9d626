import type { ReactNode } from "react";
import styles from "./card.module.css";

/** A sheet of paper. With a `title` it is a section with a heading of `level`; `actions` stand beside the heading. */
export function Card({
  title,
  level = 2,
  actions,
  children,
}: {
  title?: ReactNode;
  level?: 2 | 3 | 4;
  actions?: ReactNode;
  children?: ReactNode;
}) {
  const Heading = `h${level}` as const;
  if (title === undefined) return <div className={styles.card}>{children}</div>;
  return (
    <section className={styles.card}>
      <div className={styles.head}>
        <Heading>{title}</Heading>
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      {children}
    </section>
  );
}
