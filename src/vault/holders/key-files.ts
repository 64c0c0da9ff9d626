import { randomBytes } from "node:crypto";
import { link, open, rm } from "node:fs/promises";
import { dirname } from "node:path";

export const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);

async function syncFolder(path: string): Promise<void> {
  // Windows can neither open nor flush a directory; NTFS journals the entry itself.
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/**
 * Puts what opens everything else where it is kept, for its owner only. Once this resolves it is on disk and stays there
 * through a power cut; a crash before leaves no file at `path` (at most a stray `….new` beside it that never sealed
 * anything).
 * @returns false where there is a file already: to replace it would lose everything that it opens
 */
export async function placeOnce(path: string, content: Uint8Array): Promise<boolean> {
  const draft = `${path}.${randomBytes(6).toString("hex")}.new`;
  try {
    const file = await open(draft, "wx", 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    try {
      // A link is exclusive and atomic in one step, where a rename would replace what is there.
      await link(draft, path);
    } catch (error) {
      if (codeOf(error) === "EEXIST") return false;
      throw error;
    }
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(dirname(path));
  return true;
}
