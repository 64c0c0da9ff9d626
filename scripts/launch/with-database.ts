import { findPostgres, startPostgres } from "../database/server";
import type { DataFolder } from "./data-folder";
import { givenDatabase, ownDatabase, type DatabaseAddresses } from "./instance-database";

/** Works on the instance's database, which is started where it does not run, and ends it again then. */
export async function withDatabase<T>(data: DataFolder, work: (addresses: DatabaseAddresses) => Promise<T>): Promise<T> {
  const given = process.env.DATABASE_URL;
  if (given) return work(givenDatabase(given, process.env.RUNTIME_DATABASE_URL));
  const running = await findPostgres(data.postgres);
  const started = running ? null : await startPostgres(data.postgres, { durable: true });
  try {
    return await work(await ownDatabase((running ?? started)!));
  } finally {
    await started?.stop();
  }
}
