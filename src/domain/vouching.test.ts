import { describe, expect, test } from "vitest";
import { candidate, circleOf, edge, founder, HOURS, person, simplest, WHO } from "../../tests/support/circles";
import { minute } from "../../tests/support/domain";
import { FOUNDERS_MOST, FOUNDING_MS, isFounding } from "./founding";
import {
  distances, hindrance, introductionEnds, openOf, presets, reviewOf, shortfalls, vet, withEdge, withinBounds, withoutWordOf,
} from "./vouching";

const [maya = "", nour = "", sam = "", lea = "", odd = "", kim = ""] = WHO;
const hours = (n: number): Date => minute(1 + n * HOURS);
const whys = (...asked: Parameters<typeof shortfalls>) => shortfalls(...asked).map(({ why }) => why);

describe("a candidate", () => {
  const { circle, newcomer } = simplest();
  const candidacy = { candidateId: newcomer, passed: true, confirmedBy: lea };

  test("may be confirmed from 72 hours after the last vouch on, and not a moment before", () => {
    const just = hours(72);
    expect(shortfalls(circle, candidacy, new Date(just.getTime() - 1))).toEqual([{ why: "cooling-off", until: just }]);
    const answer = vet(circle, candidacy, just);
    expect(answer.ok && answer.vetting).toMatchObject({ candidateId: newcomer, confirmedBy: lea, at: just });
  });

  test("is confirmed by nobody who stands behind them", () => {
    for (const confirmedBy of [maya, nour])
      expect(whys(circle, { ...candidacy, confirmedBy }, hours(100))).toEqual(["third-person-required"]);
  });

  test("needs the introduction, the vouch and the course, each of them", () => {
    expect(whys(circle, { ...candidacy, passed: false }, hours(100))).toEqual(["course-not-passed"]);
    for (const { id } of circle.trust.edges) {
      const edges = circle.trust.edges.filter((each) => each.id !== id);
      expect(shortfalls({ ...circle, trust: { edges, reviews: [] } }, candidacy, hours(100))).toEqual([
        { why: "vouches-missing", have: 1, need: 2 },
      ]);
    }
  });

  test("is asked for as many vouches as the instance has chosen", () => {
    expect(shortfalls(simplest({ settings: { vouches: 3 } }).circle, candidacy, hours(100))).toEqual([
      { why: "vouches-missing", have: 2, need: 4 },
    ]);
  });

  test("loses a vouch whose giver is put out, and gains nothing by their coming back", () => {
    const people = new Map(circle.people).set(nour, { ...founder, suspended: true });
    expect(whys({ ...circle, people }, candidacy, hours(100))).toEqual(["vouches-missing"]);
    const { trust, under } = withoutWordOf({ ...circle, people }, nour, hours(2));
    expect(under).toEqual([]);
    expect(whys({ ...circle, trust }, candidacy, hours(100))).toEqual(["vouches-missing"]);
  });
});

describe("a chain", () => {
  /** maya introduced sam, who introduced lea, who introduced odd; nour vouches for each of them. */
  const chain = [edge(maya, sam), edge(sam, lea), edge(lea, odd)];
  const people = { [maya]: founder, [sam]: person(), [lea]: person(), [odd]: candidate, [kim]: person() };

  test("is measured from the founders, and is not too long by a step", () => {
    const circle = circleOf(people, [...chain, edge(sam, odd)], { settings: { longestChain: 3 } });
    expect([...distances(circle)]).toEqual([[maya, 0], [sam, 1], [lea, 2]]);
    const candidacy = { candidateId: odd, passed: true, confirmedBy: kim };
    expect(whys(circle, candidacy, hours(100))).toEqual([]);
    const shorter = { ...circle, settings: { ...circle.settings, longestChain: 2 } };
    expect(whys(shorter, candidacy, hours(100))).toEqual(["vouches-missing", "chain-too-long"]);
    expect(hindrance(shorter, lea, null, hours(1))).toBe("too-far-from-founders");
  });

  test("of people who only stand behind each other leads to nobody", () => {
    const circle = circleOf(people, [edge(sam, lea), edge(lea, sam), edge(sam, kim), edge(kim, lea)]);
    expect([...distances(circle).keys()]).toEqual([maya]);
    expect(hindrance(circle, sam, odd, hours(1))).toBe("too-far-from-founders");
  });

  test("breaks where somebody in it is put out, and whoever is under review lets nobody in", () => {
    const out = new Map(Object.entries({ ...people, [maya]: { ...founder, suspended: true } }));
    const circle = { ...circleOf(people, chain), people: out };
    const { trust, under } = withoutWordOf(circle, maya, hours(0));
    expect(under).toEqual([{ member: sam, due: hours(14 * 24), missing: 1 }]);
    expect(hindrance({ ...circle, trust }, sam, null, hours(1))).toBe("not-in-good-standing");
    // lea was introduced by sam, who cannot be held up by whom they hold up.
    expect(hindrance({ ...circle, trust }, lea, sam, hours(1))).toBe("too-far-from-founders");
  });
});

describe("a member's word", () => {
  const people = { [maya]: founder, [nour]: founder, [sam]: candidate, [lea]: person() };

  test("is given to three people who wait at once, and for a link only as long as it is open", () => {
    const links = [1, 2, 3].map((n) => edge(maya, `${n}${sam.slice(1)}`, { kind: "introduction", at: hours(0) }));
    const circle = circleOf(people, links);
    expect(openOf(circle, maya, new Date(introductionEnds(hours(0)).getTime() - 1))).toHaveLength(3);
    expect(hindrance(circle, maya, null, hours(1))).toBe("too-many-open");
    expect(hindrance(circle, maya, sam, hours(1))).toBe("too-many-open");
    expect(hindrance(circle, maya, null, introductionEnds(hours(0)))).toBeNull();
  });

  test("replaces one that fell whoever else is waiting, and ends a review with the last that was missing", () => {
    const reviews = [{ member: lea, due: hours(9), missing: 2 }];
    const waiting = circleOf(people, [], { reviews, settings: { openAtOnce: 1 } });
    const once = withEdge(waiting.trust, edge(maya, lea));
    expect(reviewOf(once, lea)?.missing).toBe(1);
    expect(reviewOf(withEdge(once, edge(nour, lea)), lea)).toBeUndefined();
    const busy = { ...waiting, trust: withEdge(waiting.trust, edge(maya, sam)) };
    expect(hindrance(busy, maya, lea, hours(1))).toBeNull();
  });

  test("is not for oneself, and not twice for one", () => {
    const circle = circleOf(people, [edge(maya, sam)]);
    expect(hindrance(circle, maya, maya, hours(1))).toBe("not-for-oneself");
    expect(hindrance(circle, maya, sam, hours(1))).toBe("already-behind");
    expect(hindrance(circle, sam, lea, hours(1))).toBe("not-in-good-standing");
  });
});

test("a setting has its bounds, and every preset is within them", () => {
  expect(Object.entries(presets)).toEqual([
    ["vouches", 1], ["coolingHours", 72], ["openAtOnce", 3], ["longestChain", 5], ["replaceDays", 14],
    ["evidenceDays", 1095], ["reportDays", 365], ["consentDays", 1095], ["openingDays", 365],
    ["requestDays", 1095], ["manifestDays", 365], ["disclosureDays", 1095], ["recipientDays", 1095], ["sessionDays", 90],
  ]);
  expect(withinBounds("vouches", 0)).toBe(false);
  expect(withinBounds("coolingHours", 23)).toBe(false);
  expect(withinBounds("coolingHours", 24.5)).toBe(false);
  expect(withinBounds("replaceDays", 3)).toBe(true);
});

test("a founding lasts until it is ended, complete or old, and an end stands", () => {
  const begun = { startedAt: minute(0), founders: 1, endedAt: null };
  const last = new Date(minute(0).getTime() + FOUNDING_MS);
  expect(isFounding({ ...begun, startedAt: null, founders: 0 }, new Date(8e15))).toBe(true);
  expect(isFounding(begun, new Date(last.getTime() - 1))).toBe(true);
  expect(isFounding(begun, last)).toBe(false);
  expect(isFounding({ ...begun, founders: FOUNDERS_MOST }, minute(1))).toBe(false);
  expect(isFounding({ ...begun, endedAt: minute(1) }, minute(0))).toBe(false);
});
