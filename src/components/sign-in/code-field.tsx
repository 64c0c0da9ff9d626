"use client";
import type { ReactNode } from "react";
import { TextField } from "~/components/field";

/** The six digits of an authenticator app. */
export function CodeField({
  label,
  hint,
  error,
  value,
  onChange,
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <TextField
      autoComplete="one-time-code"
      dir="ltr"
      error={error}
      hint={hint}
      inputMode="numeric"
      label={label}
      maxLength={12}
      name="code"
      onChange={(event) => onChange(event.target.value)}
      required
      value={value}
    />
  );
}
