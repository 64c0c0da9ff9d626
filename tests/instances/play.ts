import * as fc from "fast-check";
import type { World } from "../support/world";
import { grounds, Instance, places, Tally, type Op } from "./instance";

const purpose = fc.constantFrom("court" as const, "press" as const);
const form = fc.constantFrom("redacted" as const, "clean" as const);
const what = fc.constantFrom("account" as const, "account" as const, "photo" as const, "both" as const);
const n = fc.nat({ max: 5 });
const approve = fc.constantFrom(true, true, true, false);
const days = fc.constantFrom(1, 2, 30);

const often = (...some: readonly [weight: number, arbitrary: fc.Arbitrary<Op>][]): fc.Arbitrary<Op> =>
  fc.oneof(...some.map(([weight, arbitrary]) => ({ weight, arbitrary })));
const op = <R extends object>(name: Op["do"], rest: { [K in keyof R]: fc.Arbitrary<R[K]> }) =>
  fc.record({ do: fc.constant(name), ...rest }) as unknown as fc.Arbitrary<Op>;

const answer = op("answer", {
  who: n, purpose, form, answer: fc.constantFrom("given", "given", "refused", "ask-again"), days: fc.option(days), onlyFor: fc.option(n, { freq: 4 }),
});
const withdraw = op("withdraw", { who: n, purpose });
const open = op("open", { which: n });
const give = op("give", { release: fc.constantFrom(true, true, false), by: n, what, purpose, form, days });

/** What is done one after another: again and again something is given, so that there is something to open. */
const alone = often(
  [8, give], [14, open], [3, op("exhibit", { which: n })], [4, answer], [4, withdraw],
  [3, op("propose", { by: n, what, purpose, form, days })], [3, op("decide", { which: n, by: n, approve })],
  [4, op("release", { which: n, by: n })], [1, op("close", { which: n, by: n })], [2, op("rewrite", {})], [3, op("check", {})],
  [1, op("redact", {})], [1, op("suspend", { who: n })], [1, op("erase", { what: fc.constantFrom("account", "photo") })],
  [1, op("want-gone", { what: fc.constantFrom("account", "photo") })], [1, op("spare", {})], [1, op("hold", {})], [1, op("let-go", {})],
  [3, op("pass", { hours: fc.constantFrom(1, 20, 30) })],
);
/** What is done at the same time. */
const together = often(
  [8, open], [3, op("exhibit", { which: n })], [5, withdraw], [4, answer], [3, op("decide", { which: n, by: n, approve })],
  [3, op("release", { which: n, by: n })], [1, op("close", { which: n, by: n })], [2, op("rewrite", {})], [2, op("check", {})],
  [1, op("redact", {})], [1, op("suspend", { who: n })], [1, op("erase", { what: fc.constantFrom("account", "photo") })],
  [1, op("want-gone", { what: fc.constantFrom("account", "photo") })], [1, op("spare", {})], [1, op("hold", {})], [1, op("let-go", {})],
);

class Step implements fc.AsyncCommand<object, Instance> {
  constructor(readonly ops: readonly Op[]) {}
  check = () => true;
  run = (_model: object, instance: Instance) => instance.step(this.ops);
  toString = () => this.ops.map((one) => JSON.stringify(one)).join(" & ");
}

const steps = (most: number) =>
  fc.commands(
    [
      give.map((one) => new Step([one])),
      alone.map((one) => new Step([one])),
      alone.map((one) => new Step([one])),
      fc.array(together, { minLength: 2, maxLength: 5 }).map((ops) => new Step(ops)),
    ],
    { maxCommands: most, size: "max" },
  );

/**
 * Play instances, each a series of steps on PostgreSQL, with whatever comes at once done at once. After each step the ledger,
 * as it goes on, is held against the model.
 * @throws Error with seed and steps of the first that gives way
 */
export async function play(world: World, { runs, seed, most, photos }: { runs: number; seed: number; most: number; photos: number }): Promise<Tally> {
  const tally = new Tally();
  const on = await grounds(world);
  const ready = await places(world, on, runs, photos);
  const setup = async () => {
    const place = ready.shift() ?? (await places(world, on, 1))[0]!;
    return { model: {}, real: await Instance.begin(world, on, place, tally) };
  };
  await fc.assert(fc.asyncProperty(steps(most), (commands) => fc.asyncModelRun(setup, commands)), {
    numRuns: runs, seed, endOnFailure: true, interruptAfterTimeLimit: 30 * 60_000,
  });
  return tally;
}
