"use client";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { saveFile } from "~/components/disclosures/save-file";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { Notice } from "~/components/notice";
import { Row, Stack } from "~/components/stack";
import type { KeyFile } from "./key-file";
import { KEY_FILE_NAME } from "./key-file-name";
import { StepTitle } from "./step-title";

export function SaveStep({ made, onSaved }: { made: KeyFile; onSaved: () => void }) {
  const t = useTranslations("custody.save");
  const step = useRef<HTMLDivElement>(null);
  // The form that had the focus is gone.
  useEffect(() => step.current?.focus(), []);
  const save = () => {
    saveFile(KEY_FILE_NAME, new Blob([made.file], { type: "application/octet-stream" }));
    onSaved();
  };
  return (
    <Card title={<StepTitle number={2}>{t("title")}</StepTitle>}>
      <div ref={step} tabIndex={-1}>
        <Stack gap="m">
          <Notice live="polite" tone="ok">
            <p>{t("made")}</p>
          </Notice>
          <p>{t.rich("hint", { file: filled(<Ltr>{KEY_FILE_NAME}</Ltr>) })}</p>
          <Row>
            <Button onClick={save} variant="primary">
              {t("download")}
            </Button>
          </Row>
        </Stack>
      </div>
    </Card>
  );
}
