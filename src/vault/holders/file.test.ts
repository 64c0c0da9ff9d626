import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  createKeyFile,
  fileHolder,
  KeyFileError,
  type KeyHolder,
  newItemKey,
  open,
  openRecord,
  type Place,
  rewrap,
  rewrapRecord,
  seal,
  sealRecord,
  unwrapKey,
  VaultError,
  wrapKey,
} from "../index";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "vault-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const itemKey: Place = { kind: "item-key", id: "item-1" };
const consent: Place = { kind: "consent", id: "record-1" };

async function newHolder(name: string): Promise<KeyHolder> {
  await createKeyFile(join(folder, name));
  return await fileHolder(join(folder, name));
}

const faultOf = async (act: Promise<unknown>): Promise<string> => {
  try {
    await act;
  } catch (error) {
    if (error instanceof VaultError || error instanceof KeyFileError) return error.fault;
    throw error;
  }
  return "opened";
};

const flipped = (bytes: Uint8Array, bit: number): Uint8Array => {
  const bad = bytes.slice();
  bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return bad;
};

describe("a key file", () => {
  test("is made for its owner only and holds 32 bytes that differ each time", async () => {
    await createKeyFile(join(folder, "one"));
    await createKeyFile(join(folder, "two"));
    const found = await stat(join(folder, "one"));
    expect(found.mode & 0o777).toBe(0o600);
    expect(found.size).toBe(32);
    expect(await readFile(join(folder, "one"))).not.toEqual(await readFile(join(folder, "two")));
    expect((await readdir(folder)).toSorted()).toEqual(["one", "two"]);
  });

  test("is never overwritten, and a refusal leaves nothing behind", async () => {
    await writeFile(join(folder, "one"), "precious", { mode: 0o600 });
    expect(await faultOf(createKeyFile(join(folder, "one")))).toBe("exists");
    expect(await readFile(join(folder, "one"), "utf8")).toBe("precious");
    expect(await readdir(folder)).toEqual(["one"]);
  });

  test("made by several at once is made by one", async () => {
    const path = join(folder, "one");
    const results = await Promise.all(Array.from({ length: 8 }, () => faultOf(createKeyFile(path))));
    expect(results.toSorted()).toEqual([...Array.from({ length: 7 }, () => "exists"), "opened"]);
    expect(await readdir(folder)).toEqual(["one"]);
  });

  test.each(["640", "604", "660", "644", "610"])("is refused with mode %s", async (mode) => {
    const path = join(folder, "one");
    await createKeyFile(path);
    await chmod(path, Number.parseInt(mode, 8));
    await expect(fileHolder(path)).rejects.toThrow(`chmod 600 ${path}`);
    expect(await faultOf(fileHolder(path))).toBe("readable-by-others");
    await chmod(path, 0o400);
    expect(await faultOf(fileHolder(path))).toBe("opened");
  });

  test.each([0, 1, 31, 33, 64])("is refused with %i bytes", async (length) => {
    await writeFile(join(folder, "one"), Buffer.alloc(length, 1), { mode: 0o600 });
    expect(await faultOf(fileHolder(join(folder, "one")))).toBe("wrong-length");
  });

  test("is refused when it is missing or a folder, and read through a link", async () => {
    expect(await faultOf(fileHolder(join(folder, "none")))).toBe("missing");
    expect(await faultOf(fileHolder(folder))).toBe("not-a-file");
    await createKeyFile(join(folder, "one"));
    await symlink(join(folder, "one"), join(folder, "link"));
    expect((await fileHolder(join(folder, "link"))).id).toBe((await fileHolder(join(folder, "one"))).id);
  });
});

describe("a wrapped key", () => {
  test("opens what the key sealed, by the same file read again", async () => {
    await newHolder("one");
    const [first, again] = [await fileHolder(join(folder, "one")), await fileHolder(join(folder, "one"))];
    const key = newItemKey();
    const wrapped = await wrapKey(key, itemKey, first);
    const { bytes } = seal(Buffer.from("what was seen"), consent, key);
    const unwrapped = await unwrapKey(wrapped, itemKey, again);
    expect(Buffer.from(open(bytes, consent, unwrapped)).toString()).toBe("what was seen");
  });

  test("is never wrapped under the same salt twice", async () => {
    const one = await newHolder("one");
    const key = newItemKey();
    const [first, second] = [await wrapKey(key, itemKey, one), await wrapKey(key, itemKey, one)];
    expect(first.subarray(16, 48)).not.toEqual(second.subarray(16, 48));
    expect(first.subarray(48)).not.toEqual(second.subarray(48));
  });

  test("is not another holder's", async () => {
    const [one, two] = [await newHolder("one"), await newHolder("two")];
    expect(one.id).not.toBe(two.id);
    const wrapped = await wrapKey(newItemKey(), itemKey, one);
    expect(await two.unwrap(wrapped, itemKey)).toBeNull();
    expect(await faultOf(unwrapKey(wrapped, itemKey, two))).toBe("not-mine");
  });

  test("opens for no other place", async () => {
    const one = await newHolder("one");
    const wrapped = await wrapKey(newItemKey(), itemKey, one);
    expect(await faultOf(unwrapKey(wrapped, { kind: "item-key", id: "item-2" }, one))).toBe("damaged");
    expect(await faultOf(unwrapKey(wrapped, { kind: "consent", id: "item-1" }, one))).toBe("damaged");
  });

  test("with one bit of any byte flipped, cut or extended is refused", async () => {
    const one = await newHolder("one");
    const wrapped = await wrapKey(newItemKey(), itemKey, one);
    for (let bit = 0; bit < wrapped.length * 8; bit += 7) {
      expect(await faultOf(unwrapKey(flipped(wrapped, bit), itemKey, one))).not.toBe("opened");
    }
    for (let cut = 0; cut < wrapped.length; cut++) {
      expect(await faultOf(unwrapKey(wrapped.subarray(0, cut), itemKey, one))).toBe("damaged");
    }
    expect(await faultOf(unwrapKey(Buffer.concat([wrapped, Buffer.alloc(1)]), itemKey, one))).toBe("damaged");
  });

  test("rewrapped for another holder is that holder's and holds the same key", async () => {
    const [one, two] = [await newHolder("one"), await newHolder("two")];
    const key = newItemKey();
    const { bytes } = seal(Buffer.from("x"), consent, key);
    const moved = await rewrap(await wrapKey(key, itemKey, one), itemKey, one, two);
    expect(await one.unwrap(moved, itemKey)).toBeNull();
    expect(open(bytes, consent, await unwrapKey(moved, itemKey, two))).toEqual(new Uint8Array([120]));
  });
});

describe("a record", () => {
  test("comes back as it was", async () => {
    const one = await newHolder("one");
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 500 }), fc.string({ unit: "grapheme" })), async (plain) => {
        const bytes = typeof plain === "string" ? new TextEncoder().encode(plain) : plain;
        const sealed = await sealRecord(plain, consent, one);
        expect(await openRecord(sealed, consent, one)).toEqual(bytes);
        expect(bytes.length > 3 && Buffer.from(sealed).includes(Buffer.from(bytes))).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  test("opens for no other place and no other holder, and with no byte changed or missing", async () => {
    const [one, two] = [await newHolder("one"), await newHolder("two")];
    const sealed = await sealRecord("Person A", consent, one);
    expect(await faultOf(openRecord(sealed, { kind: "consent", id: "record-2" }, one))).toBe("damaged");
    expect(await faultOf(openRecord(sealed, { kind: "account", id: "record-1" }, one))).toBe("damaged");
    expect(await faultOf(openRecord(sealed, consent, two))).toBe("not-mine");
    for (let bit = 0; bit < sealed.length * 8; bit += 7) {
      expect(await faultOf(openRecord(flipped(sealed, bit), consent, one))).not.toBe("opened");
    }
    for (let cut = 0; cut < sealed.length; cut++) {
      expect(await faultOf(openRecord(sealed.subarray(0, cut), consent, one))).toBe("damaged");
    }
  });

  test("put together from two of the same place is refused", async () => {
    const one = await newHolder("one");
    const first = await sealRecord("aaaa", consent, one);
    const second = await sealRecord("bbbb", consent, one);
    const wrappedEnd = 8 + 2 + 96;
    const mixed = new Uint8Array(Buffer.concat([first.subarray(0, wrappedEnd), second.subarray(wrappedEnd)]));
    expect(await faultOf(openRecord(mixed, consent, one))).toBe("not-mine");
  });

  test("rewrapped for another holder opens there and no longer here", async () => {
    const [one, two] = [await newHolder("one"), await newHolder("two")];
    const moved = await rewrapRecord(await sealRecord("Person A", consent, one), consent, one, two);
    expect(Buffer.from(await openRecord(moved, consent, two)).toString()).toBe("Person A");
    expect(await faultOf(openRecord(moved, consent, one))).toBe("not-mine");
  });
});
