"use client";
import { Fragment, type ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { Facts } from "~/components/stack";
import { WallTime } from "~/components/time";
import type { Forces, ToldReport } from "~/domain/incident";
import styles from "./report.module.css";

/** What happened, as the documenters wrote it down and as a recipient is told it. */
export function Report({ report, title, children }: { report: ToldReport; title: string; children?: ReactNode }) {
  const t = useTranslations("recipient.report");
  const terms = useTranslations("terms");
  const format = useFormatter();
  const { people } = report;
  return (
    <Card title={title}>
      {children}
      <Facts>
        <dt>{t("when")}</dt>
        <dd>
          <When report={report} />
        </dd>
        <dt>{t("where")}</dt>
        <dd>
          <bdi>{report.place}</bdi>
        </dd>
        <dt>{t("what")}</dt>
        <dd>{format.list(report.kinds.map((kind) => terms(`kinds.${kind}`)))}</dd>
        <dt>{t("people")}</dt>
        <dd>
          {people.count !== null && <p>{t("count", { count: people.count })}</p>}
          <p>{terms(`minors.${people.minors}`)}</p>
        </dd>
      </Facts>
      <h3>{t("forces")}</h3>
      {report.forces.length === 0 ? (
        <p>{t("noForces")}</p>
      ) : (
        <ul className={styles.forces}>
          {report.forces.map((force, index) => (
            // The report has no ids for them, and their order never changes.
            <li key={`${index} ${force.service}`}>
              <Force force={force} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function When({ report: { start, end, precision } }: { report: ToldReport }) {
  const t = useTranslations("recipient.report");
  const terms = useTranslations("terms.precisions");
  const shape = precision === "day" ? "day" : "moment";
  return (
    <>
      <p>
        {end
          ? t.rich("from", {
              start: filled(<WallTime at={start} shape={shape} />),
              end: filled(<WallTime at={end} shape={shape} />),
            })
          : <WallTime at={start} shape={shape} />}
      </p>
      <p className={styles.quiet}>{terms(precision)}</p>
    </>
  );
}

/** Plates and numbers, each read on its own. */
const Each = ({ values }: { values: readonly string[] }) =>
  values.map((value, index) => (
    <Fragment key={value}>
      {index > 0 && " · "}
      <Ltr>{value}</Ltr>
    </Fragment>
  ));

function Force({ force }: { force: Forces }) {
  const t = useTranslations("recipient.report");
  const format = useFormatter();
  return (
    <Facts>
      {force.service && (
        <>
          <dt>{t("service")}</dt>
          <dd>
            <bdi>{force.service}</bdi>
          </dd>
        </>
      )}
      {force.unit && (
        <>
          <dt>{t("unit")}</dt>
          <dd>
            <bdi>{force.unit}</bdi>
          </dd>
        </>
      )}
      {force.officers !== null && (
        <>
          <dt>{t("officers")}</dt>
          <dd>{format.number(force.officers)}</dd>
        </>
      )}
      {force.plates.length > 0 && (
        <>
          <dt>{t("plates")}</dt>
          <dd>
            <Each values={force.plates} />
          </dd>
        </>
      )}
      {force.numbers.length > 0 && (
        <>
          <dt>{t("numbers")}</dt>
          <dd>
            <Each values={force.numbers} />
          </dd>
        </>
      )}
    </Facts>
  );
}
