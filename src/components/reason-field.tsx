"use client";
import { TextArea } from "./field";

type Props = {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (reason: string) => void;
  /** What is said where it is empty, once it was tried. */
  readonly missing: string | false;
};

/** Why, in somebody's own words: sealed, and asked for where somebody else decides on it. */
export function ReasonField({ label, hint, value, onChange, missing }: Props) {
  return (
    <TextArea
      error={value.trim() === "" && missing}
      hint={hint}
      label={label}
      maxLength={2000}
      onChange={({ target }) => onChange(target.value)}
      required
      rows={3}
      value={value}
    />
  );
}
