import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compare, unmet } from "../../tests/consent/compare";
import { cleared, judged } from "../../tests/support/disclosures";
import { PEOPLE } from "../../tests/support/domain";
import { differently, worlds } from "../../tests/support/domain-worlds";
import { secondOpinion } from "../../tests/support/second-opinion";
import { ConsentRecord, purposes, recipientClasses, type GivenForm, type Size } from "./consent";
import { clear, gapCodes } from "./disclosure";
import { Region, regionKinds, subjects } from "./evidence";

const inAnyOrder = <T>(some: readonly T[]) =>
  fc.shuffledSubarray([...some], { minLength: some.length, maxLength: some.length });

describe("in any world", () => {
  test("clear agrees with a naive reading of the rules, to the last gap, and the worlds reach every one of them", () => {
    // So many that no bound below is within five standard deviations of what they have: no seed meets one by chance.
    const figures = compare({ runs: 10_000, seed: Date.now() });
    const { worlds: seen, sound, soundWithPeople, met, alone, disagreement } = figures;
    expect(disagreement).toBeNull();
    expect(sound / seen).toBeGreaterThan(0.2);
    expect(sound / seen).toBeLessThan(0.5);
    expect(soundWithPeople / seen).toBeGreaterThan(0.12);
    expect(unmet(figures)).toEqual([]);
    expect(gapCodes.filter((why) => (met.get(why) ?? 0) / seen < 0.01)).toEqual([]);
    // Each reason shuts the door by itself as well, without another that would have done so anyway.
    expect(gapCodes.filter((why) => (alone.get(why) ?? 0) < 5)).toEqual([]);
  });

  test("clear agrees even about regions that no schema would have let in", () => {
    const wild = fc.record({
      kind: fc.constantFrom(...regionKinds),
      subject: fc.option(fc.constantFrom(...subjects)),
      grantorId: fc.option(fc.constantFrom(...PEOPLE)),
      redact: fc.boolean(),
      possible: fc.boolean(),
    });
    let shut = 0;
    fc.assert(
      fc.property(worlds, fc.array(wild, { minLength: 1, maxLength: 4 }), (world, regions) => {
        const items = world.facts.items.map((item) => ({
          ...item,
          regions: item.regions.map((region, n) => ({ ...region, ...regions[n % regions.length] })),
        }));
        const strange = differently(world, { items });
        expect(judged(strange)).toEqual(secondOpinion(strange).findings);
        if (cleared(world) && !cleared(strange)) shut += 1;
      }),
      { numRuns: 1000 },
    );
    expect(shut).toBeGreaterThan(50);
  });

  test("the worlds hold nothing that the schemas would not let in", () => {
    fc.assert(
      fc.property(worlds, ({ facts }) => {
        for (const record of facts.consents) expect(ConsentRecord.safeParse(record).error).toBeUndefined();
        for (const region of facts.items.flatMap((item) => item.regions))
          expect(
            Region.safeParse({ ...region, x: 0, y: 0, width: 1, height: 1, origin: "detector" }).error,
          ).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  test("a clearance names exactly what was asked for", () => {
    fc.assert(
      fc.property(worlds, ({ facts, at }) => {
        const answer = clear(facts, at);
        fc.pre(answer.ok);
        expect(answer).toEqual({
          ok: true,
          clearance: {
            disclosureId: facts.disclosureId,
            items: facts.items.map(({ id, form, size, redaction }) => ({
              id, form, size, redactionId: form === "redacted" ? redaction?.id : null,
            })),
            accounts: facts.accounts.map(({ id, form }) => ({ id, form })),
            decidedBy: facts.decidedBy,
            at,
          },
        });
      }),
    );
  });

  test("what does not leave in a less revealing form does not leave in a more revealing one", () => {
    const ladder: readonly GivenForm[] = ["redacted", "clean", "original"];
    const ofRedactions = new Set(["not-redacted", "redaction-outdated"]);
    let narrowed = 0;
    fc.assert(
      fc.property(worlds, (world) => {
        const inForm = (form: GivenForm) =>
          judged(differently(world, { items: world.facts.items.map((item) => ({ ...item, form })) }));
        const [redacted = [], clean = [], original = []] = ladder.map(inForm);
        const lasting = redacted.filter((found) => !ofRedactions.has(found.split(" ")[0] ?? ""));
        // Not the outcome alone: each reason against the lesser form is a reason against the greater.
        expect(clean).toEqual(expect.arrayContaining(lasting));
        // What is only kept sealed lacks its lesser forms, which is no reason against the one that it has.
        const lacking = world.facts.items.filter(({ state }) => state === "refused").map(({ id }) => `not-ready ${id}`);
        expect(original).toEqual(expect.arrayContaining(clean.filter((found) => !lacking.includes(found))));
        if (lasting.length === 0 && clean.length > 0) narrowed += 1;
      }),
      { numRuns: 2000 },
    );
    expect(narrowed).toBeGreaterThan(0);
  });

  test("what does not leave reduced does not leave in full, for the same reasons and at most one more", () => {
    let largest = 0;
    fc.assert(
      fc.property(worlds, (world) => {
        const at = (size: Size) =>
          judged(differently(world, { items: world.facts.items.map((item) => ({ ...item, size })) }));
        const [reduced, full] = [at("reduced"), at("full")];
        expect(full.filter((found) => !found.startsWith("size-exceeds-purpose"))).toEqual(
          reduced.filter((found) => !found.startsWith("size-exceeds-purpose")),
        );
        expect(full).toEqual(expect.arrayContaining(reduced));
        if (reduced.length === 0 && full.length > 0) largest += 1;
      }),
      { numRuns: 1000 },
    );
    expect(largest).toBeGreaterThan(20);
  });

  test("uncovering a region opens nothing", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const uncovered = differently(world, {
          items: world.facts.items.map((item) => ({
            ...item,
            redaction: item.redaction && { ...item.redaction, regionIds: item.redaction.regionIds.slice(1) },
          })),
        });
        expect(cleared(world) || !cleared(uncovered)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test("the order in which facts are read changes nothing", () => {
    const shuffled = worlds.chain((world) => {
      const { items, accounts, grantors, consents } = world.facts;
      return fc
        .record({
          items: inAnyOrder(items.map((item) => ({ ...item, regions: item.regions.toReversed() }))),
          accounts: inAnyOrder(accounts.map((a) => ({ ...a, mentions: a.mentions.toReversed() }))),
          grantors: inAnyOrder(grantors),
          consents: inAnyOrder(consents),
        })
        .map((over) => [world, differently(world, over)] as const);
    });
    fc.assert(
      fc.property(shuffled, ([world, same]) => {
        expect(judged(same)).toEqual(judged(world));
      }),
      { numRuns: 2000 },
    );
  });

  test("asking twice, or in vain, changes neither the answer nor the facts", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const before = structuredClone(world.facts);
        expect(judged(world)).toEqual(judged(world));
        expect(world.facts).toEqual(before);
      }),
      { numRuns: 200 },
    );
  });

  test("nothing leaves at or after its end", () => {
    fc.assert(
      fc.property(worlds, fc.nat({ max: 1e12 }), ({ facts }, later) => {
        expect(cleared({ facts, at: new Date(+facts.until + later) })).toBe(false);
      }),
    );
  });

  test("nobody clears what they proposed, and nothing clears undecided", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        expect(cleared(differently(world, { decidedBy: world.facts.proposedBy }))).toBe(false);
        expect(cleared(differently(world, { decidedBy: null }))).toBe(false);
      }),
    );
  });

  test("nothing goes to somebody whom its purpose is not for", () => {
    fc.assert(
      fc.property(worlds, fc.constantFrom(...recipientClasses), ({ facts, at }, kind) => {
        fc.pre(!purposes[facts.purpose].to.some((to) => to === kind));
        const elsewhere = { facts: { ...facts, recipient: { ...facts.recipient, class: kind } }, at };
        expect(judged(elsewhere)).toContain("recipient-outside-purpose");
      }),
      { numRuns: 500 },
    );
  });
});
