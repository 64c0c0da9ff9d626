import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import type { Region } from "~/domain/evidence";
import type { Point, Size } from "./geometry";
import styles from "./region-overlay.module.css";
import { useLaidOut } from "./use-laid-out";
import { onCanvas } from "./zoom";

/** What the two buttons take at most, in CSS pixels. */
const BAR: Size = { width: 232, height: 60 };
const AWAY = 14;

/** Beside the region, above it where there is no room below, and inside the canvas wherever it lies. */
export function barAt(region: Region, unit: number, canvas: Size): Point {
  const from = onCanvas(region, unit);
  const to = onCanvas({ x: region.x + region.width, y: region.y + region.height }, unit);
  const below = to.y + AWAY + BAR.height <= canvas.height;
  return {
    x: Math.max(0, Math.min((from.x + to.x - BAR.width) / 2, canvas.width - BAR.width)),
    y: below ? to.y + AWAY : Math.max(0, from.y - AWAY - BAR.height),
  };
}

type Props = {
  readonly region: Region;
  readonly number: number;
  readonly onAccept: () => void;
  readonly onDismiss: () => void;
};

/** The one question about a suggestion, with its two answers. Both say which area they are about to who does not see it. */
export function SuggestionAnswers({ region, number, onAccept, onDismiss }: Props) {
  const t = useTranslations("regions.suggestion");
  return (
    <div className={styles.answers} data-suggestion={region.id}>
      <Button aria-label={t("acceptOne", { number })} icon="check" onClick={onAccept} variant="primary">
        {t("accept")}
      </Button>
      <Button aria-label={t("dismissOne", { number })} icon="cross" onClick={onDismiss}>
        {t("dismiss")}
      </Button>
    </div>
  );
}

/** The same on the picture, beside the region. It stays in place from one suggestion to the next, so that focus does too. */
export function SuggestionBar({ at, ...answers }: Props & { readonly at: Point }) {
  const bar = useLaidOut({ left: `${at.x}px`, top: `${at.y}px`, width: `${BAR.width}px` });
  return (
    <div className={styles.bar} ref={bar}>
      <SuggestionAnswers {...answers} />
    </div>
  );
}
