"use client";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { Conditions } from "~/components/disclosures/conditions";
import { Time } from "~/components/time";
import type { Outputs } from "~/trpc/types";
import styles from "./opened.module.css";

type Disclosure = Outputs["disclosures"]["read"];

/** What the recipient has to accept, and what else stands before it: facts among the others. */
export function HowOpened({ opening, until }: { opening: Disclosure["opening"]; until: Date }) {
  const t = useTranslations("giving");
  return (
    <>
      <dt>{t("read.conditions")}</dt>
      <dd>
        {opening.conditions.length === 0 ? (
          t("read.noConditions")
        ) : (
          <Conditions conditions={opening.conditions} until={until} />
        )}
      </dd>
      <dt>{t("read.most")}</dt>
      <dd>{opening.most === null ? t("read.anyNumber") : t("read.mostCount", { count: opening.most })}</dd>
      <dt>{t("read.secret")}</dt>
      <dd>{t(opening.secret ? "read.secretYes" : "read.secretNo")}</dd>
    </>
  );
}

/** What the recipient opened, and when, oldest first. */
export function Opened({ disclosure: { visits, exhibited } }: { disclosure: Disclosure }) {
  const t = useTranslations("giving.opened");
  const lines = [
    ...visits.map((at) => ({ at, exhibit: null, opened: true })),
    ...exhibited.map(({ at, exhibit }) => ({ at, exhibit, opened: false })),
  ].toSorted((a, b) => +a.at - +b.at || Number(b.opened) - Number(a.opened));
  return (
    <Card title={t("title")}>
      {lines.length === 0 ? (
        <p>{t("none")}</p>
      ) : (
        <ol className={styles.lines}>
          {lines.map(({ at, exhibit, opened }, index) => (
            // What happened keeps its place: later lines come after it.
            <li key={`${index} ${+at}`}>
              <Time at={at} /> · {opened ? t("opened") : t("exhibit", { number: exhibit ?? 0 })}
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
