import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { inCheckout } from "./checkout.mjs";

/** Everything that an instance keeps on this machine. */
export type DataFolder = Readonly<{
  path: string;
  postgres: string;
  blobs: string;
  keys: string;
  logs: string;
  /** Is there while a backup is being put back: nothing is started on half an instance. */
  restoring: string;
}>;

export function openDataFolder(wanted: string | undefined): DataFolder {
  const folder = wanted === undefined || wanted === "" ? inCheckout("data") : path.resolve(wanted);
  if (!existsSync(folder)) {
    // Root's must let the account that PostgreSQL runs as pass through to its own folder, and see nothing.
    mkdirSync(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  }
  const data = {
    path: folder,
    postgres: path.join(folder, "pg"),
    blobs: path.join(folder, "blobs"),
    keys: path.join(folder, "keys"),
    logs: path.join(folder, "log"),
    restoring: path.join(folder, "restore.unfinished"),
  };
  for (const part of [data.blobs, data.keys, data.logs]) mkdirSync(part, { recursive: true, mode: 0o700 });
  return data;
}
