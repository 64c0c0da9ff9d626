/** What the commands say, in the language of the terminal: the first of ours that LC_ALL, LC_MESSAGES or LANG names, else English. */
import { createTranslator } from "use-intl/core";
import { catalogue as ar } from "~/messages/ar";
import { catalogue as en } from "~/messages/en";
import { catalogue as fr } from "~/messages/fr";
import { type Language, tagOf } from "~/messages/languages";
import { languageOf } from "../language";

const catalogues: Record<Language, typeof en> = { en, fr, ar };

const language = languageOf();
const words = { locale: tagOf[language], messages: catalogues[language] };

export const say = createTranslator({ ...words, namespace: "commands" });
/** What a file of a kind that is not taken is, and what to do about it: as the service says it. */
export const unsupported = createTranslator({ ...words, namespace: "refusals.unsupported" });
