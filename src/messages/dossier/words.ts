import { inFrench } from "~/messages/french";
import { directionOf, nameOf, type Language } from "~/messages/languages";
import ar from "./ar.json";
import en from "./en.json";
import fr from "./fr.json";

/** What stands on the page that comes with a dossier and checks it, and what `npm run dossier:verify` says. */
type DossierWords = typeof en;
export const dossierWords: Readonly<Record<Language, DossierWords>> = { en, fr: inFrench(fr), ar };

/** For the page: with what each language is called and which way it runs. */
export const dossierPageWords = Object.fromEntries(
  Object.entries(dossierWords).map(([language, words]) => {
    const tag = language as Language;
    return [tag, { dir: directionOf[tag], name: nameOf[tag], words }];
  }),
);
