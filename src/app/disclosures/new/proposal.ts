import {
  hidesOfficers, meantFor, purposeNames, purposes, sizesFor, within,
  GivenForm, type Purpose, type RecipientClass, type Size,
} from "~/domain/consent";
import type { ChosenRecipient, Jurisdiction, RecipientDetails } from "~/domain/recipient";
import { MOST_OPENINGS, type Condition } from "~/domain/visit";
import { WordsForm } from "~/domain/words";
import type { Inputs } from "~/trpc/types";
import { endOf, type Term } from "./term";

export const recipientsFor = (purpose: Purpose): readonly [RecipientClass, ...RecipientClass[]] => purposes[purpose].to;

/** The forms of a photo. An original leaves in a dossier, never by the link. */
export const photoFormsFor = (purpose: Purpose): GivenForm[] => GivenForm.options.filter((form) => within(form, purposes[purpose].most));
/** The forms of an account. */
export const formsFor = (purpose: Purpose): WordsForm[] => WordsForm.options.filter((form) => within(form, purposes[purpose].most));

/** How much of a photo leaves, and how large. */
export type Chosen = { readonly form: GivenForm; readonly size: Size };

/** What the form holds while it is being filled in. */
export type Proposal = {
  readonly purpose: Purpose;
  /** Somebody of the list, or null for somebody new, of whom the name and what follows it are written down. */
  readonly recipientId: string | null;
  readonly recipientClass: RecipientClass;
  readonly name: string;
  readonly reach: string;
  readonly jurisdiction: Jurisdiction;
  readonly ageKey: string;
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly reason: string;
  /** Why officers' faces are shown, as it was typed. */
  readonly ground: string;
  /** What was chosen by item; an item that is left out is absent. */
  readonly photos: Readonly<Record<string, Chosen>>;
  /** The form that was chosen by account; one that is left out is absent. */
  readonly accounts: Readonly<Record<string, WordsForm>>;
  readonly opening: OpeningDraft;
};

/** How far the whole incident goes: whether originals too, and how large. */
export type WholeDraft = { readonly originals: boolean; readonly size: Size };

/** How it may be opened; `most` as it was typed, empty for as often as they like. */
export type OpeningDraft = { readonly conditions: readonly Condition[]; readonly most: string; readonly secret: boolean };

/** What nobody has a reason to do is asked of everybody, until somebody takes it out. */
export const usualOpening: OpeningDraft = {
  conditions: ["not-passed-on", "nobody-identified", "no-face-recognition", "deleted-at-end"], most: "", secret: false,
};

/** The number that was typed, null for none; undefined for what is no number of openings. */
export function mostOf(typed: string): number | null | undefined {
  if (typed.trim() === "") return null;
  const most = /^\d{1,4}$/.test(typed.trim()) ? Number(typed) : 0;
  return most >= 1 && most <= MOST_OPENINGS ? most : undefined;
}

/** A form with nothing chosen yet. */
export function emptyProposal(term: Term): Proposal {
  const [purpose] = purposeNames;
  const [recipientClass] = recipientsFor(purpose);
  return {
    purpose, recipientId: null, recipientClass, name: "", reach: "", jurisdiction: null, ageKey: "", day: term.usual, reason: "", ground: "",
    photos: {}, accounts: {}, opening: usualOpening,
  };
}

/**
 * A purpose that permits less takes back what a wider one permitted; it never adds anything. A kind of recipient that
 * it has nothing to do with gives way to the first that it is for.
 */
export function withPurpose(proposal: Proposal, purpose: Purpose): Proposal {
  const kept = meantFor(purpose, proposal.recipientClass) ? proposal.recipientClass : recipientsFor(purpose)[0];
  const [photoForms, forms] = [photoFormsFor(purpose), formsFor(purpose)];
  const sizes = sizesFor(purpose, kept);
  const photos = Object.fromEntries(
    Object.entries(proposal.photos).map(([id, { form, size }]): [string, Chosen] => [
      id,
      { form: photoForms.includes(form) ? form : "redacted", size: sizes.includes(size) ? size : "reduced" },
    ]),
  );
  const accounts = Object.fromEntries(
    Object.entries(proposal.accounts).map(([id, form]): [string, WordsForm] => [id, forms.includes(form) ? form : "redacted"]),
  );
  const recipientId = kept === proposal.recipientClass ? proposal.recipientId : null;
  return { ...proposal, purpose, recipientId, recipientClass: kept, photos, accounts };
}

/** Somebody of the list comes with the class under which they stand there; what was written down of somebody new waits. */
export const withRecipient = (proposal: Proposal, known: { readonly id: string; readonly class: RecipientClass } | null): Proposal =>
  withSizes({ ...proposal, recipientId: known?.id ?? null, recipientClass: known?.class ?? proposal.recipientClass });

export const withDetails = (proposal: Proposal, { class: kind = proposal.recipientClass, ...details }: Partial<RecipientDetails>): Proposal =>
  withSizes({ ...proposal, ...details, recipientClass: kind });

/** A photo that this recipient may not be given at full size leaves reduced. */
function withSizes(proposal: Proposal): Proposal {
  const sizes = sizesFor(proposal.purpose, proposal.recipientClass);
  const photos = Object.entries(proposal.photos).map(([id, chosen]): [string, Chosen] => [
    id, sizes.includes(chosen.size) ? chosen : { ...chosen, size: "reduced" },
  ]);
  return { ...proposal, photos: Object.fromEntries(photos) };
}

/** Who is proposed, as the server takes it. */
export const chosenFrom = ({ recipientId, recipientClass, name, reach, jurisdiction, ageKey }: Proposal): ChosenRecipient =>
  recipientId === null ? { class: recipientClass, name: name.trim(), reach: reach.trim(), jurisdiction, ageKey: ageKey.trim() } : { id: recipientId };

/** A photo leaves reduced unless somebody says otherwise; one that is left out forgets what was said. */
export function withForm(proposal: Proposal, itemId: string, form: GivenForm | "none"): Proposal {
  const { [itemId]: chosen, ...others } = proposal.photos;
  if (form === "none") return { ...proposal, photos: others };
  return { ...proposal, photos: { ...others, [itemId]: { form, size: chosen?.size ?? "reduced" } } };
}

export function withAccount(proposal: Proposal, accountId: string, form: WordsForm | "none"): Proposal {
  const { [accountId]: _chosen, ...others } = proposal.accounts;
  return { ...proposal, accounts: form === "none" ? others : { ...others, [accountId]: form } };
}

export function withSize(proposal: Proposal, itemId: string, size: Size): Proposal {
  const chosen = proposal.photos[itemId];
  return chosen ? { ...proposal, photos: { ...proposal.photos, [itemId]: { ...chosen, size } } } : proposal;
}

/** The legal ground that goes with the proposal: none where the rule shows officers anyway, or nobody wrote one. */
export function groundOf({ purpose, recipientClass, ground }: Pick<Proposal, "purpose" | "recipientClass" | "ground">): string | null {
  const written = ground.trim();
  return written !== "" && hidesOfficers(purpose, recipientClass) ? written : null;
}

export type Missing = Partial<Record<"name" | "until" | "reason" | "nothing" | "most", true>>;

export function missingFrom(proposal: Proposal, term: Term): Missing {
  const nothing = Object.keys(proposal.photos).length + Object.keys(proposal.accounts).length === 0;
  return {
    ...(proposal.recipientId === null && proposal.name.trim() === "" && { name: true }),
    ...(endOf(proposal.day, term) === null && { until: true }),
    ...(proposal.reason.trim() === "" && { reason: true }),
    ...(nothing && { nothing: true }),
    ...(mostOf(proposal.opening.most) === undefined && { most: true }),
  };
}

/** What is asked of the server on the way, or null while there is nothing to ask about. */
export function assessmentOf(
  incidentId: string,
  { purpose, recipientClass, day, photos, accounts }: Pick<Proposal, "purpose" | "recipientClass" | "day" | "photos" | "accounts">,
  term: Term,
  grounded = false,
): Inputs["disclosures"]["assess"] | null {
  const until = endOf(day, term);
  const items = Object.entries(photos).map(([id, chosen]) => ({ id, ...chosen }));
  const texts = Object.entries(accounts).map(([id, form]) => ({ id, form }));
  if (!until || items.length + texts.length === 0) return null;
  return { incidentId, purpose, recipientClass, until, items, accounts: texts, grounded };
}

/** What is asked of the server about the whole incident, or null while there is nothing to ask about. */
export function wholeFrom(
  incidentId: string,
  { purpose, recipientClass, day }: Pick<Proposal, "purpose" | "recipientClass" | "day">,
  bounds: WholeDraft,
  term: Term,
  grounded = false,
): Inputs["disclosures"]["assessWhole"] | null {
  const until = endOf(day, term);
  const size = sizesFor(purpose, recipientClass).includes(bounds.size) ? bounds.size : "reduced";
  return until && { incidentId, purpose, recipientClass, until, grounded, size, most: bounds.originals ? "original" : "clean" };
}
