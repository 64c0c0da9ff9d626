/** Random numbers that a seed decides, so that a run can be done again as nearly as a busy machine allows. */
export class Chance {
  #state: number;

  constructor(readonly seed: number) {
    this.#state = seed >>> 0;
  }

  /** At least 0 and less than 1. Mulberry32, by Tommy Ettinger. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  upTo(most: number): number {
    return this.next() * most;
  }

  /** @throws when there is nothing to choose from */
  pick<T>(list: readonly T[]): T {
    const chosen = list[Math.floor(this.upTo(list.length))];
    if (chosen === undefined) throw new Error("Nothing to choose from.");
    return chosen;
  }
}
