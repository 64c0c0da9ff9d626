import { expect, test } from "vitest";
import { joined, type Page } from "./history";

const entry = (index: number): Page["entries"][number] => ({ index, at: new Date(0), kind: "incident.viewed", by: { who: "system" }, form: null, item: null });
const page = (indices: readonly number[], before: number | null): Page => ({ entries: indices.map(entry), before });
const read = ({ entries, before }: Page) => [entries.map(({ index }) => index), before];

test("what is new stands above what was read before, once, and earlier pages stay", () => {
  expect(read(joined(page([9, 8], 8), null))).toEqual([[9, 8], 8]);
  expect(read(joined(page([11, 9], 9), page([9, 8, 5, 4], 4)))).toEqual([[11, 9, 8, 5, 4], 4]);
});

test("where so much is new that the newest page does not reach what was read before, it begins again", () => {
  expect(read(joined(page([20, 19], 19), page([9, 8, 5], null)))).toEqual([[20, 19], 19]);
  // It is all there is: nothing lies between.
  expect(read(joined(page([20, 19], null), page([9, 8], 8)))).toEqual([[20, 19, 9, 8], 8]);
});
