"use client";

import type { KeyboardEvent } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { VisuallyHidden } from "~/components/visually-hidden";
import styles from "./region-editor.module.css";
import { STEP, type View } from "./use-zoom";
import { MAX_ZOOM } from "./zoom";

type Props = {
  readonly drawing: boolean;
  readonly onDrawing: (drawing: boolean) => void;
  readonly mayUndo: boolean;
  readonly mayRedo: boolean;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  readonly waiting: boolean;
  readonly onNext: () => void;
  readonly view: View;
  readonly onKeyDown: (event: KeyboardEvent) => void;
};

export function RegionToolbar(props: Props) {
  const { drawing, onDrawing, mayUndo, mayRedo, onUndo, onRedo, waiting, onNext, view, onKeyDown } = props;
  const t = useTranslations("regions");
  const format = useFormatter();
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
      <Button aria-label={t("nextLong")} disabled={!waiting} icon="next" onClick={onNext} onKeyDown={onKeyDown}>
        {t("next")}
      </Button>
      <div className={styles.tools}>
        <Button disabled={!mayUndo} icon="undo" onClick={onUndo} onKeyDown={onKeyDown} title={t("undo")}>
          <VisuallyHidden>{t("undo")}</VisuallyHidden>
        </Button>
        <Button disabled={!mayRedo} icon="redo" onClick={onRedo} onKeyDown={onKeyDown} title={t("redo")}>
          <VisuallyHidden>{t("redo")}</VisuallyHidden>
        </Button>
      </div>
      {/* As on the picture: smaller, larger, from left to right in every language. */}
      <div className={styles.tools} dir="ltr">
        <Button disabled={view.zoom <= 1} icon="minus" onClick={() => view.zoomBy(1 / STEP)} onKeyDown={onKeyDown}>
          <VisuallyHidden>{t("zoomOut")}</VisuallyHidden>
        </Button>
        <output>{format.number(view.zoom, { style: "percent", maximumFractionDigits: 0 })}</output>
        <Button disabled={view.zoom >= MAX_ZOOM} icon="plus" onClick={() => view.zoomBy(STEP)} onKeyDown={onKeyDown}>
          <VisuallyHidden>{t("zoomIn")}</VisuallyHidden>
        </Button>
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
          <li>{t("keys.suggestion")}</li>
          <li>{t("keys.add")}</li>
          <li>{t("keys.undo")}</li>
          <li>{t("keys.zoom")}</li>
        </ul>
      </div>
      <div>
        <h3>{t("legend.title")}</h3>
        <ul>
          <li>{t("legend.possible")}</li>
          <li>{t("legend.open")}</li>
          <li>{t("legend.covered")}</li>
          <li>{t("legend.machine")}</li>
        </ul>
      </div>
    </div>
  );
}
