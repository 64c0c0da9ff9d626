import { open, rename } from "node:fs/promises";
import path from "node:path";
import type { KeyHolders } from "~/env";
import { record } from "~/server/custody";
import { transaction } from "~/server/db";

/** Say who holds the instance's key from now on. Whole or not at all, and durable when it resolves. */
export async function writeKeyHolders(file: string, holders: KeyHolders): Promise<void> {
  const draft = `${file}.new`;
  const handle = await open(draft, "w", 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(holders, null, 2)}\n`);
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
