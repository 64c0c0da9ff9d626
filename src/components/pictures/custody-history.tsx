"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { Ltr } from "~/components/ltr";
import { Time } from "~/components/time";
import { derivativeKinds } from "~/domain/evidence";
import type { Outputs } from "~/trpc/types";
import styles from "./item.module.css";

type Entry = Outputs["ledger"]["custody"][number];

/** The item's custody chain in plain words. */
export function CustodyHistory({ entries }: { readonly entries: readonly Entry[] }) {
  const t = useTranslations("item.custody");
  return (
    <Card title={t("title")}>
      <CustodyEntries entries={entries} />
    </Card>
  );
}

type EntriesProps = {
  readonly entries: readonly Entry[];
  /** What is said of the item that an entry is about, where it could be another. */
  readonly which?: (itemId: string) => ReactNode;
};

/** What happened, when, by whose hand as far as one is told, and where it stands in the ledger. */
export function CustodyEntries({ entries, which }: EntriesProps) {
  const t = useTranslations("item.custody");
  const terms = useTranslations("terms");
  const copy = (form: string | null) => {
    const kind = derivativeKinds.find((one) => one === form);
    return kind ? t("copy", { kind: t(`copies.${kind}`) }) : null;
  };
  if (entries.length === 0) return <p>{t("none")}</p>;
  return (
    <ol className={styles.custody}>
      {entries.map(({ index, at, kind, by, form, item }) => (
        <li key={index}>
          <strong>
            {terms(`custody.${kind}`)}
            {copy(form)}
          </strong>
          {which && item !== null ? <span>{which(item)}</span> : null}
          <span>
            <Time at={at} /> · {by.who === "named" ? t.rich("by", { handle: () => <Ltr>{by.handle}</Ltr> }) : t(`hands.${by.who}`)}
          </span>
          <span className={styles.quiet}>{t.rich("entry", { index: () => <Ltr mono>{index}</Ltr> })}</span>
        </li>
      ))}
    </ol>
  );
}
