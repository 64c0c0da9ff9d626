import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon";
import styles from "./badge.module.css";

/** A state in a word or two. Its colour only repeats what the word and the icon say. */
export function Badge({
  tone = "neutral",
  icon,
  children,
}: {
  tone?: "neutral" | "info" | "ok" | "attention" | "danger";
  icon?: IconName;
  children: ReactNode;
}) {
  return (
    <span className={`${styles.badge} ${styles[tone]}`}>
      {icon && <Icon name={icon} size={14} />}
      {children}
    </span>
  );
}
