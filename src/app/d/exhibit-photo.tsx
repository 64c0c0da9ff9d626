"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Badge } from "~/components/badge";
import { Button, ButtonLink } from "~/components/button";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row } from "~/components/stack";
import { VisuallyHidden } from "~/components/visually-hidden";
import type { Refused } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import { useExhibit } from "./exhibit";
import type { Verdict } from "./exhibit-bytes";
import styles from "./dossier.module.css";

type Photo = Outputs["recipient"]["open"]["photos"][number];

export function ExhibitPhoto({
  photo,
  pass,
  onDead,
}: {
  photo: Photo;
  pass: string;
  onDead: (refused: Refused) => void;
}) {
  const t = useTranslations("recipient");
  const terms = useTranslations("terms");
  const { exhibit, retry } = useExhibit(pass, photo, onDead);
  const number = photo.exhibit;
  return (
    <figure className={styles.exhibit}>
      <figcaption className={styles.caption}>
        <h3>{t("exhibit", { number })}</h3>
        <Badge>{terms(`forms.${photo.form}`)}</Badge>
        <Badge>{terms(`sizes.${photo.size}`)}</Badge>
        <span className={styles.quiet}>
          {t.rich("photos.size", {
            size: filled(
              <Ltr>
                {photo.width} × {photo.height}
              </Ltr>,
            ),
          })}
        </span>
      </figcaption>
      <div aria-live="polite">
        {exhibit.at === "loading" && <p className={styles.waiting}>{t("photos.loading", { number })}</p>}
        {exhibit.at === "failed" && (
          <p className={styles.waiting}>{t("photos.failed", { number })}</p>
        )}
      </div>
      {exhibit.at === "failed" && (
        <>
          <RefusalNotice refused={exhibit.refused} />
          <Row>
            <Button onClick={retry}>{t("failed.retry")}</Button>
          </Row>
        </>
      )}
      {exhibit.at === "here" && <Shown number={number} photo={photo} url={exhibit.url} verdict={exhibit.verdict} />}
      <p className={styles.digest}>
        {t("photos.file")} <Ltr mono>{photo.file}</Ltr>
      </p>
      <p className={styles.digest}>
        {t("photos.digest")} <Ltr mono>{photo.digest}</Ltr>
      </p>
    </figure>
  );
}

function Shown({ number, photo, url, verdict }: { number: number; photo: Photo; url: string; verdict: Verdict }) {
  const t = useTranslations("recipient.photos");
  const giving = useTranslations("giving.door");
  const [large, setLarge] = useState(false);
  const { file } = photo;
  return (
    <>
      {/* What is in the picture is for the recipient to see: a guess in words would be one more testimony. */}
      <div
        className={large ? styles.frame : undefined}
        {...(large && { "aria-label": giving("enlarged", { number }), role: "region", tabIndex: 0 })}
      >
        <img
          alt={t("alt", { number })}
          className={large ? styles.large : styles.photo}
          height={photo.height}
          src={url}
          width={photo.width}
        />
      </div>
      {verdict === "differs" ? (
        <Notice live="assertive" tone="danger">
          <p>{t("differs")}</p>
        </Notice>
      ) : (
        <p className={styles.quiet}>{t(verdict ?? "unchecked")}</p>
      )}
      <div className={styles.screen}>
        <Row>
          {/* In this page and not in a window of its own, which would keep the picture when this is shut. */}
          <Button aria-pressed={large} icon="eye" onClick={() => setLarge(!large)}>
            <span aria-hidden="true">{t("enlarge")}</span>
            <VisuallyHidden>{t("enlargeNamed", { number })}</VisuallyHidden>
          </Button>
          <ButtonLink download={file} href={url}>
            <span aria-hidden="true">{t("download")}</span>
            <VisuallyHidden>{t("downloadNamed", { number, file })}</VisuallyHidden>
          </ButtonLink>
        </Row>
      </div>
    </>
  );
}
