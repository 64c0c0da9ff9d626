"use client";

import { useLocale, useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { saveFile } from "~/components/disclosures/save-file";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row } from "~/components/stack";
import { csv } from "~/domain/csv";
import type { Period, Statistics } from "~/domain/statistics";
import { trpc } from "~/trpc/client";
import { picture } from "./picture";
import { useTables } from "./use-tables";
import styles from "./patterns.module.css";

/** The figures as a file. They are made in the browser of what the server gives then, which it records first. */
export function TakeAlong({ period }: { readonly period: Period }) {
  const t = useTranslations("patterns.statistics");
  const tablesOf = useTables();
  const rtl = useLocale().startsWith("ar");
  const { pending, refused, attempt } = useAttempt();
  const few = t("few");
  const asTable = (given: Statistics): string =>
    csv([
      [t("title"), t("period", period)],
      [t("total"), given.total ?? few],
      [t("leftOut"), given.leftOut ?? few],
      ...tablesOf(given).flatMap(({ title, head, rows, note }) => [
        [], [title], [head, t("count")], ...rows.map(({ name, count }) => [name, count ?? t("notGiven")]), ...(note === null ? [] : [[note]]),
      ]),
      [], ...(["consent", "small", "once"] as const).map((rule) => [t(`rules.${rule}`)]),
    ]);
  const asPicture = (given: Statistics): string =>
    picture({
      title: `${t("title")}, ${t("period", period)}`, none: t("notGiven"), rtl, tables: tablesOf(given),
      lines: [`${t("total")}: ${given.total ?? few}`, `${t("leftOut")}: ${given.leftOut ?? few}`],
    });
  const take = (kind: "csv" | "svg") =>
    void attempt(async () => {
      const given = await trpc.statistics.take.mutate(period);
      // A spreadsheet takes a file without this mark for one of another script.
      const [content, type] = kind === "csv" ? [`\uFEFF${asTable(given)}`, "text/csv;charset=utf-8"] : [asPicture(given), "image/svg+xml"];
      saveFile(`${period.from}_${period.to}.${kind}`, new Blob([content], { type }));
    });
  return (
    <>
      <p className={styles.quiet}>{t("takeText")}</p>
      <RefusalNotice refused={refused} />
      <Row>
        <Button onClick={() => take("csv")} pending={pending}>{t("csv")}</Button>
        <Button onClick={() => take("svg")} pending={pending}>{t("svg")}</Button>
      </Row>
    </>
  );
}
