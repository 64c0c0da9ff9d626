import { expect, test } from "vitest";
import { treeOf } from "./fixture";
import { checkpoint, commit, LedgerError, proveAll, verifySlip, writeSlip } from "./index";
import { signerFrom } from "./note";

const log = signerFrom("example.org/ledger", new Uint8Array(32).fill(1));
const entries = Array.from({ length: 6 }, (_, n) => ({ salt: new Uint8Array(32).fill(n), body: new TextEncoder().encode(`{"entry":${n}}`) }));
const commitments = entries.map(({ salt, body }) => commit(salt, body));

async function slipOf(index: number, by = log): Promise<string> {
  const { head, source } = treeOf(commitments);
  const [proof = []] = await proveAll(source, [index], entries.length);
  return writeSlip({ index, ...entries[index]!, proof, note: checkpoint(head, by) });
}
const found = (slip: string) => {
  try {
    return verifySlip(slip, log.verifierKey);
  } catch (error) {
    if (error instanceof LedgerError) return error.code;
    throw error;
  }
};

test("a slip shows its entry to whoever has the log's key", async () => {
  for (const [index, { body }] of entries.entries()) expect(found(await slipOf(index))).toEqual({ index, size: 6, body });
});

test("a slip of which one character is another shows nothing", async () => {
  const slip = await slipOf(3);
  for (let at = 0; at < slip.length; at += 1) {
    const other = slip[at] === "A" ? "B" : "A";
    expect(typeof found(slip.slice(0, at) + other + slip.slice(at + 1))).toBe("string");
  }
  expect(found(await slipOf(3, signerFrom("example.org/ledger", new Uint8Array(32).fill(2))))).toBe("unsigned");
  for (const wrong of ["", "slip/1", "\n\n", slip.slice(0, -1), slip.replace("\n\n", "\n")]) expect(typeof found(wrong)).toBe("string");
});
