import { uniform } from "../../scripts/seeded-chance";

/** Random numbers that a seed decides, so that a run can be done again as nearly as a busy machine allows. */
export class Chance {
  /** At least 0 and less than 1. */
  readonly next: () => number;

  constructor(readonly seed: number) {
    this.next = uniform(seed);
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
