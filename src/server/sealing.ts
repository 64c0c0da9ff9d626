import type * as z from "zod";
import { config } from "~/env";
import { fileHolder, openRecord, sealRecord, type KeyHolder, type Place } from "~/vault";

let holder: Promise<KeyHolder> | undefined;

/** The instance's key holder, opened once per process. @throws KeyFileError where the key file is missing or unsafe */
export const instanceHolder = (): Promise<KeyHolder> => (holder ??= fileHolder(config().keys.instance));

/** Seal a small value for a column. */
export async function sealJson(value: unknown, place: Place): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await sealRecord(JSON.stringify(value), place, await instanceHolder()));
}

/** Open what {@link sealJson} sealed, and check its shape. @throws VaultError, ZodError */
export async function openJson<S extends z.ZodType>(bytes: Uint8Array, place: Place, shape: S): Promise<z.infer<S>> {
  const plain = await openRecord(bytes, place, await instanceHolder());
  return shape.parse(JSON.parse(new TextDecoder().decode(plain)));
}
