import type { Purpose } from "./consent";

/**
 * What stands under a picture that leaves for one recipient, so that a copy that turns up elsewhere says which disclosure it came from: a
 * reference that means nothing outside, and what it was given for. What is to be published has none: it is anybody's.
 */
export const bearsMark = (purpose: Purpose): boolean => purpose !== "publication";

/** In capitals, since that is what there are letters for (`media/glyphs.ts`); in English, whoever receives it. */
const words: Readonly<Record<Purpose, string>> = {
  "legal-advice": "LEGAL ADVICE",
  complaint: "COMPLAINT",
  court: "COURT",
  monitoring: "MONITORING",
  press: "PRESS",
  publication: "PUBLICATION",
};

/** @returns null where none is borne, and where no reference was given: nothing leaves marked without one */
export const markText = ({ purpose, mark }: { readonly purpose: Purpose; readonly mark: string | null }): string | null =>
  bearsMark(purpose) && mark !== null ? `COPY ${mark} FOR ${words[purpose]}` : null;
