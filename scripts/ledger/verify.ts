/**
 * `npm run ledger:verify [-- --key <verifier key>] [--checkpoint <file>]…`: re-derives the ledger from the tables and
 * names the first entry that does not fit. It runs beside the service and shares no state with it; it may also be
 * pointed elsewhere with DATABASE_URL and VOUCHSAFE_DATA. An auditor brings the verifier key and the checkpoints that
 * they have kept themselves.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { Client } from "pg";
import { findPostgres, startPostgres } from "../database/server";
import { openDataFolder } from "../launch/data-folder";
import { givenDatabase, ownDatabase } from "../launch/instance-database";
import { loadSigner } from "~/ledger";
import { verifyLedger } from "./verify-tables";

const { values } = parseArgs({
  options: { key: { type: "string" }, checkpoint: { type: "string", multiple: true, default: [] } },
});
const checkpoints = values.checkpoint.map((file) => readFileSync(file, "utf8"));

const data = openDataFolder(process.env.VOUCHSAFE_DATA);
const verifierKey = values.key ?? (await loadSigner(path.join(data.keys, "ledger.key"))).verifierKey;
const given = process.env.DATABASE_URL;
const running = given ? null : await findPostgres(data.postgres);
const started = given || running ? null : await startPostgres(data.postgres, { durable: true });

try {
  const server = running ?? started;
  const addresses = server ? await ownDatabase(server) : givenDatabase(given ?? "", process.env.RUNTIME_DATABASE_URL);
  const client = new Client({ connectionString: addresses.runtime });
  await client.connect();
  try {
    const verdict = await verifyLedger(client, { verifierKey, checkpoints });
    if (verdict.ok) {
      console.log(`The ledger verifies: ${verdict.size} entries, root ${Buffer.from(verdict.root).toString("hex")}`);
    } else {
      const where = verdict.at < 0 ? "Every entry fits, but" : `Entry ${verdict.at}:`;
      console.error(`The ledger does not verify. ${where} ${verdict.why}.`);
      process.exitCode = 1;
    }
  } finally {
    await client.end();
  }
} finally {
  await started?.stop();
}
