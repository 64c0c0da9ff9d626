/** Shares and their 95 % intervals. */

export type Interval = { readonly value: number; readonly low: number; readonly high: number };

const Z = 1.959964;

/** Wilson's score interval of `hits` in `tries`. Hits may be fractions: a random choice among equals, a mean over several seeds. */
export function wilson(hits: number, tries: number): Interval {
  const share = hits / tries;
  const denominator = 1 + Z ** 2 / tries;
  const middle = (share + Z ** 2 / (2 * tries)) / denominator;
  const half = (Z / denominator) * Math.sqrt((share * (1 - share)) / tries + Z ** 2 / (4 * tries ** 2));
  return { value: share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

const RESAMPLES = 4000;

/** Bootstrap over people, whose pictures are not independent: `groups` holds one list of numbers a person. The same for the same numbers. */
export function bootstrap(groups: readonly (readonly number[])[]): Interval {
  let state = 1;
  // MINSTD (Park and Miller): products stay below 2^53.
  const next = () => {
    state = (state * 48_271) % 0x7fffffff;
    return state / 0x7fffffff;
  };
  const sums = groups.map((group) => [group.reduce((sum, value) => sum + value, 0), group.length] as const);
  const mean = (of: readonly (readonly [number, number])[]) =>
    of.reduce((sum, [part]) => sum + part, 0) / of.reduce((sum, [, count]) => sum + count, 0);
  const means = Array.from({ length: RESAMPLES }, () => mean(sums.map(() => sums[Math.floor(next() * sums.length)]!))).toSorted((a, b) => a - b);
  return { value: mean(sums), low: means[Math.floor(RESAMPLES * 0.025)]!, high: means[Math.floor(RESAMPLES * 0.975)]! };
}
