import {
  hidesOfficers, lastWords, meantFor, mostRevealing, protections, purposes, reaches, sizesFor, within,
  type ConsentRecord, type Form, type GivenForm, type Matter, type Purpose, type RecipientClass, type Size,
} from "./consent";
import { bodily, type ItemState, type RegionFacts } from "./evidence";
import { heldFor, type Holding } from "./hold";
import type { WordsForm } from "./words";

/** Of one disclosure, a whole incident's too: who decides reads them all, and a dossier holds them all. */
export const MOST_PHOTOS = 500;
export const MOST_ACCOUNTS = 200;

export const disclosureStates = ["proposed", "approved", "refused", "released", "closed"] as const;
export type DisclosureState = (typeof disclosureStates)[number];

/** Why a released disclosure was closed. */
export const closings = [
  "withdrawn", "closed-by-reviewer", "expired", "no-longer-cleared", "decider-suspended", "erased", "guessed-at", "decider-left",
  "to-go", "held", "restored",
] as const;
export type Closing = (typeof closings)[number];

/** Closed because somebody in it took it back, by their word or by wanting it erased: its recipient has to stop using it. */
export const takenBack = (closing: Closing | null): boolean => closing === "withdrawn" || closing === "to-go" || closing === "erased";

/** Everything on which a decision stands, read in the transaction that acts on it. */
export type Facts = {
  readonly disclosureId: string;
  readonly purpose: Purpose;
  readonly recipient: { readonly id: string; readonly class: RecipientClass };
  readonly proposedBy: string;
  /** The digest of the legal ground for showing officers' faces, written when this was proposed and never after; or null. */
  readonly officersGround: string | null;
  /** Who decides, or null while nobody does. */
  readonly decidedBy: string | null;
  readonly until: Date;
  readonly items: readonly {
    readonly id: string;
    readonly form: GivenForm;
    /** How large it is to leave. An original is as large as it is, whatever this says. */
    readonly size: Size;
    readonly state: ItemState;
    /** A person looked at the picture and said that the regions are all there. */
    readonly looked: boolean;
    /** A person answered for everything that tells beside faces, for the regions as they are. */
    readonly checked: boolean;
    readonly regions: readonly RegionFacts[];
    /** The redaction that the redacted derivative was made with; `current` when no region changed since. */
    readonly redaction: {
      readonly id: string;
      readonly current: boolean;
      readonly regionIds: readonly string[];
    } | null;
    /** The holds on it that two reviewers agreed on and nobody ended. */
    readonly held: readonly Holding[];
    /** It is to be erased because somebody who is in it asked for that. */
    readonly toGo: boolean;
  }[];
  readonly accounts: readonly {
    readonly id: string;
    /** Whose words they are: a documenter's, or those of a witness who told them to one. */
    readonly author: string;
    /** With what is hidden in it left out, or whole. */
    readonly form: WordsForm;
    /** Its author was shown these very words again and said whom they mention. */
    readonly looked: boolean;
    readonly mentions: readonly string[];
    /** The holds on it that two reviewers agreed on and nobody ended. */
    readonly held: readonly Holding[];
    /** It is to be erased because somebody asked for that. */
    readonly toGo: boolean;
  }[];
  readonly grantors: readonly { readonly id: string; readonly minor: boolean }[];
  readonly consents: readonly ConsentRecord[];
};

export const gapCodes = [
  "nothing-to-disclose", "past-its-end", "recipient-outside-purpose", "second-person-required",
  "not-ready", "form-exceeds-purpose", "size-exceeds-purpose", "nobody-looked", "checklist-open", "not-redacted", "redaction-outdated",
  "unanswered-region", "bystander-shown", "officer-shown", "held", "to-go",
  "never-asked", "refused", "withdrawn", "ask-again", "expired", "form-exceeds-consent", "recipient-not-covered",
  "guardian-required", "minor-shown",
] as const;
export type GapCode = (typeof gapCodes)[number];

/** Why a link that was really given out opened nothing: a gap, a state other than released, or what was shown beside it. */
export const shutReasons = [...gapCodes, ...disclosureStates, "not-cleared", "openings-used", "secret-wrong"] as const;
export type ShutReason = (typeof shutReasons)[number];

/** One reason why a disclosure is not covered, and where it lies. */
export type Gap = {
  readonly why: GapCode;
  readonly item?: string;
  readonly account?: string;
  readonly region?: string;
  readonly grantor?: string;
};

declare const cleared: unique symbol;
/** Proof that every item and account was covered at `at`. Only {@link clear} makes one. */
export type Clearance = {
  readonly [cleared]: true;
  readonly disclosureId: string;
  readonly items: readonly {
    readonly id: string;
    readonly form: GivenForm;
    readonly size: Size;
    /** The redaction by which the redacted form was judged: no picture made with another is cleared. Else null. */
    readonly redactionId: string | null;
  }[];
  readonly accounts: readonly { readonly id: string; readonly form: WordsForm }[];
  readonly decidedBy: string;
  readonly at: Date;
};

type Item = Facts["items"][number];

/** How much of a region somebody would see who is given the item in its form. */
function shownAs(region: RegionFacts, item: Item): GivenForm {
  if (item.form !== "redacted") return item.form;
  const covered = item.redaction?.current ? item.redaction.regionIds.includes(region.id) : region.redact;
  return covered ? "redacted" : "clean";
}

/** Whose it is was not said, or is no answer for what it shows; or nobody has said that there is anything. */
const unanswered = (region: RegionFacts): boolean =>
  region.possible || region.subject === null || (region.subject === "thing" && bodily(region.kind)) ||
  (region.subject === "person" && region.grantorId === null);

/** Why `grantorId` does not permit that `matter` leaves as revealing as `need`. */
function grantorGaps(facts: Facts, grantorId: string, matter: Matter, need: Form, at: Date): GapCode[] {
  const grantor = facts.grantors.find((g) => g.id === grantorId);
  const said = lastWords(facts.consents, { grantorId, purpose: facts.purpose, matter, disclosureId: facts.disclosureId }, at);
  if (!grantor) return ["never-asked"];
  const why = new Set<GapCode>();
  if (said.length === 0) why.add("never-asked");
  for (const word of said) {
    if (word.answer !== "given") {
      why.add(word.answer);
      continue;
    }
    if (word.until !== null && !(word.until > at)) why.add("expired");
    if (!within(need, word.form)) why.add("form-exceeds-consent");
    if (!reaches(word.recipients, { ...facts.recipient, disclosureId: facts.disclosureId })) why.add("recipient-not-covered");
    if (grantor.minor && word.capacity === "self") why.add("guardian-required");
  }
  // Told whatever was said or not said: nobody is sent to ask for what no answer permits.
  const tooMuchForMinors = protections(facts.purpose, facts.recipient.class).some((r) => !within(need, r.mostForMinors));
  if (grantor.minor && tooMuchForMinors) why.add("minor-shown");
  return [...why];
}

/** What is kept against somebody's will is kept for these purposes alone, and what they want gone leaves for no other. */
function keptGaps(thing: { readonly held: readonly Holding[]; readonly toGo: boolean }, purpose: Purpose, at: Date): GapCode[] {
  const held = heldFor(thing.held, purpose, at);
  return [...(held === false ? (["held"] as const) : []), ...(thing.toGo && held !== true ? (["to-go"] as const) : [])];
}

function itemGaps(facts: Facts, item: Item, at: Date): Gap[] {
  const { form, redaction } = item;
  const officersCovered = facts.officersGround === null && hidesOfficers(facts.purpose, facts.recipient.class);
  const gaps: Gap[] = [];
  const found = (why: GapCode, where: Omit<Gap, "why" | "item"> = {}) => gaps.push({ why, item: item.id, ...where });

  // Of what could not be sanitised there is the original and nothing else.
  if (item.state !== "ready" && !(item.state === "refused" && form === "original")) found("not-ready");
  if (!within(form, purposes[facts.purpose].most)) found("form-exceeds-purpose");
  const size = form === "original" ? "full" : item.size;
  if (!sizesFor(facts.purpose, facts.recipient.class).includes(size)) found("size-exceeds-purpose");
  if (!item.looked) found("nobody-looked");
  if (!item.checked) found("checklist-open");
  if (form === "redacted" && !redaction) found("not-redacted");
  if (form === "redacted" && redaction && !redaction.current) found("redaction-outdated");

  for (const why of keptGaps(item, facts.purpose, at)) found(why);

  const people = new Map<string, Form[]>();
  for (const region of item.regions) {
    const shown = shownAs(region, item);
    // What is to be covered and is not: whatever calls itself current, the picture is not the one that was confirmed.
    if (form === "redacted" && redaction?.current && region.redact && !redaction.regionIds.includes(region.id))
      found("redaction-outdated", { region: region.id });
    if (unanswered(region)) found("unanswered-region", { region: region.id });
    if (region.subject === "bystander" && shown !== "redacted") found("bystander-shown", { region: region.id });
    if (region.subject === "officer" && officersCovered && shown !== "redacted")
      found("officer-shown", { region: region.id });
    if (region.subject === "person" && region.grantorId !== null)
      people.set(region.grantorId, [...(people.get(region.grantorId) ?? []), shown]);
  }
  for (const [grantor, shown] of people)
    for (const why of grantorGaps(facts, grantor, { item: item.id }, mostRevealing(shown), at)) found(why, { grantor });
  return gaps;
}

function accountGaps(facts: Facts, account: Facts["accounts"][number], at: Date): Gap[] {
  const gaps: Gap[] = [];
  const { form } = account;
  if (!within(form, purposes[facts.purpose].most)) gaps.push({ why: "form-exceeds-purpose", account: account.id });
  if (!account.looked) gaps.push({ why: "nobody-looked", account: account.id });
  for (const why of keptGaps(account, facts.purpose, at)) gaps.push({ why, account: account.id });
  for (const grantor of new Set([account.author, ...account.mentions]))
    for (const why of grantorGaps(facts, grantor, { account: account.id }, form, at))
      gaps.push({ why, account: account.id, grantor });
  return gaps;
}

/**
 * Every reason why this disclosure is not covered at `at`, apart from who decides it. All of them at once, so that
 * one round with the people concerned can close them.
 */
export function gaps(facts: Facts, at: Date): Gap[] {
  return [
    ...(facts.items.length + facts.accounts.length === 0 ? [{ why: "nothing-to-disclose" } as const] : []),
    ...(!(facts.until > at) ? [{ why: "past-its-end" } as const] : []),
    ...(!meantFor(facts.purpose, facts.recipient.class) ? [{ why: "recipient-outside-purpose" } as const] : []),
    ...facts.items.flatMap((item) => itemGaps(facts, item, at)),
    ...facts.accounts.flatMap((account) => accountGaps(facts, account, at)),
  ];
}

/** The disclosures that wait for the word of one person who wants to be asked again each time, and what each is about. */
export const waitingFor = (undecided: readonly Facts[], grantorId: string, at: Date) =>
  undecided.flatMap((facts) => {
    const own = gaps(facts, at).filter((gap) => gap.why === "ask-again" && gap.grantor === grantorId);
    const { disclosureId, purpose, recipient, until } = facts;
    const [items, accounts] = [own.flatMap(({ item }) => item ?? []), own.flatMap(({ account }) => account ?? [])];
    return own.length === 0 ? [] : [{ disclosureId, purpose, recipientClass: recipient.class, until, items, accounts }];
  });

/**
 * Decide whether this may leave. Asked at approval, at release and at each opening, with facts read anew.
 * Fails closed: whatever was not answered is a gap, and nobody clears what they proposed themselves.
 */
export function clear(
  facts: Facts,
  at: Date,
): { readonly ok: true; readonly clearance: Clearance } | { readonly ok: false; readonly gaps: Gap[] } {
  const found = gaps(facts, at);
  const { decidedBy } = facts;
  if (decidedBy === null || decidedBy === facts.proposedBy) found.push({ why: "second-person-required" });
  if (found.length > 0 || decidedBy === null) return { ok: false, gaps: found };
  const clearance = {
    disclosureId: facts.disclosureId,
    items: facts.items.map(({ id, form, size, redaction }) => ({
      id, form, size, redactionId: form === "redacted" && redaction ? redaction.id : null,
    })),
    accounts: facts.accounts.map(({ id, form }) => ({ id, form })),
    decidedBy,
    at,
  };
  return { ok: true, clearance: clearance as unknown as Clearance };
}
