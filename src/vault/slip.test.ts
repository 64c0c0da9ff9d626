import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { openSlip, sealSlip, VaultError } from "./index";

const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex");
const file = digestOf("the file");
/** As long as that of a ledger of some thousand entries. */
const slip = ["slip/1", "3", ...Array.from({ length: 15 }, (_, n) => Buffer.from(digestOf(`${n}`), "hex").toString("base64")), "", "example.org/ledger\n6\nAAAA\n\n— example.org/ledger AAAA\n"].join("\n");
const found = (text: string, of = file): string => {
  try {
    return openSlip(text, of);
  } catch (error) {
    if (error instanceof VaultError) return error.fault;
    throw error;
  }
};

test("a slip opens with the file that it is about, and with no other", () => {
  expect(found(sealSlip(slip, file))).toBe(slip);
  expect(found(sealSlip(slip, file), digestOf("another"))).toBe("not-mine");
});

test("to whoever has not the file it says nothing: neither what, nor where, nor how much, and no two are alike", () => {
  const [one, again] = [sealSlip(slip, file), sealSlip(slip, file)];
  const [first, ...lines] = one.trimEnd().split("\n");
  expect(first).toBe("slip/2");
  const read = `${one}${Buffer.from(lines.join(""), "base64").toString("latin1")}`;
  for (const told of ["example.org", file, ...slip.split("\n").filter((line) => line.length > 40)]) expect(read).not.toContain(told);
  // Nobody tells by two of them that they are of one file, or one person's, nor by its length how long the ledger is.
  expect(again.split("\n").filter((line) => lines.includes(line))).toEqual([]);
  expect(sealSlip("slip/1\n0", file)).toHaveLength(one.length);
});

test("a sealed slip of which one character is another opens no more", () => {
  const sealed = sealSlip(slip, file);
  for (let at = "slip/2\n".length; at < sealed.length - 1; at += 1) {
    const changed = sealed.slice(0, at) + (sealed[at] === "A" ? "B" : "A") + sealed.slice(at + 1);
    expect(["not-mine", "damaged"]).toContain(found(changed));
  }
  for (const wrong of ["slip/2\n", "slip/2\nAAAA\n", sealed.slice(0, -3), `${sealed}AAAA\n`]) expect(["not-mine", "damaged"]).toContain(found(wrong));
});

test("what was never sealed is as it was", () => {
  expect(found(slip)).toBe(slip);
  expect(found("anything else")).toBe("anything else");
});
