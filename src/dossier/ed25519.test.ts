import { generateKeyPairSync, sign } from "node:crypto";
import * as fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { computed, isSigned } from "./ed25519.mjs";

const bytes = (text: string) => new Uint8Array(Buffer.from(text, "hex"));
/** RFC 8032 §7.1: key, message, signature. */
const vectors = [
  ["d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "", "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"],
  ["3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72", "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"],
  ["fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82", "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"],
] as const;
afterEach(() => vi.restoreAllMocks());

test("what the standard signs is signed, and with one bit changed it is not", async () => {
  for (const [key, message, signature] of vectors) {
    expect(await computed(bytes(key), bytes(signature), bytes(message))).toBe(true);
    for (let bit = 0; bit < 512; bit += 37) {
      const changed = bytes(signature).map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      expect(await computed(bytes(key), changed, bytes(message))).toBe(false);
    }
    expect(await computed(bytes(key), bytes(signature), bytes(`${message}00`))).toBe(false);
  }
});

test("it says of any signature what the engine says", async () => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const raw = new Uint8Array(publicKey.export({ format: "der", type: "spki" }).subarray(-32));
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), fc.nat({ max: 96 }), async (data, at) => {
      const message = new Uint8Array(data);
      // Of the key, of the signature, or of neither, a byte is another.
      const flipped = (whole: Uint8Array<ArrayBuffer>, from: number) => whole.map((byte, nth) => (nth + from === at ? byte ^ 1 : byte));
      const [key, signature] = [flipped(raw, 0), flipped(new Uint8Array(sign(null, message, privateKey)), 32)];
      expect(await computed(key, signature, message)).toBe(await isSigned(key, signature, message));
      expect(await computed(key, signature, message)).toBe(at === 96);
    }),
    { numRuns: 30, examples: [[new Uint8Array(3), 96]] },
  );
});

test("a signature has one form, and what is no point is no key", async () => {
  const [key, message, signature] = vectors[0];
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  const s = BigInt(`0x${Buffer.from(bytes(signature).subarray(32).toReversed()).toString("hex")}`) + order;
  const other = Buffer.concat([bytes(signature).subarray(0, 32), bytes(s.toString(16).padStart(64, "0")).toReversed()]);
  expect(await computed(bytes(key), new Uint8Array(other), bytes(message))).toBe(false);
  expect(await computed(new Uint8Array(32).fill(255), bytes(signature), bytes(message))).toBe(false);
  expect(await computed(bytes(key), bytes(signature).subarray(0, 63), bytes(message))).toBe(false);
});

test("where an engine does not know such keys, it is computed all the same", async () => {
  const [key, message, signature] = vectors[1];
  vi.spyOn(crypto.subtle, "importKey").mockRejectedValue(new DOMException("Unrecognized name.", "NotSupportedError"));
  expect(await isSigned(bytes(key), bytes(signature), bytes(message))).toBe(true);
  expect(await isSigned(bytes(key), bytes(signature), bytes("73"))).toBe(false);
});
