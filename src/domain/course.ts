import * as z from "zod";

/**
 * How to work with care: the short course that everybody passes before they are vetted. Its sentences are in
 * `messages/<language>/course.json` under the same names. What is asked, or which answer is right, changes with the version.
 */
export const COURSE_VERSION = 1;

/** Each question with its answers in the order in which they are shown. */
export const questions = {
  consent: { answers: ["silence", "asked", "later"], right: "asked" },
  withdrawn: { answers: ["explain", "record", "wait"], right: "record" },
  child: { answers: ["child", "guardian", "cover"], right: "guardian" },
  faces: { answers: ["blur", "crop", "cover"], right: "cover" },
  surroundings: { answers: ["faceOnly", "everything", "nothing"], right: "everything" },
  phone: { answers: ["unlocked", "prepared", "hidden"], right: "prepared" },
  taken: { answers: ["wait", "tell", "alone"], right: "tell" },
  trust: { answers: ["nice", "known", "useful"], right: "known" },
} as const satisfies Record<string, { answers: readonly string[]; right: string }>;

export type Question = keyof typeof questions;
export const questionNames = Object.keys(questions) as readonly Question[];
export type Answer = (typeof questions)[Question]["answers"][number];

/** What somebody may send: a word of ours for a question of ours. */
export const Answers = z.partialRecord(
  z.enum(Object.keys(questions) as [Question, ...Question[]]),
  z.enum(Object.values(questions).flatMap(({ answers }): readonly Answer[] => answers)),
);
export type Answers = z.infer<typeof Answers>;

/** The questions that were not answered rightly, in their order: unanswered ones count among them. */
export const wrong = (given: Readonly<Answers>): Question[] =>
  questionNames.filter((name) => given[name] !== questions[name].right);
