"use client";

import { useTranslations } from "use-intl";
import { Notice } from "~/components/notice";
import styles from "./incidents.module.css";
import type { Missing } from "./missing";

const order = ["unlooked", "unanswered", "outdated", "accounts", "people"] as const satisfies readonly (keyof Missing)[];

export function MissingList({ missing }: { readonly missing: Missing }) {
  const t = useTranslations("incidents.missing");
  const open = order.filter((what) => missing[what] > 0);
  if (open.length === 0) return <Notice tone="ok">{t("nothing")}</Notice>;
  return (
    <Notice title={t("title")} tone="attention">
      <ul className={styles.bullets}>
        {open.map((what) => (
          <li key={what}>{t(what, { count: missing[what] })}</li>
        ))}
      </ul>
    </Notice>
  );
}
