"use client";

import { useTranslations } from "use-intl";
import { Badge } from "~/components/badge";
import type { Region } from "~/domain/evidence";
import { unanswered } from "./region-answers";
import styles from "./region-editor.module.css";

type Props = {
  readonly regions: readonly Region[];
  readonly selected: string | null;
  readonly whoseWord: (region: Region) => string;
  readonly onToggle: (id: string) => void;
};

/** The same regions as on the picture, in words: for a screen reader, for small screens, and for those with many faces. */
export function RegionList({ regions, selected, whoseWord, onToggle }: Props) {
  const t = useTranslations("regions");
  const terms = useTranslations("terms");
  if (regions.length === 0) return <p className={styles.none}>{t("none")}</p>;
  return (
    <ol className={styles.list}>
      {regions.map((region, index) => {
        const open = region.id === selected;
        return (
          <li key={region.id} className={open ? `${styles.item} ${styles.itemOpen}` : styles.item}>
            <button
              type="button"
              className={styles.itemHead}
              aria-pressed={open}
              onClick={() => onToggle(region.id)}
            >
              <span className={styles.number}>{index + 1}</span>
              <span className={styles.itemText}>
                <strong>{terms(`regionKinds.${region.kind}`)}</strong>
                {unanswered(region) ? null : <span>{whoseWord(region)}</span>}
                <span className={styles.quiet}>{terms(`origins.${region.origin}`)}</span>
              </span>
              <span className={styles.badges}>
                {unanswered(region) ? (
                  <Badge tone="attention" icon="alert">
                    {t("unanswered")}
                  </Badge>
                ) : null}
                {region.redact ? (
                  <Badge icon="lock">{t("covered")}</Badge>
                ) : (
                  <Badge tone="info" icon="eye">
                    {t("visible")}
                  </Badge>
                )}
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
