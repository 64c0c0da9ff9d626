import { Decrypter, Encrypter } from "age-encryption";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { concat, hex, random, sha256, type Bytes } from "./bytes";
import { identityOf, newSecret, recipientOf } from "./identity";
import { packed, unpacked } from "./packet";
import { check, reseal, type Opened } from "./reseal";

const item = "0198a7c4-0000-7000-8000-000000000001";
let old: Opened;
let next: Opened;
beforeAll(async () => {
  const key = async () => {
    const secret = await newSecret();
    return { secret, recipient: await recipientOf(secret) };
  };
  [old, next] = [await key(), await key()];
});

async function sealed(plain: Uint8Array, recipient: string): Promise<Bytes> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return concat(await encrypter.encrypt(plain));
}
async function opened(locked: Uint8Array, secret: Uint8Array): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identityOf(secret));
  return decrypter.decrypt(locked);
}
const about = async (plain: Bytes) => ({ item, digest: hex(await sha256(plain)) });
const packet = async (plain: Bytes, told: Bytes | null, recipient = old.recipient) =>
  packed({ original: await sealed(plain, recipient), told: told && (await sealed(told, recipient)) });

const bytes = fc.uint8Array({ maxLength: 300 }).map((b) => new Uint8Array(b));

describe("an original that is sealed anew", () => {
  test("opens with the new key only, to the bytes that were received, and what it told as well", async () => {
    await fc.assert(
      fc.asyncProperty(bytes, fc.option(bytes), async (plain, told) => {
        const before = await packet(plain, told);
        const result = await reseal(before, old.secret, next, await about(plain));
        if (!result.ok) throw new Error(result.why);
        const after = unpacked(result.packet)!;
        expect(after.original).toHaveLength(unpacked(before)!.original.length);
        expect(await opened(after.original, next.secret)).toEqual(plain);
        expect(after.told && (await opened(after.told, next.secret))).toEqual(told);
        expect(await opened(after.original, old.secret).catch(() => null)).toBeNull();
        expect(await check(result.packet, next, await about(plain), result.mark)).toEqual({ ok: true, sealed: hex(await sha256(after.original)) });
      }),
      { numRuns: 40 },
    );
  });

  test("is as right where it takes many chunks, and no chunk of the old object comes back in it", async () => {
    const plain = concat(...Array.from({ length: 40 }, () => random(65_536)), random(17));
    const before = await packet(plain, null);
    const result = await reseal(before, old.secret, next, await about(plain));
    if (!result.ok) throw new Error(result.why);
    expect(await check(result.packet, next, await about(plain), result.mark)).toMatchObject({ ok: true });
    expect(Buffer.from(result.packet).includes(Buffer.from(before.subarray(70_000, 70_032)))).toBe(false);
  });

  test("is none where the old object does not open, is cut short or is another photo", async () => {
    const [plain, other] = [random(65_536), random(65_536)];
    const right = await about(plain);
    expect(await reseal(await packet(plain, null), next.secret, next, right)).toEqual({ ok: false, why: "not-ours" });
    expect(await reseal(await packet(other, null), old.secret, next, right)).toEqual({ ok: false, why: "differs" });
    const whole = await packet(plain, random(40));
    for (const length of [0, 3, 4, 200, whole.length - 1, whole.length - 20])
      expect(await reseal(whole.slice(0, length), old.secret, next, right)).toMatchObject({ ok: false });
  });

  test("does not pass the check with a bit changed, of another photo, or sealed by somebody who has only the public half", async () => {
    const [plain, told] = [random(500), random(60)];
    const right = await about(plain);
    const result = await reseal(await packet(plain, told), old.secret, next, right);
    if (!result.ok) throw new Error(result.why);
    for (let at = 0; at < result.packet.length; at += 11) {
      const damaged = result.packet.slice();
      damaged[at]! ^= 1;
      expect(await check(damaged, next, right, result.mark)).toMatchObject({ ok: false });
    }
    const forged = { ...result, packet: await packet(plain, random(60), next.recipient) };
    expect(await check(forged.packet, next, right, result.mark)).toEqual({ ok: false, why: "differs" });
    expect(await check(await packet(random(500), told, next.recipient), next, right, result.mark)).toEqual({ ok: false, why: "differs" });
    expect(await check(result.packet, next, { ...right, item: item.replace(/1$/, "2") }, result.mark)).toEqual({ ok: false, why: "differs" });
    expect(await check(await packet(plain, null, next.recipient), next, right, result.mark)).toEqual({ ok: false, why: "differs" });
  });
});
