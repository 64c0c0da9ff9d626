import { createFormatter, createTranslator } from "use-intl/core";
import { catalogue as terms_ar } from "~/messages/ar";
import { catalogue as terms_en, type Catalogue } from "~/messages/en";
import { catalogue as terms_fr } from "~/messages/fr";
import { inFrench } from "~/messages/french";
import { tagOf, type Language } from "~/messages/languages";
import ar from "./paper/ar.json";
import en from "./paper/en.json";
import fr from "./paper/fr.json";

/** What stands in the PDF of a dossier beside what everybody else is told. */
export type PaperWords = typeof en;
export const paperWords: Readonly<Record<Language, PaperWords>> = { en, fr: inFrench(fr), ar };
const catalogues: Readonly<Record<Language, Catalogue>> = { en: terms_en, fr: terms_fr, ar: terms_ar };

/** Instants in it are UTC's: whoever reads it years later does not know in which zone the instance stood. */
export function paperTranslators(language: Language) {
  const [locale, catalogue] = [tagOf[language], catalogues[language]];
  const of = <N extends "terms" | "recipient" | "whole" | "words">(namespace: N) => createTranslator<Catalogue, N>({ locale, messages: catalogue, namespace, timeZone: "UTC" });
  return {
    t: createTranslator({ locale, messages: paperWords[language] }),
    terms: of("terms"), recipient: of("recipient"), whole: of("whole"), words: of("words"),
    format: createFormatter({ locale, timeZone: "UTC" }),
    languages: new Intl.DisplayNames([locale], { type: "language", fallback: "code" }),
    catalogue,
  };
}
export type PaperTranslators = ReturnType<typeof paperTranslators>;
