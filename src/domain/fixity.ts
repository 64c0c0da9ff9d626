/** Every stored object is read anew within this many days: what a disk lost or somebody changed is known before it is asked for. */
export const READ_WITHIN_DAYS = 28;
const READINGS_A_DAY = 24;
const LEAST = 50;
const DAY = 24 * 3600_000;

export const fixityFaults = ["missing", "changed"] as const;
export type FixityFault = (typeof fixityFaults)[number];

type Read = { readonly name: string; readonly readAt: Date };

/**
 * What one reading, of those that are made every hour, goes over: what was never read, then what was read longest ago.
 * Never less than would be read in time, had every reading as much to do; few are read all at once.
 * @param named every object that there is
 * @param read those of them that were read before
 */
export function portion(named: readonly string[], read: readonly Read[], at: Date): string[] {
  const known = new Map(read.map(({ name, readAt }) => [name, readAt]));
  const enough = Math.max(LEAST, Math.ceil(named.length / (READ_WITHIN_DAYS * READINGS_A_DAY)));
  const fresh = named.filter((name) => !known.has(name));
  const old = named
    .filter((name) => known.has(name) && +at - +known.get(name)! >= DAY)
    .toSorted((a, b) => +known.get(a)! - +known.get(b)!);
  return [...fresh, ...old.slice(0, Math.max(0, enough - fresh.length))];
}
