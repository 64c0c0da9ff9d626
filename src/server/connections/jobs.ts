import { index as indexOne } from "./commands";
import { unindexed } from "./queries";

/**
 * Every few minutes: whatever has no features gets them. Every incident names a place, so one without any is one that was never looked at.
 * @throws AggregateError of those that could not be opened, once all were tried
 */
export async function index(at: Date = new Date()): Promise<void> {
  const failed: unknown[] = [];
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const found = await unindexed(after);
    for (const incident of found) await indexOne(incident, at).catch((error: unknown) => failed.push(error));
    const last = found.at(-1);
    if (!last) break;
    after = last.id;
  }
  if (failed.length > 0) throw new AggregateError(failed, "Not every incident could be looked at for what it may be connected by.");
}
