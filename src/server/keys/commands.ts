import { open, rename } from "node:fs/promises";
import path from "node:path";
import type { KeyHolders } from "~/env";

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
