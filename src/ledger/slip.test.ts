import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { treeOf } from "./fixture";
import { checkpoint, commit, LedgerError, proveAll, verifySlip, writeSlip } from "./index";
import { signerFrom } from "./note";

const log = signerFrom("example.org/ledger", new Uint8Array(32).fill(1));
const entries = Array.from({ length: 6 }, (_, n) => ({ salt: new Uint8Array(32).fill(n), body: new TextEncoder().encode(`{"entry":${n}}`) }));
const commitments = entries.map(({ salt, body }) => commit(salt, body));

const file = createHash("sha256").update("the file").digest("hex");
const another = createHash("sha256").update("another").digest("hex");
async function slipOf(index: number, by = log): Promise<string> {
  const { head, source } = treeOf(commitments);
  const [proof = []] = await proveAll(source, [index], entries.length);
  return writeSlip({ index, ...entries[index]!, proof, note: checkpoint(head, by) }, file);
}
const found = (slip: string, of = file) => {
  try {
    return verifySlip(slip, log.verifierKey, of);
  } catch (error) {
    if (error instanceof LedgerError) return error.code;
    throw error;
  }
};

test("a slip shows its entry to whoever has the log's key and the file", async () => {
  for (const [index, { body }] of entries.entries()) expect(found(await slipOf(index))).toEqual({ index, size: 6, body });
});

test("to whoever has not the file it says nothing: neither what, nor where, nor how much, and no two are alike", async () => {
  const [slip, again] = [await slipOf(3), await slipOf(3)];
  expect(found(slip, another)).toBe("not-opened");
  const [first, ...lines] = slip.trimEnd().split("\n");
  expect(first).toBe("slip/2");
  const bytes = Buffer.from(lines.join(""), "base64");
  for (const told of ["example.org", "entry", ...entries.map(({ body }) => Buffer.from(body).toString("base64"))])
    expect(`${slip}${bytes.toString("latin1")}`).not.toContain(told);
  expect(bytes.includes(Buffer.from(commitments[3]!))).toBe(false);
  expect(slip.length).toBe(again.length);
  // Two of one entry have nothing in common: nobody tells by them that they are one person's.
  expect(again.split("\n").filter((line) => lines.includes(line))).toEqual([]);
  // Nor is the length that of the log.
  expect((await slipOf(0)).length).toBe(slip.length);
});

test("a slip of which one character is another shows nothing", async () => {
  const slip = await slipOf(3);
  for (let at = 0; at < slip.length - 1; at += 1) {
    const other = slip[at] === "A" ? "B" : "A";
    expect(typeof found(slip.slice(0, at) + other + slip.slice(at + 1))).toBe("string");
  }
  expect(found(await slipOf(3, signerFrom("example.org/ledger", new Uint8Array(32).fill(2))))).toBe("unsigned");
  for (const wrong of ["", "slip/1", "slip/2", "slip/2\nAAAA", "\n\n", slip.slice(0, -2), slip.replace("slip/2", "slip/3"), slip.replace("slip/2", "slip/1")])
    expect(typeof found(wrong)).toBe("string");
});

test("a slip that was written open, by an earlier version, holds as before", async () => {
  const { head, source } = treeOf(commitments);
  const [proof = []] = await proveAll(source, [3], entries.length);
  const { salt, body } = entries[3]!;
  const open = ["slip/1", "3", ...[salt, body, ...proof].map((bytes) => Buffer.from(bytes).toString("base64")), "", checkpoint(head, log)].join("\n");
  expect(found(open)).toEqual({ index: 3, size: 6, body });
  for (let at = 0; at < open.length; at += 1) {
    const other = open[at] === "A" ? "B" : "A";
    expect(typeof found(open.slice(0, at) + other + open.slice(at + 1))).toBe("string");
  }
  for (const wrong of [open.slice(0, -1), open.replace("\n\n", "\n")]) expect(typeof found(wrong)).toBe("string");
});
