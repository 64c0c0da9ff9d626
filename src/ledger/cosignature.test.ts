import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isContinued, logKey, openCheckpoint, witnessFrom } from "../../scripts/witness/checks.mjs";
import { words } from "../../scripts/witness/words.mjs";
import { treeOf } from "./fixture";
import { LedgerError, openCosigned, proveConsistency, witnessName } from "./index";
import { signerFrom } from "./note";
import { frontierRoot, grow, leafHash } from "./tree";

/** Published keys, heads and a proof of the public project transparency-dev/witness, made by another program. */
const MONKEYS = "monkeys+db4d9f7e+AULaJMvTtDLHPUcUrjdDad9vDlh/PTfC2VV60JUtCfWT";
const FIVE = "monkeys\n5\n41smjBUiAU70EtKlT6lIOIYtRTYxYXsDB+XHfcvu/BE=\n\n— monkeys 202fftzGl3LVoqjXfwCFZZXs8I+5G22+Ek2K0AOyBuSJ/8/CZawNF+6fNlTKOCd622pbzJNkkJFWuw9DbicZCkEx9AY=\n";
const EIGHT = "monkeys\n8\nV8K9aklZ4EPB+RMOk1/8VsJUdFZR77GDtZUQq84vSbo=\n\n— monkeys 202ffoUEboiQYpHzICeaFmoy3RNviHTpAxYrq/eO4QQVQMvu9UebKBMX2MJC76NLthZaKsnKbCA8GxrjePZhvDCH7Ag=\n";
const PROOF = [
  "b9e1d62618f7fee8034e4c5010f727ab24d8e4705cb296c374bf2025a87a10d2", "aac66cd7a79ce4012d80762fe8eec3a77f22d1ca4145c3f4cee022e7efcd599d",
  "89d0f753f66a290c483b39cd5e9eafb12021293395fad3d4a2ad053cfbcfdc9e", "29e40bb79c966f4c6fe96aff6f30acfce5f3e8d84c02215175d6e018a5dee833",
].map((hash) => Buffer.from(hash, "hex"));
/** A witness's key that is in use, with the id that its owner's program gave it. */
const IN_USE = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";

const codeOf = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return error instanceof LedgerError ? error.code : error;
  }
};
const seed = (fill: number) => new Uint8Array(32).fill(fill);
const log = signerFrom("example.org/ledger", seed(1));
const witness = witnessFrom("witness.example.net", seed(2));
const leaves = (count: number, of = "entry") => Array.from({ length: count }, (_, n) => new TextEncoder().encode(`${of} ${n}`));
function noteOf(entries: readonly Uint8Array[]): string {
  let frontier = new Uint8Array();
  for (const [size, entry] of entries.entries()) frontier = new Uint8Array(grow(size, frontier, leafHash(entry)));
  return log.sign(`${log.name}\n${entries.length}\n${Buffer.from(frontierRoot(entries.length, frontier)).toString("base64")}\n`);
}
const readBy = (note: string) => openCheckpoint(note, logKey(log.verifierKey)!)!;

describe("what a witness checks", () => {
  test("heads and the proof between them that another program made", () => {
    const key = logKey(MONKEYS)!;
    const [five, eight] = [openCheckpoint(FIVE, key)!, openCheckpoint(EIGHT, key)!];
    expect([five.size, eight.size]).toEqual([5, 8]);
    expect(isContinued(five, eight, PROOF)).toBe(true);
    for (const n of PROOF.keys()) {
      expect(isContinued(five, eight, PROOF.with(n, Buffer.alloc(32)))).toBe(false);
      expect(isContinued(five, eight, PROOF.toSpliced(n, 1))).toBe(false);
    }
    expect(isContinued(eight, five, PROOF)).toBe(false);
    expect(isContinued(five, eight, [...PROOF, Buffer.alloc(32)])).toBe(false);
  });

  test("a signature by another key, over other words or in another shape is none", () => {
    const key = logKey(MONKEYS)!;
    for (const wrong of [FIVE.replace("\n5\n", "\n6\n"), FIVE.replace("— monkeys", "— bananas"), FIVE.slice(0, -1), FIVE.replace("\n\n", "\n"), "", "\n\n"])
      expect(openCheckpoint(wrong, key)).toBeNull();
    expect(openCheckpoint(FIVE, logKey(log.verifierKey)!)).toBeNull();
    for (const wrong of ["", MONKEYS.replace("db4d9f7e", "db4d9f7f"), MONKEYS.replace("monkeys", "bananas"), IN_USE, `${MONKEYS}=`]) expect(logKey(wrong)).toBeNull();
  });

  test("every proof that the ledger makes convinces it, and none does of another history", async () => {
    const sizes = fc.tuple(fc.nat({ max: 70 }), fc.nat({ max: 70 }), fc.nat());
    await fc.assert(
      fc.asyncProperty(sizes, async ([a, b, at]) => {
        const [first, second] = [Math.min(a, b), Math.max(a, b)];
        const entries = leaves(second);
        const proof = (await proveConsistency(treeOf(entries).source, first, second)).map((hash) => Buffer.from(hash));
        expect(isContinued(readBy(noteOf(entries.slice(0, first))), readBy(noteOf(entries)), proof)).toBe(true);
        if (first === 0) return;
        // The same with one entry changed that was seen before, and the proof that goes with it.
        const changed = entries.with(at % first, new TextEncoder().encode("changed"));
        const other = (await proveConsistency(treeOf(changed).source, first, second)).map((hash) => Buffer.from(hash));
        expect(isContinued(readBy(noteOf(entries.slice(0, first))), readBy(noteOf(changed)), other)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});

describe("a countersignature", () => {
  const at = new Date("2026-05-06T07:08:09.500Z");
  const note = noteOf(leaves(5));
  const line = witness.countersign(readBy(note), at);

  test("names the witness by a key of its own kind, as other programs do", () => {
    expect(witnessName(IN_USE)).toBe("remora.n621.de");
    expect(witnessName(witness.key)).toBe("witness.example.net");
    for (const wrong of [MONKEYS, log.verifierKey, IN_USE.replace("da77ade7", "da77ade8"), ""]) expect(codeOf(() => witnessName(wrong))).toBe("malformed-key");
  });

  test("tells who, when and what, and the ledger's own note stays as it was", () => {
    expect(openCosigned(note + line, log.verifierKey, witness.key)).toEqual({
      checkpoint: { origin: log.name, size: 5, root: new Uint8Array(readBy(note).root) }, note, line, at: new Date("2026-05-06T07:08:09Z"),
    });
  });

  test("by another witness, of another time or another head is none", () => {
    const other = witnessFrom("witness.example.net", seed(3));
    const opened = (text: string, key = witness.key) => codeOf(() => openCosigned(text, log.verifierKey, key));
    expect(opened(note + line, other.key)).toBe("unsigned");
    expect(opened(note)).toBe("unsigned");
    expect(opened(note + line + line)).toBe("unsigned");
    expect(opened(noteOf(leaves(6)) + line)).toBe("forged");
    expect(opened(noteOf(leaves(5, "other")) + line)).toBe("forged");
    const bytes = Buffer.from(line.trim().split(" ")[2]!, "base64");
    for (let n = 4; n < bytes.length; n += 1) {
      const bent = Buffer.from(bytes);
      bent[n]! ^= 1;
      expect(opened(`${note}— witness.example.net ${bent.toString("base64")}\n`)).toBe("forged");
    }
    expect(opened(`${note}— witness.example.net ${bytes.subarray(0, 68).toString("base64")}\n`)).toBe("forged");
    expect(codeOf(() => openCosigned(line + note, log.verifierKey, witness.key))).toBe("forged");
  });

  test("is made with the key that its public half says", () => {
    const { x } = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" });
    const foreign = `witness.example.net+${witness.key.split("+")[1]!}+${Buffer.concat([Buffer.of(4), Buffer.from(x!, "base64url")]).toString("base64")}`;
    expect(codeOf(() => witnessName(foreign))).toBe("malformed-key");
  });
});

test("a witness says the same in every language, and fills the same holes", () => {
  const shape = (of: (typeof words)["en"]) =>
    [["begun", of.begun], ["usage", ""], ...Object.entries(of.outcomes)].map(([code, text]) => [code, [...text!.matchAll(/\{\w+\}/g)].map(([hole]) => hole).toSorted()]);
  expect(shape(words.fr)).toEqual(shape(words.en));
  expect(shape(words.ar)).toEqual(shape(words.en));
});
