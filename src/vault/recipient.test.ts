import { Decrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { beforeAll, expect, test } from "vitest";
import { isAgeKey, sealToAgeKey, VaultError } from "./index";

let identity: string, key: string;
beforeAll(async () => {
  identity = await generateX25519Identity();
  key = await identityToRecipient(identity);
});

const CHUNK = 64 * 1024;
/** Bytes in pieces of `step`, each made when it is asked for. */
function streamOf(bytes: Uint8Array, step: number, told: { stopped?: boolean; asked?: number } = {}): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, (at += step)));
      told.asked = at;
    },
    cancel() {
      told.stopped = true;
    },
  }, { highWaterMark: 0 });
}

test.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7])("%i bytes come back to their holder, and are as long sealed as was said", async (length) => {
  const plain = Uint8Array.from({ length }, (_, at) => at % 251);
  const { size, body } = await sealToAgeKey({ size: length, body: streamOf(plain, 10_007) }, key);
  const sealed = new Uint8Array(await new Response(body).arrayBuffer());
  expect(sealed.length).toBe(size);
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  expect(Buffer.from(await decrypter.decrypt(sealed)).equals(Buffer.from(plain))).toBe(true);
});

test("what goes wrong in what is sealed breaks it off, and no shorter file is whole", async () => {
  const failing = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.error(new Error("gone"));
    },
  });
  const { body } = await sealToAgeKey({ size: CHUNK, body: failing }, key);
  await expect(new Response(body).arrayBuffer()).rejects.toThrow("gone");
});

test("whoever stops reading stops what is read, which is never far ahead", async () => {
  const told: { stopped?: boolean; asked?: number } = {};
  const { body } = await sealToAgeKey({ size: 100 * CHUNK, body: streamOf(new Uint8Array(100 * CHUNK), CHUNK, told) }, key);
  const reader = body.getReader();
  await reader.read();
  await reader.read();
  await reader.cancel();
  await expect.poll(() => told.stopped).toBe(true);
  expect(told.asked).toBeLessThan(10 * CHUNK);
});

test("nothing is sealed to what is no public key", async () => {
  for (const wrong of ["", "age1", identity, `${key}x`, key.toUpperCase()]) {
    expect(await isAgeKey(wrong)).toBe(false);
    await expect(sealToAgeKey({ size: 0, body: streamOf(new Uint8Array(), 1) }, wrong)).rejects.toThrow(new VaultError("recipient"));
  }
  expect(await isAgeKey(key)).toBe(true);
});
