import { randomBytes } from "node:crypto";
import { open, readFile, rename } from "node:fs/promises";
import path from "node:path";
import { config, keepAuthSecret, keyHolders, type KeyHolders } from "~/env";
import { record } from "~/server/custody";
import { db, transaction } from "~/server/db";
import { instanceHolder } from "~/server/sealing";
import { isHeldBy, openRecord, rewrapRecord, sealRecord, type KeyHolder } from "~/vault";

const AUTH_SECRET_BYTES = 32;
const authPlace = { kind: "secret", id: "auth" } as const;

/** Say who holds the instance's key from now on. */
export const writeKeyHolders = (file: string, holders: KeyHolders): Promise<void> =>
  replace(file, `${JSON.stringify(holders, null, 2)}\n`);

/** Whole or not at all, and durable when it resolves. */
async function replace(file: string, content: string | Uint8Array): Promise<void> {
  const draft = `${file}.new`;
  const handle = await open(draft, "w", 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
  const folder = await open(path.dirname(file), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** That the instance's keys are with another holder now. Nobody signed in does this: whoever runs the machine does. */
export async function noteRewrapped(what: { from: string; to: string; moved: number }, at: Date): Promise<void> {
  await transaction((tx) => record(tx, null, at, { kind: "keys.rewrapped", ...what }));
}

/** That the web server opened the instance's key, once at its start. From then on it is in use; what is opened with it for whom, other entries say. */
export async function noteOpened(at: Date): Promise<void> {
  const { id: holder } = await instanceHolder();
  await transaction((tx) => record(tx, null, at, { kind: "keys.opened", holder }));
}

const isSealed = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 6)).toString("latin1") === "VOUCHS";

/**
 * Open the secret that protects sign-ins. Beside a key in a file it lies as it is. Where whoever takes the disk does not
 * have the key, it is sealed under it, or they could make cookies of sessions that are still in force. One that lay there
 * unsealed before anybody could sign in is replaced, since a disk remembers.
 */
export async function openAuthSecret(): Promise<void> {
  const { auth: file } = config().keys;
  const found = new Uint8Array(await readFile(file));
  const holder = await instanceHolder();
  if (isSealed(found)) return keepAuthSecret(Buffer.from(await openRecord(found, authPlace, holder)).toString("utf8"));
  if (keyHolders().wraps.kind === "file") return;
  const used = (await db().member.count()) > 0;
  const secret = used ? Buffer.from(found).toString("utf8").trim() : randomBytes(AUTH_SECRET_BYTES).toString("base64url");
  await replace(file, await sealRecord(secret, authPlace, holder));
  keepAuthSecret(secret);
}

/** The same secret for another holder. @returns whether there was anything to do */
export async function rewrapAuthSecret(from: KeyHolder, to: KeyHolder): Promise<boolean> {
  const { auth: file } = config().keys;
  const found = new Uint8Array(await readFile(file));
  if (!isSealed(found) || isHeldBy(found, "record", to)) return false;
  await replace(file, await rewrapRecord(found, authPlace, from, to));
  return true;
}
