"use client";

import { useTranslations } from "use-intl";
import { Badge } from "~/components/badge";
import { Empty } from "~/components/empty";
import { Icon } from "~/components/icon";
import { Link } from "~/components/link";
import { useRefusalSentence } from "~/components/refusal-notice";
import type { Outputs } from "~/trpc/types";
import styles from "./incidents.module.css";

type Item = Outputs["incidents"]["read"]["items"][number];

/** The incident's photos in the order of their arrival, by which they are numbered. */
export function PhotoGrid({ incidentId, items }: { readonly incidentId: string; readonly items: readonly Item[] }) {
  const t = useTranslations("incidents.photos");
  if (items.length === 0) return <Empty icon="camera" title={t("none")} />;
  return (
    <ul className={styles.grid}>
      {items.map((item, index) => (
        <li key={item.id}>
          <Photo href={`/incidents/${incidentId}/items/${item.id}`} item={item} number={index + 1} />
        </li>
      ))}
    </ul>
  );
}

function Photo({ href, item, number }: { readonly href: string; readonly item: Item; readonly number: number }) {
  const t = useTranslations("incidents.photos");
  const { preview } = item;
  return (
    <Link className={styles.tile} href={href}>
      <span className={styles.tilePicture}>
        {preview ? (
          <img
            alt=""
            height={preview.height}
            loading="lazy"
            src={`/api/derivatives/${preview.derivativeId}`}
            width={preview.width}
          />
        ) : (
          <Icon name={item.state === "refused" ? "lock" : "clock"} size={32} />
        )}
      </span>
      <span className={styles.tileText}>
        <strong>{t("photo", { number })}</strong>
        <PhotoState item={item} />
      </span>
    </Link>
  );
}

function PhotoState({ item }: { readonly item: Item }) {
  const t = useTranslations("incidents.photos");
  const terms = useTranslations("terms");
  const sentence = useRefusalSentence();
  if (item.state === "received") return <Badge icon="clock">{terms("itemStates.received")}</Badge>;
  if (item.state === "refused")
    return (
      <>
        <Badge icon="lock">{terms("itemStates.refused")}</Badge>
        {item.refusal ? <span>{sentence({ code: item.refusal })}</span> : null}
      </>
    );
  return (
    <>
      {item.looked ? (
        <Badge icon="check" tone="ok">
          {t("looked")}
        </Badge>
      ) : (
        <Badge icon="alert" tone="attention">
          {t("unlooked")}
        </Badge>
      )}
      {item.unanswered > 0 ? (
        <Badge icon="alert" tone="attention">
          {t("unanswered", { count: item.unanswered })}
        </Badge>
      ) : null}
      {item.looked ? (
        <Badge tone={item.redaction === "done" ? "ok" : item.redaction === "outdated" ? "attention" : "neutral"}>
          {terms(`redactions.${item.redaction}`)}
        </Badge>
      ) : null}
    </>
  );
}
