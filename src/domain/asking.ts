import * as z from "zod";
import { GivenForm, purposes, within, type Answer, type Capacity, type Form, type Purpose } from "./consent";

/** Who stood between two languages; never a name. */
export const interpretations = ["nobody", "present", "telephone"] as const;
export const Interpretation = z.enum(interpretations);
export type Interpretation = z.infer<typeof Interpretation>;

/** What a person is asked to see whether they were understood: about a no, about who receives, about taking back. */
export const checkQuestions = ["no", "who", "back"] as const;
export const CheckQuestion = z.enum(checkQuestions);
export type CheckQuestion = z.infer<typeof CheckQuestion>;

export const Check = z.strictObject({
  question: CheckQuestion,
  /** The last time that they answered. A wrong answer brings the explanation again and holds nobody up who says no. */
  understood: z.boolean(),
});
export type Check = z.infer<typeof Check>;

/** The forms that a person can permit for a purpose, from least to most revealing. */
export const formsFor = (purpose: Purpose, minor: boolean): GivenForm[] => {
  const { most, mostForMinors } = purposes[purpose];
  return GivenForm.options.filter((form) => within(form, most) && (!minor || within(form, mostForMinors)));
};

/** What the sheet offers as an answer: a word that permits nothing, or the form of a yes. */
export type Choice = "refused" | "ask-again" | GivenForm;

/**
 * From what permits nothing, which is what stands where nobody answers, to what permits most. Only a picture has an
 * original, and who is asked about one disclosure `once` cannot put it off again.
 */
export const choicesFor = (
  purpose: Purpose,
  minor: boolean,
  { pictures, once = false }: { readonly pictures: boolean; readonly once?: boolean },
): Choice[] => [
  "refused",
  ...(once ? [] : (["ask-again"] as const)),
  ...formsFor(purpose, minor).filter((form) => form !== "original" || pictures),
];

export const answerOf = (choice: Choice): { readonly answer: Exclude<Answer, "withdrawn">; readonly form: Form } =>
  choice === "refused" || choice === "ask-again" ? { answer: choice, form: "none" } : { answer: "given", form: choice };

type Grantor = { readonly kind: string; readonly minor: boolean };
type Sheet = {
  readonly capacity: Capacity;
  readonly check: Check | null;
  readonly interest: string | null;
  readonly answers: readonly { readonly answer: Answer }[];
};

/**
 * What a sheet lacks before it can be recorded, by the names of its fields. A yes has to have been understood; a
 * documenter, who wrote the words that they consent to, explains nothing to themselves. For a minor somebody else
 * speaks, and with a yes they say why it is in the child's interest.
 */
export function lacking(sheet: Sheet, grantor: Grantor): ("capacity" | "check" | "interest")[] {
  const yes = sheet.answers.some(({ answer }) => answer === "given");
  return [
    ...(grantor.minor && sheet.capacity === "self" ? (["capacity"] as const) : []),
    ...(yes && grantor.kind !== "documenter" && sheet.check?.understood !== true ? (["check"] as const) : []),
    ...(yes && grantor.minor && sheet.interest === null ? (["interest"] as const) : []),
  ];
}
