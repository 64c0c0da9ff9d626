/**
 * The languages in which people are asked, given a receipt and answered: more than the interface has, since who is in a
 * picture speaks what they speak. `fa` is written as Dari and Persian share it, `ckb` is Sorani in Arabic script.
 */
export const personLanguages = ["en", "fr", "ar", "fa", "ps", "ti", "am", "ckb"] as const;
export type PersonLanguage = (typeof personLanguages)[number];

export const isPersonLanguage = (value: unknown): value is PersonLanguage =>
  personLanguages.some((language) => language === value);

/** Each in its own words. */
export const personNameOf: Record<PersonLanguage, string> = {
  en: "English", fr: "Français", ar: "العربية", fa: "دری / فارسی", ps: "پښتو", ti: "ትግርኛ", am: "አማርኛ", ckb: "کوردیی ناوەندی",
};

export const personDirectionOf: Record<PersonLanguage, "ltr" | "rtl"> = {
  en: "ltr", fr: "ltr", ar: "rtl", fa: "rtl", ps: "rtl", ti: "ltr", am: "ltr", ckb: "rtl",
};

export const personScriptOf: Record<PersonLanguage, "Latin" | "Arabic" | "Ethiopic"> = {
  en: "Latin", fr: "Latin", ar: "Arabic", fa: "Arabic", ps: "Arabic", ti: "Ethiopic", am: "Ethiopic", ckb: "Arabic",
};

/** For dates and numbers: the calendar and the digits that stand on every paper here, whatever the language's own are. */
export const personTagOf: Record<PersonLanguage, string> = {
  en: "en-GB", fr: "fr-FR", ar: "ar-u-ca-gregory-nu-latn", fa: "fa-AF-u-ca-gregory-nu-latn", ps: "ps-AF-u-ca-gregory-nu-latn",
  ti: "ti-ER-u-ca-gregory-nu-latn", am: "am-ET-u-ca-gregory-nu-latn", ckb: "ckb-IQ-u-ca-gregory-nu-latn",
};
