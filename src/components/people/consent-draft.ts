import {
  GivenForm, purposeNames, purposes, within,
  type Capacity, type Manner, type Purpose, type RecipientClass,
} from "~/domain/consent";
import type { Language } from "~/messages/languages";
import type { Inputs } from "~/trpc/types";

export type PurposeDraft = {
  readonly purpose: Purpose;
  readonly answer: "unasked" | "given" | "refused" | "ask-again";
  /** What a yes permits. */
  readonly form: GivenForm;
};

/** The sheet as it is being filled in. Nothing on it is a yes until somebody made it one. */
export type ConsentDraft = {
  readonly items: readonly string[];
  readonly accounts: readonly string[];
  /** One for each purpose. */
  readonly answers: readonly PurposeDraft[];
  readonly recipients: RecipientClass | "any";
  /** `YYYY-MM-DD`, the last day on which it holds, or empty. */
  readonly until: string;
  readonly capacity: Capacity | null;
  readonly manner: Manner | null;
  readonly interpreter: boolean;
  readonly language: Language;
};

export type SheetWrong = "matter" | "answer" | "capacity" | "manner" | "until";

/** The forms that a person can permit for a purpose, from least to most revealing. */
export const formsFor = (purpose: Purpose, minor: boolean): GivenForm[] => {
  const { most, mostForMinors } = purposes[purpose];
  return GivenForm.options.filter((form) => within(form, most) && (!minor || within(form, mostForMinors)));
};

/** What the sheet offers first: the purpose's usual form, or the widest that a minor's face permits. */
function offered(purpose: Purpose, minor: boolean): GivenForm {
  const forms = formsFor(purpose, minor);
  const { usual } = purposes[purpose];
  return forms.includes(usual) ? usual : (forms.at(-1) ?? "redacted");
}

/** Who can have spoken: a grown person for themselves, and never a minor alone. */
export const capacitiesFor = (minor: boolean): readonly Capacity[] => (minor ? ["guardian", "independent-adult"] : ["self"]);

export const emptySheet = (
  about: { readonly minor: boolean; readonly items: readonly string[]; readonly accounts: readonly string[] },
  language: Language,
): ConsentDraft => ({
  items: about.items,
  accounts: about.accounts,
  answers: purposeNames.map((purpose) => ({ purpose, answer: "unasked", form: offered(purpose, about.minor) })),
  recipients: "any",
  until: "",
  capacity: about.minor ? null : "self",
  manner: null,
  interpreter: false,
  language,
});

export function tally(answers: ConsentDraft["answers"]): { yes: number; no: number; unasked: number } {
  const count = (answer: PurposeDraft["answer"]) => answers.filter((one) => one.answer === answer).length;
  return { yes: count("given"), no: count("refused"), unasked: count("unasked") };
}

/** What is sent, or what has to be said first. Purposes that were not asked are not sent: they stay unanswered. */
export function recordOf(
  draft: ConsentDraft,
  at: Date,
): { record: Omit<Inputs["consents"]["record"], "grantorId"> } | { wrong: SheetWrong[] } {
  const { capacity, manner, language, interpreter, items, accounts } = draft;
  // To the end of the day that was named, where the sheet is filled in.
  const until = draft.until === "" ? null : new Date(`${draft.until}T23:59:59`);
  const answers = draft.answers.flatMap(({ purpose, answer, form }) =>
    answer === "unasked" ? [] : [{ purpose, answer, form: answer === "given" ? form : ("none" as const) }],
  );
  const wrong: SheetWrong[] = [];
  if (items.length + accounts.length === 0) wrong.push("matter");
  if (answers.length === 0) wrong.push("answer");
  if (until !== null && !(until > at)) wrong.push("until");
  if (capacity === null) wrong.push("capacity");
  if (manner === null) wrong.push("manner");
  if (wrong.length > 0 || capacity === null || manner === null) return { wrong };
  const recipients = draft.recipients === "any"
    ? ({ kind: "any" } as const)
    : ({ kind: "class", class: draft.recipients } as const);
  return {
    record: { capacity, manner, language, interpreter, items: [...items], accounts: [...accounts], recipients, until, answers },
  };
}
