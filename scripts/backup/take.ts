import { createReadStream } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Client } from "pg";
import type { CustodyEvent } from "~/domain/custody";
import { checkpoint, headRoot, type Signer } from "~/ledger";
import { hex } from "~/server/digest";
import { codeOf } from "../launch/thrown.mjs";
import { draftOf, nameOf, openFolder, removeOlder } from "./folder";
import { objectIn, tablesIn, writeManifest, type Manifest } from "./manifest";
import { objectsNamed } from "./objects";
import { seal, syncFolder, type SealedFile } from "./sealed-files";
import { dump } from "./tables";

/** So that one backup of a database is made at a time: a lock of PostgreSQL's that ends with its connection. */
const LOCK = 5_263_907;
/** Each begins with what changed during the one before. */
const MOST_ROUNDS = 100;

export type From = { readonly ownerUrl: string; readonly data: string; readonly blobs: string; readonly signer: Signer };
export type Taken = { readonly path: string; readonly manifest: Manifest; readonly removed: number };

/**
 * One backup beside the running service.
 *
 * [Note: Objects before rows] Objects never change, so they are copied without holding anything up, in rounds: each sees what rows
 * name by then, copies what is new and leaves out what is named no more. In the first round in which nothing is lacking
 * the rows are written down, in the very transaction that saw it: they are one state, and every object of it is there. Where something
 * was erased after that, another round is made: **what had been erased when this returns is not in it.** It gets its name last, when every
 * file has been read back, so that one that was cut off never looks like a backup.
 * @param note writes down that it is there, before it gets its name
 */
export async function takeBackup(
  from: From,
  to: { readonly folder: string; readonly recipient: string; readonly days: number },
  now: () => Date = () => new Date(),
  { note }: { readonly note?: (manifest: Manifest) => Promise<void> } = {},
): Promise<Taken> {
  const { verifierKey } = from.signer;
  const client = new Client({ connectionString: from.ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ locked: boolean }>("SELECT pg_try_advisory_lock($1) AS locked", [LOCK]);
    if (rows[0]?.locked !== true) throw new Error("Another backup of this instance is being made.");
    const folder = await openFolder(to.folder, from.data, verifierKey);
    const name = nameOf(verifierKey, now());
    const draft = path.join(folder, draftOf(name));
    await mkdir(draft, { mode: 0o700 });
    try {
      const manifest = await fillDraft(client, from, draft, to.recipient, now);
      await note?.(manifest);
      await rename(draft, path.join(folder, name));
      await syncFolder(folder);
      return { path: path.join(folder, name), manifest, removed: await removeOlder(folder, verifierKey, to.days, now()) };
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  } finally {
    await client.end();
  }
}

async function fillDraft(client: Client, from: From, draft: string, recipient: string, now: () => Date): Promise<Manifest> {
  const copied = new Map<string, SealedFile>();
  /** Looked for in vain: where a row still speaks of it in the next round, it was lost before. */
  const absent = new Set<string>();
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const seen = await inSnapshot(client, async () => {
      const named = await objectsNamed(client);
      const lacking = [...named.keys()].filter((name) => !copied.has(name) && !absent.has(name));
      if (lacking.length > 0) return { lacking };
      for (const name of copied.keys()) if (!named.has(name)) await leaveOut(name);
      const missing = [...named.keys()].filter((name) => absent.has(name));
      return { rows: await rowsOf(client, draft, recipient), erased: await erasedBy(client), missing, takenAt: now().toISOString() };
    });
    if (seen.lacking) {
      for (const name of seen.lacking) await copy(name);
      continue;
    }
    const { head, ...rows } = seen.rows;
    const manifest: Manifest = {
      v: 1, takenAt: seen.takenAt, ...rows, missing: seen.missing.toSorted(),
      ledger: { size: head.size, root: hex(headRoot(head)), checkpoint: checkpoint(head, from.signer) },
      objects: [...copied].map(([name, file]) => ({ name, ...file })).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    };
    await writeManifest(draft, manifest, recipient, from.signer);
    await syncBelow(draft);
    if ((await erasedBy(client)) === seen.erased) return manifest;
    for (const file of ["manifest.age", "tables.age"]) await rm(path.join(draft, file));
  }
  throw new Error("So much was erased meanwhile that no state of it could be written down. Run it again.");

  async function leaveOut(name: string): Promise<void> {
    await rm(objectIn(draft, name));
    copied.delete(name);
  }
  async function copy(name: string): Promise<void> {
    const source = path.join(from.blobs, name.slice(0, 2), name);
    try {
      await stat(source);
      copied.set(name, await seal(objectIn(draft, name), createReadStream(source), recipient));
    } catch (error) {
      if (codeOf(error) !== "ENOENT") throw error;
      // Gone between the two looks, or all along.
      await rm(objectIn(draft, name), { force: true });
      absent.add(name);
    }
  }
}

async function inSnapshot<T>(client: Client, work: () => Promise<T>): Promise<T> {
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  try {
    return await work();
  } finally {
    await client.query("ROLLBACK");
  }
}

async function rowsOf(client: Client, draft: string, recipient: string) {
  const { rows: heads } = await client.query<{ size: string; frontier: Buffer }>('SELECT "size", "frontier" FROM "LedgerHead"');
  const [head] = heads;
  if (!head) throw new Error("The ledger has no head: the migrations have not run.");
  const { rows: applied } = await client.query<{ name: string }>(
    'SELECT migration_name AS name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY 1',
  );
  const rows: Record<string, number> = {};
  const file = await seal(tablesIn(draft), dump(client, (table, count) => (rows[table] = count)), recipient);
  return { tables: { ...file, rows }, migrations: applied.map(({ name }) => name), head: { size: Number(head.size), frontier: head.frontier } };
}

/** What takes a person's picture, words or voice away for good, as the ledger has it. */
const ends = ["item.erased", "account.erased", "grantor.erased", "incident.erased", "recording.removed"] as const satisfies readonly CustodyEvent["kind"][];

/** Grows with everything that is erased. */
async function erasedBy(client: Client): Promise<string> {
  const { rows } = await client.query<{ count: string }>('SELECT count(*) AS count FROM "CustodyEvent" WHERE "kind" = ANY($1)', [ends]);
  return rows[0]?.count ?? "0";
}

/** The names of files in their folders, as durable as the files. */
async function syncBelow(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isDirectory()) await syncFolder(path.join(entry.parentPath, entry.name));
  await syncFolder(folder);
}
