"use client";

import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { saveFile } from "~/components/disclosures/save-file";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { useLanguage } from "~/components/translations";
import { exportFormats, type ExportFormat } from "~/domain/exchange";
import type { Period } from "~/domain/statistics";
import { fetchFile } from "~/trpc/bytes";

/** Units, places and incidents of a period as a file for another organisation's program. */
export function Exports({ period }: { readonly period: Period }) {
  const t = useTranslations("patterns.exports");
  const language = useLanguage();
  const { pending, refused, attempt } = useAttempt();
  const take = (format: ExportFormat) =>
    void attempt(async () => {
      const { bytes, type, name } = await fetchFile("/api/exports", { format, language, period });
      saveFile(`${period.from}_${period.to}.${name}`, new Blob([bytes], { type }));
    });
  return (
    <Card title={t("title")}>
      <Stack gap="m">
        <p>{t("text")}</p>
        <p>{t("keep")}</p>
        <p>{t("import")}</p>
        <RefusalNotice refused={refused} />
        <Row>
          {exportFormats.map((format) => <Button key={format} onClick={() => take(format)} pending={pending}>{t(format)}</Button>)}
        </Row>
      </Stack>
    </Card>
  );
}
