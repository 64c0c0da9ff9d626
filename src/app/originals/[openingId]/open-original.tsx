"use client";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { ConfirmButton } from "~/components/confirm-button";
import { saveFile } from "~/components/disclosures/save-file";
import { Ltr } from "~/components/ltr";
import { Notice } from "~/components/notice";
import type { OriginalInWorker } from "~/components/originals/in-worker";
import type { Opened } from "~/components/originals/original.worker";
import { Row, Stack } from "~/components/stack";
import { imageFormats } from "~/domain/evidence";
import { trpc } from "~/trpc/client";
import { ToldBeside } from "./told-beside";
import styles from "../originals.module.css";

/** What a copy is called: nothing of the incident, and no ending that a double click would run. */
const fileName = (openingId: string, format: string): string =>
  `original-${openingId.slice(-8)}.${imageFormats.find((known) => known === format) ?? "bin"}`;

/**
 * An open original: pixels on a canvas, drawn from what the worker decoded. There is no address at which the file lies, so
 * nothing to drag, embed or keep in a cache; a copy is a step of its own, which is recorded before it is made.
 */
export function OpenOriginal({ open, openingId, format, hasTold, onClose }: {
  open: { readonly worker: OriginalInWorker; readonly opened: Extract<Opened, { ok: true }> };
  openingId: string;
  format: string;
  hasTold: boolean;
  onClose: () => void;
}) {
  const t = useTranslations("originals.open");
  const { worker, opened } = open;
  const save = async () => {
    await trpc.originals.save.mutate({ openingId });
    saveFile(fileName(openingId, format), new Blob([await worker.copy()], { type: "application/octet-stream" }));
  };
  return (
    <Card title={t("opened")}>
      <Stack gap="m">
        {opened.same ? (
          <Notice live="polite" tone="ok">
            <p>{t("same")}</p>
          </Notice>
        ) : (
          <Notice live="assertive" tone="danger">
            <p>{t("differs")}</p>
            <p>
              <Ltr mono>{opened.digest}</Ltr>
            </p>
          </Notice>
        )}
        {opened.picture ? <Picture picture={opened.picture} /> : <p>{t("notShown")}</p>}
        {hasTold && <ToldBeside worker={worker} />}
        <Notice tone="attention">
          <p>{t("care")}</p>
        </Notice>
        <Row>
          <Button icon="lock" onClick={onClose} variant="primary">
            {t("close")}
          </Button>
          <ConfirmButton confirmLabel={t("saveConfirm")} label={t("save")} onConfirm={save} title={t("saveTitle")}>
            <p>{t("saveExplain")}</p>
          </ConfirmButton>
        </Row>
      </Stack>
    </Card>
  );
}

function Picture({ picture }: { picture: ImageBitmap }) {
  const t = useTranslations("originals.open");
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    element.width = picture.width;
    element.height = picture.height;
    element.getContext("2d")?.drawImage(picture, 0, 0);
  }, [picture]);
  return (
    <canvas className={styles.picture} ref={canvas}>
      {t("picture")}
    </canvas>
  );
}
