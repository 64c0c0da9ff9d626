import type { Bytes } from "../format";
import type { ItemKey } from "../key";
import type { Place } from "../places";

/** Who can wrap a data key and unwrap it again: a file, later a passphrase or a key-management service. */
export interface KeyHolder {
  /** Names the key, not the secret: same id, same wrapping key. Not personal, fit for logs. */
  readonly id: string;
  wrap(key: ItemKey, place: Place): Promise<Bytes>;
  /** `null` when this holder was never given the key; throws a VaultError when it was and the wrapping is damaged. */
  unwrap(wrapped: Uint8Array, place: Place): Promise<ItemKey | null>;
}
