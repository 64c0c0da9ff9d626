/**
 * Where private halves are, for as long as an answer takes: away from the page, which stays usable meanwhile and
 * receives what is wrapped, sealed or public only, and once the cards that are to be printed.
 */
import type { Bytes } from "~/keyring/bytes";
import {
  makeCustodyKey, makeReviewerKey, renewCustodyKey, unlock, type CustodyKey, type Held, type NamedHolder, type Renewed, type ReviewerKey,
  type Unlocked,
} from "~/keyring/ceremony";
import { fingerprintOf } from "~/keyring/fingerprint";
import { makeGrant, type Grant } from "~/keyring/grant";
import { answer as answerQuestion } from "~/keyring/holding";
import { recipientOf } from "~/keyring/identity";
import { rebuild, type Rebuilt, type Recovery } from "~/keyring/shares";
import { passphraseHead, unwrapSecret, wrapSecret, type Means, type WrapHead } from "~/keyring/wrap";

export type Made = CustodyKey & { readonly member: string; readonly mine: ReviewerKey };
type Proven = { readonly ok: true } | Exclude<Rebuilt, { ok: true }> | Extract<Unlocked, { ok: false }>;

/** What is asked for, and what comes back. */
export type KeyWork = {
  /** Make a custody key, and a key of the reviewer's own that holds it. */
  make: { asked: { member: string; passphrase: string; recovery: Recovery }; answer: Made };
  /** Make a custody key to take the place of another, `held` where the maker holds that one. */
  renew: {
    asked: { key: OwnKey; held: Held | null; named: readonly NamedHolder[]; recovery: Recovery };
    answer: ({ ok: true } & Renewed) | Refused;
  };
  /** Show that the cards as they were typed, and the passphrase, bring the same custody key back. */
  prove: { asked: { held: Held; by: Means; typed: readonly (readonly string[])[] }; answer: Proven };
  /** Make a key of the reviewer's own, to be let in with. */
  own: { asked: { member: string; passphrase: string }; answer: ReviewerKey };
  /** The fingerprint of one's own key, from its private half: what the server says of it could be another's. */
  fingerprint: { asked: OwnKey; answer: { ok: true; fingerprint: string } | Refused };
  /** Whether what one was granted is the custody key. */
  check: { asked: { held: Held; by: Means }; answer: { ok: true } | Extract<Unlocked, { ok: false }> };
  /** One's own key under another lock as well. */
  rewrap: { asked: { key: OwnKey; head: WrapHead; under: Means }; answer: { ok: true; wrap: Bytes } | Refused };
  /** Seal the custody key to the key of another reviewer. */
  admit: { asked: { held: Held; by: Means; whom: Whom }; answer: Granted };
  /** Seal the custody key, as it comes back from the cards, to one's own key, and show the server that it is here. */
  recover: { asked: { custody: string; typed: readonly (readonly string[])[]; whom: Whom; question: Uint8Array }; answer: Recovered };
};
export type Refused = { readonly ok: false; readonly why: Exclude<Proven, { ok: true }>["why"] };
type Granted = { readonly ok: true; readonly grant: Grant } | Refused;
type Recovered = { readonly ok: true; readonly grant: Grant; readonly answer: Bytes } | Refused;
/** A reviewer's own key, and what opens it. */
export type OwnKey = { readonly member: string; readonly mine: ReviewerKey; readonly by: Means };
export type Whom = { readonly holder: string; readonly member: string };
export type KeyTask = keyof KeyWork;
type KeyRequest = { [T in KeyTask]: { readonly task: T } & KeyWork[T]["asked"] }[KeyTask];
export type KeyReply = { readonly done: unknown } | { readonly failed: true };

async function make({ member, passphrase, recovery }: KeyWork["make"]["asked"]): Promise<Made> {
  const mine = await makeReviewerKey(member, passphraseHead(), { means: "passphrase", passphrase });
  return { member, mine, ...(await makeCustodyKey(member, mine.recipient, recovery)) };
}

async function renew({ key, held, named, recovery }: KeyWork["renew"]["asked"]): Promise<KeyWork["renew"]["answer"]> {
  const maker = { holder: key.mine.recipient, member: key.member };
  if (!held) return (await opened(key)) ? { ok: true, ...(await renewCustodyKey(maker, [], null, recovery)) } : { ok: false, why: "wrong-passphrase" };
  const before = await unlock(held, key.by);
  return before.ok ? { ok: true, ...(await renewCustodyKey(maker, named, { custody: held.custody, secret: before.secret }, recovery)) } : before;
}

async function prove({ held, by, typed }: KeyWork["prove"]["asked"]): Promise<Proven> {
  const rebuilt = await rebuild(typed, held.custody);
  if (!rebuilt.ok) return rebuilt;
  return check({ held, by });
}

async function check({ held, by }: KeyWork["check"]["asked"]): Promise<KeyWork["check"]["answer"]> {
  const unlocked = await unlock(held, by);
  return unlocked.ok ? { ok: true } : unlocked;
}

const own = ({ member, passphrase }: KeyWork["own"]["asked"]): Promise<ReviewerKey> =>
  makeReviewerKey(member, passphraseHead(), { means: "passphrase", passphrase });

const opened = ({ member, mine, by }: OwnKey): Promise<Bytes | null> =>
  unwrapSecret(mine.wrap, { recipient: mine.recipient, member }, by);

async function fingerprint(key: OwnKey): Promise<KeyWork["fingerprint"]["answer"]> {
  const secret = await opened(key);
  return secret ? { ok: true, fingerprint: await fingerprintOf(await recipientOf(secret)) } : { ok: false, why: "wrong-passphrase" };
}

async function rewrap({ key, head, under }: KeyWork["rewrap"]["asked"]): Promise<KeyWork["rewrap"]["answer"]> {
  const secret = await opened(key);
  if (!secret) return { ok: false, why: "wrong-passphrase" };
  const place = { recipient: key.mine.recipient, member: key.member };
  const wrap = await wrapSecret(secret, place, head, under);
  secret.fill(0);
  return { ok: true, wrap };
}

async function admit({ held, by, whom }: KeyWork["admit"]["asked"]): Promise<Granted> {
  const unlocked = await unlock(held, by);
  if (!unlocked.ok) return unlocked;
  return { ok: true, grant: await makeGrant(unlocked.secret, { custody: held.custody, ...whom }) };
}

async function recover({ custody, typed, whom, question }: KeyWork["recover"]["asked"]): Promise<Recovered> {
  const rebuilt = await rebuild(typed, custody);
  if (!rebuilt.ok) return { ok: false, why: rebuilt.why };
  const place = { custody, ...whom };
  const answered = await answerQuestion(question, place, rebuilt.secret);
  if (!answered) return { ok: false, why: "another-key" };
  return { ok: true, grant: await makeGrant(rebuilt.secret, place), answer: answered };
}

const tasks: { readonly [T in KeyTask]: (asked: KeyWork[T]["asked"]) => Promise<KeyWork[T]["answer"]> } = {
  make, renew, prove, own, fingerprint, check, rewrap, admit, recover,
};
const answer = (asked: KeyRequest): Promise<unknown> => (tasks[asked.task] as (asked: KeyRequest) => Promise<unknown>)(asked);

addEventListener("message", (event: MessageEvent<KeyRequest>) => {
  answer(event.data).then(
    (done) => postMessage({ done } satisfies KeyReply, { transfer: [] }),
    // Most likely the 64 MiB that a guess costs, which this device does not have.
    () => postMessage({ failed: true } satisfies KeyReply, { transfer: [] }),
  );
});
