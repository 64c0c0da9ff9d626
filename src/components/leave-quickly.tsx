"use client";
import { useEffect } from "react";
import { useTranslations } from "use-intl";
import { isHurry } from "~/domain/leaving";
import { Icon } from "./icon";
import styles from "./leave-quickly.module.css";
import { leave } from "./leaving";

/** The way out that a thumb finds: on every page, in every question in front of one, in the same corner. */
export function LeaveQuickly({ inDialog = false }: { inDialog?: boolean }) {
  const t = useTranslations("shell");
  return (
    <button
      className={inDialog ? styles.inDialog : styles.leave}
      onClick={() => void leave()}
      title={t("leaveHint")}
      type="button"
    >
      <Icon name="door" />
      <span>{t("leave")}</span>
    </button>
  );
}

/** The way out that a hand on a keyboard finds without looking: Escape, three times in a moment. */
export function LeaveByKey() {
  useEffect(() => {
    let presses: readonly number[] = [];
    const onKey = (event: KeyboardEvent) => {
      // Held down it repeats itself, which is no hurry.
      if (event.key !== "Escape" || event.repeat) return;
      presses = [...presses.slice(-2), event.timeStamp];
      if (isHurry(presses)) void leave();
    };
    // Before anything else on the page, which may take the key for itself.
    window.addEventListener("keydown", onKey, true);
    return () => window.removeEventListener("keydown", onKey, true);
  }, []);
  return null;
}
