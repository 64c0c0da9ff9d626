/**
 * Where private halves are, for as long as an answer takes: away from the page, which stays usable meanwhile and
 * receives what is wrapped, sealed or public only, and once the cards that are to be printed.
 */
import { makeCustodyKey, makeReviewerKey, unlock, type CustodyKey, type Held, type ReviewerKey } from "~/keyring/ceremony";
import { rebuild, type Rebuilt, type Recovery } from "~/keyring/shares";
import { passphraseHead } from "~/keyring/wrap";

export type Made = CustodyKey & { readonly member: string; readonly mine: ReviewerKey };
export type Proven = { readonly ok: true } | Exclude<Rebuilt, { ok: true }> | { readonly ok: false; readonly why: "wrong-passphrase" | "wrong-key" };

/** What is asked for, and what comes back. */
export type KeyWork = {
  /** Make a custody key, and a key of the reviewer's own that holds it. */
  make: { asked: { member: string; passphrase: string; recovery: Recovery }; answer: Made };
  /** Show that the cards as they were typed, and the passphrase, bring the same custody key back. */
  prove: { asked: { held: Held; passphrase: string; typed: readonly (readonly string[])[] }; answer: Proven };
};
export type KeyTask = keyof KeyWork;
export type KeyRequest = { [T in KeyTask]: { readonly task: T } & KeyWork[T]["asked"] }[KeyTask];
export type KeyReply = { readonly done: unknown } | { readonly failed: true };

async function make({ member, passphrase, recovery }: KeyWork["make"]["asked"]): Promise<Made> {
  const mine = await makeReviewerKey(member, passphraseHead(), { means: "passphrase", passphrase });
  return { member, mine, ...(await makeCustodyKey(member, mine.recipient, recovery)) };
}

async function prove({ held, passphrase, typed }: KeyWork["prove"]["asked"]): Promise<Proven> {
  const rebuilt = await rebuild(typed, held.custody);
  if (!rebuilt.ok) return rebuilt;
  const unlocked = await unlock(held, { means: "passphrase", passphrase });
  return unlocked.ok ? { ok: true } : unlocked;
}

const answer = (asked: KeyRequest): Promise<unknown> => (asked.task === "make" ? make(asked) : prove(asked));

addEventListener("message", (event: MessageEvent<KeyRequest>) => {
  answer(event.data).then(
    (done) => postMessage({ done } satisfies KeyReply, { transfer: [] }),
    // Most likely the 64 MiB that a guess costs, which this device does not have.
    () => postMessage({ failed: true } satisfies KeyReply, { transfer: [] }),
  );
});
