import { createHash } from "node:crypto";

/** In hexadecimal, as a sender names a file. Not the service's own function, which is among what is tested. */
export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
