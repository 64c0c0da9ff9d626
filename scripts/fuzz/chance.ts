import { mulberry32 } from "../seeded-chance";

/** The same seed and number give the same file on every machine. */
export class Chance {
  /** 0 to 2³² − 1. */
  readonly next: () => number;

  /** `number`: one of many independent streams of the same seed. */
  constructor(seed: number, number: number) {
    this.next = mulberry32(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(number + 1, 0xc2b2ae35));
    this.next();
  }

  /** 0 to `count` − 1; 0 when there is nothing to choose from. */
  below(count: number): number {
    return count < 1 ? 0 : this.next() % count;
  }

  /** True in `share` of all cases. */
  in(share: number): boolean {
    return this.next() < share * 2 ** 32;
  }

  one<T>(of: readonly [T, ...T[]]): T {
    return of[this.below(of.length)] ?? of[0];
  }

  some<T>(of: readonly T[]): T | undefined {
    return of[this.below(of.length)];
  }
}
