import { purposeWording, sheetWording, type AskedPurpose, type SheetWords } from "./asking";
import type { PersonLanguage } from "./languages";

type AnswerKey = "refused" | "ask-again" | "redacted" | "clean" | "original";
export type CheckKey = "no" | "who" | "back";

/** What the sheet is about: of a picture somebody says what may be seen, of an account what may be read. */
export type About = { readonly pictures: boolean; readonly accounts: boolean };

const inAccounts = { redacted: "masked", clean: "whole" } as const;

/** The lines of one answer: one about the pictures and one about the accounts, where the sheet is about both. */
export function linesOf(key: AnswerKey, about: About): (keyof SheetWords["answers"])[] {
  const lines: (keyof SheetWords["answers"])[] = about.pictures || !(key in inAccounts) ? [key] : [];
  if (about.accounts && (key === "redacted" || key === "clean")) lines.push(inAccounts[key]);
  return lines;
}

/**
 * Everything that stands on the screen, in the person's language, when they answer for one purpose. The sheet shows this
 * and nothing else of the kind; the record keeps the digest of it as canonical JSON.
 */
export function screenOf(
  purpose: AskedPurpose,
  language: PersonLanguage,
  shown: { readonly choices: readonly AnswerKey[]; readonly about: About; readonly once: boolean; readonly question: CheckKey | null },
) {
  const [sheet, asked] = [sheetWording(language), purposeWording(purpose, language)];
  const { words } = sheet;
  return {
    language,
    sheet: sheet.version,
    purpose: asked.id,
    version: asked.version,
    start: words.start,
    title: asked.words.title,
    text: shown.once ? `${words.once}\n\n${asked.words.text}` : asked.words.text,
    answers: shown.choices.map((key) => ({ key, words: linesOf(key, shown.about).map((line) => words.answers[line]) })),
    check: shown.question === null ? null : { title: words.check.title, ...words.check[shown.question] },
  };
}
