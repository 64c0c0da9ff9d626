import { Client } from "pg";
import { installQueues } from "~/server/queue";
import { migrate } from "../database/migrate";
import type { PostgresServer } from "../database/server";
import { inCheckout } from "./checkout.mjs";

const DATABASE = "vouchsafe";
/** What the migrations make for the service: it owns nothing, and cannot change what is only ever added to. */
const RUNTIME_ROLE = "vouchsafe_runtime";

/** Two connections to one database: the owner's, for migrations only, and the service's. */
export type DatabaseAddresses = Readonly<{ owner: string; runtime: string }>;

/** On the PostgreSQL that comes with the packages. */
export async function ownDatabase(server: Pick<PostgresServer, "url">): Promise<DatabaseAddresses> {
  await onDatabase(server.url(), async (client) => {
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  });
  return { owner: server.url(DATABASE), runtime: server.url(DATABASE, RUNTIME_ROLE) };
}

/** A socket, or this machine's own addresses: nobody in between can read along. */
const isHere = (url: URL): boolean =>
  url.searchParams.get("host")?.startsWith("/") === true || ["", "localhost", "127.0.0.1", "[::1]"].includes(url.hostname);

/** @throws where a database is reached over a network by anything less than TLS with its certificate verified */
function insistOnTls(name: string, address: string): void {
  const url = new URL(address);
  if (isHere(url) || url.searchParams.get("sslmode") === "verify-full") return;
  throw new Error(
    `${name} leads over a network to ${url.hostname}. Add sslmode=verify-full to it, and sslrootcert where its ` +
      `certificate is of an authority of your own, so that nobody in between reads along.`,
  );
}

/**
 * On a server of the operator's.
 * @param owner the value of DATABASE_URL
 * @param runtime the value of RUNTIME_DATABASE_URL; without it, the owner's connection that takes the lesser role on
 * @throws where one of them would let somebody on the network read along
 */
export function givenDatabase(owner: string, runtime: string | undefined): DatabaseAddresses {
  insistOnTls("DATABASE_URL", owner);
  if (runtime !== undefined && runtime !== "") {
    insistOnTls("RUNTIME_DATABASE_URL", runtime);
    return { owner, runtime };
  }
  const url = new URL(owner);
  const options = [url.searchParams.get("options"), `-c role=${RUNTIME_ROLE}`].filter(Boolean).join(" ");
  url.searchParams.set("options", options);
  return { owner, runtime: url.href };
}

/** @returns the names of the migrations that were applied */
export async function bringUpToDate(owner: string): Promise<string[]> {
  const applied = await migrate(owner, inCheckout("prisma", "migrations"));
  await installQueues(owner);
  return applied;
}

/** What the database says about the instance. */
export async function readState(owner: string): Promise<{ hasMembers: boolean; isUsed: boolean }> {
  return onDatabase(owner, async (client) => {
    const { rows } = await client.query<{ members: boolean; entries: boolean }>(
      'SELECT EXISTS (SELECT FROM "Member") AS members, EXISTS (SELECT FROM "LedgerEntry") AS entries',
    );
    const { members = false, entries = false } = rows[0] ?? {};
    return { hasMembers: members, isUsed: members || entries };
  });
}

/** Works with a connection to the database at `url`, and ends it. */
export async function onDatabase<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
