"use client";
import { useTranslations } from "use-intl";
import { VisuallyHidden } from "./visually-hidden";
import styles from "./loading.module.css";

/** The shape of what is coming. `rows`: how many blocks stand under the heading. */
export function Loading({ rows = 3 }: { rows?: number }) {
  const t = useTranslations("common");
  return (
    <output className={styles.loading}>
      <VisuallyHidden>{t("loading")}</VisuallyHidden>
      <span className={`${styles.block} ${styles.heading}`} />
      {Array.from({ length: rows }, (_, row) => (
        <span className={styles.block} key={row} />
      ))}
    </output>
  );
}
