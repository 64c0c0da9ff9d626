import { purposes, type Purpose } from "~/domain/consent";
import type { Language } from "~/messages/languages";
import { purposeWording } from "~/messages/wordings/purposes";

export type Shown = { readonly version: number; readonly title: string; readonly text: string };

/** The words that stand beside a purpose on the sheet, the same whose digest the server records. */
export function wordingOf(purpose: Purpose, language: Language): Shown {
  const { version, words } = purposeWording(purpose, purposes[purpose].wording, language);
  return { version, ...words };
}
