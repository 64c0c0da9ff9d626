import type { ReactNode } from "react";
import { Icon } from "./icon";
import { Link } from "./link";
import styles from "./page-header.module.css";

/** The page's one `h1`, the way back, a line under it and what can be done on the page as a whole. */
export function PageHeader({
  title,
  back,
  lead,
  actions,
}: {
  title: ReactNode;
  back?: { href: string; label: ReactNode };
  lead?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className={styles.header}>
      {back && (
        <Link className={styles.back} href={back.href}>
          <Icon name="back" size={18} />
          <span>{back.label}</span>
        </Link>
      )}
      <div className={styles.line}>
        <h1>{title}</h1>
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      {lead && <div className={styles.lead}>{lead}</div>}
    </div>
  );
}
