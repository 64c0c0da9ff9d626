import { catalogue as ar } from "~/messages/ar";
import { catalogue as en } from "~/messages/en";

/** What the interface says, taken from its own catalogues: a journey reads the same in every language. */
export type Language = "en" | "ar";
const catalogues = { en, ar } as const;

type Leaf = string | { readonly [key: string]: Leaf };

/** The words at `namespace.key.key`, with their arguments filled in where these are plain. */
export function words(language: Language, path: string, filled: Readonly<Record<string, string>> = {}): string {
  let found: Leaf = catalogues[language];
  for (const key of path.split(".")) {
    if (typeof found === "string" || found[key] === undefined) throw new Error(`No words at ${path}.`);
    found = found[key];
  }
  if (typeof found !== "string") throw new Error(`No words at ${path}.`);
  return Object.entries(filled).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), found);
}
