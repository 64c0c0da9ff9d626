"use client";

import { memo } from "react";
import { useTranslations } from "use-intl";
import { Badge } from "~/components/badge";
import type { Region } from "~/domain/evidence";
import { unanswered } from "./region-answers";
import styles from "./region-editor.module.css";
import { SuggestionAnswers } from "./region-suggestion";
import type { RegionWords } from "./use-region-words";

type Acts = {
  readonly words: RegionWords;
  readonly onToggle: (id: string) => void;
  readonly onAccept: (id: string) => void;
  readonly onDismiss: (id: string) => void;
};

type Props = Acts & { readonly regions: readonly Region[]; readonly selected: string | null };

/** The same regions as on the picture, in words: for a screen reader, for small screens, and for those with many faces. */
export function RegionList({ regions, selected, ...acts }: Props) {
  const t = useTranslations("regions");
  if (regions.length === 0) return <p className={styles.none}>{t("none")}</p>;
  return (
    <ol className={styles.list}>
      {regions.map((region, index) => (
        <RegionRow key={region.id} region={region} index={index} open={region.id === selected} {...acts} />
      ))}
    </ol>
  );
}

type Row = Acts & { readonly region: Region; readonly index: number; readonly open: boolean };

const RegionRow = memo(function RegionRow({ region, index, open, words, onToggle, onAccept, onDismiss }: Row) {
  const t = useTranslations("regions");
  const terms = useTranslations("terms");
  return (
    <li className={[styles.item, region.possible && styles.itemAsking, open && styles.itemOpen].filter(Boolean).join(" ")}>
      <button type="button" className={styles.itemHead} aria-pressed={open} onClick={() => onToggle(region.id)}>
        <span className={styles.number}>{index + 1}</span>
        <span className={styles.itemText}>
          <strong>{terms(`regionKinds.${region.kind}`)}</strong>
          {unanswered(region) ? null : <span>{words.whoseWord(region)}</span>}
          <span className={styles.quiet}>{terms(`origins.${region.origin}`)}</span>
        </span>
        <span className={styles.badges}>
          {region.possible ? (
            <Badge tone="attention" icon="alert">
              {t("suggestion.unsure")}
            </Badge>
          ) : null}
          {unanswered(region) && !region.possible ? (
            <Badge tone="attention" icon="alert">
              {t("unanswered")}
            </Badge>
          ) : null}
          {region.possible ? null : region.redact ? (
            <Badge icon="lock">{t("covered")}</Badge>
          ) : (
            <Badge tone="info" icon="eye">
              {t("visible")}
            </Badge>
          )}
        </span>
      </button>
      {region.possible ? (
        <div className={styles.itemAnswers}>
          <SuggestionAnswers
            number={index + 1}
            onAccept={() => onAccept(region.id)}
            onDismiss={() => onDismiss(region.id)}
            region={region}
          />
        </div>
      ) : null}
    </li>
  );
});
