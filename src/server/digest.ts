import { createHash } from "node:crypto";

/** SHA-256: by it photos and wordings are known again, and tokens kept without being kept. A string counts as its UTF-8. */
export const sha256 = (of: Uint8Array | string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash("sha256").update(of).digest());

/** All that is kept of a token, of an invite as of a link: whoever reads the table can use none of them. */
export const tokenDigest = (token: string): Uint8Array<ArrayBuffer> => sha256(token);

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** The same in hexadecimal, as the ledger and a manifest name it. */
export const sha256Hex = (of: Uint8Array | string): string => hex(sha256(of));
