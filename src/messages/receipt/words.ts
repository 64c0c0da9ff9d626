import { createTranslator } from "use-intl/core";
import arabic from "./ar.json";
import english from "./en.json";
import french from "./fr.json";

/** The languages of somebody who holds a card, which are more than the interface's. One that is added needs its words, or nothing compiles. */
export const cardLanguages = ["en", "fr", "ar"] as const;
export type CardLanguage = (typeof cardLanguages)[number];
export type CardWords = typeof english;

export const cardWords: Readonly<Record<CardLanguage, CardWords>> = { en: english, fr: french, ar: arabic };

/** Days are counted as on the papers of the place, in the digits that stand on them. */
export const cardTagOf: Readonly<Record<CardLanguage, string>> = { en: "en-GB", fr: "fr-FR", ar: "ar-u-ca-gregory-nu-latn" };
export const cardDirectionOf: Readonly<Record<CardLanguage, "ltr" | "rtl">> = { en: "ltr", fr: "ltr", ar: "rtl" };
export const cardLanguageNames: Readonly<Record<CardLanguage, string>> = { en: "English", fr: "Français", ar: "العربية" };

export const isCardLanguage = (value: unknown): value is CardLanguage => cardLanguages.some((language) => language === value);

/** The first of a browser's languages that is one of ours, English where none is. */
export function preferredForCard(acceptLanguage: string | null): CardLanguage {
  const asked = (acceptLanguage ?? "").slice(0, 500).split(",").map((part) => part.trim().split(/[-;]/)[0]?.toLowerCase());
  return asked.find(isCardLanguage) ?? "en";
}

export const cardTranslator = (language: CardLanguage) => createTranslator({ locale: cardTagOf[language], messages: cardWords[language] });
export type CardTranslator = ReturnType<typeof cardTranslator>;
