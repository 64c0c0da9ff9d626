/**
 * `npm run backup -- <folder> --to age1… [--keep <days>]`: one backup of everything but the keys into a folder of its own, beside
 * the running service or without it, sealed to an age recipient whose identity is on another machine. Those in the folder that are
 * older than `--keep`, 30 days without it, are removed afterwards. It ends with 0 when the backup has been read back, with 1
 * where there is none, or where an object was lost already before.
 *
 * `npm run backup -- --make-key <file>`: on that other machine, makes such an identity, as `age-keygen` does.
 */
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { loadSigner } from "~/ledger";
import { disconnect } from "~/server/db";
import { noteBackup } from "~/server/restores/commands";
import { isCustodyRecipient, newKeeper } from "~/vault";
import { openDataFolder } from "../launch/data-folder";
import { messageOf } from "../launch/thrown.mjs";
import { withDatabase } from "../launch/with-database";
import type { Manifest } from "./manifest";
import { takeBackup } from "./take";

const USUAL_DAYS = 30;
const LONGEST_DAYS = 366;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { to: { type: "string" }, keep: { type: "string", default: String(USUAL_DAYS) }, "make-key": { type: "string" } },
});

async function makeKey(file: string): Promise<void> {
  const keeper = await newKeeper();
  await writeFile(file, keeper.file, { flag: "wx", mode: 0o600 });
  console.log(`Written to ${file}. Keep it twice, and never on the machine that is backed up: without it no backup opens, and with it every one.`);
  console.log(`Back up to: ${keeper.recipient}`);
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

async function backUp(folder: string): Promise<void> {
  const recipient = values.to;
  if (recipient === undefined || !isCustodyRecipient(recipient))
    throw new Error("To whom? A backup leaves the machine, so it is sealed: --to age1…, whose identity is on another machine (--make-key makes one there).");
  const days = Number(values.keep);
  if (!Number.isInteger(days) || days < 1 || days > LONGEST_DAYS) throw new Error(`--keep takes a number of days, from 1 to ${LONGEST_DAYS}: what was erased must not live on in backups.`);
  const data = openDataFolder(process.env.VOUCHSAFE_DATA);
  if (existsSync(data.restoring)) throw new Error("A restore was cut off here: run it again first.");
  const signer = await loadSigner(path.join(data.keys, "ledger.key"));
  const taken = await withDatabase(data, async ({ owner, runtime }) => {
    Object.assign(process.env, { VOUCHSAFE_DATA: data.path, DATABASE_URL: runtime, PUBLIC_URL: process.env.PUBLIC_URL ?? "http://localhost" });
    const note = ({ ledger, objects }: Manifest) => noteBackup({ recipient, size: ledger.size, objects: objects.length }, new Date());
    try {
      return await takeBackup({ ownerUrl: owner, data: data.path, blobs: data.blobs, signer }, { folder, recipient, days }, undefined, { note });
    } finally {
      await disconnect();
    }
  });
  const { manifest } = taken;
  const rows = Object.values(manifest.tables.rows).reduce((sum, count) => sum + count, 0);
  const size = manifest.objects.reduce((sum, object) => sum + object.size, manifest.tables.size);
  console.log(`Backed up and read back: ${taken.path}`);
  console.log(`${rows} rows, ${manifest.objects.length} objects, ${megabytes(size)}, ledger of ${manifest.ledger.size} entries, root ${manifest.ledger.root}`);
  console.log(`${taken.removed} older than ${days} days removed. A copy of this that lies elsewhere has to end as well: erase what was erased here.`);
  console.log(`Not in it: ${data.keys}, and the passphrase or the key service where there is one. Keep a copy of that folder apart from every backup; after keys:rewrap, another.`);
  if (manifest.missing.length > 0) {
    console.error(`${manifest.missing.length} objects of which rows speak were not in the store, and are not in the backup: ${manifest.missing.join(", ")}`);
    process.exitCode = 1;
  }
}

try {
  const [folder, ...more] = positionals;
  if (values["make-key"] !== undefined) await makeKey(values["make-key"]);
  else if (folder === undefined || more.length > 0) throw new Error("Where to? npm run backup -- <folder> --to age1…");
  else await backUp(path.resolve(folder));
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
