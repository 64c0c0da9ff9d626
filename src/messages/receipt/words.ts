import { createTranslator } from "use-intl/core";
import { inFrench } from "~/messages/french";
import { isPersonLanguage, personTagOf, type PersonLanguage } from "~/messages/wordings/languages";
import am from "./am.json";
import ar from "./ar.json";
import ckb from "./ckb.json";
import en from "./en.json";
import fa from "./fa.json";
import fr from "./fr.json";
import ps from "./ps.json";
import ti from "./ti.json";

/**
 * What stands on a card and on its pages, in the languages in which people are asked. No translation but English and French was read by
 * anybody whose own language it is.
 */
export type CardWords = typeof en;
export const cardWords: Readonly<Record<PersonLanguage, CardWords>> = { en, fr: inFrench(fr), ar, fa, ps, ti, am, ckb };

/** The first of a browser's languages that is one of ours, English where none is. */
export function preferredForCard(acceptLanguage: string | null): PersonLanguage {
  const asked = (acceptLanguage ?? "").slice(0, 500).split(",").map((part) => part.trim().split(/[-;]/)[0]?.toLowerCase());
  return asked.find(isPersonLanguage) ?? "en";
}

export const cardTranslator = (language: PersonLanguage) => createTranslator({ locale: personTagOf[language], messages: cardWords[language] });
export type CardTranslator = ReturnType<typeof cardTranslator>;
