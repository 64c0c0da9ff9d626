/**
 * The signing key of a log, in a file that only its owner may read: one line as golang.org/x/mod/sumdb/note
 * writes it, `PRIVATE+KEY+<name>+<key id>+<base64 of 0x01 ‖ seed>`, so the name under which a log
 * signs travels with its key and cannot be mistaken.
 */
import { link, open, rm } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { dirname } from "node:path";

export type SigningKeyFileFault = "missing" | "exists" | "not-a-file" | "readable-by-others" | "malformed";

/** The message is for the operator: it names the file and says what to do, and nothing of its content. */
export class SigningKeyFileError extends Error {
  override readonly name = "SigningKeyFileError";
  readonly fault: SigningKeyFileFault;
  constructor(fault: SigningKeyFileFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

const MAX_BYTES = 1024;
const has = (error: unknown, code: string): boolean => error instanceof Error && "code" in error && error.code === code;

/** Durable when it resolves; nothing at `path` when it fails; never replaces a file. */
export async function writeKeyLine(path: string, line: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString("hex")}.new`;
  try {
    const file = await open(draft, "wx", 0o600);
    try {
      await file.writeFile(`${line}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    // A link is exclusive and atomic in one step, where a rename would replace what is there.
    await link(draft, path).catch((error: unknown) => {
      if (has(error, "EEXIST")) throw new SigningKeyFileError("exists", `${path} is there already and is left as it is`);
      throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  // Windows can neither open nor flush a directory; NTFS journals the entry itself.
  if (process.platform === "win32") return;
  const folder = await open(dirname(path), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

export async function readKeyLine(path: string): Promise<string> {
  const file = await open(path, "r").catch((error: unknown) => {
    if (has(error, "ENOENT")) throw new SigningKeyFileError("missing", `there is no signing key at ${path}`);
    throw error;
  });
  try {
    // Asked of the open file, not of the path, so that what is checked is what is read.
    const stat = await file.stat();
    if (!stat.isFile()) throw new SigningKeyFileError("not-a-file", `${path} is not a file`);
    if (process.platform !== "win32" && (stat.mode & 0o077) !== 0) {
      const mode = (stat.mode & 0o777).toString(8).padStart(4, "0");
      throw new SigningKeyFileError(
        "readable-by-others",
        `${path} has mode ${mode}; only its owner may read a signing key: chmod 600 ${path}`,
      );
    }
    const text = stat.size <= MAX_BYTES ? await file.readFile("utf8") : "";
    if (!text.endsWith("\n")) throw new SigningKeyFileError("malformed", `${path} does not hold a signing key`);
    return text.slice(0, -1);
  } finally {
    await file.close();
  }
}
