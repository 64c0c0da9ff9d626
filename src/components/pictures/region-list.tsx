"use client";

import { useTranslations } from "use-intl";
import { Badge } from "~/components/badge";
import type { Region } from "~/domain/evidence";
import type { ReactNode } from "react";
import { unanswered } from "./region-answers";
import styles from "./region-editor.module.css";

type Props = {
  readonly regions: readonly Region[];
  readonly selected: string | null;
  readonly whoseWord: (region: Region) => string;
  readonly onSelect: (id: string | null) => void;
  /** The questions about the selected region. */
  readonly form: ReactNode;
};

/** The same regions as on the picture, in words: for a screen reader, for small screens, and for those with many faces. */
export function RegionList({ regions, selected, whoseWord, onSelect, form }: Props) {
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
              aria-expanded={open}
              aria-controls={`region-${region.id}`}
              onClick={() => onSelect(open ? null : region.id)}
            >
              <span className={styles.number}>{index + 1}</span>
              <span className={styles.itemText}>
                <strong>{terms(`regionKinds.${region.kind}`)}</strong>
                <span>{whoseWord(region)}</span>
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
            <div id={`region-${region.id}`} className={styles.itemBody} hidden={!open}>
              {open ? form : null}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
