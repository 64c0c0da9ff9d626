"use client";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import styles from "./step-title.module.css";

export function StepTitle({ number, children }: { number: 1 | 2 | 3; children: ReactNode }) {
  const t = useTranslations("custody.make");
  return (
    <>
      <span className={styles.step}>{t("step", { number })}</span> {children}
    </>
  );
}
