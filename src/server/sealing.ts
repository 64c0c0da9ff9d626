import path from "node:path";
import type * as z from "zod";
import { config, keyHolders, receivedKeys, type KeyHolders, type KeyHolderSettings } from "~/env";
import {
  awsKmsHolder, fileHolder, newItemKey, oneOf, openRecord, passphraseHolder, sealRecord, vaultTransitHolder, wipeKey,
  type KeyHolder, type Place,
} from "~/vault";

/** @throws KeyFileError, PassphraseError with a sentence for the operator; VaultError `unavailable` */
export async function holderOf(settings: KeyHolderSettings): Promise<KeyHolder> {
  const inKeys = (file: string) => path.join(config().keys.folder, file);
  if (settings.kind === "file") return fileHolder(inKeys(settings.file));
  if (settings.kind === "passphrase") return passphraseHolder(inKeys(settings.file), receivedKeys());
  if (settings.kind === "aws-kms") return answering(() => awsKmsHolder(settings));
  return answering(() => vaultTransitHolder(settings));
}

/** A service that cannot do its work is found out before anything is sealed by it. */
async function answering(make: () => KeyHolder): Promise<KeyHolder> {
  // Two, for one remembers what it has wrapped and does not ask again.
  const [holder, other] = [make(), make()];
  const [key, place] = [newItemKey(), { kind: "item-key", id: "whether-it-answers" } as const];
  const again = await other.unwrap(await holder.wrap(key, place), place);
  if (again !== null) wipeKey(again);
  wipeKey(key);
  return holder;
}

const all = async ({ wraps, opens }: KeyHolders): Promise<KeyHolder> =>
  oneOf(await Promise.all([holderOf(wraps), ...opens.map(holderOf)]));

let opened: { readonly of: KeyHolders; readonly holder: Promise<KeyHolder> } | undefined;

/** The instance's key holder, opened once and again when it becomes another. @throws as {@link holderOf} */
export function instanceHolder(): Promise<KeyHolder> {
  const of = keyHolders();
  if (opened?.of === of) return opened.holder;
  const now = { of, holder: all(of) };
  opened = now;
  // One that could not be opened is tried again by whoever asks next.
  now.holder.catch(() => {
    if (opened === now) opened = undefined;
  });
  return now.holder;
}

/** Seal a small value for a column. */
export async function sealJson(value: unknown, place: Place): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await sealRecord(JSON.stringify(value), place, await instanceHolder()));
}

/** Open what {@link sealJson} sealed, and check its shape. @throws VaultError, ZodError */
export async function openJson<S extends z.ZodType>(bytes: Uint8Array, place: Place, shape: S): Promise<z.infer<S>> {
  const plain = await openRecord(bytes, place, await instanceHolder());
  return shape.parse(JSON.parse(new TextDecoder().decode(plain)));
}
