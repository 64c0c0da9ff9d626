"use client";
import { useTranslations } from "use-intl";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { Facts } from "~/components/stack";
import { Time } from "~/components/time";
import type { Outputs } from "~/trpc/types";
import styles from "./ledger.module.css";

/** One line of the ledger; its body as it was written, which is ids, codes and digests. */
export function Entry({ entry }: { entry: Outputs["ledger"]["entries"]["entries"][number] }) {
  const t = useTranslations("ledger.entries");
  const terms = useTranslations("terms");
  return (
    <li className={styles.entry}>
      <p className={styles.what}>{entry.kind === null ? t("erased") : terms(`custody.${entry.kind}`)}</p>
      <p className={styles.when}>
        <span>{t.rich("number", { index: filled(<Ltr>{entry.index}</Ltr>) })}</span>
        {entry.at && (
          <>
            {" · "}
            <Time at={entry.at} shape="second" />
          </>
        )}
      </p>
      <details>
        <summary>{t("more")}</summary>
        <Facts>
          <dt>{t("commitment")}</dt>
          <dd>
            <Ltr mono>{entry.commitment}</Ltr>
          </dd>
          {Object.entries({ ...(entry.kind && { kind: entry.kind }), ...entry.body }).map(([key, value]) => (
            <Part key={key} name={key} value={value} />
          ))}
        </Facts>
      </details>
    </li>
  );
}

/** Names and values as the format has them, in every language: this is what a verifier reads. */
const Part = ({ name, value }: { name: string; value: unknown }) => (
  <>
    <dt>
      <Ltr mono>{name}</Ltr>
    </dt>
    <dd>
      <Ltr mono>{typeof value === "string" ? value : JSON.stringify(value)}</Ltr>
    </dd>
  </>
);
