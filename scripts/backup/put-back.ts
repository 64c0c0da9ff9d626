import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import type { Client } from "pg";
import { migrate } from "../database/migrate";
import { inCheckout } from "../launch/checkout.mjs";
import { onDatabase, readState } from "../launch/instance-database";
import { hasTable, verifyWithin } from "../ledger/verify-tables";
import { hex } from "~/server/digest";
import { whatDoesNotOpen } from "./check";
import { objectIn, tablesIn, type Manifest } from "./manifest";
import { objectsNamed } from "./objects";
import { BackupError, opened, syncFolder, writeFile } from "./sealed-files";
import { fill } from "./tables";

export type Into = { readonly ownerUrl: string; readonly blobs: string; readonly verifierKey: string };
export type Backup = { readonly path: string; readonly identities: readonly string[]; readonly manifest: Manifest };

const MIGRATIONS = inCheckout("prisma", "migrations");

const objectsIn = async (blobs: string): Promise<number> =>
  (await readdir(blobs, { recursive: true, withFileTypes: true })).filter((entry) => !entry.isDirectory()).length;

const hasTables = (client: Client): Promise<boolean> => hasTable(client, "LedgerEntry");

/** Whether nothing can be lost or mixed up: nobody has come in, nothing is recorded, nothing is stored. */
export async function isEmpty({ ownerUrl, blobs }: Into): Promise<boolean> {
  if ((await objectsIn(blobs)) > 0) return false;
  return !(await onDatabase(ownerUrl, hasTables)) || !(await readState(ownerUrl)).isUsed;
}

/** Whether the ledger of what is there is that of the backup, or has grown from it. */
const isItsLedger = ({ ownerUrl }: Into, { ledger: { size, root } }: Manifest): Promise<boolean> =>
  onDatabase(ownerUrl, async (client) => {
    if (!(await hasTables(client))) return false;
    const { rows } = await client.query<{ root: Buffer }>('SELECT "root" FROM "LedgerEntry" WHERE "index" = $1', [size - 1]);
    return rows[0] !== undefined && hex(rows[0].root) === root;
  });

/** Takes away what was put into the store. */
async function emptyStore(blobs: string): Promise<void> {
  for (const name of await readdir(blobs)) await rm(path.join(blobs, name), { recursive: true });
}

/**
 * Makes sure that nothing is overwritten, and that nothing starts on what is half put back.
 * @param mark the file that says so; where a run that was cut off has left it, what is there is of that run, which found nothing
 * @returns `done` where that run came as far as to commit
 * @throws Error where there is something, and has changed nothing then
 */
export async function prepare(mark: string, into: Into, manifest: Manifest): Promise<"empty" | "done"> {
  if (existsSync(mark)) {
    if (manifest.ledger.size > 0 && (await isItsLedger(into, manifest))) return "done";
    await emptyStore(into.blobs);
  }
  if (!(await isEmpty(into)))
    throw new Error("There is something in the data folder or the database already. A backup is put into an empty instance only: nothing was changed.");
  async function* content() {
    yield Buffer.from(`${manifest.takenAt}\n`);
  }
  await rm(mark, { force: true });
  await writeFile(mark, content());
  await syncFolder(path.dirname(mark));
  return "empty";
}

/**
 * Puts a backup into an empty instance: objects first, then all rows in one transaction, which is committed when everything that
 * they speak of is there and opens, and the ledger verifies.
 *
 * @returns how many objects were opened
 * @throws BackupError with what is wrong: then the instance is as empty as before
 */
export async function putBack(into: Into, backup: Backup): Promise<{ opened: number }> {
  const { manifest } = backup;
  refuseNewer(manifest, (await readdir(MIGRATIONS, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name));
  try {
    for (const object of manifest.objects) {
      const file = path.join(into.blobs, object.name.slice(0, 2), object.name);
      await writeFile(file, opened(objectIn(backup.path, object.name), backup.identities, object));
      await syncFolder(path.dirname(file));
    }
    await syncFolder(into.blobs);
    await migrate(into.ownerUrl, MIGRATIONS, manifest.migrations.at(-1));
    return await onDatabase(into.ownerUrl, (client) => inTransaction(client, () => fillAndCheck(client, into, backup)));
  } catch (error) {
    // Anything else may have happened to the commit itself: then the next run looks at what is there.
    if (error instanceof BackupError) await emptyStore(into.blobs);
    throw error;
  }
}

function refuseNewer({ migrations }: Manifest, known: readonly string[]): void {
  const strange = migrations.filter((name) => !known.includes(name));
  if (strange.length > 0)
    throw new BackupError(`The backup is of a newer Vouchsafe, which knows ${strange.join(", ")}: take that one.`);
}

async function inTransaction<T>(client: Client, work: () => Promise<T>): Promise<T> {
  await client.query("BEGIN");
  try {
    const done = await work();
    await client.query("COMMIT");
    return done;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}

async function fillAndCheck(client: Client, into: Into, { path: folder, identities, manifest }: Backup): Promise<{ opened: number }> {
  const { rows: expected, ...file } = manifest.tables;
  const { rows: applied } = await client.query<{ name: string }>('SELECT migration_name AS name FROM "_prisma_migrations" ORDER BY 1');
  if (applied.map(({ name }) => name).join() !== manifest.migrations.join())
    throw new BackupError("The database has another schema than the backup: give it an empty database.");
  const counts = await fill(client, opened(tablesIn(folder), identities, file));
  const short = Object.keys(expected).find((table) => counts[table] !== expected[table]);
  if (short !== undefined) throw new BackupError(`The backup has other rows of ${short} than its manifest says.`);

  const known = new Set([...manifest.objects.map(({ name }) => name), ...manifest.missing]);
  for (const [name, row] of await objectsNamed(client))
    if (!known.has(name)) throw new BackupError(`An object of which ${row} speaks is missing from the backup.`);

  const verdict = await verifyWithin(client, { verifierKey: into.verifierKey, checkpoints: [manifest.ledger.checkpoint] });
  if (!verdict.ok) throw new BackupError(`The ledger of the backup does not verify. Entry ${verdict.at}: ${verdict.why}.`);
  if (verdict.size !== manifest.ledger.size || hex(verdict.root) !== manifest.ledger.root)
    throw new BackupError("The ledger of the backup is another than its manifest says.");

  const { opened: count, faults } = await whatDoesNotOpen(client, into.blobs, new Set(manifest.missing));
  if (faults.length > 0)
    throw new BackupError(`${faults.length} of what the backup holds does not open with the keys in keys/: ${faults.slice(0, 5).join("; ")}. Are they of this instance, and of that time?`);
  return { opened: count };
}
