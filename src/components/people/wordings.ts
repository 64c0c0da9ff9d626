import { purposes, type Purpose } from "~/domain/consent";
import arabic from "~/messages/ar/wordings.json";
import english from "~/messages/en/wordings.json";
import french from "~/messages/fr/wordings.json";
import type { Language } from "~/messages/languages";

export type Wording = { readonly version: number; readonly title: string; readonly text: string };
type Wordings = Readonly<Record<Purpose, Readonly<Record<string, { readonly title: string; readonly text: string }>>>>;

/** All languages at once: a person is read to in their own, whatever language the page is in. */
const wordings: Readonly<Record<Language, Wordings>> = { en: english, fr: french, ar: arabic };

/** The words that stand beside a purpose on the sheet, the same whose digest the server records. */
export function wordingOf(purpose: Purpose, language: Language): Wording {
  const version = purposes[purpose].wording;
  const shown = wordings[language][purpose][String(version)];
  if (!shown) throw new Error(`No wording ${version} of "${purpose}" in "${language}".`);
  return { version, ...shown };
}
