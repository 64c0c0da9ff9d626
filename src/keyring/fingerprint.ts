import { sha256, utf8 } from "./bytes";
import { inFours, spelled } from "./crockford";

/** Of a public half, for two people to compare by voice: 80 bits of its SHA-256, sixteen characters. */
export const fingerprintOf = async (recipient: string): Promise<string> =>
  inFours(spelled((await sha256(utf8(recipient))).slice(0, 10)));
