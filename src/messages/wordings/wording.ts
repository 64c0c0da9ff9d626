import type { PersonLanguage } from "./languages";

/**
 * What is said to somebody who has no account: one file `<language>/<id>.v<version>.json`. Once people were shown it, a
 * file is never changed (`digests.json` pins each) nor removed: other words are a new version beside it.
 */
export type Wording<Words> = {
  readonly id: string;
  readonly version: number;
  readonly language: PersonLanguage;
  /** A role or an organisation whose native speaker has read it, or null: not yet reviewed by one. */
  readonly reviewedBy: string | null;
  readonly words: Words;
};

/** A file as it is imported: its language is a string there. */
type Stored<Words> = Omit<Wording<Words>, "language"> & { readonly language: string };

/** One id and version in several languages, by language; each file is where it says that it is, or nothing starts. */
export function inLanguages<Words, L extends PersonLanguage>(
  files: Readonly<Record<L, Stored<Words>>>,
): Readonly<Record<L, Wording<Words>>> {
  for (const [language, file] of Object.entries<Stored<Words>>(files))
    if (file.language !== language) throw new Error(`The wording ${file.id} of "${language}" is in another language.`);
  return files as Readonly<Record<L, Wording<Words>>>;
}
