"use client";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { CopyField } from "~/components/copy-field";
import { saveFile } from "~/components/disclosures/save-file";
import { Row } from "~/components/stack";
import type { Outputs } from "~/trpc/types";
import styles from "./dossier.module.css";

/** The manifest and the checkpoint to take away, and how to check with them. */
export function Proof({ view }: { view: Outputs["recipient"]["open"] }) {
  const t = useTranslations("recipient.manifest");
  const save = () => saveFile("manifest.json", new Blob([view.manifest], { type: "application/json" }));
  return (
    <Card title={t("title")}>
      <p>{t("explain")}</p>
      <div className={styles.screen}>
        <Row>
          <Button onClick={save}>{t("download")}</Button>
        </Row>
      </div>
      <CopyField label={t("checkFiles")} value="sha256sum *.jpg" />
      <CopyField hint={t("checkLedger")} label={t("checkpoint")} lines={5} value={view.checkpoint} />
    </Card>
  );
}
