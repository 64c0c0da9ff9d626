import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import path from "node:path";
import * as z from "zod";
import { openFromKeeper, sealToKeeper, VaultError } from "~/vault";
import { codeOf } from "../launch/thrown.mjs";

/** What the manifest says of each file beside it: its bytes as they lie there, sealed. */
export const SealedFile = z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/), size: z.number().int().positive() });
export type SealedFile = z.infer<typeof SealedFile>;

/** Durable when it resolves. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function* pass(bytes: AsyncIterable<Uint8Array>, seen: (piece: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    seen(piece);
    yield piece;
  }
}

/** Piece by piece into a new file that its owner alone may read; durable, but for its name. */
export async function writeFile(file: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, "wx", 0o600);
  try {
    for await (const piece of bytes) await handle.writeFile(piece);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function look(file: string): Promise<SealedFile> {
  const digest = createHash("sha256");
  let size = 0;
  for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) {
    digest.update(piece);
    size += piece.length;
  }
  return { sha256: digest.digest("hex"), size };
}

const isSame = (one: SealedFile, two: SealedFile): boolean => one.sha256 === two.sha256 && one.size === two.size;

/** Seals to whoever keeps backups, and reads back what was written. @throws Error where the disk has something else */
export async function seal(file: string, plain: AsyncIterable<Uint8Array>, recipient: string): Promise<SealedFile> {
  const digest = createHash("sha256");
  let size = 0;
  const sealed = await sealToKeeper(plain, recipient);
  await writeFile(file, pass(sealed, (piece) => {
    digest.update(piece);
    size += piece.length;
  }));
  const written = { sha256: digest.digest("hex"), size };
  if (!isSame(written, await look(file))) throw new Error(`The disk does not give back what was written to ${file}.`);
  return written;
}

/** What is wrong with a backup, in a sentence for the operator. */
export class BackupError extends Error {
  override readonly name = "BackupError";
}

/**
 * What a file of a backup holds, piece by piece.
 * @param expected what the manifest says of it; nothing of the manifest itself
 * @throws BackupError for one that is missing, was changed, or is sealed to somebody else
 */
export async function* opened(file: string, identities: readonly string[], expected?: SealedFile): AsyncGenerator<Uint8Array> {
  const name = path.basename(file);
  try {
    if (expected && !isSame(expected, await look(file))) throw new BackupError(`${name} is not as it was written: the backup was changed or damaged.`);
    yield* openFromKeeper(createReadStream(file), identities);
  } catch (error) {
    if (codeOf(error) === "ENOENT") throw new BackupError(`${name} is missing from the backup.`);
    if (!(error instanceof VaultError)) throw error;
    if (error.fault === "not-mine") throw new BackupError("The backup is sealed to another recipient: this identity does not open it.");
    throw new BackupError(`${name} is not as it was written: the backup was changed or damaged.`);
  }
}

/** The same of a small file, whole. @throws as {@link opened}; BackupError for more than `most` bytes */
export async function openedWhole(file: string, identities: readonly string[], most: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of opened(file, identities)) {
    size += piece.length;
    if (size > most) throw new BackupError(`${path.basename(file)} is larger than any of ours.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
