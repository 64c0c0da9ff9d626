import { createHmac, type KeyObject, randomBytes } from "node:crypto";
import { SALT_BYTES } from "../format";
import { ItemKey } from "../key";
import { HOLDER_BYTES, unwrapUnder, wrapUnder } from "../wrapping";
import type { KeyHolder } from "./holder";

/** A holder whose wrapping key is in this process. The same key under another kind is the same holder, by another name. */
export function localHolder(kind: "file" | "passphrase", under: KeyObject): KeyHolder {
  const tag = createHmac("sha256", under).update("vouchsafe holder").digest().subarray(0, HOLDER_BYTES);
  return {
    id: `${kind}:${tag.toString("hex")}`,
    async wrap(key, place) {
      return wrapUnder(under, tag, ItemKey.reveal(key), place, randomBytes(SALT_BYTES));
    },
    async unwrap(wrapped, place) {
      const key = unwrapUnder(under, tag, wrapped, place);
      return key === null ? null : ItemKey.from(key);
    },
  };
}
