"use client";

import { useFormatter, useTranslations } from "use-intl";
import { Badge } from "~/components/badge";
import { Empty } from "~/components/empty";
import { Icon } from "~/components/icon";
import { Link } from "~/components/link";
import { useRefusalSentence } from "~/components/refusal-notice";
import { silences } from "~/domain/consent";
import type { Outputs } from "~/trpc/types";
import styles from "./incidents.module.css";

type Incident = Outputs["incidents"]["read"];
type Item = Incident["items"][number];

/** So many people of a photo are named on its tile, those of whom there is no yes first. */
const NAMED = 4;

/** The incident's photos in the order of their arrival, by which they are numbered. */
export function PhotoGrid({ incident: { id: incidentId, items, grantors } }: { readonly incident: Pick<Incident, "id" | "items" | "grantors"> }) {
  const t = useTranslations("incidents.photos");
  if (items.length === 0) return <Empty icon="camera" title={t("none")} />;
  return (
    <ul className={styles.grid}>
      {items.map((item, index) => (
        <li className={styles.tile} key={item.id}>
          <Photo href={`/incidents/${incidentId}/items/${item.id}`} item={item} number={index + 1} />
          <PhotoPeople grantors={grantors} number={index + 1} people={item.people} />
        </li>
      ))}
    </ul>
  );
}

function Photo({ href, item, number }: { readonly href: string; readonly item: Item; readonly number: number }) {
  const t = useTranslations("incidents.photos");
  const { preview } = item;
  return (
    <Link className={styles.tileLink} href={href}>
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
      <span>{t("marked", { count: item.marked })}</span>
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

type PeopleProps = { readonly number: number; readonly people: Item["people"]; readonly grantors: Incident["grantors"] };

/** How the consents of those in it stand for this photo. */
function PhotoPeople({ number, people, grantors }: PeopleProps) {
  const t = useTranslations("incidents.photos");
  const terms = useTranslations("terms");
  const format = useFormatter();
  const known = grantors.flatMap(({ id, pseudonym }) => {
    const found = people.find(({ grantorId }) => grantorId === id);
    return found ? [{ id, person: terms("grantor", { pseudonym }), standing: found.standing }] : [];
  });
  if (known.length === 0) return null;
  const named = [...silences, "allows" as const].flatMap((is) => known.filter(({ standing }) => standing.is === is)).slice(0, NAMED);
  return (
    <ul aria-label={t("people", { number })} className={styles.tilePeople}>
      {named.map(({ id, person, standing }) => (
        <li key={id}>
          {standing.is === "allows"
            ? t("stands.allows", { person, purposes: format.list(standing.purposes.map((purpose) => terms(`purposes.${purpose}`))) })
            : t(`stands.${standing.is}`, { person })}
        </li>
      ))}
      {known.length > NAMED ? <li>{t("more", { count: known.length - NAMED })}</li> : null}
    </ul>
  );
}
