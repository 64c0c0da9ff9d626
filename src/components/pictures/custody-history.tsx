"use client";

import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { Ltr } from "~/components/ltr";
import { Time } from "~/components/time";
import { derivativeKinds } from "~/domain/evidence";
import type { Outputs } from "~/trpc/types";
import styles from "./item.module.css";

type Entry = Outputs["ledger"]["custody"][number];

/** The item's custody chain in plain words: what happened, when, by whose hand as far as one is told, and where it stands in the ledger. */
export function CustodyHistory({ entries }: { readonly entries: readonly Entry[] }) {
  const t = useTranslations("item.custody");
  const terms = useTranslations("terms");
  const copy = (form: string | null) => {
    const kind = derivativeKinds.find((one) => one === form);
    return kind ? t("copy", { kind: t(`copies.${kind}`) }) : null;
  };
  return (
    <Card title={t("title")}>
      {entries.length === 0 ? <p>{t("none")}</p> : null}
      <ol className={styles.custody}>
        {entries.map(({ index, at, kind, by, form }) => (
          <li key={index}>
            <strong>
              {terms(`custody.${kind}`)}
              {copy(form)}
            </strong>
            <span>
              <Time at={at} /> · {by.who === "named" ? t.rich("by", { handle: () => <Ltr>{by.handle}</Ltr> }) : t(`hands.${by.who}`)}
            </span>
            <span className={styles.quiet}>{t.rich("entry", { index: () => <Ltr mono>{index}</Ltr> })}</span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
