/**
 * A wrap: the private half of a reviewer's key under what only that reviewer has, made and opened in their browser.
 * The server stores it and can do nothing with it.
 *
 * ```
 * magic      "VSW" 0x01                                                             4
 * means      1 passphrase, 2 passkey                                                1
 *   passphrase   memory in KiB, u32be · passes, u8 · lanes, u8 · salt            4+1+1+16
 *   passkey      length of the credential's id, u16be · the id · PRF input        2+n+32
 * nonce                                                                            12
 * box        AES-256-GCM of the 32 bytes, with its tag                             48
 * ```
 *
 * The key is Argon2id (RFC 9106, version 1.3) of the passphrase in NFKC, or HKDF-SHA-256 of what the passkey's PRF
 * answers. Authenticated beside the box: everything before the nonce, the public half, and whose it is, so that no wrap passes for
 * another reviewer's, another key's, or one with cheaper parameters.
 */
import { argon2id } from "@noble/hashes/argon2.js";
import { concat, hkdf, random, utf8, type Bytes } from "./bytes";
import { SECRET_BYTES } from "./identity";

/** What a cheap laptop does in about a second inside a browser's worker. */
export const ARGON = { memory: 64 * 1024, passes: 3, lanes: 1 } as const;
/** Below this a guess is too cheap; above, a wrap would only be there to hang a browser. */
const LEAST = { memory: 19 * 1024, passes: 1, lanes: 1 } as const;
const MOST = { memory: 1024 * 1024, passes: 16, lanes: 4 } as const;

const MAGIC = new Uint8Array([0x56, 0x53, 0x57, 1]);
const SALT = 16;
const PRF = 32;
const NONCE = 12;
const BOX = SECRET_BYTES + 16;
const MOST_CREDENTIAL = 1023;
export const MOST_WRAP_BYTES = MAGIC.length + 1 + 2 + MOST_CREDENTIAL + PRF + NONCE + BOX;

/** Whose private half it is, and of which key. */
type WrapPlace = {
  /** The public half, `age1…` */
  readonly recipient: string;
  /** The member's id. */
  readonly member: string;
};

type Argon = { readonly memory: number; readonly passes: number; readonly lanes: number };
/** How a wrap says that it opens. */
type PasskeyHead = { readonly means: "passkey"; readonly credential: Bytes; readonly input: Bytes };
export type WrapHead = ({ readonly means: "passphrase"; readonly salt: Bytes } & Argon) | PasskeyHead;

/** What opens it. `output` is what the passkey's PRF answers to the wrap's input. */
export type Means =
  | { readonly means: "passphrase"; readonly passphrase: string }
  | { readonly means: "passkey"; readonly output: Bytes };

function headBytes(head: WrapHead): Bytes {
  if (head.means === "passphrase") {
    const numbers = new DataView(new ArrayBuffer(6));
    numbers.setUint32(0, head.memory);
    numbers.setUint8(4, head.passes);
    numbers.setUint8(5, head.lanes);
    return concat(MAGIC, new Uint8Array([1]), new Uint8Array(numbers.buffer), head.salt);
  }
  const { length } = head.credential;
  return concat(MAGIC, new Uint8Array([2, length >> 8, length & 255]), head.credential, head.input);
}

const within = (argon: Argon): boolean =>
  (["memory", "passes", "lanes"] as const).every((name) => argon[name] >= LEAST[name] && argon[name] <= MOST[name]);

/** The head and how long it is, or null for what is no wrap. */
function parse(wrap: Uint8Array): { head: WrapHead; length: number } | null {
  if (wrap.length > MOST_WRAP_BYTES || !MAGIC.every((byte, i) => wrap[i] === byte)) return null;
  const view = new DataView(wrap.buffer, wrap.byteOffset, wrap.byteLength);
  const body = MAGIC.length + 1;
  const start = body + (wrap[MAGIC.length] === 1 ? 6 : 2);
  if (wrap.length < start) return null;
  if (wrap[MAGIC.length] === 1) {
    const argon = { memory: view.getUint32(body), passes: view.getUint8(body + 4), lanes: view.getUint8(body + 5) };
    if (wrap.length !== start + SALT + NONCE + BOX || !within(argon)) return null;
    return { head: { means: "passphrase", ...argon, salt: wrap.slice(start, start + SALT) }, length: start + SALT };
  }
  if (wrap[MAGIC.length] !== 2) return null;
  const end = start + view.getUint16(body);
  if (end === start || wrap.length !== end + PRF + NONCE + BOX) return null;
  const head = { means: "passkey", credential: wrap.slice(start, end), input: wrap.slice(end, end + PRF) } as const;
  return { head, length: end + PRF };
}

/** What a wrap says of how it opens, or null for what is no wrap. */
export const readWrap = (wrap: Uint8Array): WrapHead | null => parse(wrap)?.head ?? null;

/** A head for a new wrap under a passphrase. */
export const passphraseHead = (): WrapHead => ({ means: "passphrase", ...ARGON, salt: random(SALT) });

/** A head for a new wrap under a passkey: what is put to its PRF stands in it. */
export const passkeyHead = (credential: Bytes): PasskeyHead => ({ means: "passkey", credential, input: random(PRF) });

async function cipherKey(head: WrapHead, by: Means): Promise<CryptoKey | null> {
  let raw: Bytes;
  if (head.means === "passphrase") {
    if (by.means !== "passphrase") return null;
    const cost = { m: head.memory, t: head.passes, p: head.lanes, dkLen: 32, version: 0x13, maxmem: 2 ** 31 - 1 };
    raw = new Uint8Array(argon2id(utf8(by.passphrase.normalize("NFKC")), head.salt, cost));
  } else {
    if (by.means !== "passkey") return null;
    raw = await hkdf(by.output, "vouchsafe/wrap/v1/passkey");
  }
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  raw.fill(0);
  return key;
}

const parameters = (nonce: Bytes, head: Uint8Array, { recipient, member }: WrapPlace) => ({
  name: "AES-GCM",
  iv: nonce,
  additionalData: concat(utf8("vouchsafe/wrap/v1\0"), head, utf8(`${recipient}\0${member}`)),
});

/** @throws TypeError where `by` is not of the kind that the head names */
export async function wrapSecret(secret: Bytes, place: WrapPlace, head: WrapHead, by: Means): Promise<Bytes> {
  const key = await cipherKey(head, by);
  if (!key) throw new TypeError("a wrap is made by the means that its head names");
  const [bytes, nonce] = [headBytes(head), random(NONCE)];
  const box = await crypto.subtle.encrypt(parameters(nonce, bytes, place), key, secret);
  return concat(bytes, nonce, new Uint8Array(box));
}

/** @returns null where it does not open: another passphrase, passkey, reviewer or key, or damage; these are not told apart */
export async function unwrapSecret(wrap: Bytes, place: WrapPlace, by: Means): Promise<Bytes | null> {
  const parsed = parse(wrap);
  const key = parsed && (await cipherKey(parsed.head, by));
  if (!key) return null;
  const box = parsed.length + NONCE;
  const given = parameters(wrap.slice(parsed.length, box), wrap.slice(0, parsed.length), place);
  try {
    return new Uint8Array(await crypto.subtle.decrypt(given, key, wrap.slice(box)));
  } catch {
    // WebCrypto's only way to say that it does not authenticate.
    return null;
  }
}
