import * as fc from "fast-check";
import { expect, test } from "vitest";
import { placeOf } from "./connection";
import type { IncidentKind } from "./incident";
import { endedHalfYears, HalfYear, LEAST, monthOf, monthsOf, periodOf, statistics, type Counted, type Period, type Statistics } from "./statistics";

/**
 * Whoever has every table that was ever given, of all periods of which there are figures, knows the rules, and adds and subtracts. What is
 * counted are unknowns, one for each month and name; each figure that is given is the sum of some; a small number is told where
 * it is a combination of such sums.
 */
const span: Period = { from: "2025-01", to: "2026-06" };
const months = monthsOf(span);
const places = ["The bridge", "The camp", "The port"];
const kinds = ["eviction", "beating", "tear-gas"] as const satisfies readonly IncidentKind[];
const services = ["Police", "Gendarmerie"];

/** Whole numbers below it are calculated with exactly; what sums of ones tell modulo so large a prime they tell. */
const PRIME = 67_108_859;
const modulo = (value: number): number => ((value % PRIME) + PRIME) % PRIME;
function inverse(value: number): number {
  let [result, base] = [1, modulo(value)];
  for (let power = PRIME - 2; power > 0; power = Math.floor(power / 2), base = (base * base) % PRIME) if (power % 2 === 1) result = (result * base) % PRIME;
  return result;
}

/** What is known, as rows of which each begins, with a one, where no other does. */
class Known {
  readonly #rows = new Map<number, number[]>();
  #left(sum: readonly number[]): number[] {
    const left = [...sum];
    for (let at = 0; at < left.length; at += 1) {
      const row = left[at] === 0 ? undefined : this.#rows.get(at);
      if (!row) continue;
      const times = left[at]!;
      for (let on = at; on < left.length; on += 1) if (row[on] !== 0) left[on] = modulo(left[on]! - times * row[on]!);
    }
    return left;
  }
  learn(sum: readonly number[]): void {
    const left = this.#left(sum);
    const first = left.findIndex((value) => value !== 0);
    if (first === -1) return;
    const by = inverse(left[first]!);
    this.#rows.set(first, left.map((value) => (value * by) % PRIME));
  }
  tells = (sum: readonly number[]): boolean => this.#left(sum).every((value) => value === 0);
}

type World = readonly Counted[];
/** Every incident, whatever it is called: what a count leaves of all is a number as well. */
const ANY = "any";
type Names = { readonly all: readonly string[]; readonly of: (incident: Counted) => readonly string[]; readonly table: "kinds" | "places" | "forces" };
const byPlace: Names = { all: places, of: (one) => [placeOf(one).text], table: "places" };
const byKind: Names = { all: kinds, of: (one) => one.kinds, table: "kinds" };
const byForce: Names = { all: services, of: ({ forces }) => forces.map(({ service }) => service), table: "forces" };

/** Which unknowns are summed, over some months and names. */
const sumOf = (names: Names, { from, to }: Period, of: readonly string[]): number[] =>
  months.flatMap((month) => [...names.all, ANY].map((name) => (from <= month && month <= to && of.includes(name) ? 1 : 0)));
const leftOf = (names: Names, period: Period, name: string): number[] => {
  const [all, one] = [sumOf(names, period, [ANY]), sumOf(names, period, [name])];
  return all.map((sum, at) => sum - one[at]!);
};

const within = (world: World, { from, to }: Period): World => world.filter(({ start }) => from <= monthOf(start) && monthOf(start) <= to);
/** Of a place each incident is of one, so that all of them are a sum of these too. */
function learned(names: Names, tables: readonly Statistics[]): Known {
  const known = new Known();
  for (const { period, total, months: ofMonths, [names.table]: { rows } } of tables) {
    for (const { name, count } of rows) if (count !== null) known.learn(sumOf(names, period, [name]));
    const whole = names === byPlace ? names.all : [ANY];
    if (total !== null) known.learn(sumOf(names, period, whole));
    for (const { name, count } of ofMonths.rows) if (count !== null) known.learn(sumOf(names, { from: name, to: name }, whole));
  }
  return known;
}

const every = (all: readonly string[]): string[][] => all.reduce<string[][]>((sets, name) => [...sets, ...sets.map((set) => [...set, name])], [[]]).slice(1);
const stretches = months.flatMap((from, at) => months.slice(at).map((to): Period => ({ from, to })));

/** The small numbers that somebody can work out of these tables: over any months that follow each other, and any names together. */
function toldOf(world: World, tables: readonly Statistics[]): string[] {
  return [byPlace, byKind, byForce].flatMap((names) => {
    const known = learned(names, tables);
    const wanted = names === byPlace ? every(names.all) : names.all.map((name) => [name]);
    const isSmall = (count: number) => count > 0 && count < LEAST;
    return stretches.flatMap((period) => {
      const all = within(world, period);
      const counted = wanted.flatMap((of) => {
        const count = all.filter((one) => names.of(one).some((name) => of.includes(name))).length;
        return isSmall(count) && known.tells(sumOf(names, period, of)) ? [`${count} ${of.join(", ")} ${period.from} ${period.to}`] : [];
      });
      const left = names === byPlace ? [] : names.all.flatMap((name) => {
        const count = all.filter((one) => !names.of(one).includes(name)).length;
        return isSmall(count) && known.tells(leftOf(names, period, name)) ? [`${count} not ${name} ${period.from} ${period.to}`] : [];
      });
      return [...counted, ...left];
    });
  });
}

const given = (world: World, period: Period): Statistics => statistics(period, within(world, period), 0);
const worlds = fc.array(
  fc.record({
    start: fc.constantFrom(...months).map((month) => `${month}-07T08:00`), place: fc.constantFrom(...places),
    kinds: fc.subarray([...kinds], { minLength: 1 }),
    forces: fc.subarray([...services]).map((some) => some.map((service) => ({ service, unit: "", officers: null, plates: [], numbers: [] }))),
  }),
  { maxLength: 140, size: "max" },
);

test("no small number is told by all figures that there are, however they are added up and subtracted", () => {
  const periods = endedHalfYears(new Date("2026-07-01T00:00:00Z")).map(periodOf);
  let some = 0;
  fc.assert(fc.property(worlds, (world) => {
    const tables = periods.map((period) => given(world, period));
    some += tables.filter(({ total }) => total !== null).length;
    expect(toldOf(world, tables)).toEqual([]);
  }), { numRuns: 60 });
  expect(some).toBeGreaterThan(60);
});

test("of two periods of which one is a month longer that month is told: there are no figures of such", () => {
  const at = (month: string, times: number) => Array.from({ length: times }, (): Counted => ({ start: `${month}-07T08:00`, place: places[0]!, kinds: ["eviction"], forces: [] }));
  const world = [...at("2025-01", 9), ...at("2025-02", 2)];
  const [longer, shorter] = [{ from: "2025-01", to: "2025-02" }, { from: "2025-01", to: "2025-01" }];
  expect(toldOf(world, [given(world, longer)])).toEqual([]);
  expect(toldOf(world, [given(world, longer), given(world, shorter)])).toContain("2 The bridge 2025-02 2025-02");
});

test("there are figures of half-years that have ended, which share no month", () => {
  const halves = endedHalfYears(new Date("2026-06-30T23:59:59Z"));
  expect([halves[0], halves.at(-1), halves.length]).toEqual(["2025-2", "2016-1", 20]);
  expect(endedHalfYears(new Date("2026-07-01T00:00:00Z"))[0]).toBe("2026-1");
  const all = halves.flatMap((half) => monthsOf(periodOf(half)));
  expect([new Set(all).size, all.length]).toEqual([120, 120]);
  for (const none of ["2026-01", "2026-3", "2026", "2026-1/2026-2"]) expect(HalfYear.safeParse(none).success).toBe(false);
});
