"use client";

import { Fragment, useId } from "react";
import { useTranslations } from "use-intl";
import { Icon } from "~/components/icon";
import { Ltr } from "~/components/ltr";
import { Facts } from "~/components/stack";
import type { Outputs } from "~/trpc/types";
import { ToldMap } from "./told-map";
import styles from "./told.module.css";

type Told = Outputs["evidence"]["told"];

/** As it can be put into any other map: with points, whatever the language. */
const degrees = (value: number): string => String(Number(value.toFixed(6)));
const clock = (local: string): string => local.replace("T", " ").replace(/(\.\d+)?Z$/, "");

/** What was found, each with its words and what was said of it; what the file did not tell is left out. */
function useFindings(told: Told) {
  const t = useTranslations("item.told");
  const { place, time, satelliteTime, device } = told;
  const round = (value: number) => String(Math.round(value));
  const rows = [
    ["place", place ? `${degrees(place.latitude)}, ${degrees(place.longitude)}` : "", [
      place?.accuracy === undefined ? "" : t("accuracy", { metres: round(place.accuracy) }),
      place?.altitude === undefined ? "" : t("altitude", { metres: round(place.altitude) }),
      place?.direction === undefined ? "" : t("direction", { degrees: round(place.direction) }),
    ]],
    ["time", time ? `${clock(time.local)}${time.offset ? `, UTC${time.offset}` : ""}` : "", [
      time && !time.offset ? t("noOffset") : "",
    ]],
    ["satelliteTime", satelliteTime ? `${clock(satelliteTime)}, UTC` : "", []],
    ["device", [device.make, device.model].filter(Boolean).join(" "), []],
    ["lens", device.lens ?? "", []],
    ["serials", device.serials.join(", "), []],
    ["software", told.software.join(", "), []],
    ["names", told.names.join(", "), []],
    ["texts", told.texts.join(" · "), []],
  ] as const;
  return rows
    .filter(([, value]) => value !== "")
    .map(([what, value, more]) => ({ what: t(what), value, more: more.filter((sentence) => sentence !== "") }));
}

/** What the file said, and beside it what the copies say now: each thing struck out. */
export function BeforeAfter({ told }: { readonly told: Told }) {
  const t = useTranslations("item.told");
  const findings = useFindings(told);
  const [before, after] = [useId(), useId()];
  const carriers = told.carriers.map((carrier) => t(`kinds.${carrier}`));
  if (findings.length + carriers.length === 0) return <p>{t("nothingFound")}</p>;
  return (
    <div className={styles.compare}>
      <section aria-labelledby={before} className={styles.side}>
        <h3 id={before}>{t("before")}</h3>
        {told.map ? <ToldMap direction={told.place?.direction} map={told.map} /> : null}
        <Facts>
          {findings.map(({ what, value, more }) => (
            <Fragment key={what}>
              <dt>{what}</dt>
              <dd>
                <Ltr>{value}</Ltr>
                {more.map((sentence) => (
                  <span className={styles.more} key={sentence}>
                    {sentence}
                  </span>
                ))}
              </dd>
            </Fragment>
          ))}
          {carriers.length > 0 ? (
            <>
              <dt>{t("carriers")}</dt>
              <dd>{carriers.join(" · ")}</dd>
            </>
          ) : null}
        </Facts>
      </section>
      <section aria-labelledby={after} className={`${styles.side} ${styles.after}`}>
        <h3 id={after}>{t("after")}</h3>
        <p className={styles.verified}>
          <Icon name="check" />
          <span>{t("verified")}</span>
        </p>
        <ul className={styles.struck}>
          {[...findings, ...(carriers.length > 0 ? [{ what: t("carriers"), value: carriers.join(" · ") }] : [])].map(
            ({ what, value }) => (
              <li key={what}>
                <span>
                  {what}: <strong>{t("nothing")}</strong>
                </span>
                <del aria-hidden="true">
                  <bdi>{value}</bdi>
                </del>
              </li>
            ),
          )}
        </ul>
        <p>{t("stays")}</p>
      </section>
    </div>
  );
}
