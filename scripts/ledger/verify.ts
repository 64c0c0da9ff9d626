/**
 * `npm run ledger:verify [-- --key <verifier key>] [--checkpoint <file>]…`: re-derives the ledger from the tables, holds the rows that it speaks of against it,
 * checks every stamp and every countersignature that is kept of its checkpoints, and names the first entry that does not fit. It runs beside the service and shares no state with it; it may also be
 * pointed elsewhere with DATABASE_URL and VOUCHSAFE_DATA. An auditor brings the verifier key and the checkpoints that
 * they have kept themselves.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { openDataFolder } from "../launch/data-folder";
import { onDatabase } from "../launch/instance-database";
import { withDatabase } from "../launch/with-database";
import { readKeyHolders, usualKeyHolders } from "~/env";
import { loadSigner } from "~/ledger";
import { holderOf } from "~/server/sealing";
import { oneOf, VaultError, type KeyHolder } from "~/vault";
import { verifyLedger } from "./verify-tables";

const { values } = parseArgs({
  options: { key: { type: "string" }, checkpoint: { type: "string", multiple: true, default: [] } },
});
const checkpoints = values.checkpoint.map((file) => readFileSync(file, "utf8"));

const data = openDataFolder(process.env.VOUCHSAFE_DATA);
const verifierKey = values.key ?? (await loadSigner(path.join(data.keys, "ledger.key"))).verifierKey;

/**
 * Who opens what is sealed, where the instance's keys are at hand and nobody has to type one; else null: an auditor has none.
 * @param keys the folder
 */
async function holderAt(keys: string): Promise<KeyHolder | null> {
  const { wraps, opens } = readKeyHolders(path.join(keys, "holders.json")) ?? usualKeyHolders;
  const all = [wraps, ...opens];
  if (all.some((one) => one.kind === "passphrase" || ("file" in one && !existsSync(path.join(keys, one.file))))) return null;
  try {
    return oneOf(await Promise.all(all.map(holderOf)));
  } catch (error) {
    if (error instanceof VaultError && error.fault === "unavailable") return null;
    throw error;
  }
}

await withDatabase(data, async ({ runtime }) => {
  Object.assign(process.env, { VOUCHSAFE_DATA: data.path, DATABASE_URL: runtime, PUBLIC_URL: process.env.PUBLIC_URL ?? "http://localhost" });
  const holder = await holderAt(data.keys);
  const verdict = await onDatabase(runtime, (client) => verifyLedger(client, { verifierKey, checkpoints, holder }));
  if (verdict.ok) {
    console.log(`The ledger verifies: ${verdict.size} entries, root ${Buffer.from(verdict.root).toString("hex")}`);
    if (verdict.waiting > 0) console.log(`${verdict.waiting} more are written down and wait for their place, which the running service gives them.`);
    if (holder === null) console.log("Who is behind each pseudonym, and what accounts say, was not asked: the instance's key is not at hand, or has to be typed.");
  } else {
    const where = verdict.at < 0 ? "Every entry fits, but" : `Entry ${verdict.at}:`;
    console.error(`The ledger does not verify. ${where} ${verdict.why}.`);
    process.exitCode = 1;
  }
});
