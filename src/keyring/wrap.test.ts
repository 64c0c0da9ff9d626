import { createDecipheriv, hkdfSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { hashRawSync } from "@node-rs/argon2";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ARGON, passkeyHead, passphraseHead, readWrap, unwrapSecret, wrapSecret } from "./wrap";
import type { Bytes } from "./bytes";

const place = { recipient: `age1${"q".repeat(58)}`, member: "0198a7c4-0000-7000-8000-000000000001" };
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length }).map((b) => new Uint8Array(b));
const phrase = (passphrase: string) => ({ means: "passphrase", passphrase }) as const;
/** As cheap as a wrap may be: what a new one costs is a second of a laptop. */
const cheapest = { means: "passphrase", memory: 19 * 1024, passes: 1, lanes: 1, salt: new Uint8Array(16).fill(3) } as const;
const passkey = (output: Bytes) => ({ means: "passkey", output }) as const;

describe("a wrap", () => {
  test("opens with its passkey for its reviewer and its key, and for nobody else", async () => {
    await fc.assert(
      fc.asyncProperty(bytes(32), bytes(32), bytes(32), fc.uint8Array({ minLength: 1, maxLength: 80 }), async (secret, output, other, id) => {
        const wrap = await wrapSecret(secret, place, passkeyHead(new Uint8Array(id)), passkey(output));
        expect(await unwrapSecret(wrap, place, passkey(output))).toEqual(secret);
        expect(readWrap(wrap)).toMatchObject({ means: "passkey", credential: new Uint8Array(id) });
        if (output.some((byte, i) => byte !== other[i])) expect(await unwrapSecret(wrap, place, passkey(other))).toBeNull();
        expect(await unwrapSecret(wrap, { ...place, member: place.member.replace(/1$/, "2") }, passkey(output))).toBeNull();
        expect(await unwrapSecret(wrap, { ...place, recipient: place.recipient.replace(/q$/, "p") }, passkey(output))).toBeNull();
        expect(await unwrapSecret(wrap, place, phrase("a passphrase"))).toBeNull();
      }),
    );
  });

  test("does not open with any one bit changed, or cut, or longer", async () => {
    const output = new Uint8Array(32).fill(7);
    const wrap = await wrapSecret(new Uint8Array(32).fill(9), place, passkeyHead(new Uint8Array([1, 2, 3])), passkey(output));
    for (let bit = 0; bit < wrap.length * 8; bit += 1) {
      const damaged = wrap.slice();
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      expect(await unwrapSecret(damaged, place, passkey(output))).toBeNull();
    }
    for (const length of [0, 4, 5, 7, wrap.length - 1]) expect(await unwrapSecret(wrap.slice(0, length), place, passkey(output))).toBeNull();
    expect(await unwrapSecret(new Uint8Array([...wrap, 0]), place, passkey(output))).toBeNull();
  });

  test("under a passphrase opens however the keyboard composes its letters", async () => {
    const secret = new Uint8Array(32).fill(5);
    const wrap = await wrapSecret(secret, place, cheapest, phrase("sept hérons fatigués"));
    expect(await unwrapSecret(wrap, place, phrase("sept hérons fatigués".normalize("NFD")))).toEqual(secret);
    expect(await unwrapSecret(wrap, place, phrase("sept herons fatigues"))).toBeNull();
    expect(readWrap(wrap)).toEqual(cheapest);
    expect(passphraseHead()).toMatchObject(ARGON);
  });

  test("that asks for too little work, or so much that it would hang a browser, is none", async () => {
    const good = await wrapSecret(new Uint8Array(32), place, cheapest, phrase("x"));
    for (const cost of [{ memory: 1024 }, { memory: 4 * 1024 * 1024 }, { passes: 0 }, { passes: 200 }, { lanes: 0 }]) {
      const { memory, passes, lanes } = { ...ARGON, ...cost };
      const wrap = good.slice();
      new DataView(wrap.buffer).setUint32(5, memory);
      wrap.set([passes, lanes], 9);
      expect(readWrap(wrap)).toBeNull();
    }
  });
});

type Vector = { means: string; wrap: string; recipient: string; member: string; secret: string; passphrase?: string; output?: string };
const vectors = JSON.parse(readFileSync("tests/vectors/valid/keyring-wrap.json", "utf8")) as Vector[];
const from = (hex: string): Bytes => new Uint8Array(Buffer.from(hex, "hex"));

describe.each(vectors)("the vector with a $means", (vector) => {
  const wrap = from(vector.wrap);
  test("opens", async () => {
    const by = vector.passphrase === undefined ? passkey(from(vector.output ?? "")) : phrase(vector.passphrase);
    expect(await unwrapSecret(wrap, vector, by)).toEqual(from(vector.secret));
  });

  test("opens for another program, written from the format alone", () => {
    const head = wrap.subarray(0, wrap.length - 60);
    const key =
      vector.passphrase === undefined
        ? new Uint8Array(hkdfSync("sha256", from(vector.output ?? ""), "", "vouchsafe/wrap/v1/passkey", 32))
        : hashRawSync(vector.passphrase, { salt: head.subarray(11, 27), memoryCost: 65_536, timeCost: 3, parallelism: 1, outputLen: 32 });
    const cipher = createDecipheriv("aes-256-gcm", key, wrap.subarray(head.length, head.length + 12));
    cipher.setAAD(Buffer.concat([Buffer.from("vouchsafe/wrap/v1\0"), head, Buffer.from(`${vector.recipient}\0${vector.member}`)]));
    cipher.setAuthTag(wrap.subarray(wrap.length - 16));
    const opened = Buffer.concat([cipher.update(wrap.subarray(head.length + 12, wrap.length - 16)), cipher.final()]);
    expect(opened.toString("hex")).toBe(vector.secret);
  });
});
