/**
 * A key holder whose key is 32 raw bytes in a file that only its owner may read. Whoever can read the file can
 * open everything sealed by the instance: it is as safe as the machine, and meant for trying the product out
 * and for machines whose disk is encrypted.
 */
import { createHmac, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { link, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { ItemKey, KEY_BYTES } from "../key";
import { HOLDER_BYTES, unwrapUnder, wrapUnder } from "../wrapping";
import type { KeyHolder } from "./holder";

export type KeyFileFault = "missing" | "exists" | "not-a-file" | "readable-by-others" | "wrong-length";

/** The message is for the operator: it names the file and says what to do, and nothing of its content. */
export class KeyFileError extends Error {
  override readonly name = "KeyFileError";
  readonly fault: KeyFileFault;
  constructor(fault: KeyFileFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

const has = (error: unknown, code: string): boolean => error instanceof Error && "code" in error && error.code === code;

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
 * Makes a new instance key. When this resolves, the key is on disk and stays there through a power cut; a crash
 * before leaves no file at `path` (at most a stray `….new` beside it, of a key that never sealed anything).
 * Throws KeyFileError `exists` rather than touch a file that is there: that would lose everything it sealed.
 */
export async function createKeyFile(path: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString("hex")}.new`;
  const key = randomBytes(KEY_BYTES);
  try {
    const file = await open(draft, "wx", 0o600);
    try {
      await file.writeFile(key);
      await file.sync();
    } finally {
      await file.close();
    }
    // A link is exclusive and atomic in one step, where a rename would replace what is there.
    await link(draft, path).catch((error: unknown) => {
      if (has(error, "EEXIST")) throw new KeyFileError("exists", `${path} is there already and is left as it is`);
      throw error;
    });
  } finally {
    key.fill(0);
    await rm(draft, { force: true });
  }
  await syncFolder(dirname(path));
}

async function readKey(path: string): Promise<KeyObject> {
  const file = await open(path, "r").catch((error: unknown) => {
    if (has(error, "ENOENT")) throw new KeyFileError("missing", `there is no key file at ${path}`);
    throw error;
  });
  const bytes = Buffer.alloc(KEY_BYTES + 1);
  try {
    // Asked of the open file, not of the path, so that what is checked is what is read.
    const stat = await file.stat();
    if (!stat.isFile()) throw new KeyFileError("not-a-file", `${path} is not a file`);
    if (process.platform !== "win32" && (stat.mode & 0o077) !== 0) {
      const mode = (stat.mode & 0o777).toString(8).padStart(4, "0");
      throw new KeyFileError(
        "readable-by-others",
        `${path} has mode ${mode}; only its owner may read a key: chmod 600 ${path}`,
      );
    }
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    if (bytesRead !== KEY_BYTES) {
      throw new KeyFileError("wrong-length", `${path} does not hold a key, which is exactly ${KEY_BYTES} bytes`);
    }
    return createSecretKey(bytes.subarray(0, KEY_BYTES));
  } finally {
    bytes.fill(0);
    await file.close();
  }
}

/** Reads the key once; the file is not needed afterwards. Throws KeyFileError with a sentence for the operator. */
export async function fileHolder(path: string): Promise<KeyHolder> {
  const under = await readKey(path);
  const tag = createHmac("sha256", under).update("vouchsafe holder").digest().subarray(0, HOLDER_BYTES);
  return {
    id: `file:${tag.toString("hex")}`,
    async wrap(key, place) {
      return wrapUnder(under, tag, ItemKey.reveal(key), place, randomBytes(32));
    },
    async unwrap(wrapped, place) {
      const key = unwrapUnder(under, tag, wrapped, place);
      return key === null ? null : ItemKey.from(key);
    },
  };
}
