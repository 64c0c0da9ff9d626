import fc from "fast-check";
import { expect, test } from "vitest";
import { drawnCircle, edge, WHO } from "../../tests/support/circles";
import { minute } from "../../tests/support/domain";
import {
  counted, hindrance, inGoodStanding, openOf, reviewOf, shortfalls, vet, withEdge, withoutWordOf, type Candidacy, type Circle,
} from "./vouching";

const HOUR = 3600_000;
const instant = fc.integer({ min: 0, max: 300 }).map((hours) => new Date(minute(0).getTime() + hours * HOUR));
const someone = fc.constantFrom(...WHO);
const asked = fc.record({
  circle: drawnCircle,
  at: instant,
  candidacy: fc.record({ candidateId: someone, passed: fc.boolean(), confirmedBy: someone }),
});

/** The rules once more, as they are told: by trying every way, without looking at how the domain does it. */
const naive = {
  good: ({ people, trust }: Circle, id: string) => {
    const it = people.get(id);
    return !!it && it.vetted && !it.suspended && !trust.reviews.some(({ member }) => member === id);
  },
  /** Whether a founder who is here is so many steps away at the most. */
  reaches: (circle: Circle, id: string, steps: number): boolean =>
    naive.good(circle, id) &&
    (circle.people.get(id)?.founder === true ||
      (steps > 0 && circle.trust.edges.some((e) => e.to === id && !e.fellAt && naive.reaches(circle, e.from, steps - 1)))),
  whys: (circle: Circle, { candidateId, passed, confirmedBy }: Candidacy, at: Date): string[] => {
    const { settings, trust } = circle;
    const standing = trust.edges.filter((e) => e.to === candidateId && !e.fellAt);
    const counting = standing.filter((e) => naive.reaches(circle, e.from, settings.longestChain - 1));
    const few = counting.length < settings.vouches + 1;
    const dropped = standing.some((e) => naive.good(circle, e.from) && !counting.includes(e));
    return [
      few && "vouches-missing",
      few && dropped && "chain-too-long",
      counting.some((e) => at.getTime() < e.at.getTime() + settings.coolingHours * HOUR) && "cooling-off",
      !passed && "course-not-passed",
      standing.some((e) => e.from === confirmedBy) && "third-person-required",
    ].filter((why) => why !== false);
  },
};

test("every rule that is not kept is named, and no other", () => {
  fc.assert(
    fc.property(asked, ({ circle, at, candidacy }) => {
      expect(shortfalls(circle, candidacy, at).map(({ why }) => why)).toEqual(naive.whys(circle, candidacy, at));
    }),
    { numRuns: 2000 },
  );
});

test("there is a proof exactly where no rule is broken, and it names enough different people", () => {
  fc.assert(
    fc.property(asked, ({ circle, at, candidacy }) => {
      const answer = vet(circle, candidacy, at);
      expect(answer.ok).toBe(naive.whys(circle, candidacy, at).length === 0);
      if (!answer.ok) return;
      const givers = circle.trust.edges.filter(({ id }) => answer.vetting.edges.includes(id)).map(({ from }) => from);
      expect(new Set([...givers, candidacy.confirmedBy]).size).toBeGreaterThanOrEqual(circle.settings.vouches + 2);
    }),
    { numRuns: 2000 },
  );
});

test("the word of somebody who was put out counts for nobody, and whoever was let in on it is asked to replace it in time", () => {
  fc.assert(
    fc.property(drawnCircle, someone, instant, (before, out, at) => {
      const people = new Map(before.people).set(out, { ...before.people.get(out)!, suspended: true });
      const circle = { ...before, people };
      const { trust, fell, under } = withoutWordOf(circle, out, at);
      expect(trust.edges.filter(({ from, fellAt }) => from === out && fellAt === null)).toEqual([]);
      expect(trust.edges.filter(({ from }) => from !== out)).toEqual(before.trust.edges.filter(({ from }) => from !== out));
      expect(reviewOf(trust, out)).toBeUndefined();
      for (const who of WHO.filter((each) => each !== out)) {
        const lost = fell.filter(({ to }) => to === who).length;
        const [was, now] = [reviewOf(before.trust, who), reviewOf(trust, who)];
        const asks = people.get(who)?.vetted && !people.get(who)?.suspended && lost > 0;
        if (!asks) expect([undefined, was]).toContainEqual(now);
        else {
          expect(now?.missing).toBe((was?.missing ?? 0) + lost);
          expect(under).toContainEqual(now);
          expect(+now!.due).toBe(was ? +was.due : +at + circle.settings.replaceDays * 24 * HOUR);
          expect(inGoodStanding({ ...circle, trust }, who)).toBe(false);
        }
      }
      // Nobody is brought back by asking twice.
      expect(withoutWordOf({ ...circle, trust }, out, at).fell).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

test("whoever may give their word stands well, is near enough, gives it once, and to no more people at once than may wait", () => {
  fc.assert(
    fc.property(drawnCircle, someone, someone, instant, (circle, from, to, at) => {
      if (hindrance(circle, from, to, at) !== null) return;
      expect(from).not.toBe(to);
      expect(naive.reaches(circle, from, circle.settings.longestChain - 1)).toBe(true);
      const given = edge(from, to, { at });
      const after = { ...circle, trust: withEdge(circle.trust, given) };
      expect(counted(after, to)).toContainEqual(given);
      expect(hindrance(after, from, to, at)).toBe("already-behind");
      if (!circle.people.get(to)?.vetted) expect(openOf(after, from, at).length).toBeLessThanOrEqual(circle.settings.openAtOnce);
    }),
    { numRuns: 2000 },
  );
});
