import { createCipheriv, hkdfSync } from "node:crypto";
import { inspect } from "node:util";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TAG_BYTES } from "./format";
import {
  isSealed,
  type ItemKey,
  newItemKey,
  open,
  openStream,
  type Place,
  type PlaceKind,
  places,
  seal,
  type Sealed,
  sealStream,
  VaultError,
  wipeKey,
} from "./index";
import { ItemKey as ItemKeyClass } from "./key";
import { HEADER_BYTES, RECORD_BYTES } from "./stream";

const place: Place = { kind: "clean", id: "0191-aa" };
const SEALED_RECORD = RECORD_BYTES + TAG_BYTES;
const isKind = (kind: string): kind is PlaceKind => Object.hasOwn(places, kind);
const kinds = Object.keys(places).filter(isKind);
const sizes = [0, 1, 15, 16, RECORD_BYTES - 1, RECORD_BYTES, RECORD_BYTES + 1, 3 * RECORD_BYTES, 3 * RECORD_BYTES + 7];

/** Content in which every record differs from every other, so that a swap cannot go unnoticed by accident. */
const content = (size: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, i) => (i * 31 + Math.floor(i / 256) * 17 + Math.floor(i / RECORD_BYTES)) & 255);

async function* inChunks(bytes: Uint8Array, step: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
}

async function gather(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return new Uint8Array(Buffer.concat(parts));
}

/** Quicker by far than a structural comparison of long arrays. */
const expectSame = (found: Uint8Array, expected: Uint8Array): void => {
  expect(found.length).toBe(expected.length);
  expect(Buffer.compare(found, expected)).toBe(0);
};

const faultOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof VaultError) return error.fault;
    throw error;
  }
  return "opened";
};

/** What opening `bytes` ends in, in one piece and as a stream. */
async function faultsOf(bytes: Uint8Array, key: ItemKey): Promise<[string, string]> {
  const streamed = await gather(openStream(inChunks(bytes, 30_011), place, key)).then(
    () => "opened",
    (error: unknown) =>
      faultOf(() => {
        throw error;
      }),
  );
  return [faultOf(() => open(bytes, place, key)), streamed];
}

async function* breaking(): AsyncGenerator<Uint8Array> {
  yield content(2 * RECORD_BYTES + 5);
  throw new Error("connection lost");
}

describe("an object", () => {
  test.each(sizes)("of %i bytes comes back as it was, in one piece and in a stream", async (size) => {
    const key = newItemKey();
    const plain = content(size);
    const whole = seal(plain, place, key).bytes;
    expect(whole.length).toBe(HEADER_BYTES + size + Math.max(1, Math.ceil(size / RECORD_BYTES)) * TAG_BYTES);
    expectSame(open(whole, place, key), plain);
    expectSame(await gather(openStream(inChunks(whole, 10_007), place, key)), plain);
    const streamed = await gather(sealStream(inChunks(plain, 4099), place, key));
    expect(streamed.length).toBe(whole.length);
    expectSame(open(streamed, place, key), plain);
  });

  test("comes back as it was, whatever it holds and however it is cut into chunks", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 400 }),
        fc.nat({ max: 3 * RECORD_BYTES }),
        fc.integer({ min: 300, max: 100_000 }),
        async (start, padding, step) => {
          const key = newItemKey();
          const plain = new Uint8Array(Buffer.concat([start, Buffer.alloc(padding, 7)]));
          const sealed = await gather(sealStream(inChunks(plain, step), place, key));
          expectSame(open(sealed, place, key), plain);
          expect(Buffer.compare(await gather(openStream(inChunks(sealed, step), place, key)), plain)).toBe(0);
        },
      ),
      { numRuns: 30 },
    );
  });

  test("never uses a salt twice, so neither a nonce, and does not tell that two are the same", async () => {
    const key = newItemKey();
    const made = [seal(content(100), place, key).bytes, seal(content(100), place, key).bytes];
    for (let i = 0; i < 2; i++) made.push(new Uint8Array(await gather(sealStream(inChunks(content(100), 9), place, key))));
    const parts = made.flatMap((bytes) => [bytes.subarray(8, 40), bytes.subarray(HEADER_BYTES)]);
    expect(new Set(parts.map((part) => Buffer.from(part).toString("hex"))).size).toBe(8);
  });

  test("opens for no other key and no other place", () => {
    const key = newItemKey();
    const { bytes } = seal(content(100), place, key);
    expect(faultOf(() => open(bytes, place, newItemKey()))).toBe("not-mine");
    expect(faultOf(() => open(bytes, { ...place, id: "0191-ab" }, key))).toBe("not-mine");
    for (const kind of kinds.filter((kind) => kind !== place.kind)) {
      expect(faultOf(() => open(bytes, { kind, id: place.id }, key))).toBe("not-mine");
    }
  });

  test("with one bit of any byte flipped is refused", () => {
    const key = newItemKey();
    const { bytes } = seal(content(300), place, key);
    const survivors: number[] = [];
    for (let bit = 0; bit < bytes.length * 8; bit += 7) {
      const bad = bytes.slice();
      bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if (faultOf(() => open(bad, place, key)) === "opened") survivors.push(bit);
    }
    expect(survivors).toEqual([]);
  });

  test("with any byte changed in any record is refused, also as a stream", async () => {
    const key = newItemKey();
    const { bytes } = seal(content(2 * RECORD_BYTES + 100), place, key);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const bad = bytes.slice();
        bad[at] = (bad[at] ?? 0) ^ change;
        expect(await faultsOf(bad, key)).not.toContain("opened");
      }),
      { numRuns: 40 },
    );
  });

  test("cut short anywhere is refused, on a record's boundary too", async () => {
    const key = newItemKey();
    const survivors: string[] = [];
    for (const size of [0, 5, RECORD_BYTES, 2 * RECORD_BYTES, 2 * RECORD_BYTES + 5]) {
      const { bytes } = seal(content(size), place, key);
      const cuts = [0, 1, 7, 8, HEADER_BYTES - 1, HEADER_BYTES, HEADER_BYTES + 15, HEADER_BYTES + TAG_BYTES];
      for (let at = HEADER_BYTES; at < bytes.length; at += SEALED_RECORD) cuts.push(at - 1, at, at + 1, at + TAG_BYTES);
      cuts.push(bytes.length - 1, bytes.length - TAG_BYTES);
      for (const cut of cuts.filter((cut) => cut < bytes.length && cut >= 0)) {
        if ((await faultsOf(bytes.subarray(0, cut), key)).includes("opened")) survivors.push(`${size} cut at ${cut}`);
      }
    }
    expect(survivors).toEqual([]);
  });

  test("with anything put behind it is refused", async () => {
    const key = newItemKey();
    const survivors: string[] = [];
    for (const size of [0, 5, RECORD_BYTES, RECORD_BYTES + 5]) {
      const { bytes } = seal(content(size), place, key);
      for (const tail of [1, TAG_BYTES, TAG_BYTES + 1, SEALED_RECORD]) {
        const long = Buffer.concat([bytes, Buffer.alloc(tail, 1)]);
        if ((await faultsOf(long, key)).includes("opened")) survivors.push(`${size} + ${tail}`);
      }
    }
    expect(survivors).toEqual([]);
  });

  test("with records in another order, repeated or left out is refused", async () => {
    const key = newItemKey();
    const { bytes } = seal(content(4 * RECORD_BYTES), place, key);
    const header = bytes.subarray(0, HEADER_BYTES);
    const record = (i: number): Uint8Array =>
      bytes.subarray(HEADER_BYTES + i * SEALED_RECORD, HEADER_BYTES + (i + 1) * SEALED_RECORD);
    const made = (...order: number[]): Uint8Array =>
      new Uint8Array(Buffer.concat([header, ...order.map((i) => record(i))]));
    expect(faultOf(() => open(made(0, 1, 2, 3), place, key))).toBe("opened");
    const orders = ["1023", "0213", "3120", "0023", "013", "012", "123", "01233", "3"];
    for (const order of orders) {
      expect([order, ...(await faultsOf(made(...order.split("").map(Number)), key))]).toEqual([order, "damaged", "damaged"]);
    }
  });

  test("with a record from another object of the same key and place is refused", () => {
    const key = newItemKey();
    const one = seal(content(2 * RECORD_BYTES), place, key).bytes;
    const other = seal(content(2 * RECORD_BYTES), place, key).bytes;
    const mixed = one.slice();
    mixed.set(other.subarray(HEADER_BYTES, HEADER_BYTES + SEALED_RECORD), HEADER_BYTES);
    expect(faultOf(() => open(mixed, place, key))).toBe("damaged");
    const headed = other.slice();
    headed.set(one.subarray(0, HEADER_BYTES));
    expect(faultOf(() => open(headed, place, key))).toBe("damaged");
  });

  test("has one spelling: an empty record behind a full one is refused, though it was sealed with the key", async () => {
    const raw = new Uint8Array(32).fill(5);
    const [start, salt, bound] = [Buffer.from("VOUCHSO\u0001"), Buffer.alloc(32, 6), Buffer.from(`clean\0${place.id}`)];
    const derived = Buffer.from(hkdfSync("sha256", raw, salt, Buffer.concat([start, bound]), 64));
    const header = Buffer.concat([start, salt, derived.subarray(32)]);
    const record = (plain: Uint8Array, number: number, last: number): Buffer => {
      const nonce = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, number, last]);
      const cipher = createCipheriv("aes-256-gcm", derived.subarray(0, 32), nonce).setAAD(Buffer.concat([header, bound]));
      return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    };
    const key = ItemKeyClass.from(raw);
    const full = Buffer.alloc(RECORD_BYTES, 7);
    expect(await faultsOf(Buffer.concat([header, record(full, 0, 1)]), key)).toEqual(["opened", "opened"]);
    const longer = Buffer.concat([header, record(full, 0, 0), record(new Uint8Array(), 1, 1)]);
    expect(await faultsOf(longer, key)).toEqual(["damaged", "damaged"]);
  });

  test("of a later version says so", () => {
    const key = newItemKey();
    const { bytes } = seal(content(5), place, key);
    bytes[7] = 2;
    expect(faultOf(() => open(bytes, place, key))).toBe("unsupported");
  });

  test("that is nothing of ours at all is refused", () => {
    const key = newItemKey();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(faultOf(() => open(bytes, place, key))).toBe("damaged");
      }),
    );
  });
});

describe("a stream", () => {
  test("that breaks off while it is sealed leaves nothing that opens", async () => {
    const key = newItemKey();
    const parts: Uint8Array[] = [];
    await expect(
      (async () => {
        for await (const part of sealStream(breaking(), place, key)) parts.push(part);
      })(),
    ).rejects.toThrow("connection lost");
    expect(parts.length).toBeGreaterThan(1);
    expect(faultOf(() => open(Buffer.concat(parts), place, key))).toBe("damaged");
  });

  test("needs its key no longer than until it was started", async () => {
    const key = newItemKey();
    const spare = seal(content(1), place, key);
    const stream = sealStream(inChunks(content(100), 10), place, key);
    wipeKey(key);
    expect((await gather(stream)).length).toBe(HEADER_BYTES + 100 + TAG_BYTES);
    expect(faultOf(() => open(spare.bytes, place, key))).toBe("wiped");
  });
});

describe("a data key", () => {
  test("is not written down by accident", () => {
    const key = newItemKey();
    expect(() => JSON.stringify({ key })).toThrow(TypeError);
    expect(inspect({ key }, { showHidden: true, depth: 9 })).toBe("{ key: [ItemKey] }");
    expect(String(key)).toBe("[ItemKey]");
    expect(Object.keys(key)).toEqual([]);
    expect(structuredClone(key)).toEqual({});
  });
});

describe("the proof", () => {
  test("is had by what the vault sealed and by nothing that looks like it", () => {
    const sealed = seal(content(1), place, newItemKey());
    expect(isSealed(sealed)).toBe(true);
    expect(isSealed({ bytes: sealed.bytes })).toBe(false);
    expect(isSealed(Object.create(sealed))).toBe(false);
    expect(isSealed(null)).toBe(false);
  });
});

const stored = (sealed: Sealed): boolean => isSealed(sealed);

test("plaintext is not taken for what is sealed, and a proof cannot be made from outside", () => {
  expect(stored(seal(content(1), place, newItemKey()))).toBe(true);
  // @ts-expect-error bytes are not a proof
  expect(stored(content(1))).toBe(false);
  // @ts-expect-error what has the shape of a proof is none
  expect(stored({ bytes: content(1) })).toBe(false);
});

describe("a place", () => {
  test.each(["", "a b", "a\0b", "é", "x".repeat(201), "\ud800"])("is refused with an id that would not do: case %#", (id) => {
    expect(() => seal(content(1), { kind: "clean", id }, newItemKey())).toThrow(TypeError);
  });

  test("is refused with a kind that has no row", () => {
    // @ts-expect-error an inherited name is no row
    expect(() => seal(content(1), { kind: "toString", id: "1" }, newItemKey())).toThrow(TypeError);
  });
});
