/**
 * A key holder whose key is 32 raw bytes in a file that only its owner may read. Whoever can read the file can
 * open everything sealed by the instance: it is as safe as the machine, and meant for trying the product out
 * and for machines whose disk is encrypted.
 */
import { createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { open } from "node:fs/promises";
import { KEY_BYTES } from "../key";
import type { KeyHolder } from "./holder";
import { codeOf, placeOnce } from "./key-files";
import { localHolder } from "./local";

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

/**
 * Makes a new instance key. When this resolves, the key is on disk and stays there through a power cut; a crash
 * before leaves no file at `path` (at most a stray `….new` beside it, of a key that never sealed anything).
 * Throws KeyFileError `exists` rather than touch a file that is there: that would lose everything it sealed.
 */
export async function createKeyFile(path: string): Promise<void> {
  const key = randomBytes(KEY_BYTES);
  try {
    if (!(await placeOnce(path, key))) throw new KeyFileError("exists", `${path} is there already and is left as it is`);
  } finally {
    key.fill(0);
  }
}

async function readKey(path: string): Promise<KeyObject> {
  const file = await open(path, "r").catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") throw new KeyFileError("missing", `there is no key file at ${path}`);
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
  return localHolder("file", await readKey(path));
}
