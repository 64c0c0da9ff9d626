/**
 * Where private halves are, for as long as an answer takes: away from the page, which stays usable meanwhile and
 * receives what is wrapped, sealed or public only, and once the cards that are to be printed.
 */
import {
  makeCustodyKey, makeReviewerKey, renewCustodyKey, unlock, type CustodyKey, type Held, type NamedHolder, type Renewed, type ReviewerKey,
} from "~/keyring/ceremony";
import { fingerprintOf } from "~/keyring/fingerprint";
import { makeGrant, type Grant } from "~/keyring/grant";
import { recipientOf } from "~/keyring/identity";
import { rebuild, type Rebuilt, type Recovery } from "~/keyring/shares";
import { passphraseHead, unwrapSecret } from "~/keyring/wrap";

export type Made = CustodyKey & { readonly member: string; readonly mine: ReviewerKey };
export type Proven = { readonly ok: true } | Exclude<Rebuilt, { ok: true }> | { readonly ok: false; readonly why: "wrong-passphrase" | "wrong-key" };

/** What is asked for, and what comes back. */
export type KeyWork = {
  /** Make a custody key, and a key of the reviewer's own that holds it. */
  make: { asked: { member: string; passphrase: string; recovery: Recovery }; answer: Made };
  /** Make a custody key to take the place of another, `held` where the maker holds that one. */
  renew: {
    asked: { member: string; mine: ReviewerKey; held: Held | null; passphrase: string; named: readonly NamedHolder[]; recovery: Recovery };
    answer: ({ ok: true } & Renewed) | Refused;
  };
  /** Show that the cards as they were typed, and the passphrase, bring the same custody key back. */
  prove: { asked: { held: Held; passphrase: string; typed: readonly (readonly string[])[] }; answer: Proven };
  /** Make a key of the reviewer's own, to be let in with. */
  own: { asked: { member: string; passphrase: string }; answer: ReviewerKey };
  /** The fingerprint of one's own key, from its private half: what the server says of it could be another's. */
  fingerprint: { asked: { member: string; mine: ReviewerKey; passphrase: string }; answer: { ok: true; fingerprint: string } | Refused };
  /** Seal the custody key to the key of another reviewer. */
  admit: { asked: { held: Held; passphrase: string; whom: Whom }; answer: Granted };
  /** Seal the custody key, as it comes back from the cards, to one's own key. */
  recover: { asked: { custody: string; typed: readonly (readonly string[])[]; whom: Whom }; answer: Granted };
};
export type Refused = { readonly ok: false; readonly why: Exclude<Proven, { ok: true }>["why"] };
export type Granted = { readonly ok: true; readonly grant: Grant } | Refused;
export type Whom = { readonly holder: string; readonly member: string };
export type KeyTask = keyof KeyWork;
export type KeyRequest = { [T in KeyTask]: { readonly task: T } & KeyWork[T]["asked"] }[KeyTask];
export type KeyReply = { readonly done: unknown } | { readonly failed: true };

async function make({ member, passphrase, recovery }: KeyWork["make"]["asked"]): Promise<Made> {
  const mine = await makeReviewerKey(member, passphraseHead(), { means: "passphrase", passphrase });
  return { member, mine, ...(await makeCustodyKey(member, mine.recipient, recovery)) };
}

async function renew({ member, mine, held, passphrase, named, recovery }: KeyWork["renew"]["asked"]): Promise<KeyWork["renew"]["answer"]> {
  const by = { means: "passphrase", passphrase } as const;
  const maker = { holder: mine.recipient, member };
  if (!held) {
    const own = await unwrapSecret(mine.wrap, { recipient: mine.recipient, member }, by);
    return own ? { ok: true, ...(await renewCustodyKey(maker, [], null, recovery)) } : { ok: false, why: "wrong-passphrase" };
  }
  const before = await unlock(held, by);
  return before.ok ? { ok: true, ...(await renewCustodyKey(maker, named, { custody: held.custody, secret: before.secret }, recovery)) } : before;
}

async function prove({ held, passphrase, typed }: KeyWork["prove"]["asked"]): Promise<Proven> {
  const rebuilt = await rebuild(typed, held.custody);
  if (!rebuilt.ok) return rebuilt;
  const unlocked = await unlock(held, { means: "passphrase", passphrase });
  return unlocked.ok ? { ok: true } : unlocked;
}

const own = ({ member, passphrase }: KeyWork["own"]["asked"]): Promise<ReviewerKey> =>
  makeReviewerKey(member, passphraseHead(), { means: "passphrase", passphrase });

async function fingerprint({ member, mine, passphrase }: KeyWork["fingerprint"]["asked"]): Promise<KeyWork["fingerprint"]["answer"]> {
  const secret = await unwrapSecret(mine.wrap, { recipient: mine.recipient, member }, { means: "passphrase", passphrase });
  return secret ? { ok: true, fingerprint: await fingerprintOf(await recipientOf(secret)) } : { ok: false, why: "wrong-passphrase" };
}

async function admit({ held, passphrase, whom }: KeyWork["admit"]["asked"]): Promise<Granted> {
  const unlocked = await unlock(held, { means: "passphrase", passphrase });
  if (!unlocked.ok) return unlocked;
  return { ok: true, grant: await makeGrant(unlocked.secret, { custody: held.custody, ...whom }) };
}

async function recover({ custody, typed, whom }: KeyWork["recover"]["asked"]): Promise<Granted> {
  const rebuilt = await rebuild(typed, custody);
  if (!rebuilt.ok) return { ok: false, why: rebuilt.why };
  return { ok: true, grant: await makeGrant(rebuilt.secret, { custody, ...whom }) };
}

const tasks: { readonly [T in KeyTask]: (asked: KeyWork[T]["asked"]) => Promise<KeyWork[T]["answer"]> } = {
  make, renew, prove, own, fingerprint, admit, recover,
};
const answer = (asked: KeyRequest): Promise<unknown> => (tasks[asked.task] as (asked: KeyRequest) => Promise<unknown>)(asked);

addEventListener("message", (event: MessageEvent<KeyRequest>) => {
  answer(event.data).then(
    (done) => postMessage({ done } satisfies KeyReply, { transfer: [] }),
    // Most likely the 64 MiB that a guess costs, which this device does not have.
    () => postMessage({ failed: true } satisfies KeyReply, { transfer: [] }),
  );
});
