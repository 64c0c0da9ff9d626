import { index as indexOne, vary } from "./commands";
import { unindexed, unvaried } from "./queries";

type Row = { readonly id: string };

/** Do what is to be done to each that is left, a few at a time. @returns why it could not be done, of each of which it could not */
async function each<T extends Row>(left: (after: string) => Promise<readonly T[]>, act: (row: T) => Promise<void>): Promise<unknown[]> {
  const failed: unknown[] = [];
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const found = await left(after);
    for (const row of found) await act(row).catch((error: unknown) => failed.push(error));
    const last = found.at(-1);
    if (!last) return failed;
    after = last.id;
  }
}

/**
 * Every few minutes: whatever has no features gets them. Every incident names a place, so one without any is one that was never looked at;
 * every unit and every place is found by something near, so one that is not is from before that.
 * @throws AggregateError of those that could not be opened, once all were tried
 */
export async function index(at: Date = new Date()): Promise<void> {
  const failed = [...(await each(unindexed, (incident) => indexOne(incident, at))), ...(await each(unvaried, vary))];
  if (failed.length > 0) throw new AggregateError(failed, "Not every incident could be looked at for what it may be connected by.");
}
