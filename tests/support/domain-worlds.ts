import * as fc from "fast-check";
import {
  answers, capacities, purposeNames, purposes, recipientClasses,
  type Answer, type Capacity, type ConsentRecord, type GivenForm, type Purpose, type RecipientClass, type Recipients,
  type Size,
} from "~/domain/consent";
import type { Facts } from "~/domain/disclosure";
import { regionKinds, type ItemId, type RegionFacts } from "~/domain/evidence";
import { holdGrounds, type Holding } from "~/domain/hold";
import type { WordsForm } from "~/domain/words";
import {
  ACCOUNTS, DISCLOSURES, ITEMS, MEMBERS, NOW, PEOPLE, RECIPIENTS, consent, minute, redactionId, regionId, uuid,
} from "./domain";

/** Small worlds in which disclosures are decided. */

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
    arbitrary: fc.constantFrom(...DISCLOSURES).map((disclosureId): Recipients => ({ kind: "disclosure", disclosureId })),
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

/**
 * What was said, as a record that its schema admits: a yes to something within its purpose, a no without a form, and to
 * one disclosure a yes or a no.
 */
function asRecord(said: Said): ConsentRecord {
  const general = said.answer === "withdrawn" || said.answer === "ask-again";
  if (said.recipients.kind === "disclosure" && general) return asRecord({ ...said, recipients: { kind: "any" } });
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

const hold = fc.record({ ground: fc.constantFrom(...holdGrounds), until: often([3, minute(60)], [1, minute(6)]) });

const holding = (free: number): fc.Arbitrary<Holding[]> =>
  fc.oneof(
    { weight: free, arbitrary: fc.constant<Holding[]>([]) },
    { weight: 2, arbitrary: fc.array(hold, { minLength: 1, maxLength: 2 }) },
  );

const item = fc.record({
  form: often<GivenForm>([7, "redacted"], [5, "clean"], [1, "original"]),
  size: often<Size>([7, "reduced"], [3, "full"]),
  state: often([50, "ready"], [1, "received"], [1, "refused"]),
  looked: often([40, true], [1, false]),
  checked: often([40, true], [1, false]),
  regions: fc.array(region, { maxLength: 2 }),
  redaction: often([30, "apt"], [1, "none"], [1, "outdated"], [1, "one-missing"]),
  held: holding(12),
  toGo: often([20, false], [1, true]),
});

const account = fc.record({
  author: fc.constantFrom(...PEOPLE),
  form: often<WordsForm>([3, "redacted"], [1, "clean"]),
  looked: often([25, true], [1, false]),
  mentions: fc.subarray([...PEOPLE], { maxLength: 1 }),
  held: holding(18),
  toGo: often([25, false], [1, true]),
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

/** The same world, but for this. */
export const differently = ({ facts, at }: World, over: Partial<Facts>): World => ({ facts: { ...facts, ...over }, at });

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
      officersGround: often<string | null>([4, null], [1, "6".repeat(64)]),
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
        { weight: 4, arbitrary: fc.constant<ConsentRecord[]>([]) },
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
          disclosureId: DISCLOSURES[0],
          purpose,
          recipient: drawn.recipient,
          proposedBy: MEMBERS[0],
          decidedBy: drawn.decidedBy,
          officersGround: drawn.officersGround,
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
              checked: it.checked,
              held: it.held,
              toGo: it.toGo,
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
