// @ts-check
import { Client, escapeIdentifier } from "pg";
import { codeOf, messageOf } from "../../launch/thrown.mjs";
import { logError } from "./log.mjs";
import { withoutSchema } from "./connection.mjs";

const DATABASE_DOES_NOT_EXIST = "3D000";

/**
 * @param {string} command
 * @param {import("./arguments.mjs").Datasource} datasource
 * @returns {Promise<number>} the exit code
 */
export async function runDatabaseCommand(command, datasource) {
  try {
    const url = withoutSchema(datasource.url);
    switch (command) {
      case "can-connect-to-database":
        await query(url, "SELECT 1");
        return 0;
      case "create-database":
        await createDatabase(url);
        return 0;
      default:
        throw new Error(`The schema engine has no command ${command}`);
    }
  } catch (error) {
    logError(messageOf(error), codeOf(error) === DATABASE_DOES_NOT_EXIST ? "P1003" : "P1001");
    return 1;
  }
}

/** @param {URL} url */
async function createDatabase(url) {
  const name = decodeURIComponent(url.pathname.slice(1));
  const maintenance = new URL(url);
  maintenance.pathname = "/postgres";
  await query(maintenance, `CREATE DATABASE ${escapeIdentifier(name)}`);
}

/**
 * @param {URL} url
 * @param {string} sql
 */
async function query(url, sql) {
  const client = new Client({ connectionString: url.href });
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end();
  }
}
