import type { timePrecisions } from "./incident";

/**
 * When what happened, as far as anything says. Each line has where it is from and how sure that is. Instants of ours are the server's clock;
 * times of the report are a wall's clock where it happened, and nobody knows which instant that was.
 */

/** By the server's clock; or as somebody remembers it: exactly, about, or by the day. */
export const surenesses = ["clock", "exact", "about", "day"] as const;
export type Sureness = (typeof surenesses)[number];

export type Moment = {
  readonly what: "began" | "ended" | "account" | "photo" | "reported";
  readonly sure: Sureness;
} & ({ readonly wall: string } | { readonly at: Date; readonly count: number });

type Known = {
  readonly start: string;
  readonly end: string | null;
  readonly precision: (typeof timePrecisions)[number];
  readonly reportedAt: Date;
  readonly accounts: readonly { readonly createdAt: Date }[];
  readonly items: readonly { readonly receivedAt: Date }[];
};

/** Photos that came in within so long of each other came in together. */
const TOGETHER_MS = 10 * 60_000;

/** @returns groups, each by its first instant, in order */
function grouped(instants: readonly Date[]): { at: Date; count: number }[] {
  const groups: { at: Date; last: Date; count: number }[] = [];
  for (const at of instants.toSorted((a, b) => +a - +b)) {
    const group = groups.at(-1);
    if (group && +at - +group.last <= TOGETHER_MS) [group.last, group.count] = [at, group.count + 1];
    else groups.push({ at, last: at, count: 1 });
  }
  return groups.map(({ at, count }) => ({ at, count }));
}

/** What the report says first, then what our clock saw, in its order: the two clocks are compared by nobody but the reader. */
export function timeline({ start, end, precision, reportedAt, accounts, items }: Known): Moment[] {
  const ours: (Moment & { readonly at: Date })[] = [
    { what: "reported", sure: "clock", at: reportedAt, count: 1 },
    ...grouped(items.map(({ receivedAt }) => receivedAt)).map((group) => ({ what: "photo" as const, sure: "clock" as const, ...group })),
    ...accounts.map(({ createdAt: at }) => ({ what: "account" as const, sure: "clock" as const, at, count: 1 })),
  ];
  return [
    { what: "began", sure: precision, wall: start },
    ...(end === null ? [] : [{ what: "ended" as const, sure: precision, wall: end }]),
    ...ours.toSorted((a, b) => +a.at - +b.at),
  ];
}
