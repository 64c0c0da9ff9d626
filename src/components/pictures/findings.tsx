"use client";

import { Fragment } from "react";
import { useTranslations } from "use-intl";
import { Ltr } from "~/components/ltr";
import { Facts } from "~/components/stack";
import type { Outline } from "~/atlas/outline";
import type { Told } from "~/domain/told";
import { ToldMap } from "./told-map";
import styles from "./told.module.css";

type Names = Readonly<Partial<Record<string, string>>>;

/** With the map of its place, where it has one. */
export type ToldOnMap = Told & { readonly map: Outline | null };

/** As it can be put into any other map: with points, whatever the language. */
const degrees = (value: number): string => String(Number(value.toFixed(6)));
const clock = (local: string): string => local.replace("T", " ").replace(/(\.\d+)?Z$/, "");

/** What was found, each with its words and what was said of it; what the file did not tell is left out. */
export function useFindings(told: Told, names: Names = {}) {
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
    .map(([what, value, more]) => ({ what: names[what] ?? t(what), value, more: more.filter((sentence) => sentence !== "") }));
}

/** The place on a map, and everything that was found, as a list. @param props.names what is called otherwise for whoever did not take it */
export function Findings({ told, names }: { readonly told: ToldOnMap; readonly names?: Names }) {
  const t = useTranslations("item.told");
  const findings = useFindings(told, names);
  const carriers = told.carriers.map((carrier) => t(`kinds.${carrier}`));
  if (findings.length + carriers.length === 0) return <p>{t("nothingFound")}</p>;
  return (
    <>
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
    </>
  );
}
