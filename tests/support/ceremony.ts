import { makeCustodyKey, makeReviewerKey } from "~/keyring/ceremony";
import { identityOf } from "~/keyring/identity";
import { rebuild } from "~/keyring/shares";
import { passkeyHead } from "~/keyring/wrap";

/** What a reviewer's browser does at the ceremony, under a passkey of the test's own, since a passphrase costs a second. */
export async function ceremony(member: string) {
  const passkey = { means: "passkey", output: crypto.getRandomValues(new Uint8Array(32)) } as const;
  const recovery = { parts: 3, needed: 2 };
  const mine = await makeReviewerKey(member, passkeyHead(new Uint8Array(16)), passkey);
  const { recipient, grant, cards } = await makeCustodyKey(member, mine.recipient, recovery);
  const rebuilt = await rebuild(cards.slice(1).map(({ lines }) => lines), recipient);
  if (!rebuilt.ok) throw new Error(`The recovery set is ${rebuilt.why}.`);
  return {
    /** What goes to the server. */
    set: { recipient, mine, grant, recovery },
    passkey,
    cards,
    /** The private half as age writes it, which only a test has. */
    identity: identityOf(rebuilt.secret),
  };
}
