import * as z from "zod";
import { lastWords, type ConsentRecord } from "./consent";
import { featuresOf } from "./connection";
import { incidentKinds, type IncidentDetails } from "./incident";

/**
 * Counts for the reports of human-rights observers. Which incidents count is said by the people in them ({@link counts}); which
 * counts are given by {@link suppress}.
 */

/** A month, `YYYY-MM`. */
export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
/** Whole months, both of them counted. */
export const Period = z
  .strictObject({ from: Month, to: Month })
  .refine(({ from, to }) => from <= to, { path: ["to"], error: "nothing ends before it begins" })
  .refine((period) => monthsOf(period).length <= 120, { path: ["from"], error: "ten years at most" });
export type Period = z.infer<typeof Period>;

/**
 * Half a year: `2026-1` ends in June, `2026-2` in December.
 *
 * [Note: Half-years] Figures are of half-years that have ended, and of no other period. Of two that overlap, or of one that goes on, the
 * difference is a number that {@link suppress} never saw, and may be a small one; these share no month, so that nothing is left to subtract.
 */
export const HalfYear = z.string().regex(/^\d{4}-[12]$/);
export type HalfYear = z.infer<typeof HalfYear>;

export function periodOf(half: HalfYear): Period {
  const year = half.slice(0, 4);
  return half.endsWith("1") ? { from: `${year}-01`, to: `${year}-06` } : { from: `${year}-07`, to: `${year}-12` };
}
export const hasEnded = (half: HalfYear, at: Date): boolean => periodOf(half).to < at.toISOString().slice(0, 7);

/** Those of ten years that have ended, the newest first. */
export function endedHalfYears(at: Date): HalfYear[] {
  const years = Array.from({ length: 11 }, (_, back) => String(at.getUTCFullYear() - back).padStart(4, "0"));
  return years.flatMap((year) => [`${year}-2`, `${year}-1`]).filter((half) => hasEnded(half, at)).slice(0, 20);
}

export const monthOf = (start: string): string => start.slice(0, 7);
const after = (month: string): string => {
  const [year = 0, nth = 0] = month.split("-").map(Number);
  const [of, next] = nth === 12 ? [year + 1, 1] : [year, nth + 1];
  return `${String(of).padStart(4, "0")}-${String(next).padStart(2, "0")}`;
};
const LIFETIME = 1200;
/** Every month of a period, in order; of a longer one than a lifetime its beginning. */
export function monthsOf({ from, to }: { readonly from: string; readonly to: string }): string[] {
  const months: string[] = [];
  for (let month = from; month <= to && months.length <= LIFETIME; month = after(month)) months.push(month);
  return months;
}

/**
 * How many there were in each month from the first to the last; in each year where that would be more than three years' months, and in those years
 * alone in which there were any where it would be more than a lifetime's: one of them is a slip.
 */
export function overTime(starts: readonly string[]): { readonly time: string; readonly count: number }[] {
  const sorted = starts.toSorted();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return [];
  const months = monthsOf({ from: monthOf(first), to: monthOf(last) });
  const letters = months.length <= 36 ? 7 : 4;
  const listed = months.length > LIFETIME ? sorted : months;
  const times = [...new Set(listed.map((month) => month.slice(0, letters)))];
  return times.map((time) => ({ time, count: starts.filter((start) => start.startsWith(time)).length }));
}

/**
 * Whether an incident counts: there is somebody in it, and everybody in it (depicted, witness, or who wrote an account) has said yes to
 * `monitoring`, in force, for every thing about which they said anything of it, to whomever or to human-rights observers. A no,
 * *ask me again*, a yes to one recipient, one that has expired, and no answer leave it out.
 */
export function counts(people: readonly { readonly id: string }[], consents: readonly ConsentRecord[], at: Date): boolean {
  return people.length > 0 && people.every(({ id: grantorId }) => {
    const said = consents.filter((record) => record.grantorId === grantorId && record.purpose === "monitoring");
    const matters = [
      ...said.flatMap(({ items }) => items.map((item) => ({ item }))),
      ...said.flatMap(({ accounts }) => accounts.map((account) => ({ account }))),
    ];
    return matters.length > 0 && matters.every((matter) => {
      const words = lastWords(consents, { grantorId, purpose: "monitoring", matter, disclosureId: null }, at);
      return words.length > 0 && words.every((word) => isYes(word, at));
    });
  });
}

const isYes = ({ answer, until, recipients }: ConsentRecord, at: Date): boolean =>
  answer === "given" && (until === null || until > at) &&
  (recipients.kind === "any" || (recipients.kind === "class" && recipients.class === "human-rights-observer"));

/** Numbers below it are not given. */
export const LEAST = 5;

/** A number, or null where it is not given. */
export type Figure = number | null;

/**
 * Which of the counts of one table are given, beside the number of all incidents. None below five; and where those that are not
 * given make one to four together, or four each, the smallest of those that are left are not given either, so that no number follows from the rest: whoever knows
 * this rule, the total and all that is given can still not tell any of the others, unless all of them are nothing. Of fewer than five incidents nothing is given.
 * @param total of all incidents, which any of them may add up to
 * @param overlapping whether one incident may be in several counts: then what the total leaves of a count is a number of its own, and as small
 * a one is not told either
 */
export function suppress(counted: readonly number[], total: number, overlapping = false): Figure[] {
  if (total < LEAST) return counted.map(() => null);
  const tells = (count: number): boolean => overlapping && count < total && total - count < LEAST;
  const given = counted.map((count): Figure => (count < LEAST || tells(count) ? null : count));
  const low = counted.filter((count) => count < LEAST);
  const sum = low.reduce((all, count) => all + count, 0);
  // As many as they can be is told by their sum: each is four.
  if (sum === 0 || (sum >= LEAST && sum < low.length * (LEAST - 1))) return given;
  const smallest = Math.min(...given.filter((count) => count !== null));
  // Every one of them that is as small: which of several was chosen would tell that it is not the one below five.
  return given.map((count) => (count === smallest ? null : count));
}

export type Table = {
  /** Those of a list that everybody knows are all there; of places and forces, which nobody outside knows, only those whose number is given. */
  readonly rows: readonly { readonly name: string; readonly count: Figure }[];
  /** Something is not given. */
  readonly partly: boolean;
};

/** What is published of a period. */
export type Statistics = {
  readonly period: Period;
  readonly total: Figure;
  /** Incidents of the period in which not everybody said yes: no fact of them but this. */
  readonly leftOut: Figure;
  readonly kinds: Table;
  readonly months: Table;
  readonly places: Table;
  readonly forces: Table;
};

const tally = (names: readonly string[], of: readonly (readonly string[])[]): number[] =>
  names.map((name) => of.filter((all) => all.includes(name)).length);

const closed = (names: readonly string[], of: readonly (readonly string[])[], total: number, overlapping = false): Table => {
  const given = suppress(tally(names, of), total, overlapping);
  return { rows: names.map((name, at) => ({ name, count: given[at]! })), partly: given.includes(null) };
};

/** By key, so that one place that was typed in two ways is one; called as it was written first. */
const open = (of: readonly (readonly { readonly key: string; readonly text: string }[])[], total: number, overlapping = false): Table => {
  const called = new Map(of.flat().toReversed().map(({ key, text }) => [key, text]));
  const keys = [...called.keys()];
  const { rows, partly } = closed(keys, of.map((all) => all.map(({ key }) => key)), total, overlapping);
  const shown = rows.flatMap(({ name, count }) => (count === null ? [] : [{ name: called.get(name)!, count }]));
  return { rows: shown.toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1)), partly };
};

export type Counted = Pick<IncidentDetails, "start" | "place" | "kinds" | "forces">;

/** Forces are counted by service where no unit was named: here a number is of many, and connects nothing. */
const forcesOf = (incident: Counted) =>
  incident.forces.flatMap(({ service, unit }) => {
    const text = [unit, service].map((part) => part.trim()).filter((part) => part !== "").join(", ");
    return text === "" ? [] : [{ key: text.toLowerCase(), text }];
  });

/** @param incidents of the period, that count */
export function statistics(period: Period, incidents: readonly Counted[], leftOut: number): Statistics {
  const total = incidents.length;
  const features = incidents.map(({ place, kinds, forces }) => featuresOf({ place, kinds, forces }));
  return {
    period,
    total: total < LEAST ? null : total,
    leftOut: leftOut < LEAST ? null : leftOut,
    kinds: closed(incidentKinds, incidents.map(({ kinds }) => kinds), total, true),
    months: closed(monthsOf(period), incidents.map(({ start }) => [monthOf(start)]), total),
    places: open(features.map((all) => all.filter(({ kind }) => kind === "place")), total),
    forces: open(incidents.map(forcesOf), total, true),
  };
}
