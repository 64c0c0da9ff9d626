import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import { createSigningKeyFile } from "~/ledger";
import { createKeyFile } from "~/vault";

const AUTH_SECRET_BYTES = 32;

const MAKERS = {
  "instance.key": createKeyFile,
  // A ledger is known by its name for ever, and the instance's address may change: the name is no address.
  "ledger.key": (file: string) => createSigningKeyFile(file, `vouchsafe/${randomBytes(8).toString("hex")}`),
  "auth.secret": createSecretFile,
} as const;

/**
 * Makes the instance's keys before its first use, and never afterwards.
 *
 * @param folder that holds them
 * @param used whether the database has anything in it that depends on them
 * @returns the names of those that were made
 * @throws when the database is in use and a key is missing
 */
export async function ensureKeys(folder: string, used: boolean): Promise<string[]> {
  const missing = Object.entries(MAKERS).filter(([name]) => !existsSync(path.join(folder, name)));
  if (used && missing.length > 0) {
    const names = missing.map(([name]) => name).join(" and ");
    throw new Error(
      `The database is in use, but ${names} is missing from ${folder}. A new key could not open what was sealed ` +
        `with the old one, so none is made: put the file back from your backup, and start again.`,
    );
  }
  for (const [name, make] of missing) await make(path.join(folder, name));
  return missing.map(([name]) => name);
}

async function createSecretFile(file: string): Promise<void> {
  const handle = await open(file, "wx", 0o600);
  try {
    await handle.writeFile(`${randomBytes(AUTH_SECRET_BYTES).toString("base64url")}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
