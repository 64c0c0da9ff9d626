import { Decrypter, generateHybridIdentity, generateX25519Identity, identityToRecipient } from "age-encryption";
import { describe, expect, test } from "vitest";
import { isCustodyRecipient, isSealed, sealToCustody } from "./index";

const opened = async (bytes: Uint8Array, identity: string): Promise<Uint8Array> => {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return await decrypter.decrypt(bytes);
};

describe("an original sealed to the custody key", () => {
  test.each([0, 1, 65_535, 65_536, 65_537, 200_000])("of %i bytes opens for its holder, byte for byte", async (size) => {
    const identity = await generateX25519Identity();
    const plain = Uint8Array.from({ length: size }, (_, i) => (i * 7 + (i >> 8)) & 255);
    const sealed = await sealToCustody(plain, [await identityToRecipient(identity)]);
    expect(isSealed(sealed)).toBe(true);
    expect(Buffer.from(sealed.bytes.subarray(0, 22)).toString()).toBe("age-encryption.org/v1\n");
    expect(await opened(sealed.bytes, identity)).toEqual(plain);
  });

  test("opens for each of several holders and for nobody else", async () => {
    const [one, two, stranger] = await Promise.all([1, 2, 3].map(() => generateX25519Identity()));
    if (!one || !two || !stranger) throw new Error("no identities");
    const sealed = await sealToCustody(new Uint8Array([1, 2, 3]), [
      await identityToRecipient(one),
      await identityToRecipient(two),
    ]);
    expect(await opened(sealed.bytes, one)).toEqual(new Uint8Array([1, 2, 3]));
    expect(await opened(sealed.bytes, two)).toEqual(new Uint8Array([1, 2, 3]));
    await expect(opened(sealed.bytes, stranger)).rejects.toThrow(/no identity matched/);
  });

  test("changed anywhere does not open", async () => {
    const identity = await generateX25519Identity();
    const { bytes } = await sealToCustody(new Uint8Array(100), [await identityToRecipient(identity)]);
    for (const at of [30, 60, 150, bytes.length - 1]) {
      const bad = bytes.slice();
      bad[at] = (bad[at] ?? 0) ^ 1;
      await expect(opened(bad, identity)).rejects.toThrow(/./);
    }
    await expect(opened(bytes.subarray(0, -1), identity)).rejects.toThrow(/./);
  });

  test("is not made for nobody, or for something that is no recipient", async () => {
    const good = await identityToRecipient(await generateX25519Identity());
    await expect(sealToCustody(new Uint8Array(1), [])).rejects.toThrow("recipient");
    await expect(sealToCustody(new Uint8Array(1), [good, "age1nonsense"])).rejects.toThrow("recipient");
  });

  test("is not made for a point of low order, whose shared secret anyone can compute", async () => {
    const zero = "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z";
    await expect(sealToCustody(new Uint8Array(1), [zero])).rejects.toThrow("recipient");
  });

  test("goes to X25519 recipients with a right checksum only", async () => {
    const identity = await generateX25519Identity();
    const good = await identityToRecipient(identity);
    expect(isCustodyRecipient(good)).toBe(true);
    const last = good.endsWith("q") ? "p" : "q";
    const taken = [
      "",
      "age1",
      identity,
      good.toUpperCase(),
      ` ${good}`,
      `${good}\n`,
      good.slice(0, -1),
      good.slice(0, -1) + last,
      await identityToRecipient(await generateHybridIdentity()),
    ].filter(isCustodyRecipient);
    expect(taken).toEqual([]);
  });
});
