import { expect, test } from "vitest";
import { atMost } from "./at-most";

test("of much at once as much is done as was said, the rest is told to come again, and what fails makes room as well", async () => {
  const few = atMost(2);
  const { promise, resolve } = Promise.withResolvers<string>();
  const [one, two] = [few(() => promise), few(() => promise)];
  let done = false;
  await expect(few(async () => (done = true))).rejects.toThrow("busy");
  expect(done).toBe(false);
  resolve("done");
  expect(await Promise.all([one, two])).toEqual(["done", "done"]);
  for (let n = 0; n < 3; n += 1) await expect(few(() => Promise.reject(new Error("It broke.")))).rejects.toThrow("It broke.");
  expect(await few(async () => "again")).toBe("again");
});
