/**
 * `npm run restore -- <backup> --identity <file>`: puts a backup into an empty instance, into whose `keys/` its keys have been put
 * back before. It says yes when everything in it opens and its ledger verifies, and closes what was open when it was taken. Cut
 * off at any moment, it is run again. It ends with 0 when the instance can be started.
 */
import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { keepKeys, readKeyHolders, receivedKeys, usualKeyHolders } from "~/env";
import { loadSigner } from "~/ledger";
import { disconnect } from "~/server/db";
import { askAgain } from "~/server/evidence/jobs";
import { openAuthSecret } from "~/server/keys/commands";
import { stopSender } from "~/server/queue";
import { settle } from "~/server/restores/commands";
import { identitiesIn } from "~/vault";
import { openDataFolder, type DataFolder } from "../launch/data-folder";
import { bringUpToDate, type DatabaseAddresses } from "../launch/instance-database";
import { takeLock } from "../launch/lock";
import { typeKeys } from "../launch/locked/unlock";
import { messageOf } from "../launch/thrown.mjs";
import { withDatabase } from "../launch/with-database";
import { readManifest } from "./manifest";
import { prepare, putBack, type Backup } from "./put-back";
import { BackupError, syncFolder } from "./sealed-files";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { identity: { type: "string" } } });

async function openBackup(data: DataFolder): Promise<{ backup: Backup; verifierKey: string }> {
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0 || values.identity === undefined)
    throw new Error("Which one, and what opens it? npm run restore -- <backup> --identity <file>");
  const identities = identitiesIn(await readFile(values.identity, "utf8"));
  if (identities.length === 0) throw new Error(`${values.identity} holds no age identity (AGE-SECRET-KEY-1…).`);
  if (!existsSync(path.join(data.keys, "ledger.key")))
    throw new Error(`A backup has no keys in it. Put your copy of keys/ back first, into ${data.keys}, and run this again.`);
  const { verifierKey } = await loadSigner(path.join(data.keys, "ledger.key"));
  const manifest = await readManifest(path.resolve(folder), identities, verifierKey);
  return { backup: { path: path.resolve(folder), identities, manifest }, verifierKey };
}

async function restore(data: DataFolder, { owner, runtime }: DatabaseAddresses): Promise<void> {
  const { backup, verifierKey } = await openBackup(data);
  const { manifest } = backup;
  Object.assign(process.env, { VOUCHSAFE_DATA: data.path, DATABASE_URL: runtime, PUBLIC_URL: process.env.PUBLIC_URL ?? "http://localhost" });
  const { wraps, opens } = readKeyHolders(path.join(data.keys, "holders.json")) ?? usualKeyHolders;
  keepKeys(await typeKeys(data.keys, [wraps, ...opens], receivedKeys()));
  const into = { ownerUrl: owner, blobs: data.blobs, verifierKey };
  if ((await prepare(data.restoring, into, manifest)) === "empty") {
    try {
      const { opened } = await putBack(into, backup);
      console.log(`Put back: ${opened} objects, each of which opens or is the very one that was sealed`);
    } catch (error) {
      if (error instanceof BackupError) await rm(data.restoring);
      throw error;
    }
  }
  await bringUpToDate(owner);
  await openAuthSecret();
  const at = new Date();
  const closed = await settle({ takenAt: manifest.takenAt, entries: manifest.ledger.size }, at);
  await askAgain(at);
  await rm(data.restoring);
  await syncFolder(data.path);
  say(backup, closed);
}

function say({ manifest: { takenAt, ledger, missing } }: Backup, { disclosures, sessions }: { disclosures: number; sessions: number }): void {
  console.log(`The ledger verifies: ${ledger.size} entries, root ${ledger.root}`);
  if (missing.length > 0) console.log(`${missing.length} objects were lost before the backup was taken: ${missing.join(", ")}`);
  console.log(`Closed: ${disclosures} disclosures. Ended: ${sessions} sessions, every unused link, and every browser that was known.

  This is the instance as it was on ${takenAt}. What happened after that is not in it:
  - Consents that were taken back since, by card too, stand as given again; and what was erased since is here again.
    Before anything is proposed: ask whoever was at work since, take back and erase the same again, and tell people.
  - Whoever was put out or left since is in again, with the role they had: put them out before you tell anybody the address.
  - Passphrases, authenticators, passkeys and recovery codes are those of that day; a recovery code used since works again.
  - Checkpoints that somebody kept of more than ${ledger.size} entries do not fit any more. Entry ${ledger.size} says why.

  Start it with: npm start`);
}

try {
  const data = openDataFolder(process.env.VOUCHSAFE_DATA);
  const lock = await takeLock(data.path);
  try {
    await withDatabase(data, async (addresses) => {
      try {
        await restore(data, addresses);
      } finally {
        await stopSender();
        await disconnect();
      }
    });
  } finally {
    lock.release();
  }
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
