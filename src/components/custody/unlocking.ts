import { evaluatePrf } from "~/components/passkeys/prf";
import type { Bytes } from "~/keyring/bytes";
import type { Held, ReviewerKey } from "~/keyring/ceremony";
import { readWrap, type Means } from "~/keyring/wrap";
import type { Outputs } from "~/trpc/types";
import type { OwnKey } from "./key.worker";

/** What the server keeps for the reader, of which nothing is open. */
export type Mine = NonNullable<Outputs["custodyKey"]["mine"]>;
/** By what the reader's own key opens. */
export type Wraps = Outputs["wraps"]["list"];

const owned = (bytes: Uint8Array): Bytes => new Uint8Array(bytes);
const keyOf = (mine: Mine, wrap: Uint8Array, by: Means): OwnKey => ({
  member: mine.member, mine: { recipient: mine.recipient, wrap: owned(wrap) } satisfies ReviewerKey, by,
});

/** The reader's own key with a passphrase to try, which is the newest; null where no passphrase opens it. */
export function withPassphrase(mine: Mine, passphrase: string): OwnKey | null {
  const found = mine.wraps.findLast(({ wrap }) => readWrap(wrap)?.means === "passphrase");
  return found ? keyOf(mine, found.wrap, { means: "passphrase", passphrase }) : null;
}

/**
 * The reader's own key with what one of their passkeys makes for it.
 * @returns null where that passkey makes no keys
 * @throws Refusing `passkey-not-used`
 */
export async function withPasskey(mine: Mine): Promise<OwnKey | null> {
  const under = mine.wraps.flatMap(({ wrap }) => {
    const head = readWrap(wrap);
    return head?.means === "passkey" ? [{ wrap, credential: head.credential, salt: head.input }] : [];
  });
  const made = await evaluatePrf(under);
  return made && keyOf(mine, made.passkey.wrap, { means: "passkey", output: made.output });
}

/** What the reader has of a custody key, through their own; null where they do not have it. */
export function heldBy(mine: Mine, key: OwnKey, custodyKeyId: string): Held | null {
  const grant = mine.grants.find(({ custody }) => custody.id === custodyKeyId);
  if (!grant) return null;
  return {
    member: mine.member,
    mine: key.mine,
    custody: grant.custody.recipient,
    grant: { sealed: owned(grant.sealed), tag: owned(grant.tag) },
  };
}
