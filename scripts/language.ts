import { isLanguage, type Language } from "~/messages/languages";

/** In which language a command speaks: the one that was asked for, else that of the terminal (LC_ALL, LC_MESSAGES, LANG), or English. */
export function languageOf(asked?: string): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  const language = asked ?? [LC_ALL, LC_MESSAGES, LANG].find((one) => one !== undefined && one !== "")?.split(/[_.@-]/)[0]?.toLowerCase();
  return isLanguage(language) ? language : "en";
}
