/** The interface's languages. A language added here needs a catalogue, a tag and a direction, or nothing compiles. */
export const languages = ["en", "fr", "ar"] as const;
export type Language = (typeof languages)[number];

/** Where the reader's choice is kept: the language's code and nothing else. Over https it is this very host's. */
export const languageCookie = (https: boolean): string => (https ? "__Host-locale" : "locale");

/** For a year, as a browser writes it down. */
export const languageChoice = (language: Language, https: boolean): string =>
  `${languageCookie(https)}=${language}; Path=/; Max-Age=31536000; SameSite=Lax${https ? "; Secure" : ""}`;

/**
 * BCP 47 tags for dates, numbers and plurals. Arabic uses the digits 0–9 throughout: references, plates and badge
 * numbers carry them in the world, and a page with two sets of digits cannot be compared with either.
 */
export const tagOf: Record<Language, string> = { en: "en-GB", fr: "fr-FR", ar: "ar-u-nu-latn" };

export const directionOf: Record<Language, "ltr" | "rtl"> = { en: "ltr", fr: "ltr", ar: "rtl" };

/** Each language in its own words, since its reader may know no other. */
export const nameOf: Record<Language, string> = { en: "English", fr: "Français", ar: "العربية" };

export const isLanguage = (value: unknown): value is Language => languages.some((language) => language === value);

/** The language that an `Accept-Language` header prefers among ours (RFC 9110 §12.5.4), English where it names none. */
export function preferred(acceptLanguage: string | null): Language {
  const asked = (acceptLanguage ?? "")
    .slice(0, 500)
    .split(",")
    .map((part) => {
      const [range = "", ...parameters] = part.trim().split(";");
      const q = parameters.map((p) => /^\s*q=([\d.]+)\s*$/i.exec(p)?.[1]).find((value) => value !== undefined);
      return { language: range.toLowerCase().split("-")[0], weight: q === undefined ? 1 : Number(q) };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight);
  return asked.map(({ language }) => language).find(isLanguage) ?? "en";
}
