import * as fc from "fast-check";
import {
  answers, capacities, purposeNames, purposes, recipientClasses,
  type Answer, type Capacity, type ConsentRecord, type Form, type GivenForm, type Purpose, type RecipientClass,
  type Recipients, type Size,
} from "~/domain/consent";
import { ItemId, regionKinds, type RegionFacts } from "~/domain/evidence";
import type { Facts, Gap } from "~/domain/disclosure";

/**
 * Small worlds in which disclosures are decided, and a second opinion on each: {@link secondOpinion} is written from
 * the rules of the field alone. It shares types and the purpose table with the domain, and not one function, so that
 * both would have to make the same mistake. The table itself is held by a snapshot in `consent.test.ts`.
 */
const uuid = (family: number, n: number): string =>
  `${String(family).padStart(8, "0")}-0000-4000-8000-${String(n).padStart(12, "0")}`;

export const ITEMS = [ItemId.parse(uuid(1, 1)), ItemId.parse(uuid(1, 2)), ItemId.parse(uuid(1, 3))] as const;
export const ACCOUNTS = [uuid(2, 1), uuid(2, 2)] as const;
export const PEOPLE = [uuid(3, 1), uuid(3, 2), uuid(3, 3)] as const;
export const MEMBERS = [uuid(4, 1), uuid(4, 2), uuid(4, 3)] as const;
export const RECIPIENTS = [uuid(5, 1), uuid(5, 2)] as const;
export const regionId = (n: number): string => uuid(6, n);
export const redactionId = (n: number): string => uuid(9, n);

/** Instants of these worlds: few of them, so that records often meet on the same one. */
export const minute = (n: number): Date => new Date(Date.UTC(2026, 10, 3, 6, n));
/** The instant at which most of these worlds are judged. */
export const NOW = minute(6);

/** A yes by the first person to the first item in its clean form, to anybody, for ever, unless told otherwise. */
export const consent = (over: Partial<ConsentRecord> = {}): ConsentRecord => ({
  id: uuid(7, 0),
  grantorId: PEOPLE[0],
  purpose: "court",
  answer: "given",
  form: "clean",
  recipients: { kind: "any" },
  capacity: "self",
  everything: false,
  items: [ITEMS[0]],
  accounts: [],
  recordedAt: minute(1),
  until: null,
  ...over,
});

/** A no: refused or withdrawn, for everything unless told otherwise. */
export const no = (answer: "refused" | "withdrawn", over: Partial<ConsentRecord> = {}): ConsentRecord =>
  consent({ answer, form: "none", everything: true, items: [], recordedAt: minute(3), ...over });

// --- worlds ---------------------------------------------------------------------------------------------------

/** Draws each value as often as its weight says. The first is what a failing example shrinks to. */
const often = <const T>(...some: readonly [weight: number, value: T][]): fc.Arbitrary<T> =>
  fc.oneof(...some.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));

const recipientsOf: fc.Arbitrary<Recipients> = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Recipients>({ kind: "any" }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(...recipientClasses).map((c): Recipients => ({ kind: "class", class: c })),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...RECIPIENTS).map((recipientId): Recipients => ({ kind: "named", recipientId })),
  },
);

const givenForms = ["redacted", "clean", "original"] as const satisfies readonly GivenForm[];
const atMost = (form: GivenForm, limit: GivenForm): GivenForm =>
  givenForms[Math.min(givenForms.indexOf(form), givenForms.indexOf(limit))] ?? "redacted";

type Said = {
  readonly grantorId: string;
  readonly purpose: Purpose;
  readonly answer: Answer;
  readonly form: GivenForm;
  readonly recipients: Recipients;
  readonly capacity: Capacity;
  readonly everything: boolean;
  readonly items: ItemId[];
  readonly accounts: string[];
  readonly recordedAt: Date;
  readonly until: Date | null;
};

/** What was said, as a record that its schema admits: a yes to something within its purpose, a no without a form. */
function asRecord(said: Said): ConsentRecord {
  if (said.answer !== "given") return consent({ ...said, form: "none" });
  const items = said.items.length + said.accounts.length === 0 ? [ITEMS[0]] : said.items;
  return consent({ ...said, items, form: atMost(said.form, purposes[said.purpose].most), everything: false });
}

/** Anything that anyone may have said at any time, mostly for `purpose`. */
export const recordsFor = (purpose: Purpose): fc.Arbitrary<ConsentRecord> =>
  fc
    .record({
      grantorId: fc.constantFrom(...PEOPLE),
      purpose: fc.oneof(
        { weight: 5, arbitrary: fc.constant(purpose) },
        { weight: 1, arbitrary: fc.constantFrom(...purposeNames) },
      ),
      answer: fc.constantFrom(...answers),
      form: fc.constantFrom(...givenForms),
      recipients: recipientsOf,
      capacity: fc.constantFrom(...capacities),
      everything: fc.boolean(),
      items: fc.subarray([...ITEMS]),
      accounts: fc.subarray([...ACCOUNTS]),
      from: fc.integer({ min: 1, max: 8 }),
      minutes: fc.option(fc.integer({ min: 1, max: 8 })),
    })
    .map(({ from, minutes, ...said }) =>
      asRecord({ ...said, recordedAt: minute(from), until: minutes === null ? null : minute(from + minutes) }),
    );

const region: fc.Arbitrary<Omit<RegionFacts, "id">> = fc
  .record({
    kind: fc.constantFrom(...regionKinds),
    subject: often<RegionFacts["subject"]>([8, "thing"], [24, "person"], [6, "bystander"], [6, "officer"], [1, null]),
    person: fc.constantFrom(...PEOPLE),
    redact: often([3, true], [1, false]),
    unsure: fc.boolean(),
  })
  .map(({ kind, subject, person, redact, unsure }) => ({
    kind: subject === "thing" && (kind === "face" || kind === "tattoo") ? "tent" : kind,
    subject,
    grantorId: subject === "person" ? person : null,
    redact: redact || subject === "bystander",
    possible: unsure && subject === null && redact,
  }));

const item = fc.record({
  form: often<GivenForm>([7, "redacted"], [5, "clean"], [1, "original"]),
  size: often<Size>([7, "reduced"], [3, "full"]),
  state: often([50, "ready"], [1, "received"], [1, "refused"]),
  looked: often([40, true], [1, false]),
  regions: fc.array(region, { maxLength: 2 }),
  redaction: often([30, "apt"], [1, "none"], [1, "outdated"], [1, "one-missing"]),
});

const account = fc.record({
  author: fc.constantFrom(...PEOPLE),
  looked: often([25, true], [1, false]),
  mentions: fc.subarray([...PEOPLE], { maxLength: 1 }),
});

/** What one person was asked about one matter beforehand: mostly they said yes, and mostly properly. */
const sheet = fc.record({
  asked: often([25, true], [1, false]),
  form: often<GivenForm>([6, "clean"], [5, "original"], [2, "redacted"]),
  recipients: fc.oneof(
    { weight: 9, arbitrary: fc.constant<Recipients>({ kind: "any" }) },
    { weight: 1, arbitrary: recipientsOf },
  ),
  proper: often([8, true], [1, false]),
  until: often<Date | null>([16, null], [4, minute(12)], [1, minute(4)]),
  recordedAt: fc.integer({ min: 1, max: 3 }).map(minute),
});

/** One for each person and each of at most two photos and two accounts. */
const mostSheets = PEOPLE.length * 4;

export type World = { readonly facts: Facts; readonly at: Date };

/** Whom a purpose is for, mostly. */
const recipientClassFor = (purpose: Purpose): fc.Arbitrary<RecipientClass> =>
  fc.oneof(
    { weight: 14, arbitrary: fc.constantFrom<RecipientClass[]>(...purposes[purpose].to) },
    { weight: 1, arbitrary: fc.constantFrom(...recipientClasses) },
  );

/** Worlds in which every gap occurs, alone and among others, and about a third of the disclosures are sound. */
export const worlds: fc.Arbitrary<World> = fc.constantFrom(...purposeNames).chain((purpose) =>
  fc
    .record({
      at: fc.oneof(
        { weight: 8, arbitrary: fc.constant(NOW) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 12 }).map(minute) },
      ),
      until: often([24, minute(30)], [1, minute(7)], [1, minute(6)], [1, minute(2)]),
      recipient: fc.record({ id: fc.constantFrom(...RECIPIENTS), class: recipientClassFor(purpose) }),
      decidedBy: often<string | null>([30, MEMBERS[1]], [1, MEMBERS[0]], [1, null]),
      items: fc.oneof(
        { weight: 1, arbitrary: fc.array(item, { maxLength: 0 }) },
        { weight: 4, arbitrary: fc.array(item, { minLength: 1, maxLength: 2 }) },
      ),
      accounts: fc.oneof(
        { weight: 3, arbitrary: fc.array(account, { maxLength: 0 }) },
        { weight: 2, arbitrary: fc.array(account, { minLength: 1, maxLength: 2 }) },
      ),
      minors: fc.tuple(...PEOPLE.map(() => often([5, false], [2, true]))),
      sheets: fc.array(sheet, { minLength: mostSheets, maxLength: mostSheets }),
      later: fc.oneof(
        { weight: 3, arbitrary: fc.constant<ConsentRecord[]>([]) },
        { weight: 2, arbitrary: fc.array(recordsFor(purpose), { minLength: 1, maxLength: 3 }) },
      ),
    })
    .map((drawn): World => {
      const grantors = PEOPLE.map((id, n) => ({ id, minor: drawn.minors[n] ?? false }));
      const matters = [
        ...ITEMS.slice(0, drawn.items.length).map((id) => ({ items: [id], accounts: [] as string[] })),
        ...ACCOUNTS.slice(0, drawn.accounts.length).map((id) => ({ items: [] as ItemId[], accounts: [id] })),
      ];
      const before = grantors.flatMap(({ id, minor }, p) =>
        matters.flatMap((matter, m) => {
          const said = drawn.sheets[p * matters.length + m];
          if (!said?.asked) return [];
          const { form, recipients, until, recordedAt } = said;
          const capacity = minor && said.proper ? "guardian" : "self";
          return [
            asRecord({
              grantorId: id, purpose, answer: "given", form, recipients, capacity, everything: false, ...matter,
              recordedAt, until,
            }),
          ];
        }),
      );
      return {
        at: drawn.at,
        facts: {
          disclosureId: uuid(8, 1),
          purpose,
          recipient: drawn.recipient,
          proposedBy: MEMBERS[0],
          decidedBy: drawn.decidedBy,
          until: drawn.until,
          items: drawn.items.map((it, n) => {
            const regions = it.regions.map((r, k) => ({ ...r, id: regionId(10 * n + k) }));
            const covered = regions.filter((r) => r.redact).map((r) => r.id);
            return {
              id: ITEMS[n] ?? ITEMS[0],
              form: it.form,
              size: it.size,
              state: it.state,
              looked: it.looked,
              regions,
              redaction:
                it.redaction === "none"
                  ? null
                  : {
                      id: redactionId(n),
                      current: it.redaction !== "outdated",
                      regionIds: it.redaction === "one-missing" ? covered.slice(1) : covered,
                    },
            };
          }),
          accounts: drawn.accounts.map((a, n) => ({ ...a, id: ACCOUNTS[n] ?? ACCOUNTS[0] })),
          grantors,
          consents: [...before, ...drawn.later].map((record, n) => ({ ...record, id: uuid(7, n + 1) })),
        },
      };
    }),
);

// --- the second opinion ---------------------------------------------------------------------------------------

/** One finding, comparable: the code, the item or account, and the person or region that it is about. */
export const finding = (gap: Gap): string =>
  [gap.why, gap.item ?? gap.account, gap.grantor ?? gap.region].filter((part) => part !== undefined).join(" ");

const rank = (form: Form): number => ["none", "redacted", "clean", "original"].indexOf(form);

/** Whoever writes for everybody is treated as the press, whatever the purpose is called. */
const publishes = (facts: Facts): boolean => ["journalist", "public"].includes(facts.recipient.class);

/** What speaks against showing `who` on one matter at this much: every clause of the consent rules, one by one. */
function spokenAgainst(
  { facts, at }: World,
  who: string,
  about: { item: string } | { account: string },
  shown: "redacted" | "clean" | "original",
): string[] {
  const against = new Set<string>();
  const minor = facts.grantors.find((g) => g.id === who)?.minor;

  let last: ConsentRecord[] = [];
  for (const r of facts.consents) {
    if (r.grantorId !== who) continue;
    if (r.purpose !== facts.purpose) continue;
    // Tomorrow's yes is none today. A no in hand is a no, whatever its clock says.
    if (r.answer === "given" && r.recordedAt.getTime() > at.getTime()) continue;
    const named: readonly string[] = "item" in about ? r.items : r.accounts;
    const wanted = "item" in about ? about.item : about.account;
    if (!r.everything && !named.includes(wanted)) continue;
    const newer = last.length === 0 ? 1 : r.recordedAt.getTime() - (last[0]?.recordedAt.getTime() ?? 0);
    if (newer > 0) last = [r];
    else if (newer === 0) last.push(r);
  }

  if (last.length === 0) against.add("never-asked");
  // Of words spoken at one instant a no silences the yes; each of several yeses must permit by itself.
  const noes = last.filter((r) => r.answer !== "given");
  for (const r of noes) against.add(r.answer);
  for (const r of noes.length > 0 ? [] : last) {
    if (r.until !== null && at.getTime() >= r.until.getTime()) against.add("expired");
    if (rank(r.form) < rank(shown)) against.add("form-exceeds-consent");
    if (r.recipients.kind === "named" && r.recipients.recipientId !== facts.recipient.id)
      against.add("recipient-not-covered");
    if (r.recipients.kind === "class" && r.recipients.class !== facts.recipient.class)
      against.add("recipient-not-covered");
    if (minor && r.capacity === "self") against.add("guardian-required");
  }
  if (minor && rank(shown) > rank(purposes[facts.purpose].mostForMinors)) against.add("minor-shown");
  if (minor && shown !== "redacted" && publishes(facts)) against.add("minor-shown");
  return [...against];
}

/**
 * Whether a region cannot be seen in what leaves. While there is no redaction in force, which is a gap of its own, the
 * region is judged by what the next redaction is to cover.
 */
function isHidden(it: Facts["items"][number], r: RegionFacts): boolean {
  if (it.form !== "redacted") return false;
  if (it.redaction === null || !it.redaction.current) return r.redact;
  return it.redaction.regionIds.includes(r.id);
}

/**
 * Everything that speaks against a disclosure, said naively: look at every item, every region, every person, and
 * write down each rule that is broken. It may leave if, and only if, nothing was written down.
 */
export function secondOpinion(world: World): { mayLeave: boolean; findings: string[] } {
  const { facts, at } = world;
  const findings = new Set<string>();
  const note = (...parts: string[]) => findings.add(parts.join(" "));

  if (facts.items.length === 0 && facts.accounts.length === 0) note("nothing-to-disclose");
  if (at.getTime() >= facts.until.getTime()) note("past-its-end");
  if (!purposes[facts.purpose].to.some((kind) => kind === facts.recipient.class)) note("recipient-outside-purpose");
  if (facts.decidedBy === null) note("second-person-required");
  if (facts.decidedBy === facts.proposedBy) note("second-person-required");

  for (const it of facts.items) {
    const exists = it.state === "ready" || (it.state === "refused" && it.form === "original");
    if (!exists) note("not-ready", it.id);
    if (!it.looked) note("nobody-looked", it.id);
    if (rank(it.form) > rank(purposes[facts.purpose].most)) note("form-exceeds-purpose", it.id);
    // Nobody makes an original smaller.
    const large = it.size === "full" || it.form === "original";
    if (large && (purposes[facts.purpose].largest !== "full" || publishes(facts))) note("size-exceeds-purpose", it.id);
    if (it.form === "redacted" && it.redaction === null) note("not-redacted", it.id);
    if (it.form === "redacted" && it.redaction !== null && !it.redaction.current) note("redaction-outdated", it.id);

    for (const r of it.regions) {
      const hidden = isHidden(it, r);
      if (it.form === "redacted" && it.redaction?.current && r.redact && !hidden) note("redaction-outdated", it.id, r.id);
      if (r.subject === null) note("unanswered-region", it.id, r.id);
      // Nobody has accepted it: whatever else stands there was not said by anybody.
      if (r.possible) note("unanswered-region", it.id, r.id);
      if (r.subject === "person" && r.grantorId === null) note("unanswered-region", it.id, r.id);
      // A body is somebody's.
      if (r.subject === "thing" && ["face", "tattoo"].includes(r.kind)) note("unanswered-region", it.id, r.id);
      if (r.subject === "bystander" && !hidden) note("bystander-shown", it.id, r.id);
      if (r.subject === "officer" && !hidden && (purposes[facts.purpose].officers !== "shown" || publishes(facts)))
        note("officer-shown", it.id, r.id);
    }

    for (const person of PEOPLE) {
      for (const r of it.regions) {
        if (r.subject !== "person" || r.grantorId !== person) continue;
        const shown = isHidden(it, r) ? "redacted" : it.form === "original" ? "original" : "clean";
        for (const why of spokenAgainst(world, person, { item: it.id }, shown)) note(why, it.id, person);
      }
    }
  }

  for (const a of facts.accounts) {
    if (!a.looked) note("nobody-looked", a.id);
    // A text names people by pseudonym, so it shows no more of them than a redacted picture does. Whoever gave the
    // account is one of them.
    for (const person of PEOPLE.filter((p) => p === a.author || a.mentions.includes(p)))
      for (const why of spokenAgainst(world, person, { account: a.id }, "redacted")) note(why, a.id, person);
  }

  return { mayLeave: findings.size === 0, findings: [...findings].toSorted() };
}
