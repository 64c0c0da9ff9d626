"use client";

import { useFormatter, useTranslations } from "use-intl";
import { Badge } from "~/components/badge";
import { Button } from "~/components/button";
import { Notice } from "~/components/notice";
import { useRefusalSentence } from "~/components/refusal-notice";
import styles from "./incidents.module.css";
import { curable, ended, keepable, type Upload } from "./uploads";

type Props = {
  readonly upload: Upload;
  readonly onCancel: () => void;
  readonly onAgain: () => void;
  readonly onKeep: () => void;
};

/** One photo on its way: its name for the person's own eyes, how far it is, and what can be done about it. */
export function UploadRow({ upload, onCancel, onAgain, onKeep }: Props) {
  const t = useTranslations("upload");
  const format = useFormatter();
  const sentence = useRefusalSentence();
  const { file, state } = upload;
  const { name } = file;
  const percent = state.is === "sending" ? Math.round(state.fraction * 100) : state.is === "stored" ? 100 : 0;
  return (
    <li className={styles.upload}>
      <div className={styles.uploadHead}>
        <bdi className={styles.fileName}>{name}</bdi>
        <span className={styles.quiet}>
          {file.size < 1_000_000
            ? t("kilobytes", { size: format.number(Math.ceil(file.size / 1000)) })
            : t("megabytes", { size: format.number(file.size / 1_000_000, { maximumFractionDigits: 1 }) })}
        </span>
      </div>
      {ended(upload) ? null : <progress aria-label={t("progress", { name })} className={styles.bar} max={100} value={percent} />}
      {state.is === "refused" ? (
        <Notice live="polite" tone="danger">
          {sentence(state.refused)}
        </Notice>
      ) : null}
      {state.is === "refused" && keepable(state.refused) ? (
        <>
          <p>{t("keepNote")}</p>
          <div>
            <Button aria-label={t("keepNamed", { name })} icon="lock" onClick={onKeep}>
              {t("keep")}
            </Button>
          </div>
        </>
      ) : null}
      <div className={styles.uploadFoot}>
        <span>
          {state.is === "waiting" ? t("waiting") : null}
          {state.is === "sending" ? (percent < 100 ? t("sending", { percent: percent / 100 }) : t("storing")) : null}
          {state.is === "cut" ? t("cut", { seconds: state.seconds }) : null}
          {state.is === "cancelled" ? t("cancelled") : null}
          {state.is === "stored" ? (
            <Badge icon="check" tone="ok">
              {t("stored")}
            </Badge>
          ) : null}
        </span>
        {ended(upload) ? null : (
          <Button aria-label={t("cancelNamed", { name })} onClick={onCancel}>
            {t("cancel")}
          </Button>
        )}
        {state.is === "cut" || state.is === "cancelled" || (state.is === "refused" && curable(state.refused)) ? (
          <Button aria-label={t("retryNamed", { name })} onClick={onAgain}>
            {t("retry")}
          </Button>
        ) : null}
      </div>
    </li>
  );
}
