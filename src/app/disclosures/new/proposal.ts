import {
  meantFor, purposeNames, purposes, within,
  type GivenForm, type Purpose, type RecipientClass,
} from "~/domain/consent";
import type { Inputs } from "~/trpc/types";
import { endOf, type Term } from "./term";

/** Forms that a link can carry. An original never leaves by a link. */
export const linkForms = ["redacted", "clean"] as const satisfies readonly GivenForm[];
export type LinkForm = (typeof linkForms)[number];

export const recipientsFor = (purpose: Purpose): readonly [RecipientClass, ...RecipientClass[]] => purposes[purpose].to;

export const formsFor = (purpose: Purpose): LinkForm[] => linkForms.filter((form) => within(form, purposes[purpose].most));

/** What the form holds while it is being filled in. */
export type Proposal = {
  readonly purpose: Purpose;
  readonly recipientClass: RecipientClass;
  readonly name: string;
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly reason: string;
  /** Chosen forms by item; an item that is left out is absent. */
  readonly forms: Readonly<Record<string, LinkForm>>;
  readonly accounts: readonly string[];
};

/** A form with nothing chosen yet. */
export function emptyProposal(term: Term): Proposal {
  const [purpose] = purposeNames;
  const [recipientClass] = recipientsFor(purpose);
  return { purpose, recipientClass, name: "", day: term.usual, reason: "", forms: {}, accounts: [] };
}

/**
 * A purpose that permits less takes back what a wider one permitted; it never adds anything. A kind of recipient that
 * it has nothing to do with gives way to the first that it is for.
 */
export function withPurpose(proposal: Proposal, purpose: Purpose): Proposal {
  const permitted = formsFor(purpose);
  const forms = Object.fromEntries(
    Object.entries(proposal.forms).map(([id, form]) => [id, permitted.includes(form) ? form : "redacted"] as const),
  );
  const { recipientClass } = proposal;
  const kept = meantFor(purpose, recipientClass) ? recipientClass : recipientsFor(purpose)[0];
  return { ...proposal, purpose, recipientClass: kept, forms };
}

export function withForm(proposal: Proposal, itemId: string, form: LinkForm | "none"): Proposal {
  const { [itemId]: _left, ...others } = proposal.forms;
  return { ...proposal, forms: form === "none" ? others : { ...others, [itemId]: form } };
}

export type Missing = Partial<Record<"name" | "until" | "reason" | "nothing", true>>;

export function missingFrom(proposal: Proposal, term: Term): Missing {
  const nothing = Object.keys(proposal.forms).length + proposal.accounts.length === 0;
  return {
    ...(proposal.name.trim() === "" && { name: true }),
    ...(endOf(proposal.day, term) === null && { until: true }),
    ...(proposal.reason.trim() === "" && { reason: true }),
    ...(nothing && { nothing: true }),
  };
}

/** What is asked of the server on the way, or null while there is nothing to ask about. */
export function assessmentOf(
  incidentId: string,
  { purpose, recipientClass, day, forms, accounts }: Omit<Proposal, "name" | "reason">,
  term: Term,
): Inputs["disclosures"]["assess"] | null {
  const until = endOf(day, term);
  const items = Object.entries(forms).map(([id, form]) => ({ id, form }));
  if (!until || items.length + accounts.length === 0) return null;
  return { incidentId, purpose, recipientClass, until, items, accounts: [...accounts] };
}
