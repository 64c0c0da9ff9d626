/**
 * Regroup bits, most significant first, as bech32 and Crockford's base 32 do.
 * @returns null where groups are left over that hold more than padding, or padding that is not zero
 */
export function regroup(values: Iterable<number>, from: number, to: number, pad: boolean): number[] | null {
  const out: number[] = [];
  let held = 0;
  let count = 0;
  for (const value of values) {
    held = ((held << from) | value) & 0xffff;
    count += from;
    while (count >= to) {
      count -= to;
      out.push((held >> count) & ((1 << to) - 1));
    }
  }
  const rest = held & ((1 << count) - 1);
  if (pad) return count > 0 ? [...out, rest << (to - count)] : out;
  return count >= from || rest !== 0 ? null : out;
}
