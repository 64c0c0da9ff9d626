/**
 * Languages in which accounts are given, ISO 639: those of the interface, and those most often heard along the
 * borders where such reports are written.
 */
const accountLanguages = [
  "am", "ar", "bn", "ckb", "cs", "de", "el", "en", "es", "fa", "ff", "fr", "ha", "hr", "hu", "it", "kmr", "ku", "ml",
  "ne", "nl", "om", "pl", "ps", "pt", "ro", "ru", "so", "sq", "sr", "sw", "ta", "ti", "tr", "uk", "ur", "vi", "wo", "zh",
] as const;

/** Their names in the reader's language, in its order. */
export function namedLanguages(locale: string): { code: string; name: string }[] {
  const names = new Intl.DisplayNames(locale, { type: "language" });
  return accountLanguages
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .toSorted((a, b) => a.name.localeCompare(b.name, locale));
}

export const languageName = (code: string, locale: string): string =>
  new Intl.DisplayNames(locale, { type: "language" }).of(code) ?? code;
