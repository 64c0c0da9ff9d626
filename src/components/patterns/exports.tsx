"use client";

import { useState, type ChangeEvent } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { saveFile } from "~/components/disclosures/save-file";
import { TextField } from "~/components/field";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { useLanguage } from "~/components/translations";
import { exportFormats, type ExportFormat } from "~/domain/exchange";
import { Period } from "~/domain/statistics";
import { fetchFile } from "~/trpc/bytes";
import styles from "./patterns.module.css";

/** Units, places and incidents of a period as a file for another organisation's program. @param props.period that is chosen at first */
export function Exports({ period: first }: { readonly period: Period }) {
  const t = useTranslations("patterns.exports");
  const language = useLanguage();
  const { pending, refused, attempt } = useAttempt();
  const [chosen, setChosen] = useState(first);
  const [wrong, setWrong] = useState(false);
  const take = (format: ExportFormat) => {
    const period = Period.safeParse(chosen).data;
    setWrong(period === undefined);
    if (period === undefined) return;
    void attempt(async () => {
      const { bytes, type, name } = await fetchFile("/api/exports", { format, language, period });
      saveFile(`${period.from}_${period.to}.${name}`, new Blob([bytes], { type }));
    });
  };
  const field = (end: "from" | "to") => ({
    dir: "ltr", label: t(end), pattern: String.raw`\d{4}-\d{2}`, required: true, type: "month", value: chosen[end],
    onChange: ({ target: { value } }: ChangeEvent<HTMLInputElement>) => setChosen({ ...chosen, [end]: value }),
  });
  return (
    <Card title={t("title")}>
      <Stack gap="m">
        <p>{t("text")}</p>
        <p>{t("keep")}</p>
        <p>{t("import")}</p>
        <div className={styles.form}>
          <TextField {...field("from")} error={wrong ? t("wrong") : undefined} />
          <TextField {...field("to")} />
        </div>
        <RefusalNotice refused={refused} />
        <Row>
          {exportFormats.map((format) => <Button key={format} onClick={() => take(format)} pending={pending}>{t(format)}</Button>)}
        </Row>
      </Stack>
    </Card>
  );
}
