import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon";
import styles from "./empty.module.css";

/** Nothing is here yet, and what to do about it. */
export function Empty({
  icon = "folder",
  title,
  children,
  action,
}: {
  icon?: IconName;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={styles.empty}>
      <Icon name={icon} size={36} />
      <p className={styles.title}>{title}</p>
      {children && <div className={styles.text}>{children}</div>}
      {action}
    </div>
  );
}
