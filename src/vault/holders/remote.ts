/**
 * A key holder whose key never comes here: a service wraps and unwraps each data key, for its place only. What it wrapped
 * is `prefix K · holder 8 · the service's own bytes`; the holder's tag is made from the kind of service and the name of
 * the key there, since nobody here has the key itself.
 *
 * A page asks for many keys at once and again a moment later, and each asking is a request to another machine. So keys
 * are remembered: at most {@link MOST} of them, none for longer than {@link LASTING_MS}, each wiped when it goes.
 * What that costs: whoever reads this process's memory finds the keys of what was opened in the last minute, also after
 * the service was told to refuse us, and the service's own log shows the first of several openings in a minute only.
 */
import { createHash } from "node:crypto";
import { VaultError } from "../error";
import { concat, prefix, PREFIX_BYTES, type Bytes } from "../format";
import { ItemKey, KEY_BYTES } from "../key";
import { type Place, placeBytes } from "../places";
import { HOLDER_BYTES, isWrappedBy } from "../wrapping";
import type { KeyHolder } from "./holder";

/** What a service does for us. Both throw VaultError `unavailable` where it cannot be reached or will not. */
type KeyService = {
  /** The place bound to what comes back. Its digest: the service, and whoever reads its log, learns no kind and no id. */
  encrypt(key: Uint8Array, place: Uint8Array): Promise<Uint8Array>;
  /** null where this was not encrypted by it, or not for this place. */
  decrypt(encrypted: Uint8Array, place: Uint8Array): Promise<Uint8Array | null>;
};

const MOST = 1000;
const LASTING_MS = 60_000;
/** Requests under way at once; more of them wait here rather than there. */
const AT_ONCE = 24;

const digest = (...parts: readonly Uint8Array[]): Buffer => createHash("sha256").update(concat(...parts)).digest();

export function remoteHolder(kind: "aws-kms" | "vault-transit", name: string, service: KeyService): KeyHolder {
  const tag = digest(new TextEncoder().encode(`vouchsafe holder\0${kind}\0${name}`)).subarray(0, HOLDER_BYTES);
  const front = concat(prefix("key"), tag);
  const known = memory();
  const turn = turns(AT_ONCE);
  const at = (wrapped: Uint8Array, place: Place) => digest(digest(placeBytes(place)), wrapped).toString("latin1");

  return {
    id: `${kind}:${tag.toString("hex")}`,
    async wrap(key, place): Promise<Bytes> {
      const wrapped = concat(front, await turn(() => service.encrypt(ItemKey.reveal(key), digest(placeBytes(place)))));
      known.remember(at(wrapped, place), ItemKey.reveal(key));
      return wrapped;
    },
    async unwrap(wrapped, place) {
      if (!isWrappedBy(tag, wrapped)) return null;
      const found = known.recall(at(wrapped, place));
      if (found) return ItemKey.from(found);
      const encrypted = wrapped.subarray(PREFIX_BYTES + HOLDER_BYTES);
      const key = await turn(() => service.decrypt(encrypted, digest(placeBytes(place))));
      if (key?.length !== KEY_BYTES) throw new VaultError("damaged");
      known.remember(at(wrapped, place), key);
      return ItemKey.from(key);
    },
  };
}

function memory() {
  const keys = new Map<string, { readonly key: Uint8Array; readonly end: NodeJS.Timeout }>();
  const forget = (at: string) => {
    const entry = keys.get(at);
    if (!entry) return;
    clearTimeout(entry.end);
    entry.key.fill(0);
    keys.delete(at);
  };
  return {
    remember(at: string, key: Uint8Array): void {
      forget(at);
      const [oldest] = keys.keys();
      if (keys.size >= MOST && oldest !== undefined) forget(oldest);
      // By a timer of its own, so that nothing stays because nobody came by.
      keys.set(at, { key: Uint8Array.from(key), end: setTimeout(forget, LASTING_MS, at).unref() });
    },
    /** A copy, which is the caller's to wipe. */
    recall: (at: string): Uint8Array | undefined => keys.get(at)?.key.slice(),
  };
}

/** Lets so many work at once. */
function turns(most: number) {
  let free = most;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
