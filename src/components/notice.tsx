"use client";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Icon, type IconName } from "./icon";
import { VisuallyHidden } from "./visually-hidden";
import styles from "./notice.module.css";

type Tone = "info" | "ok" | "attention" | "danger";
const toneIcon: Record<Tone, IconName> = { info: "info", ok: "check", attention: "alert", danger: "stop" };

/**
 * Something to know, with an icon and a word beside its colour.
 * `live`: it appeared because of something the reader did; "polite" waits its turn, "assertive" is spoken at once.
 */
export function Notice({
  tone = "info",
  title,
  live,
  children,
}: {
  tone?: Tone;
  title?: ReactNode;
  live?: "polite" | "assertive" | undefined;
  children?: ReactNode;
}) {
  const t = useTranslations("common");
  return (
    <div className={`${styles.notice} ${styles[tone]}`} role={live === "assertive" ? "alert" : live && "status"}>
      <Icon name={toneIcon[tone]} size={22} />
      <div className={styles.text}>
        <VisuallyHidden>{t(`tones.${tone}`)}: </VisuallyHidden>
        {title && <strong className={styles.title}>{title}</strong>}
        {children}
      </div>
    </div>
  );
}
