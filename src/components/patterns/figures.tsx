"use client";

import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { Facts, Stack } from "~/components/stack";
import type { HalfYear, Statistics } from "~/domain/statistics";
import { CountTable } from "./count-table";
import styles from "./patterns.module.css";
import { TakeAlong } from "./take-along";
import { useTables } from "./use-tables";

/** What may be given of a half-year. */
export function Figures({ given, half }: { readonly given: Statistics; readonly half: HalfYear }) {
  const t = useTranslations("patterns.statistics");
  const tablesOf = useTables();
  const { total, leftOut, period } = given;
  return (
    <Stack>
      <Card title={t("period", period)}>
        <Facts>
          <dt>{t("total")}</dt>
          <dd className={styles.big}>{total ?? t("few")}</dd>
          <dt>{t("leftOut")}</dt>
          <dd>{leftOut ?? t("few")}</dd>
        </Facts>
        {total === null ? <p>{t("nothing")}</p> : <TakeAlong half={half} />}
      </Card>
      {total === null ? null : (
        <div className={styles.tables}>
          {tablesOf(given).map(({ title, head, rows, note }) => (
            <Card key={title} title={title}>
              {rows.length > 0 ? (
                <CountTable
                  caption={`${title}, ${t("period", period)}`} heads={[head, t("count")]} none={t("notGiven")}
                  rows={rows.map(({ name, count }) => ({ key: name, name: <bdi>{name}</bdi>, count }))}
                />
              ) : null}
              {note === null ? null : <p className={styles.quiet}>{note}</p>}
            </Card>
          ))}
        </div>
      )}
    </Stack>
  );
}
