import { Refusal } from "~/domain/refusal";

/**
 * For work that holds much in memory, whoever asks for it: so many at once in this process, and the others come again.
 * @returns what does it, or refuses with `busy`
 */
export function atMost(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let underWay = 0;
  return async (work) => {
    if (underWay >= most) throw new Refusal("busy");
    underWay += 1;
    try {
      return await work();
    } finally {
      underWay -= 1;
    }
  };
}
