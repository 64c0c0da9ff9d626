import {
  answerOf, checkQuestions, choicesFor, lacking, type Check, type CheckQuestion, type Choice, type Interpretation,
} from "~/domain/asking";
import { purposeNames, type Capacity, type Manner, type Purpose, type RecipientClass } from "~/domain/consent";
import type { PersonLanguage } from "~/messages/wordings/languages";
import type { Inputs } from "~/trpc/types";

/** Whose sheet it is. A documenter answers for their own words and is not asked whether they were understood. */
export type Asked = { readonly minor: boolean; readonly kind: "depicted" | "witness" | "documenter" };

/** The sheet as it is being filled in. Nothing on it is a yes until somebody made it one. */
export type ConsentDraft = {
  readonly items: readonly string[];
  readonly accounts: readonly string[];
  readonly language: PersonLanguage;
  readonly interpretation: Interpretation;
  /** What is asked about; the rest stays unanswered. */
  readonly purposes: readonly Purpose[];
  /** What was answered. A purpose whose screen was passed without a choice has the first one, which is no. */
  readonly choices: Readonly<Partial<Record<Purpose, Choice>>>;
  /** What is asked now to see whether they were understood, and what came of the last time. */
  readonly question: CheckQuestion;
  readonly check: Check | null;
  readonly recipients: RecipientClass | "any" | { readonly disclosureId: string };
  /** `YYYY-MM-DD`, the last day on which it holds, or empty. */
  readonly until: string;
  /** `YYYY-MM`, the month in which a minor comes of age, or empty. A yes ends before it. */
  readonly ofAge: string;
  readonly capacity: Capacity | null;
  readonly manner: Manner | null;
  /** Why it is in a minor's interest. */
  readonly interest: string;
};

export type SheetWrong = "matter" | "purposes" | "answer" | "capacity" | "manner" | "until" | "check" | "interest";

/** A disclosure that waits for the word of somebody who wants to be asked each time. */
export type Waiting = {
  readonly disclosureId: string;
  readonly purpose: Purpose;
  readonly recipientClass: RecipientClass;
  readonly until: Date;
  readonly items: readonly string[];
  readonly accounts: readonly string[];
};

/** The sheet for one disclosure, about what it would give, or with null the one about everything again. */
export const tiedTo = (blank: ConsentDraft, waiting: Waiting | null): Partial<ConsentDraft> => {
  const { items, accounts, purposes, recipients } = blank;
  return waiting === null
    ? { items, accounts, purposes, recipients, choices: {} }
    : {
        items: waiting.items, accounts: waiting.accounts, purposes: [waiting.purpose], choices: {},
        recipients: { disclosureId: waiting.disclosureId },
      };
};

/** What somebody was led to from what stands in a disclosure's way: a purpose, and where it has to be that very disclosure, which. */
export type Led = { readonly purpose: Purpose; readonly disclosureId?: string | undefined };

/** The sheet that opens for whoever was led here: tied to the disclosure if it still waits, else about the purpose alone. */
export function ledTo(blank: ConsentDraft, led: Led | null, waiting: readonly Waiting[]): ConsentDraft {
  if (led === null) return blank;
  const one = waiting.find(({ disclosureId }) => disclosureId === led.disclosureId);
  return { ...blank, ...(one ? tiedTo(blank, one) : { purposes: [led.purpose] }) };
}

/** One screen after the other. */
export type Step = { readonly at: "about" | "start" | "check" | "end" } | { readonly at: "purpose"; readonly purpose: Purpose };

export const stepsOf = (draft: ConsentDraft, { kind }: Asked): Step[] => [
  { at: "about" },
  { at: "start" },
  ...(kind === "documenter" ? [] : [{ at: "check" as const }]),
  ...purposeNames.filter((purpose) => draft.purposes.includes(purpose)).map((purpose) => ({ at: "purpose" as const, purpose })),
  { at: "end" },
];

/** Who can have spoken: a grown person for themselves, and never a minor alone. */
export const capacitiesFor = (minor: boolean): readonly Capacity[] => (minor ? ["guardian", "independent-adult"] : ["self"]);

export const emptySheet = (
  about: Asked & { readonly items: readonly string[]; readonly accounts: readonly string[] },
  language: PersonLanguage,
): ConsentDraft => ({
  items: about.items,
  accounts: about.accounts,
  language,
  interpretation: "nobody",
  purposes: purposeNames,
  choices: {},
  question: checkQuestions[0],
  check: null,
  recipients: "any",
  until: "",
  ofAge: "",
  capacity: about.minor ? null : "self",
  manner: null,
  interest: "",
});

export const aboutOf = (draft: ConsentDraft) => ({
  pictures: draft.items.length > 0, accounts: draft.accounts.length > 0, once: typeof draft.recipients !== "string",
});

/** What the screen of a purpose shows as chosen: what they said, or no. */
export function choiceOf(draft: ConsentDraft, purpose: Purpose, minor: boolean): Choice {
  const offered = choicesFor(purpose, minor, aboutOf(draft));
  const chosen = draft.choices[purpose];
  return chosen !== undefined && offered.includes(chosen) ? chosen : (offered[0] ?? "refused");
}

/** A wrong answer brings the explanation again, and another question. */
export function afterCheck({ question }: ConsentDraft, understood: boolean): Pick<ConsentDraft, "check" | "question"> {
  const check = { question, understood };
  const next = checkQuestions[(checkQuestions.indexOf(question) + 1) % checkQuestions.length] ?? question;
  return { check, question: understood ? question : next };
}

export function tally(draft: ConsentDraft, minor: boolean): { yes: number; no: number; again: number; unasked: number } {
  const said = draft.purposes.flatMap((purpose) => (purpose in draft.choices ? choiceOf(draft, purpose, minor) : []));
  const no = said.filter((choice) => choice === "refused").length;
  const again = said.filter((choice) => choice === "ask-again").length;
  return { yes: said.length - no - again, no, again, unasked: purposeNames.length - said.length };
}

/** To the end of the day that was named, or to the beginning of the month of their coming of age, whichever comes first. */
function endOf({ until, ofAge }: ConsentDraft): Date | null {
  const ends = [until === "" ? null : new Date(`${until}T23:59:59`), ofAge === "" ? null : new Date(`${ofAge}-01T00:00:00`)];
  return ends.reduce((a, b) => (a === null || (b !== null && b < a) ? b : a), null);
}

const recipientsOf = ({ recipients }: ConsentDraft): Inputs["consents"]["record"]["recipients"] =>
  recipients === "any" ? { kind: "any" }
  : typeof recipients === "string" ? { kind: "class", class: recipients }
  : { kind: "disclosure", disclosureId: recipients.disclosureId };

/** What is sent, or what has to be said first. Purposes that were not asked are not sent: they stay unanswered. */
export function recordOf(
  draft: ConsentDraft,
  asked: Asked,
  at: Date,
): { record: Omit<Inputs["consents"]["record"], "grantorId"> } | { wrong: SheetWrong[] } {
  const { capacity, manner, language, interpretation, check, items, accounts } = draft;
  const until = endOf(draft);
  const interest = asked.minor && draft.interest.trim() !== "" ? draft.interest.trim() : null;
  const answers = draft.purposes.flatMap((purpose) =>
    purpose in draft.choices ? [{ purpose, ...answerOf(choiceOf(draft, purpose, asked.minor)) }] : [],
  );
  const wrong: SheetWrong[] = [];
  if (items.length + accounts.length === 0) wrong.push("matter");
  if (answers.length === 0) wrong.push("answer");
  if (until !== null && !(until > at)) wrong.push("until");
  if (capacity === null) wrong.push("capacity");
  if (manner === null) wrong.push("manner");
  if (capacity !== null) wrong.push(...lacking({ capacity, check, interest, answers }, asked));
  if (wrong.length > 0 || capacity === null || manner === null) return { wrong };
  return {
    record: {
      capacity, manner, language, interpretation, check, interest, items: [...items], accounts: [...accounts],
      recipients: recipientsOf(draft), until, answers,
    },
  };
}
