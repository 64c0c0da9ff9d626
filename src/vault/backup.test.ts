import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { VaultError } from "./error";
import { identitiesIn, newKeeper, openFromKeeper, sealToKeeper } from "./backup";

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}
async function whole(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}
const faultOf = (opening: Promise<unknown>) => opening.then(() => "opened", (error: unknown) => (error instanceof VaultError ? error.fault : String(error)));

test("what was sealed to a keeper opens with their identity, however it is cut into pieces, and with no other", async () => {
  const [{ file, recipient }, other] = [await newKeeper(), await newKeeper()];
  for (const size of [0, 1, 65_536, 200_001]) {
    const plain = randomBytes(size);
    const sealed = await whole(await sealToKeeper(inPieces(plain, 1000), recipient));
    expect((await whole(openFromKeeper(inPieces(sealed, 777), identitiesIn(file)))).equals(plain)).toBe(true);
    expect(await faultOf(whole(openFromKeeper(inPieces(sealed, 777), identitiesIn(other.file))))).toBe("not-mine");
  }
});

test("cut short, extended or with a bit changed it is damaged, and so is what never was sealed", async () => {
  const { file, recipient } = await newKeeper();
  const sealed = await whole(await sealToKeeper(inPieces(randomBytes(100_000), 5000), recipient));
  const flipped = Buffer.from(sealed);
  flipped[sealed.length - 40_000]! ^= 1;
  for (const bytes of [sealed.subarray(0, 65_800), sealed.subarray(0, 100), Buffer.concat([sealed, Buffer.of(0)]), flipped, Buffer.from("nothing of ours")])
    expect(await faultOf(whole(openFromKeeper(inPieces(bytes, 4096), identitiesIn(file))))).toBe("damaged");
});

test("it is sealed to nobody who is no recipient, and a source that fails says so itself", async () => {
  expect(await faultOf(sealToKeeper(inPieces(Buffer.of(1), 1), "age1nobody"))).toBe("recipient");
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield Buffer.from("age-encryption.org/v1\n");
    throw new Error("the disk is gone");
  }
  expect(await faultOf(whole(openFromKeeper(failing(), identitiesIn((await newKeeper()).file))))).toBe("Error: the disk is gone");
});
