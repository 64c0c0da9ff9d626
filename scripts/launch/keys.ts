import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import { type KeyHolders, type KeyHolderSettings, readKeyHolders, usualKeyHolders } from "~/env";
import { createSigningKeyFile } from "~/ledger";
import { writeKeyHolders } from "~/server/keys/commands";
import { createKeyFile } from "~/vault";

const AUTH_SECRET_BYTES = 32;

const MAKERS = {
  // A ledger is known by its name for ever, and the instance's address may change: the name is no address.
  "ledger.key": (file: string) => createSigningKeyFile(file, `vouchsafe/${randomBytes(8).toString("hex")}`),
  "auth.secret": createSecretFile,
} as const;

type Keys = Readonly<{
  /** The names of the files that were made. */
  made: readonly string[];
  holders: KeyHolders;
}>;

/**
 * Makes the instance's keys before its first use, and never afterwards. A passphrase is chosen by whoever types it.
 *
 * @param folder that holds them
 * @param used whether the database has anything in it that depends on them
 * @param wanted the holder that the operator's settings name, if they do
 * @throws when the database is in use and a key is missing, or is with another holder than `wanted`
 */
export async function ensureKeys(folder: string, used: boolean, wanted?: KeyHolderSettings): Promise<Keys> {
  const holders = await settle(folder, used, wanted);
  const files = [holders.wraps, ...holders.opens].flatMap((one) => ("file" in one ? [one.file] : []));
  const missing = [...files, ...Object.keys(MAKERS)].filter((name) => !existsSync(path.join(folder, name)));
  if (used && missing.length > 0) {
    const names = missing.join(" and ");
    throw new Error(
      `The database is in use, but ${names} is missing from ${folder}. A new key could not open what was sealed ` +
        `with the old one, so none is made: put the file back from your backup, and start again.`,
    );
  }
  const makers: Readonly<Record<string, (file: string) => Promise<void>>> = MAKERS;
  const made = missing.filter((name) => holders.wraps.kind !== "passphrase" || name !== holders.wraps.file);
  for (const name of made) await (makers[name] ?? createKeyFile)(path.join(folder, name));
  return { made, holders };
}

/** One holder whatever the way to it: an address may change, a key may not. */
const isSame = (one: KeyHolderSettings, two: KeyHolderSettings): boolean =>
  named(one) === named(two);
const named = (one: KeyHolderSettings): string => {
  if ("file" in one) return `${one.kind} ${one.file}`;
  return one.kind === "aws-kms" ? `${one.kind} ${one.region} ${one.key}` : `${one.kind} ${one.namespace ?? ""} ${one.mount} ${one.key}`;
};

async function settle(folder: string, used: boolean, wanted: KeyHolderSettings | undefined): Promise<KeyHolders> {
  const file = path.join(folder, "holders.json");
  const written = readKeyHolders(file) ?? (used ? usualKeyHolders : null);
  if (written !== null && (wanted === undefined || isSame(written.wraps, wanted))) {
    if (wanted === undefined || !existsSync(file)) return written;
    const holders = { ...written, wraps: wanted };
    await writeKeyHolders(file, holders);
    return holders;
  }
  if (written !== null && wanted !== undefined) {
    throw new Error(
      `KEY_HOLDER says ${wanted.kind}, and this instance's keys are with another: ${written.wraps.kind}. To move them, leave ` +
        `KEY_HOLDER as it was and run: npm run keys:rewrap -- --to ${wanted.kind}. If that is done, set KEY_HOLDER to ${written.wraps.kind}.`,
    );
  }
  if (wanted === undefined || isSame(usualKeyHolders.wraps, wanted)) return usualKeyHolders;
  const holders = { ...usualKeyHolders, wraps: wanted };
  await writeKeyHolders(file, holders);
  return holders;
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
