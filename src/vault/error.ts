/**
 * - `not-mine`: the key or holder at hand was never meant for these bytes, or they belong to another place
 * - `damaged`: meant for it, and altered, cut short, extended or put together from parts
 * - `unsupported`: written by a later version of the format
 * - `wiped`: the key was already destroyed in memory
 * - `recipient`: not an age X25519 recipient, or none at all
 * - `unavailable`: the service that holds the key cannot be reached, or will not
 */
export type VaultFault = "not-mine" | "damaged" | "unsupported" | "wiped" | "recipient" | "unavailable";

/** Says one word and nothing about what was being opened: it may be logged as it is. */
export class VaultError extends Error {
  override readonly name = "VaultError";
  readonly fault: VaultFault;
  /** What a service called it, for the operator. */
  readonly code: string | undefined;
  constructor(fault: VaultFault, code?: string) {
    super(code === undefined ? fault : `${fault} (${code})`);
    this.fault = fault;
    this.code = code;
  }
}
