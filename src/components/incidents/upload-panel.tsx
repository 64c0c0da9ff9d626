"use client";

import { useId, useRef, useState, type ChangeEvent } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import styles from "./incidents.module.css";
import { useLeaveWarning } from "./leave-warning";
import { UploadRow } from "./upload-row";
import { ended } from "./uploads";
import { useUploads } from "./use-uploads";

/** What the picker offers; the bytes decide what is taken in. A video is taken in by nobody, and can be kept sealed. */
const CHOOSE = "image/*,video/*";
const TAKE = "image/*";

/** Choose, take or drop photos, and see each of them on its way. Their names are shown here and sent nowhere. */
export function UploadPanel({ incidentId }: { readonly incidentId: string }) {
  const t = useTranslations("upload");
  const { uploads, tell, cancel } = useUploads(incidentId);
  const [over, setOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const id = useId();
  const going = uploads.some((upload) => !ended(upload));
  useLeaveWarning(going, t("leave"));

  const choose = ({ target }: ChangeEvent<HTMLInputElement>) => {
    tell({ on: "chosen", files: [...(target.files ?? [])] });
    // The same file chosen again is a choice again.
    target.value = "";
  };
  const stored = uploads.filter(({ state }) => state.is === "stored").length;
  const refused = uploads.filter(({ state }) => state.is === "refused").length;

  return (
    <>
      <div
        className={over ? `${styles.drop} ${styles.dropOver}` : styles.drop}
        onDragLeave={() => setOver(false)}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          tell({ on: "chosen", files: [...event.dataTransfer.files] });
        }}
      >
        <div className={styles.pick}>
          <Button icon="plus" onClick={() => chooser.current?.click()} variant="primary">
            {t("choose")}
          </Button>
          <Button icon="camera" onClick={() => camera.current?.click()}>
            {t("take")}
          </Button>
        </div>
        <input accept={CHOOSE} aria-label={t("choose")} className={styles.hiddenInput} data-testid="photos" multiple onChange={choose} ref={chooser} type="file" />
        <input accept={TAKE} aria-label={t("take")} capture="environment" className={styles.hiddenInput} onChange={choose} ref={camera} type="file" />
        <p className={styles.quiet}>{t("drop")}</p>
        <p>{t("advice")}</p>
      </div>
      {uploads.length > 0 ? (
        <section aria-labelledby={id} className={styles.uploads}>
          <h3 id={id}>{t("list")}</h3>
          <output>
            {t("summary", { done: stored, total: uploads.length })}
            {refused > 0 ? ` · ${t("failed", { count: refused })}` : null}
          </output>
          <ul className={styles.uploads}>
            {uploads.map((upload) => (
              <UploadRow
                key={upload.id}
                onAgain={() => tell({ on: "again", id: upload.id })}
                onCancel={() => cancel(upload.id)}
                onKeep={() => tell({ on: "kept", id: upload.id })}
                upload={upload}
              />
            ))}
          </ul>
          <p className={styles.quiet}>{t("names")}</p>
          {uploads.some(({ state }) => state.is === "stored" || state.is === "cancelled") ? (
            <div>
              <Button onClick={() => tell({ on: "cleared" })}>{t("clear")}</Button>
            </div>
          ) : null}
        </section>
      ) : null}
    </>
  );
}
