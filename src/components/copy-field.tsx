"use client";
import { useId, useRef, useState, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "./button";
import styles from "./copy-field.module.css";

/** A link, key or checkpoint to take away. `lines` above one makes it a block of text. */
export function CopyField({ label, value, hint, lines = 1 }: { label: ReactNode; value: string; hint?: ReactNode; lines?: number }) {
  const t = useTranslations("common");
  const id = useId();
  const box = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const [outcome, setOutcome] = useState<"copied" | "copyFailed" | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setOutcome("copied");
    } catch {
      // Refused by the browser, or no secure context: the reader copies by hand, and is told so.
      box.current?.focus();
      box.current?.select();
      setOutcome("copyFailed");
    }
  };
  const shared = {
    "aria-describedby": hint ? `${id}-hint` : undefined,
    className: styles.value,
    dir: "ltr",
    id,
    readOnly: true,
    ref: box,
    spellCheck: false,
    value,
  };
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {hint && (
        <div className={styles.hint} id={`${id}-hint`}>
          {hint}
        </div>
      )}
      <div className={lines > 1 ? styles.block : styles.line}>
        {lines > 1 ? <textarea {...shared} rows={lines} /> : <input {...shared} onFocus={(event) => event.target.select()} />}
        <Button icon={outcome === "copied" ? "check" : "copy"} onClick={() => void copy()}>
          {outcome === "copied" ? t("copied") : t("copy")}
        </Button>
      </div>
      <div aria-live="polite" className={styles.hint}>
        {outcome && t(outcome)}
      </div>
    </div>
  );
}
