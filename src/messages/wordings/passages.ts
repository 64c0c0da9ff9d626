import { askedPurposes, purposeWording, sheetWording, type AskedPurpose } from "./asking";
import type { PersonLanguage } from "./languages";
import type { CheckKey } from "./screen";

/*
 * What a sheet reads out, in pieces that are each one fixed text: a purpose, one answer, one question with its answers. What stands on a
 * screen depends on whom is asked about what, so it is read out piece by piece, and each piece can be spoken once for all sheets.
 */
const answers = ["refused", "ask-again", "redacted", "clean", "masked", "whole", "original"] as const;
const surroundings = ["start", "once", "again", "end"] as const;
const questions = ["no", "who", "back"] as const satisfies readonly CheckKey[];

export const passages = [
  ...surroundings,
  ...answers.map((key) => `answer-${key}` as const),
  ...questions.map((key) => `check-${key}` as const),
  ...askedPurposes,
] as const;
export type Passage = (typeof passages)[number];

type CheckAnswer = "right" | "wrong" | "other";
/** How the answers to a question stand below each other: not always in the same place, and for one question always in the same. */
export const checkOrders: Readonly<Record<CheckKey, readonly [CheckAnswer, CheckAnswer, CheckAnswer]>> = {
  no: ["other", "right", "wrong"],
  who: ["wrong", "other", "right"],
  back: ["right", "wrong", "other"],
};

const isAnswer = (key: string): key is (typeof answers)[number] => answers.some((answer) => answer === key);
const isPurpose = (passage: Passage): passage is AskedPurpose => askedPurposes.some((purpose) => purpose === passage);

/** The words of a passage as they are spoken, in the versions in use. */
export function spokenWords(passage: Passage, language: PersonLanguage): string {
  const { words } = sheetWording(language);
  if (isPurpose(passage)) {
    const { title, text } = purposeWording(passage, language).words;
    return `${title}. ${text}`;
  }
  if (passage === "start" || passage === "end") return `${words[passage].title}. ${words[passage].text}`;
  if (passage === "once") return words.once;
  if (passage === "again") return words.check.again;
  const key = passage.slice(passage.indexOf("-") + 1);
  if (isAnswer(key)) return `${words.answers[key]}.`;
  const question = questions.find((one) => one === key)!;
  const asked = words.check[question];
  return [asked.question, ...checkOrders[question].map((answer) => asked[answer])].join(" ");
}
