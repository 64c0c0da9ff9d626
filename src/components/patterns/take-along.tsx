"use client";

import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { saveFile } from "~/components/disclosures/save-file";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row } from "~/components/stack";
import { useLanguage } from "~/components/translations";
import { csv } from "~/domain/csv";
import type { HalfYear, Statistics } from "~/domain/statistics";
import { directionOf } from "~/messages/languages";
import { trpc } from "~/trpc/client";
import { picture } from "./picture";
import { useTables } from "./use-tables";
import styles from "./patterns.module.css";

/** The figures as a file. They are made in the browser of what the server gives then, which it records first. */
export function TakeAlong({ half }: { readonly half: HalfYear }) {
  const t = useTranslations("patterns.statistics");
  const tablesOf = useTables();
  const language = useLanguage();
  const { pending, refused, attempt } = useAttempt();
  const few = t("few");
  const rules = (["consent", "small", "once"] as const).map((rule) => t(`rules.${rule}`));
  const asTable = (given: Statistics): string =>
    csv([
      [t("title"), t("period", given.period)],
      [t("total"), given.total ?? few],
      [t("leftOut"), given.leftOut ?? few],
      ...tablesOf(given).flatMap(({ title, head, rows, note }) => [
        [], [title], [head, t("count")], ...rows.map(({ name, count }) => [name, count ?? t("notGiven")]), ...(note === null ? [] : [[note]]),
      ]),
      [], ...rules.map((rule) => [rule]),
    ]);
  const asPicture = (given: Statistics): string =>
    picture({
      title: `${t("title")}, ${t("period", given.period)}`, about: rules, none: t("notGiven"), language, direction: directionOf[language], tables: tablesOf(given),
      lines: [`${t("total")}: ${given.total ?? few}`, `${t("leftOut")}: ${given.leftOut ?? few}`],
    });
  const take = (kind: "csv" | "svg") =>
    void attempt(async () => {
      const given = await trpc.statistics.take.mutate({ half });
      // A spreadsheet takes a file without this mark for one of another script.
      const [content, type] = kind === "csv" ? [`\uFEFF${asTable(given)}`, "text/csv;charset=utf-8"] : [asPicture(given), "image/svg+xml"];
      saveFile(`${given.period.from}_${given.period.to}.${kind}`, new Blob([content], { type }));
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
