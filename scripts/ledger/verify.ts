/**
 * `npm run ledger:verify`: re-derives the ledger from the tables and names the first entry that does not fit. It runs
 * beside the service and shares no state with it; it may also be pointed elsewhere with DATABASE_URL and VOUCHSAFE_DATA.
 */
import path from "node:path";
import { Client } from "pg";
import { findPostgres, startPostgres } from "../database/server";
import { openDataFolder } from "../launch/data-folder";
import { givenDatabase, ownDatabase } from "../launch/instance-database";
import { verifyLedger } from "./verify-tables";

const data = openDataFolder(process.env.VOUCHSAFE_DATA);
const given = process.env.DATABASE_URL;
const running = given ? null : await findPostgres(data.postgres);
const started = given || running ? null : await startPostgres(data.postgres, { durable: true });

try {
  const server = running ?? started;
  const addresses = server ? await ownDatabase(server) : givenDatabase(given ?? "", process.env.RUNTIME_DATABASE_URL);
  const client = new Client({ connectionString: addresses.runtime });
  await client.connect();
  try {
    const verdict = await verifyLedger(client, path.join(data.keys, "ledger.key"));
    if (verdict.ok) {
      console.log(`The ledger verifies: ${verdict.size} entries, root ${Buffer.from(verdict.root).toString("hex")}`);
    } else {
      console.error(`The ledger does not verify. Entry ${verdict.at}: ${verdict.why}.`);
      process.exitCode = 1;
    }
  } finally {
    await client.end();
  }
} finally {
  await started?.stop();
}
