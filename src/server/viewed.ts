import type { CustodyStatement, Viewed } from "~/domain/custody";
import type { Actor } from "~/domain/roles";
import { record } from "./custody";
import { transaction } from "./db";

/**
 * That somebody looks at something has its place in the ledger before they are answered.
 *
 * [Note: One entry for a while] A page asks anew whenever it is drawn anew: every two seconds while a photo is worked on, and whenever a
 * colleague changes something. An entry for each of these would say that it was read thirty times a minute, so one says it of a member and a
 * thing for ten minutes. What was noted is remembered in this process alone, the newest of it: several processes may write an entry each,
 * and one that starts writes anew. There are more entries then, and never none. Whoever asks while an entry is on its way waits for it too.
 */
export const WINDOW_MS = 10 * 60_000;
const MOST_REMEMBERED = 10_000;

type Look = { readonly at: number; readonly noted: Promise<void> };
const looks = new Map<string, Look>();

function remember(keys: Iterable<string>, look: Look): void {
  for (const key of keys) {
    looks.delete(key);
    looks.set(key, look);
  }
  for (const key of looks.keys()) {
    if (looks.size <= MOST_REMEMBERED) break;
    looks.delete(key);
  }
}

/**
 * Write down what somebody is about to be shown, of which the caller has found that they may see it.
 * @param besides what happened besides, which is written down each time
 */
export async function noteViewed(actor: Actor, at: Date, things: readonly Viewed[], besides: readonly CustodyStatement[] = []): Promise<void> {
  const fresh = new Map<string, Viewed>();
  const underWay: Promise<void>[] = [];
  for (const thing of things) {
    const key = [actor.id, ...Object.values(thing)].join(" ");
    const look = looks.get(key);
    if (look && Math.abs(+at - look.at) < WINDOW_MS) underWay.push(look.noted);
    else fresh.set(key, thing);
  }
  const statements = [...besides, ...fresh.values()];
  if (statements.length > 0) {
    const noted = transaction((tx) => record(tx, actor.id, at, ...statements));
    remember(fresh.keys(), { at: +at, noted });
    await noted.catch((error: unknown) => {
      for (const key of fresh.keys()) if (looks.get(key)?.noted === noted) looks.delete(key);
      throw error;
    });
  }
  await Promise.all(underWay);
}

/** What was read, once it is noted. What may not be seen is refused by the reading, and is not noted. */
export async function viewed<T>({ actor, at }: { readonly actor: Actor; readonly at: Date }, reading: Promise<T>, thing: (read: T) => Viewed): Promise<T> {
  const read = await reading;
  await noteViewed(actor, at, [thing(read)]);
  return read;
}
