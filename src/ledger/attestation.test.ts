import { expect, test } from "vitest";
import { attest, verifyAttestation } from "./attestation";
import { checkpoint, verifyCheckpoint } from "./checkpoint";
import { LedgerError } from "./error";
import { signerFrom } from "./note";

const ours = signerFrom("vouchsafe/ours", new Uint8Array(32).fill(7));
const digest = "ab".repeat(32);

const refused = (work: () => void): string => {
  try {
    work();
    return "taken";
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    return error.code;
  }
};

test("what the ledger's key vouches for is that digest, of that thing, by that key", () => {
  const note = attest("backup", digest, ours);
  const other = signerFrom("vouchsafe/ours", new Uint8Array(32).fill(8));
  expect(refused(() => verifyAttestation(note, "backup", digest, ours.verifierKey))).toBe("taken");
  expect(refused(() => verifyAttestation(note, "backup", "cd".repeat(32), ours.verifierKey))).toBe("forged");
  expect(refused(() => verifyAttestation(note.replace("ab", "ac"), "backup", digest, ours.verifierKey))).toBe("forged");
  expect(refused(() => verifyAttestation(note, "backup", digest, other.verifierKey))).toBe("unsigned");
});

test("neither a checkpoint nor what is vouched for passes for the other", () => {
  const head = checkpoint({ size: 0, frontier: new Uint8Array() }, ours);
  expect(refused(() => verifyAttestation(head, "backup", digest, ours.verifierKey))).toBe("forged");
  expect(refused(() => verifyCheckpoint(attest("backup", digest, ours), ours.verifierKey))).toBe("malformed-note");
});
