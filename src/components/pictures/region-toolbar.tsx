"use client";

import type { KeyboardEvent } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { SelectField } from "~/components/field";
import styles from "./region-editor.module.css";

export const zooms = [1, 2, 4, 8] as const;

type Props = {
  readonly drawing: boolean;
  readonly onDrawing: (drawing: boolean) => void;
  readonly mayUndo: boolean;
  readonly onUndo: () => void;
  readonly zoom: number;
  readonly onZoom: (zoom: number) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
};

export function RegionToolbar({ drawing, onDrawing, mayUndo, onUndo, zoom, onZoom, onKeyDown }: Props) {
  const t = useTranslations("regions");
  return (
    <div className={styles.toolbar}>
      <Button
        aria-pressed={drawing}
        icon={drawing ? "stop" : "plus"}
        onClick={() => onDrawing(!drawing)}
        onKeyDown={onKeyDown}
        variant={drawing ? "quiet" : "primary"}
      >
        {drawing ? t("stopAdding") : t("add")}
      </Button>
      <Button disabled={!mayUndo} onClick={onUndo} onKeyDown={onKeyDown}>
        {t("undo")}
      </Button>
      <div className={styles.zoom}>
        <SelectField label={t("zoom")} onChange={({ target }) => onZoom(Number(target.value))} required value={zoom}>
          {zooms.map((times) => (
            <option key={times} value={times}>
              {t("zoomBy", { times })}
            </option>
          ))}
        </SelectField>
      </div>
    </div>
  );
}

/** What the keyboard does and what the signs on the picture mean; `id` describes every region to a screen reader. */
export function RegionHelp({ id }: { readonly id: string }) {
  const t = useTranslations("regions");
  return (
    <div className={styles.help}>
      <div className={styles.keys} id={id}>
        <h3>{t("keys.title")}</h3>
        <ul>
          <li>{t("keys.tab")}</li>
          <li>{t("keys.arrows")}</li>
          <li>{t("keys.enter")}</li>
          <li>{t("keys.add")}</li>
        </ul>
      </div>
      <div>
        <h3>{t("legend.title")}</h3>
        <ul>
          <li>{t("legend.open")}</li>
          <li>{t("legend.covered")}</li>
          <li>{t("legend.machine")}</li>
        </ul>
      </div>
    </div>
  );
}
