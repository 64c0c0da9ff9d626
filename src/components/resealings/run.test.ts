import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Refused } from "~/trpc/refused";
import { run, type Item, type Outcome, type Steps } from "./run";

type Code = Refused["code"];
const items = (count: number): Item[] =>
  Array.from({ length: count }, (_, i) => ({ id: String(i).padStart(4, "0"), digest: "", size: 10, custodyKeyId: "old", mark: null }));
class No extends Error {
  constructor(readonly code: Code) {
    super(code);
  }
}

/** A server that remembers, and a worker that does with each item what `how` says. */
function world(count: number, how: (item: Item, tries: number) => Outcome | Code) {
  const sealed = new Set<string>();
  const failed = new Set<string>();
  const tries = new Map<string, number>();
  const steps: Steps = {
    next: (after) => Promise.resolve(items(count).filter(({ id }) => !sealed.has(id) && (after === null || id > after)).slice(0, 3)),
    one: (item) => {
      const n = (tries.get(item.id) ?? 0) + 1;
      tries.set(item.id, n);
      const outcome = how(item, n);
      if (typeof outcome === "string") return Promise.reject(new No(outcome));
      if (outcome.ok) sealed.add(item.id);
      return Promise.resolve(outcome);
    },
    fail: (item) => {
      failed.add(item.id);
      return Promise.resolve();
    },
    holds: () => true,
    refusalOf: (error) => (error instanceof No ? error.code : "unexpected"),
    now: () => 0,
    wait: () => Promise.resolve(),
  };
  return { sealed, failed, tries, steps };
}
const go = (steps: Steps, signal = new AbortController().signal) => run(steps, signal, () => undefined);

test("wherever it is interrupted and however often, in the end every item was done once, and the faulty ones are named", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 20 }), fc.array(fc.nat(5), { maxLength: 8 }), fc.array(fc.nat(19), { maxLength: 4 }), async (count, pauses, bad) => {
      const faulty = new Set(bad.map((n) => String(n).padStart(4, "0")));
      const place = world(count, ({ id }) => (faulty.has(id) ? { ok: false, why: "differs" } : { ok: true }));
      for (const steps of pauses) {
        const pause = new AbortController();
        let left = steps;
        await run({ ...place.steps, now: () => ((left -= 1) < 0 ? (pause.abort(), 0) : 0) }, pause.signal, () => undefined);
      }
      expect(await go(place.steps)).toEqual({ how: "finished" });
      const all = items(count).map(({ id }) => id);
      expect([...place.sealed].toSorted()).toEqual(all.filter((id) => !faulty.has(id)));
      expect([...place.failed].toSorted()).toEqual(all.filter((id) => faulty.has(id)));
      for (const id of place.sealed) expect(place.tries.get(id)).toBe(1);
    }),
  );
});

test("what was done in another tab is passed over, a server without room is waited for, and one without a connection ends it", async () => {
  const place = world(5, ({ id }, tries) => (id === "0001" ? "not-now" : id === "0002" && tries < 4 ? "busy" : { ok: true }));
  expect(await go(place.steps)).toEqual({ how: "finished" });
  expect([...place.sealed]).toEqual(["0000", "0002", "0003", "0004"]);
  const cut = world(3, ({ id }) => (id === "0001" ? "offline" : { ok: true }));
  expect(await go(cut.steps)).toMatchObject({ how: "stopped" });
  expect([...cut.sealed]).toEqual(["0000"]);
});
