/**
 * Sealing an original anew, from one custody key to another, without ever having it whole in the clear: it is opened, hashed and
 * sealed under a fresh file key, chunk by chunk. A file key that somebody kept opens nothing of the result.
 *
 * Whoever sealed it leaves a mark: an HMAC, under a key that only holders of the new custody key have, of what they opened. age does
 * not say who sealed something, and the public half is no secret; by the mark whoever checks can tell that this is what a
 * holder's browser sealed, its metadata included, of which the server knows no digest.
 */
import { Decrypter, Encrypter } from "age-encryption";
import { sha256 as incremental } from "@noble/hashes/sha2.js";
import { concat, hex, hkdf, sha256, utf8, type Bytes } from "./bytes";
import { identityOf } from "./identity";
import { packed, unpacked, type Packet } from "./packet";

/** The item, and the SHA-256 in hex under which its original was received. */
export type About = { readonly item: string; readonly digest: string };
/** A custody key that is open. */
export type Opened = { readonly recipient: string; readonly secret: Bytes };
/** not-ours: it does not open with this key, or is damaged. differs: it opens, and is not what it has to be. */
export type Fault = "not-ours" | "differs";
type Resealed = { readonly ok: true; readonly packet: Bytes; readonly mark: Bytes } | { readonly ok: false; readonly why: Fault };
/** `sealed`: SHA-256 in hex of the sealed original that was opened. */
export type Checked = { readonly ok: true; readonly sealed: string } | { readonly ok: false; readonly why: Fault };

const markKey = async (secret: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", await hkdf(secret, "vouchsafe/reseal/v1"), { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
const stated = (recipient: string, item: string, digests: Digests): Bytes =>
  utf8(["vouchsafe/reseal/v1", recipient, item, digests.original, digests.told ?? ""].join("\0"));

type Digests = { readonly original: string; readonly told: string | null };

const streamOf = (bytes: Bytes): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });

async function collected(stream: ReadableStream<Uint8Array>): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return pieces;
    pieces.push(value);
  }
}

/** The digest of what is sealed in `locked`, and the same sealed to `to`; null where it does not open. */
async function through(locked: Bytes, secret: Bytes, to: string | null): Promise<{ digest: string; sealed: Bytes } | null> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identityOf(secret));
  const hash = incremental.create();
  // Each chunk is authentic when it comes; that it was the last is known at the end, and until then nothing is done with the result.
  const hashed = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      hash.update(chunk);
      if (to !== null) controller.enqueue(chunk);
    },
  });
  try {
    const plain = (await decrypter.decrypt(streamOf(locked))).pipeThrough(hashed);
    const encrypter = new Encrypter();
    if (to !== null) encrypter.addRecipient(to);
    const pieces = await collected(to === null ? plain : await encrypter.encrypt(plain));
    return { digest: hex(hash.digest()), sealed: concat(...pieces) };
  } catch (error) {
    // Want of memory says nothing of what is sealed. Everything else is age's only way to say that it is another key's, or damaged.
    if (error instanceof RangeError) throw error;
    return null;
  }
}

/** Both parts of a packet: null where one of them does not open. */
async function bothThrough({ told, original }: Packet, secret: Bytes, to: string | null) {
  const first = told && (await through(told, secret, to));
  if (told && !first) return null;
  const second = await through(original, secret, to);
  if (!second) return null;
  const digests: Digests = { original: second.digest, told: first?.digest ?? null };
  return { digests, packet: () => packed({ told: first?.sealed ?? null, original: second.sealed }) };
}

/** @param from the private half of the key to which it is sealed now */
export async function reseal(bytes: Bytes, from: Bytes, to: Opened, { item, digest }: About): Promise<Resealed> {
  const packet = unpacked(bytes);
  const both = packet && (await bothThrough(packet, from, to.recipient));
  if (!both) return { ok: false, why: "not-ours" };
  if (both.digests.original !== digest) return { ok: false, why: "differs" };
  const mark = await crypto.subtle.sign("HMAC", await markKey(to.secret), stated(to.recipient, item, both.digests));
  return { ok: true, packet: both.packet(), mark: new Uint8Array(mark) };
}

/** Whether what somebody else sealed anew opens, is the original as it was received, and is what they opened. Nothing of it is kept. */
export async function check(bytes: Bytes, { recipient, secret }: Opened, { item, digest }: About, mark: Bytes): Promise<Checked> {
  const packet = unpacked(bytes);
  const both = packet && (await bothThrough(packet, secret, null));
  if (!packet || !both) return { ok: false, why: "not-ours" };
  const same = both.digests.original === digest;
  const marked = await crypto.subtle.verify("HMAC", await markKey(secret), mark, stated(recipient, item, both.digests));
  return same && marked ? { ok: true, sealed: hex(await sha256(packet.original)) } : { ok: false, why: "differs" };
}
