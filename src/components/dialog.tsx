"use client";
import { useEffect, useId, useRef, type ReactNode } from "react";
import { LeaveQuickly } from "./leave-quickly";
import styles from "./dialog.module.css";

/**
 * A question in front of the page. The native `<dialog>` keeps the focus inside and gives it back on closing.
 * `onClose` is asked for by Escape, unless `busy`. A press outside does nothing: what was typed would be gone.
 */
export function Dialog({
  open,
  onClose,
  title,
  actions,
  busy = false,
  children,
}: {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  actions?: ReactNode;
  busy?: boolean;
  children?: ReactNode;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    <dialog
      aria-labelledby={id}
      className={styles.dialog}
      onCancel={(event) => {
        event.preventDefault();
        if (!busy) onClose();
      }}
      // The browser closes it on a second Escape, whatever `cancel` was answered.
      onClose={onClose}
      ref={ref}
    >
      {open && (
        <div className={styles.body}>
          <h2 id={id}>{title}</h2>
          {children}
          {actions && <div className={styles.actions}>{actions}</div>}
          {/* Last, though it stands at the top: the first gets the focus when the question opens. */}
          <LeaveQuickly inDialog />
        </div>
      )}
    </dialog>
  );
}
