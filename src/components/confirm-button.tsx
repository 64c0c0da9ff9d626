"use client";
import { useState, type ReactNode } from "react";
import { useAttempt } from "./attempt";
import { Button, type ButtonVariant } from "./button";
import type { IconName } from "./icon";
import { Question } from "./question";

/**
 * A button that asks before it acts. What `onConfirm` throws is said inside the question, which stays open;
 * `confirmLabel` names the act itself, never "OK".
 */
export function ConfirmButton({
  label,
  icon,
  variant = "quiet",
  confirmVariant = "danger",
  title,
  confirmLabel,
  onConfirm,
  disabled = false,
  children,
}: {
  label: ReactNode;
  icon?: IconName;
  variant?: ButtonVariant;
  confirmVariant?: ButtonVariant;
  title: ReactNode;
  confirmLabel: ReactNode;
  onConfirm: () => Promise<void>;
  disabled?: boolean;
  children?: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const { pending, refused, attempt, forget } = useAttempt();
  const close = () => {
    setOpen(false);
    forget();
  };
  const confirm = async () => {
    if (await attempt(onConfirm)) setOpen(false);
  };
  return (
    <>
      <Button disabled={disabled} onClick={() => setOpen(true)} variant={variant} {...(icon && { icon })}>
        {label}
      </Button>
      <Question
        confirm={
          <Button onClick={() => void confirm()} pending={pending} variant={confirmVariant}>
            {confirmLabel}
          </Button>
        }
        onCancel={close}
        open={open}
        pending={pending}
        refused={refused}
        title={title}
      >
        {children}
      </Question>
    </>
  );
}
