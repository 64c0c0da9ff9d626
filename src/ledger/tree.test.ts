import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { treeOf } from "./fixture";
import {
  consistencyRanges,
  emptyRoot,
  frontierRoot,
  grow,
  inclusionRanges,
  isConsistent,
  isIncluded,
  leafHash,
  nodeHash,
  type NodePlace,
  rangeRoots,
  type TreeSource,
} from "./tree";

const Reference = z.object({
  leaves: z.array(z.string()),
  emptyRoot: z.string(),
  roots: z.array(z.string()),
  inclusion: z.array(z.object({ index: z.number(), size: z.number(), proof: z.array(z.string()) })),
  consistency: z.array(z.object({ first: z.number(), second: z.number(), proof: z.array(z.string()) })),
});
const reference = Reference.parse(
  JSON.parse(readFileSync(new URL("../../tests/vectors/valid/ledger-rfc6962.json", import.meta.url), "utf8")),
);

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const unhex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "hex"));
const leaves = reference.leaves.map(unhex);
const some = (count: number): Uint8Array[] => Array.from({ length: count }, (_, i) => Buffer.from(`entry ${i}`));

/** RFC 6962 §2.1, word for word. */
function mth(data: readonly Uint8Array[]): Uint8Array {
  const [only] = data;
  if (!only) return emptyRoot();
  if (data.length === 1) return leafHash(only);
  let k = 1;
  while (k * 2 < data.length) k *= 2;
  return nodeHash(mth(data.slice(0, k)), mth(data.slice(k)));
}

function grown(data: readonly Uint8Array[]): Uint8Array {
  let frontier: Uint8Array = new Uint8Array();
  data.forEach((leaf, size) => {
    frontier = grow(size, frontier, leafHash(leaf));
  });
  return frontier;
}

/** Counts what is read of a tree. */
function counted(data: readonly Uint8Array[]): TreeSource & { asked: number } {
  const { source } = treeOf(data);
  const counting = {
    asked: 0,
    leaves: (indices: readonly number[]) => ((counting.asked += indices.length), source.leaves(indices)),
    nodes: (places: readonly NodePlace[]) => ((counting.asked += places.length), source.nodes(places)),
  };
  return counting;
}

const inclusion = (data: readonly Uint8Array[], index: number, size: number): Promise<Uint8Array[]> =>
  rangeRoots(treeOf(data).source, inclusionRanges(index, size));
const consistency = (data: readonly Uint8Array[], first: number, second: number): Promise<Uint8Array[]> =>
  rangeRoots(treeOf(data).source, consistencyRanges(first, second));

const flip = (bytes: Uint8Array, bit: number): Uint8Array => {
  const bad = new Uint8Array(bytes);
  bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return bad;
};

describe("the Certificate Transparency reference tree", () => {
  test("has the published roots at every size", () => {
    expect(hex(emptyRoot())).toBe(reference.emptyRoot);
    expect(reference.roots.map((_, i) => hex(frontierRoot(i + 1, grown(leaves.slice(0, i + 1)))))).toEqual(reference.roots);
  });

  test.each(reference.inclusion)("has the published inclusion proof of leaf $index in $size", async ({ index, size, proof }) => {
    expect((await inclusion(leaves, index, size)).map(hex)).toEqual(proof);
    const [leaf, root] = [leaves[index], reference.roots[size - 1]];
    if (!leaf || !root) throw new Error("no such leaf");
    expect(isIncluded(leafHash(leaf), index, size, proof.map(unhex), unhex(root))).toBe(true);
  });

  test.each(reference.consistency)("has the published consistency proof of $first in $second", async ({ first, second, proof }) => {
    expect((await consistency(leaves, first, second)).map(hex)).toEqual(proof);
    const [firstRoot, secondRoot] = [reference.roots[first - 1], reference.roots[second - 1]];
    if (!firstRoot || !secondRoot) throw new Error("no such size");
    expect(isConsistent(first, unhex(firstRoot), second, unhex(secondRoot), proof.map(unhex))).toBe(true);
  });
});

describe("a tree", () => {
  test("grown leaf by leaf has the root of its definition at every size to 130", () => {
    const data = some(130);
    let frontier: Uint8Array = new Uint8Array();
    data.forEach((leaf, size) => {
      frontier = grow(size, frontier, leafHash(leaf));
      expect(hex(frontierRoot(size + 1, frontier))).toBe(hex(mth(data.slice(0, size + 1))));
    });
  });

  test("grown from any entries has the root of its definition", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 70 }), (data) => {
        expect(hex(frontierRoot(data.length, grown(data)))).toBe(hex(mth(data)));
      }),
    );
  });

  test("proves every entry of every size to 33, each for itself and in one reading", async () => {
    const data = some(33);
    const failures: string[] = [];
    for (let size = 1; size <= data.length; size++) {
      const root = mth(data.slice(0, size));
      for (let index = 0; index < size; index++) {
        const proof = await inclusion(data, index, size);
        if (!isIncluded(leafHash(data[index] ?? root), index, size, proof, root)) failures.push(`${index} in ${size}`);
      }
    }
    expect(failures).toEqual([]);
  });

  test("proves every prefix of every size to 33", async () => {
    const data = some(33);
    const failures: string[] = [];
    for (let second = 0; second <= data.length; second++) {
      for (let first = 0; first <= second; first++) {
        const proof = await consistency(data, first, second);
        const [a, b] = [mth(data.slice(0, first)), mth(data.slice(0, second))];
        if (!isConsistent(first, a, second, b, proof)) failures.push(`${first} in ${second}`);
      }
    }
    expect(failures).toEqual([]);
  });

  test("is asked for no more than two nodes of each height and a few leaves, however large it is", async () => {
    const data = some(3000);
    const source = counted(data);
    const root = mth(data);
    for (const index of [0, 1, 15, 16, 1023, 1024, 2047, 2048, 2991, 2992, 2999]) {
      source.asked = 0;
      const proof = await rangeRoots(source, inclusionRanges(index, 3000));
      expect(isIncluded(leafHash(data[index]!), index, 3000, proof, root)).toBe(true);
      expect(source.asked).toBeLessThanOrEqual(2 * 12 + 2 * 15);
    }
  });

  test("refuses a frontier that is not one", () => {
    expect(() => frontierRoot(3, new Uint8Array(32))).toThrow("damaged-head");
    expect(() => frontierRoot(-1, new Uint8Array())).toThrow("damaged-head");
    expect(() => grow(1.5, new Uint8Array(32), new Uint8Array(32))).toThrow("damaged-head");
  });

  test("has no proof of what is not in it", async () => {
    for (const [index, size] of [[0, 0], [1, 1], [-1, 2], [0.5, 2], [0, Number.NaN]] as const) {
      expect(() => inclusionRanges(index, size)).toThrow("out-of-range");
    }
    for (const [first, second] of [[3, 2], [-1, 2], [0.5, 2]] as const) {
      expect(() => consistencyRanges(first, second)).toThrow("out-of-range");
    }
    await expect(inclusion(some(3), 0, 4)).rejects.toThrow("out-of-range");
    await expect(inclusion(some(15), 3, 16)).rejects.toThrow("out-of-range");
    await expect(inclusion(some(31), 3, 32)).rejects.toThrow("out-of-range");
  });
});

// One inclusion or consistency proof, and everything in it that could be false.
const anySize = fc.integer({ min: 2, max: 200 });

describe("a false proof", () => {
  test("of inclusion is refused for any other entry, place, size or root, and with any bit flipped, added or cut", async () => {
    await fc.assert(
      fc.asyncProperty(anySize, fc.nat(), fc.nat(), async (size, pick, bit) => {
        const data = some(size);
        const index = pick % size;
        const [leaf, root] = [leafHash(data[index] ?? Buffer.of()), mth(data)];
        const proof = await inclusion(data, index, size);
        const broken = proof.map((node, i) => (i === pick % proof.length ? flip(node, bit % 256) : node));
        expect(isIncluded(leaf, index, size, proof, root)).toBe(true);
        expect(isIncluded(flip(leaf, bit % 256), index, size, proof, root)).toBe(false);
        expect(isIncluded(leaf, index, size, proof, flip(root, bit % 256))).toBe(false);
        expect(isIncluded(leaf, index, size, broken, root)).toBe(false);
        expect(isIncluded(leaf, index, size, [...proof, root], root)).toBe(false);
        expect(isIncluded(leaf, index, size, proof.slice(1), root)).toBe(false);
        expect(isIncluded(leaf, index, size, proof.slice(0, -1), root)).toBe(false);
        expect(isIncluded(leaf, (index + 1) % size, size, proof, root)).toBe(false);
        expect(isIncluded(leaf, size, size, proof, root)).toBe(false);
        expect(isIncluded(leaf, index, size, [root.subarray(1), ...proof.slice(1)], root)).toBe(false);
      }),
    );
  });

  test("of consistency is refused with any bit flipped, added or cut", async () => {
    await fc.assert(
      fc.asyncProperty(anySize, fc.nat(), fc.nat(), async (second, pick, bit) => {
        const data = some(second);
        const first = 1 + (pick % (second - 1));
        const [a, b] = [mth(data.slice(0, first)), mth(data)];
        const proof = await consistency(data, first, second);
        const broken = proof.map((node, i) => (i === pick % proof.length ? flip(node, bit % 256) : node));
        expect(isConsistent(first, a, second, b, proof)).toBe(true);
        expect(isConsistent(first, flip(a, bit % 256), second, b, proof)).toBe(false);
        expect(isConsistent(first, a, second, flip(b, bit % 256), proof)).toBe(false);
        expect(isConsistent(first, a, second, b, broken)).toBe(false);
        expect(isConsistent(first, a, second, b, [...proof, b])).toBe(false);
        expect(isConsistent(first, a, second, b, proof.slice(1))).toBe(false);
        expect(isConsistent(first, a, second, b, proof.slice(0, -1))).toBe(false);
        expect(isConsistent(second, b, first, a, proof)).toBe(false);
        expect(isConsistent(second, a, second, b, [])).toBe(false);
      }),
    );
  });

  test("of inclusion in a tree with fewer or more levels is refused", async () => {
    const data = some(8);
    const root = mth(data);
    const [last, first] = [leafHash(data[7] ?? root), leafHash(data[0] ?? root)];
    const [lastProof, firstProof] = [await inclusion(data, 7, 8), await inclusion(data, 0, 8)];
    expect(isIncluded(last, 7, 8, lastProof, root)).toBe(true);
    for (const [index, size] of [[0, 1], [1, 2], [3, 4], [15, 16]] as const) {
      expect(isIncluded(last, index, size, lastProof, root)).toBe(false);
    }
    expect(isIncluded(first, 0, 8, firstProof, root)).toBe(true);
    for (const size of [1, 2, 4, 16, 2 ** 40]) expect(isIncluded(first, 0, size, firstProof, root)).toBe(false);
  });

  test("of consistency between trees with fewer or more levels is refused", async () => {
    const data = some(8);
    const [seven, eight, one] = [mth(data.slice(0, 7)), mth(data), mth(data.slice(0, 1))];
    const proof = await consistency(data, 7, 8);
    expect(isConsistent(7, seven, 8, eight, proof)).toBe(true);
    for (const [a, b] of [[3, 4], [15, 16], [1, 2]] as const) expect(isConsistent(a, seven, b, eight, proof)).toBe(false);
    const grown = await consistency(data, 1, 8);
    expect(isConsistent(1, one, 8, eight, grown)).toBe(true);
    for (const b of [2, 4, 16, 2 ** 40]) expect(isConsistent(1, one, b, eight, grown)).toBe(false);
  });

  test("with something in it that is no hash is refused, not thrown at", async () => {
    const data = some(4);
    const [leaf, root, proof] = [leafHash(data[0] ?? Buffer.of()), mth(data), await inclusion(data, 0, 4)];
    for (const length of [0, 31, 33, 64]) {
      const odd = new Uint8Array(length);
      expect(isIncluded(odd, 0, 4, proof, root)).toBe(false);
      expect(isIncluded(leaf, 0, 4, [odd, ...proof.slice(1)], root)).toBe(false);
      expect(isConsistent(1, leaf, 4, root, [odd, odd])).toBe(false);
      expect(isConsistent(4, odd, 4, odd, [])).toBe(false);
    }
    expect(isIncluded(leaf, Number.NaN, 4, proof, root)).toBe(false);
    expect(isConsistent(0.5, leaf, 4, root, [])).toBe(false);
  });

  test("that the empty tree was another one is refused", () => {
    const root = mth(some(3));
    expect(isConsistent(0, emptyRoot(), 3, root, [])).toBe(true);
    expect(isConsistent(0, root, 3, root, [])).toBe(false);
    expect(isConsistent(0, emptyRoot(), 3, root, [root])).toBe(false);
  });
});
