import type { Bytes } from "~/keyring/bytes";
import type { Held, ReviewerKey } from "~/keyring/ceremony";
import { readWrap } from "~/keyring/wrap";
import type { Outputs } from "~/trpc/types";

type Mine = NonNullable<Outputs["custodyKey"]["mine"]>;

const owned = (bytes: Uint8Array): Bytes => new Uint8Array(bytes);

/** The reader's own key under its passphrase; null where it has another lock only. */
export function wrapUnderPassphrase(mine: Mine): ReviewerKey | null {
  const wrap = mine.wraps.find((each) => readWrap(each.wrap)?.means === "passphrase");
  return wrap ? { recipient: mine.recipient, wrap: owned(wrap.wrap) } : null;
}

/** What the reader has of a custody key, to be opened with their passphrase; null where they do not have it. */
export function heldBy(mine: Mine, custodyKeyId: string): Held | null {
  const grant = mine.grants.find(({ custody }) => custody.id === custodyKeyId);
  const own = wrapUnderPassphrase(mine);
  if (!grant || !own) return null;
  return {
    member: mine.member,
    mine: own,
    custody: grant.custody.recipient,
    grant: { sealed: owned(grant.sealed), tag: owned(grant.tag) },
  };
}
