import * as z from "zod";
import { GivenForm, purposes, sizesFor, within, type Size } from "./consent";
import { gaps, type Facts, type Gap, type GapCode } from "./disclosure";
import { WordsForm } from "./words";

/**
 * Everything in an incident, each thing in the most revealing form in which it may leave, and what may not, with why: what is proposed so
 * that nobody picks what suits them. It proposes and clears nothing: what it finds goes the way of every other disclosure.
 */

/** How far it may go at most, whatever would be permitted. */
export type Bounds = { readonly most: GivenForm; readonly size: Size };

type Left = { readonly item: string; readonly gaps: readonly Gap[] } | { readonly account: string; readonly gaps: readonly Gap[] };
type Whole = {
  readonly items: readonly { readonly id: string; readonly form: GivenForm; readonly size: Size }[];
  readonly accounts: readonly { readonly id: string; readonly form: WordsForm }[];
  /** Each with every gap that it has in its least revealing form: what would have to be done for it. */
  readonly leftOut: readonly Left[];
};

/**
 * @param facts of everything in the incident that was not erased, for this purpose and recipient; the forms and sizes in it count for nothing
 */
export function everything(facts: Facts, { most, size }: Bounds, at: Date): Whole {
  const limit = within(most, purposes[facts.purpose].most) ? most : purposes[facts.purpose].most;
  const permitted = sizesFor(facts.purpose, facts.recipient.class).includes(size) ? size : "reduced";
  const upTo = <F extends GivenForm>(forms: readonly F[]): F[] => forms.filter((form) => within(form, limit)).toReversed();
  const items: Whole["items"][number][] = [];
  const accounts: Whole["accounts"][number][] = [];
  const leftOut: Left[] = [];
  for (const item of facts.items) {
    const { id } = item;
    const lacking = (form: GivenForm): Gap[] =>
      gaps({ ...facts, items: [{ ...item, form, size: permitted }], accounts: [] }, at).filter((gap) => gap.item === id);
    const form = upTo(GivenForm.options).find((one) => lacking(one).length === 0);
    if (form) items.push({ id, form, size: permitted });
    else leftOut.push({ item: id, gaps: lacking("redacted") });
  }
  for (const account of facts.accounts) {
    const { id } = account;
    const lacking = (form: WordsForm): Gap[] =>
      gaps({ ...facts, items: [], accounts: [{ ...account, form }] }, at).filter((gap) => gap.account === id);
    const form = upTo(WordsForm.options).find((one) => lacking(one).length === 0);
    if (form) accounts.push({ id, form });
    else leftOut.push({ account: id, gaps: lacking("redacted") });
  }
  return { items, accounts, leftOut };
}

/**
 * Why a thing was left out, as whoever receives the rest is told.
 * not-ready      there is no copy of it: none could be made, or none was made yet
 * not-permitted  not everybody whom it concerns permits it: whoever that is, and whether they refused or were never asked, is told to nobody
 * not-prepared   it was not looked at, or what has to be covered in it is not
 */
export const leftOutReasons = ["not-ready", "not-permitted", "not-prepared"] as const;
type Reason = (typeof leftOutReasons)[number];

const reasons: Record<GapCode, Reason> = {
  "nothing-to-disclose": "not-prepared", "past-its-end": "not-prepared", "recipient-outside-purpose": "not-permitted",
  "second-person-required": "not-prepared",
  "not-ready": "not-ready",
  "form-exceeds-purpose": "not-permitted", "size-exceeds-purpose": "not-permitted",
  "nobody-looked": "not-prepared", "checklist-open": "not-prepared", "not-redacted": "not-prepared", "redaction-outdated": "not-prepared",
  "unanswered-region": "not-prepared", "bystander-shown": "not-prepared", "officer-shown": "not-prepared",
  held: "not-permitted", "to-go": "not-permitted",
  "never-asked": "not-permitted", refused: "not-permitted", withdrawn: "not-permitted", "ask-again": "not-permitted", expired: "not-permitted",
  "form-exceeds-consent": "not-permitted", "recipient-not-covered": "not-permitted", "guardian-required": "not-permitted",
  "minor-shown": "not-permitted",
};

/** How many things were left out for one reason; of which, and of whom in them, it says nothing. */
export const LeftOut = z.strictObject({ kind: z.enum(["photo", "account"]), why: z.enum(leftOutReasons), count: z.number().int().min(1) });
export type LeftOut = z.infer<typeof LeftOut>;

/** What a disclosure was made of: things that somebody named, or all that there was at that moment. */
export const Scope = z.discriminatedUnion("of", [
  z.strictObject({ of: z.literal("things") }),
  z.strictObject({
    of: z.literal("incident"),
    at: z.iso.datetime().describe("When everything was looked through. What came in later, and what had been erased, is in none of it."),
    leftOut: z.array(LeftOut).max(leftOutReasons.length * 2),
  }),
]);
export type Scope = z.infer<typeof Scope>;

/** The first of the reasons, in their order, that one of the gaps has: each thing counts once. */
const reasonOf = (found: readonly Gap[]): Reason => leftOutReasons.find((reason) => found.some(({ why }) => reasons[why] === reason)) ?? "not-prepared";

/** What was left out, counted: one line for each kind and reason that there is, always in the same order. */
export function countsOf(leftOut: readonly Left[]): LeftOut[] {
  const kinds = [["photo", leftOut.filter((one) => "item" in one)], ["account", leftOut.filter((one) => "account" in one)]] as const;
  return kinds.flatMap(([kind, of]) =>
    leftOutReasons.flatMap((why) => {
      const count = of.filter((one) => reasonOf(one.gaps) === why).length;
      return count === 0 ? [] : [{ kind, why, count }];
    }),
  );
}
