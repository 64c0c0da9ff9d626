import * as z from "zod";
import { ItemId } from "./evidence";

/** How revealing, from least to most. */
export const forms = ["none", "redacted", "clean", "original"] as const;
export const Form = z.enum(forms);
export type Form = z.infer<typeof Form>;
/** A form in which something really leaves. */
export const GivenForm = z.enum(["redacted", "clean", "original"]);
export type GivenForm = z.infer<typeof GivenForm>;

const reveals: Record<Form, number> = { none: 0, redacted: 1, clean: 2, original: 3 };
export const within = (asked: Form, limit: Form): boolean => reveals[asked] <= reveals[limit];
export const mostRevealing = (some: readonly Form[]): Form => some.reduce<Form>((a, b) => (within(a, b) ? b : a), "none");

/**
 * How large a picture leaves. Its pixels carry the noise of the camera's sensor, which ties it to every other picture of that camera.
 * reduced  so small that this was no longer found in a single picture
 * full     the largest of the fixed sizes that the picture fills
 */
export const sizes = ["reduced", "full"] as const;
export const Size = z.enum(sizes);
export type Size = z.infer<typeof Size>;
export const noLarger = (asked: Size, limit: Size): boolean => sizes.indexOf(asked) <= sizes.indexOf(limit);

export const recipientClasses = [
  "lawyer", "court", "oversight-body", "human-rights-observer", "journalist", "public",
] as const;
export const RecipientClass = z.enum(recipientClasses);
export type RecipientClass = z.infer<typeof RecipientClass>;

type PurposeRow = {
  /** To whom anything may go for it. */
  to: readonly [RecipientClass, ...RecipientClass[]];
  /** The form that the consent sheet offers first. */
  usual: GivenForm;
  /** The most revealing form that it can ever permit. */
  most: GivenForm;
  /** The same for a minor, whatever was said. */
  mostForMinors: GivenForm;
  /** The largest size that it can ever permit: full where somebody has to examine the picture, and keeps it to themselves. */
  largest: Size;
  /** The instance's rule for officers' faces: `redacted` unless a legal ground was written. */
  officers: "redacted" | "shown";
};

/** One row per purpose; enum, forms and `clear()` read it, and its wordings alone name a purpose outside this file. */
export const purposes = {
  "legal-advice": {
    to: ["lawyer"],
    usual: "clean", most: "original", mostForMinors: "original", largest: "full", officers: "shown",
  },
  complaint: {
    to: ["oversight-body", "lawyer"],
    usual: "clean", most: "original", mostForMinors: "original", largest: "full", officers: "shown",
  },
  court: {
    to: ["court", "lawyer"],
    usual: "clean", most: "original", mostForMinors: "original", largest: "full", officers: "shown",
  },
  monitoring: {
    to: ["human-rights-observer", "oversight-body"],
    usual: "redacted", most: "redacted", mostForMinors: "redacted", largest: "reduced", officers: "redacted",
  },
  press: {
    to: ["journalist"],
    usual: "redacted", most: "clean", mostForMinors: "redacted", largest: "reduced", officers: "redacted",
  },
  publication: {
    to: ["public", "journalist", "human-rights-observer"],
    usual: "redacted", most: "clean", mostForMinors: "redacted", largest: "reduced", officers: "redacted",
  },
} as const satisfies Record<string, PurposeRow>;

export type Purpose = keyof typeof purposes;
export const purposeNames = Object.keys(purposes) as [Purpose, ...Purpose[]];
export const Purpose = z.enum(purposeNames);

/** Whether a purpose has anything to do with a kind of recipient. */
export function meantFor(purpose: Purpose, recipient: RecipientClass): boolean {
  const to: readonly RecipientClass[] = purposes[purpose].to;
  return to.includes(recipient);
}

/** Recipients through whom a picture reaches everybody. */
const reachesEverybody = (recipient: RecipientClass): boolean => recipient === "journalist" || recipient === "public";

/**
 * The rules about minors, officers and sizes that a disclosure has to keep, each of them: its purpose's, and those of
 * the press for whoever publishes, by whatever name the purpose goes.
 */
export const protections = (
  purpose: Purpose,
  recipient: RecipientClass,
): Pick<PurposeRow, "mostForMinors" | "officers" | "largest">[] =>
  reachesEverybody(recipient) ? [purposes[purpose], purposes.press] : [purposes[purpose]];

/** Whether officers' faces stay covered unless a reviewer writes the legal ground for showing them. */
export const hidesOfficers = (purpose: Purpose, recipient: RecipientClass): boolean =>
  protections(purpose, recipient).some((rule) => rule.officers === "redacted");

/** The sizes that a disclosure may choose from, from small to large. */
export const sizesFor = (purpose: Purpose, recipient: RecipientClass): Size[] =>
  sizes.filter((size) => protections(purpose, recipient).every((rule) => noLarger(size, rule.largest)));

export const Recipients = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("any") }),
  z.strictObject({ kind: z.literal("class"), class: RecipientClass }),
  z.strictObject({ kind: z.literal("named"), recipientId: z.uuid() }),
  // An answer to one disclosure, of somebody who wants to be asked again each time: no word about any other.
  z.strictObject({ kind: z.literal("disclosure"), disclosureId: z.uuid() }),
]);
export type Recipients = z.infer<typeof Recipients>;

/** Who spoke: the person, somebody who answers for them, or an unaccompanied minor's independent adult. */
export const capacities = ["self", "guardian", "independent-adult"] as const;
export const Capacity = z.enum(capacities);
export type Capacity = z.infer<typeof Capacity>;

/** How it was given, from spoken to signed. */
export const manners = ["spoken", "spoken-before-witness", "recorded", "written", "signed"] as const;
export const Manner = z.enum(manners);
export type Manner = z.infer<typeof Manner>;

/** `yes`, `no`, the taking back of an earlier yes, and *ask me again each time*, which permits nothing by itself. */
export const answers = ["given", "refused", "withdrawn", "ask-again"] as const;
export const Answer = z.enum(answers);
export type Answer = z.infer<typeof Answer>;

export const ConsentRecord = z
  .strictObject({
    id: z.uuid(),
    grantorId: z.uuid(),
    purpose: Purpose,
    answer: Answer,
    form: Form,
    recipients: Recipients,
    capacity: Capacity,
    /** What it covers. A refusal or a withdrawal may cover everything; a yes names each thing. */
    everything: z.boolean(),
    items: z.array(ItemId).max(500),
    accounts: z.array(z.uuid()).max(500),
    recordedAt: z.date(),
    until: z.date().nullable(),
  })
  .refine((r) => (r.answer === "given") === (r.form !== "none"), "a yes has a form, a no has none")
  .refine(
    (r) => r.answer !== "given" || (!r.everything && r.items.length + r.accounts.length > 0),
    "a yes names what it covers",
  )
  .refine((r) => r.until === null || r.until > r.recordedAt, "an answer ends after it begins")
  .refine((r) => within(r.form, purposes[r.purpose].most), "no consent reaches beyond its purpose")
  .refine(
    (r) => r.recipients.kind !== "disclosure" || r.answer === "given" || r.answer === "refused",
    "to one disclosure there is a yes or a no",
  );
export type ConsentRecord = z.infer<typeof ConsentRecord>;

/** What is asked about: one item or one account. */
export type Matter = { readonly item: string } | { readonly account: string };

const covers = (record: ConsentRecord, matter: Matter): boolean =>
  record.everything ||
  ("item" in matter
    ? record.items.some((item) => item === matter.item)
    : record.accounts.some((account) => account === matter.account));

const ends = (record: ConsentRecord): number => (record.until === null ? Number.POSITIVE_INFINITY : +record.until);
const breadth: Record<Recipients["kind"], number> = { disclosure: 0, named: 1, class: 2, any: 3 };
/** A no before *ask me again* before a yes, then the lesser form, the sooner end, the fewer recipients, the person's own voice. */
const narrowerFirst = (a: ConsentRecord, b: ConsentRecord): number =>
  reveals[a.form] - reveals[b.form] ||
  Number(a.answer === "ask-again") - Number(b.answer === "ask-again") ||
  Math.sign(ends(a) - ends(b)) || // NaN, of two that never end, is no difference
  breadth[a.recipients.kind] - breadth[b.recipients.kind] ||
  capacities.indexOf(a.capacity) - capacities.indexOf(b.capacity) ||
  (a.id < b.id ? -1 : 1);

/** Said in general, or to the very disclosure that is asked about. What was said to another is no word here at all. */
const concerns = (record: ConsentRecord, disclosureId: string | null): boolean =>
  record.recipients.kind !== "disclosure" || record.recipients.disclosureId === disclosureId;

/**
 * What `grantorId` said last for a purpose about one matter: every record of the latest instant, since none of several
 * words spoken at once may be dropped. A no silences the yeses beside it; where only yeses remain, each of them must
 * permit, so that a tie never opens a door. Empty where they were never asked. An expired yes is still the last word:
 * nothing older is revived by its end. A no counts even if it is dated after `at`: it was said, and no clock that runs
 * ahead of another may hold it back.
 * *Ask me again each time* is such a no. What was said to one disclosure is the last word there, if it is the later one,
 * and is not heard anywhere else: it silences nothing and revives nothing for another, or where `disclosureId` is null.
 */
export function lastWords(
  records: readonly ConsentRecord[],
  asked: { grantorId: string; purpose: Purpose; matter: Matter; disclosureId: string | null },
  at: Date,
): ConsentRecord[] {
  const said = records.filter(
    (r) =>
      r.grantorId === asked.grantorId &&
      r.purpose === asked.purpose &&
      (r.answer !== "given" || r.recordedAt <= at) &&
      concerns(r, asked.disclosureId) &&
      covers(r, asked.matter),
  );
  const latest = Math.max(...said.map((r) => +r.recordedAt));
  const together = said.filter((r) => +r.recordedAt === latest).toSorted(narrowerFirst);
  const noes = together.filter((r) => r.answer !== "given");
  return noes.length > 0 ? noes : together;
}

/** Without any yes in force, what is told of a person first: what can still be asked for before what cannot. */
export const silences = ["unasked", "expired", "ask-again", "withdrawn", "refused"] as const;
export type Standing =
  | { readonly is: "allows"; readonly purposes: readonly Purpose[] }
  | { readonly is: (typeof silences)[number] };

/**
 * How somebody's consent stands for one matter: for which purposes they said yes in general, in whatever form and to whomever, or why for
 * none. It clears nothing: `clear()` alone does.
 */
export function standing(records: readonly ConsentRecord[], about: { readonly grantorId: string; readonly matter: Matter }, at: Date): Standing {
  const said = purposeNames.map((purpose) => ({ purpose, words: lastWords(records, { ...about, purpose, disclosureId: null }, at) }));
  const inForce = (word: ConsentRecord): boolean => word.answer === "given" && (word.until === null || word.until > at);
  const allowed = said.filter(({ words }) => words.length > 0 && words.every(inForce)).map(({ purpose }) => purpose);
  if (allowed.length > 0) return { is: "allows", purposes: allowed };
  // Of a yes there is nothing left but that it ended: one that is in force beside it does not speak alone.
  const silent = new Set<string>(said.flatMap(({ words }) => words.map(({ answer }) => (answer === "given" ? "expired" : answer))));
  return { is: silences.find((one) => silent.has(one)) ?? "unasked" };
}

const DAY = 24 * 3600_000;
/** How long before its end a yes is to be asked for again. */
const RENEWED_WITHIN_DAYS = 30;
export const renewedBy = (at: Date): Date => new Date(+at + RENEWED_WITHIN_DAYS * DAY);

/** Every yes that is in force and still counts for something, whatever was said since of anything else. */
export const yeses = (records: readonly ConsentRecord[], at: Date): ConsentRecord[] =>
  records.filter((record) => {
    const { grantorId, purpose, recipients, until } = record;
    if (record.answer !== "given" || (until !== null && until <= at)) return false;
    const disclosureId = recipients.kind === "disclosure" ? recipients.disclosureId : null;
    const matters: Matter[] = [...record.items.map((item) => ({ item })), ...record.accounts.map((account) => ({ account }))];
    return matters.some((matter) => lastWords(records, { grantorId, purpose, matter, disclosureId }, at).includes(record));
  });

/** Every yes that still counts for something and ends within thirty days: whoever gave it has to be asked again by then. */
export const runningOut = (records: readonly ConsentRecord[], at: Date): ConsentRecord[] =>
  yeses(records, at).filter(({ until }) => until !== null && until <= renewedBy(at));

/** For which purposes there is a yes that can be taken back. */
export const takeable = (records: readonly ConsentRecord[], at: Date): Purpose[] => {
  const standing = new Set(yeses(records, at).map(({ purpose }) => purpose));
  return purposeNames.filter((purpose) => standing.has(purpose));
};

/** Whether somebody who spoke to `recipients` spoke to this one, of this disclosure. */
export const reaches = (recipients: Recipients, to: { id: string; class: RecipientClass; disclosureId: string }): boolean =>
  recipients.kind === "any" ||
  (recipients.kind === "class" && recipients.class === to.class) ||
  (recipients.kind === "named" && recipients.recipientId === to.id) ||
  (recipients.kind === "disclosure" && recipients.disclosureId === to.disclosureId);
