/**
 * Where custody keys are while originals are sealed anew or checked. Ciphertext comes in, and ciphertext or a yes or no goes out;
 * what is opened in between is never whole anywhere, is shown to nobody and ends with its chunk.
 */
import type { Bytes } from "~/keyring/bytes";
import { hex } from "~/keyring/bytes";
import type { OwnKey } from "~/components/custody/key.worker";
import { unlockAll } from "~/keyring/ceremony";
import type { Grant } from "~/keyring/grant";
import { check, reseal, type Fault } from "~/keyring/reseal";

export type Keys = {
  /** The reader's own key, and what opens it. */
  readonly own: OwnKey;
  readonly held: readonly { readonly custody: string; readonly grant: Grant }[];
  /** The public half of the key in use. */
  readonly inUse: string;
};
type About = { readonly item: string; readonly digest: string };
export type ResealWork = {
  unlock: {
    asked: { keys: Keys };
    answer: { readonly ok: true } | { readonly ok: false; readonly why: "wrong-passphrase" | "wrong-key" };
  };
  /** `from` is the public half of the key to which it is sealed now. */
  seal: {
    asked: { packet: ArrayBuffer; from: string; about: About };
    answer: { readonly ok: true; readonly packet: ArrayBuffer; readonly mark: string } | { readonly ok: false; readonly why: Fault };
  };
  check: {
    asked: { packet: ArrayBuffer; mark: Bytes; about: About };
    answer: { readonly ok: true; readonly sealed: string } | { readonly ok: false; readonly why: Fault };
  };
};
export type ResealStep = keyof ResealWork;
type ResealRequest = { [S in ResealStep]: { readonly step: S } & ResealWork[S]["asked"] }[ResealStep];
export type ResealReply = { readonly done: unknown } | { readonly failed: true };

let open: { readonly secrets: ReadonlyMap<string, Bytes>; readonly inUse: string } | undefined;

async function unlock({ keys }: ResealWork["unlock"]["asked"]): Promise<ResealWork["unlock"]["answer"]> {
  const unlocked = await unlockAll(keys.own.member, keys.own.mine, keys.held, keys.own.by);
  if (!unlocked.ok) return unlocked;
  open = { secrets: unlocked.secrets, inUse: keys.inUse };
  return { ok: true };
}

const keyOf = (recipient: string): Bytes => {
  const secret = open?.secrets.get(recipient);
  if (!secret) throw new Error("That key is not open here.");
  return secret;
};
const target = () => {
  const recipient = open?.inUse ?? "";
  return { recipient, secret: keyOf(recipient) };
};

async function seal({ packet, from, about }: ResealWork["seal"]["asked"]): Promise<ResealWork["seal"]["answer"]> {
  const result = await reseal(new Uint8Array(packet), keyOf(from), target(), about);
  return result.ok ? { ok: true, packet: result.packet.buffer, mark: hex(result.mark) } : result;
}

const answers: { readonly [S in ResealStep]: (asked: ResealWork[S]["asked"]) => Promise<ResealWork[S]["answer"]> } = {
  unlock,
  seal,
  check: ({ packet, mark, about }) => check(new Uint8Array(packet), target(), about, mark),
};
const answer = (asked: ResealRequest): Promise<unknown> => (answers[asked.step] as (asked: ResealRequest) => Promise<unknown>)(asked);

addEventListener("message", ({ data }: MessageEvent<ResealRequest>) => {
  answer(data).then(
    (done) => postMessage({ done } satisfies ResealReply, { transfer: [] }),
    // Most likely for want of memory.
    () => postMessage({ failed: true } satisfies ResealReply, { transfer: [] }),
  );
});
