import { createTranslator } from "use-intl/core";
import { catalogue as ar } from "~/messages/ar";
import { catalogue as en } from "~/messages/en";
import { catalogue as fr } from "~/messages/fr";
import { type Language, tagOf } from "~/messages/languages";

const catalogues: Record<Language, typeof en> = { en, fr, ar };

/** What the commands say in a language. */
export const sayIn = (language: Language) => createTranslator({ locale: tagOf[language], messages: catalogues[language], namespace: "commands" });
/** What a file of a kind that is not taken is, and what to do about it: as the service says it. */
export const unsupportedIn = (language: Language) => createTranslator({ locale: tagOf[language], messages: catalogues[language], namespace: "refusals.unsupported" });
