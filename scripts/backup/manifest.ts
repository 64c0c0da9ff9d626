import path from "node:path";
import * as z from "zod";
import { attest, LedgerError, verifyAttestation, type Signer } from "~/ledger";
import { sha256Hex } from "~/server/digest";
import { BackupError, openedWhole, seal, SealedFile } from "./sealed-files";

/** A manifest of a million objects fits. */
const MOST_BYTES = 250_000_000;

const name = z.string().regex(/^[0-9a-f]{32}$/);
export const Manifest = z.strictObject({
  v: z.literal(1),
  takenAt: z.iso.datetime(),
  /** Every migration that the database had, in order. */
  migrations: z.array(z.string().max(255)).min(1),
  ledger: z.strictObject({ size: z.number().int().min(0), root: z.string().regex(/^[0-9a-f]{64}$/), checkpoint: z.string() }),
  tables: SealedFile.extend({ rows: z.record(z.string(), z.number().int().min(0)) }),
  objects: z.array(SealedFile.extend({ name })),
  /** Spoken of by a row, and not in the store when this was made: lost before. */
  missing: z.array(name),
});
export type Manifest = z.infer<typeof Manifest>;

export const manifestIn = (backup: string): string => path.join(backup, "manifest.age");
export const tablesIn = (backup: string): string => path.join(backup, "tables.age");
export const objectIn = (backup: string, object: string): string => path.join(backup, "objects", object.slice(0, 2), `${object}.age`);

/** One line of JSON, and below it the ledger's own key for its digest: whoever knows the recipient can seal, and cannot sign. */
export async function writeManifest(backup: string, manifest: Manifest, recipient: string, signer: Signer): Promise<void> {
  const line = JSON.stringify(Manifest.parse(manifest));
  const note = attest("backup", sha256Hex(Buffer.from(line)), signer);
  async function* content() {
    yield Buffer.from(`${line}\n${note}`);
  }
  await seal(manifestIn(backup), content(), recipient);
}

/** @throws BackupError where it does not open, or another instance's key signed it */
export async function readManifest(backup: string, identities: readonly string[], verifierKey: string): Promise<Manifest> {
  const text = (await openedWhole(manifestIn(backup), identities, MOST_BYTES)).toString("utf8");
  const end = text.indexOf("\n");
  const line = text.slice(0, end);
  try {
    verifyAttestation(text.slice(end + 1), "backup", sha256Hex(Buffer.from(line)), verifierKey);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw new BackupError("keys/ledger.key did not sign this backup: it is of another instance, or was put together by somebody else.");
  }
  const manifest = Manifest.safeParse(JSON.parse(line));
  if (!manifest.success) throw new BackupError("The backup is written in a way that this Vouchsafe does not know: take the newer one that made it.");
  return manifest.data;
}
