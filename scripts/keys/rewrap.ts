/**
 * `npm run keys:rewrap -- --to <holder> [its settings]`: moves the instance's keys to another holder, beside the running
 * service or without it. Ended at any moment, it goes on when it is run again. It ends with 0 when nothing is left with
 * the old holder, with 1 and names where something is. Settings: `--key`, `--region`, `--endpoint`, `--mount`,
 * `--namespace`, `--token-file`, each as the one of `KEY_HOLDER_…` that is called so.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Client } from "pg";
import { openDataFolder, type DataFolder } from "../launch/data-folder";
import { onDatabase } from "../launch/instance-database";
import { isHeld } from "../launch/lock";
import { typeKeys } from "../launch/locked/unlock";
import { messageOf } from "../launch/thrown.mjs";
import { withDatabase } from "../launch/with-database";
import { keepKeys, readKeyHolders, receivedKeys, usualKeyHolders, wantedKeyHolder, type KeyHolders, type KeyHolderSettings } from "~/env";
import { disconnect } from "~/server/db";
import { noteRewrapped, rewrapAuthSecret, writeKeyHolders } from "~/server/keys/commands";
import { holderOf } from "~/server/sealing";
import { createKeyFile, oneOf } from "~/vault";
import { rewrapTables } from "./rewrap-tables";

/** Longer than a request of the service's can take that wrapped something before it saw who the new holder is. */
const SETTLED_MS = 60_000;
const PAUSE_MS = 2000;

const { values } = parseArgs({
  options: {
    to: { type: "string" }, key: { type: "string" }, region: { type: "string" }, endpoint: { type: "string" },
    mount: { type: "string" }, namespace: { type: "string" }, "token-file": { type: "string" },
  },
});

const isSame = (one: KeyHolderSettings, two: KeyHolderSettings): boolean => JSON.stringify(one) === JSON.stringify(two);

/** What is asked for. A file or a passphrase is always a new one, unless a move to one of its kind is under way. */
function wanted(holders: KeyHolders, folder: string): KeyHolderSettings {
  const asked = wantedKeyHolder({
    KEY_HOLDER: values.to, KEY_HOLDER_KEY: values.key, KEY_HOLDER_REGION: values.region, KEY_HOLDER_ENDPOINT: values.endpoint,
    KEY_HOLDER_MOUNT: values.mount, KEY_HOLDER_NAMESPACE: values.namespace, KEY_HOLDER_TOKEN_FILE: values["token-file"],
  });
  if (asked === undefined) throw new Error("To whom? npm run keys:rewrap -- --to file|passphrase|aws-kms|vault-transit");
  if (asked.kind !== "file" && asked.kind !== "passphrase") return asked;
  const { wraps, opens } = holders;
  if (opens.length > 0 && wraps.kind === asked.kind) return wraps;
  const ending = asked.kind === "file" ? "key" : "passphrase";
  const names = [`instance.${ending}`, ...Array.from({ length: 99 }, (_, nth) => `instance-${nth + 2}.${ending}`)];
  const file = names.find((name) => !existsSync(path.join(folder, name)));
  if (file === undefined) throw new Error(`There are too many old keys in ${folder}.`);
  return { ...asked, file };
}

/** Says who wraps from now on, and still opens what is older. What is under way already is left as it is. */
async function begin(data: DataFolder, file: string): Promise<KeyHolders> {
  const holders = readKeyHolders(file) ?? usualKeyHolders;
  const to = wanted(holders, data.keys);
  if (isSame(holders.wraps, to)) {
    keepKeys(await typeKeys(data.keys, [to, ...holders.opens], receivedKeys()));
    return holders;
  }
  if (holders.opens.length > 0) throw new Error(`A move to ${holders.wraps.kind} has been begun: finish it first, with the same settings.`);
  if (to.kind === "passphrase" && isHeld(data.path)) {
    throw new Error("A running service cannot be given a passphrase that it was not started with: stop it, run this, and start it again.");
  }
  keepKeys(await typeKeys(data.keys, [holders.wraps, to], receivedKeys()));
  if (to.kind === "file") await createKeyFile(path.join(data.keys, to.file));
  // Both have to be there and to do their work before anything depends on the new one.
  await Promise.all([holders.wraps, to].map(holderOf));
  const now: KeyHolders = { v: 1, wraps: to, opens: [holders.wraps] };
  await writeKeyHolders(file, now);
  return now;
}

async function move(client: Client, data: DataFolder, file: string): Promise<boolean> {
  const { wraps, opens } = await begin(data, file);
  const began = performance.now();
  const to = await holderOf(wraps);
  const from = opens.length === 0 ? to : oneOf(await Promise.all(opens.map(holderOf)));
  let [moved, waits] = [0, false];
  for (;;) {
    // The service may have been wrapping with the old holder when it was told of the new one.
    const settled = !isHeld(data.path) || performance.now() - began > SETTLED_MS;
    const pass = await rewrapTables(client, from, to);
    moved += pass.moved + ((await rewrapAuthSecret(from, to)) ? 1 : 0);
    if (!waits) console.log(`${pass.moved} moved, ${pass.there} with ${to.id} already, ${pass.stuck.length} stuck`);
    if (pass.moved + pass.changed > 0) continue;
    if (pass.stuck.length > 0) {
      for (const one of pass.stuck) console.error(`Stuck: ${one}`);
      console.error("These are with neither holder, or damaged. The old holder is still asked for them; nothing else is left with it.");
      return false;
    }
    if (settled) break;
    if (!waits) console.log("Waiting for a minute, in which the service may still finish what it began with the old holder.");
    waits = true;
    await sleep(PAUSE_MS);
  }
  if (opens.length > 0) {
    await noteRewrapped({ from: from.id, to: to.id, moved }, new Date());
    await writeKeyHolders(file, { v: 1, wraps, opens: [] });
  }
  console.log(`0 left with another holder. Set KEY_HOLDER to ${wraps.kind}, where it is set. Keep the old key with the backups that need it, and destroy it with them.`);
  return true;
}

const data = openDataFolder(process.env.VOUCHSAFE_DATA);
try {
  await withDatabase(data, async ({ owner, runtime }) => {
    Object.assign(process.env, { VOUCHSAFE_DATA: data.path, DATABASE_URL: runtime, PUBLIC_URL: process.env.PUBLIC_URL ?? "http://localhost" });
    try {
      if (!(await onDatabase(owner, (client) => move(client, data, path.join(data.keys, "holders.json"))))) process.exitCode = 1;
    } finally {
      await disconnect();
    }
  });
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
