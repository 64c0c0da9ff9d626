import fc from "fast-check";
import { presets, type Circle, type Edge, type Person, type Settings } from "~/domain/vouching";
import { minute, uuid } from "./domain";

/** Small circles of people who stand behind each other, written by hand or drawn by chance. */

export const WHO = Array.from({ length: 6 }, (_, n) => uuid(11, n));
const [MAYA = "", NOUR = ""] = WHO;
export const HOURS = 60;

let count = 0;
export const edge = (from: string, to: string, over: Partial<Edge> = {}): Edge => ({
  id: uuid(12, (count += 1)), kind: "vouch", from, to, at: minute(1), fellAt: null, nonce: "0".repeat(32), ...over,
});
export const person = (over: Partial<Person> = {}): Person => ({ vetted: true, suspended: false, founder: false, ...over });
export const founder = person({ founder: true });
export const candidate = person({ vetted: false });

export const circleOf = (
  people: Readonly<Record<string, Person>>,
  edges: readonly Edge[],
  over: { settings?: Partial<Settings>; reviews?: Circle["trust"]["reviews"] } = {},
): Circle => ({
  people: new Map(Object.entries(people)),
  trust: { edges: [...edges], reviews: over.reviews ?? [] },
  settings: { ...presets, ...over.settings },
});

/** Two founders stand behind one candidate. */
export const simplest = (over: Parameters<typeof circleOf>[2] = {}): { circle: Circle; newcomer: string } => {
  const newcomer = WHO[2] ?? "";
  const edges = [edge(MAYA, newcomer, { kind: "introduction", at: minute(0) }), edge(NOUR, newcomer)];
  return { circle: circleOf({ [MAYA]: founder, [NOUR]: founder, [newcomer]: candidate }, edges, over), newcomer };
};

const someone = fc.constantFrom(...WHO);
const drawnPerson = fc.record({
  vetted: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  suspended: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  founder: fc.boolean(),
});
const drawnEdge = fc
  .record({
    from: someone, to: someone, kind: fc.constantFrom<Edge["kind"]>("introduction", "vouch"),
    at: fc.integer({ min: 0, max: 5 }).map((n) => new Date(minute(0).getTime() + n * 24 * HOURS * 60_000)),
    fell: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  })
  .filter(({ from, to }) => from !== to);

export const drawnCircle = fc
  .record({
    people: fc.tuple(...WHO.map(() => drawnPerson)),
    edges: fc.uniqueArray(drawnEdge, { maxLength: 14, selector: ({ from, to }) => `${from} ${to}` }),
    reviewed: fc.subarray([...WHO], { maxLength: 2 }),
    settings: fc.record({
      vouches: fc.integer({ min: 1, max: 2 }), coolingHours: fc.constantFrom(24, 72), openAtOnce: fc.integer({ min: 1, max: 3 }),
      longestChain: fc.integer({ min: 1, max: 4 }), replaceDays: fc.constantFrom(3, 14),
    }),
  })
  .map(({ people, edges, reviewed, settings }) =>
    circleOf(
      Object.fromEntries(people.map((each, n) => [WHO[n] ?? "", each])),
      edges.map(({ fell, ...rest }) => edge(rest.from, rest.to, { ...rest, fellAt: fell ? minute(9) : null })),
      { settings, reviews: reviewed.map((member) => ({ member, due: minute(50), missing: 1 })) },
    ),
  );
