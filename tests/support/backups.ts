import { randomBytes, randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { loadSigner } from "~/ledger";
import { identitiesIn, newKeeper } from "~/vault";
import { objectIn, readManifest, tablesIn, type Manifest } from "../../scripts/backup/manifest";
import { opened, openedWhole } from "../../scripts/backup/sealed-files";
import { linesOf } from "../../scripts/backup/tables";
import { takeBackup, type Taken } from "../../scripts/backup/take";
import type { World } from "./world";

/** Somebody with whom an instance's backups are safe. */
export async function keeper() {
  const { file, recipient } = await newKeeper();
  return { file, recipient, identities: identitiesIn(file) };
}
export type Keeper = Awaited<ReturnType<typeof keeper>>;

export const signerOf = (data: string) => loadSigner(path.join(data, "keys", "ledger.key"));

/** What `npm run backup` makes of a world. */
export const backUp = async (world: World, folder: string, { recipient }: Keeper, { days = 30, now }: { days?: number; now?: () => Date } = {}): Promise<Taken> =>
  takeBackup(
    { ownerUrl: world.database.ownerUrl, data: world.data, blobs: path.join(world.data, "blobs"), signer: await signerOf(world.data) },
    { folder, recipient, days },
    now,
  );

/** A photo as the worker leaves it, of bytes by chance: what a backup holds of one, without decoding any. */
export async function storedPhoto(world: World, submittedBy: string, incidentId: string): Promise<string> {
  const { put } = await import("~/server/blobs");
  const { sha256 } = await import("~/server/digest");
  const { instanceHolder } = await import("~/server/sealing");
  const { newItemKey, seal, sealToCustody, wrapKey } = await import("~/vault");
  const { id: custodyKeyId, recipient } = await world.db().custodyKey.findFirstOrThrow({ select: { id: true, recipient: true } });
  const [itemId, key, bytes] = [randomUUID(), newItemKey(), new Uint8Array(randomBytes(100_000))];
  const [original, told] = [await sealToCustody(bytes, [recipient]), await sealToCustody(bytes.subarray(0, 500), [recipient])];
  const wrappedKey = new Uint8Array(await wrapKey(key, { kind: "item-key", id: itemId }, await instanceHolder()));
  await world.db().evidenceItem.create({
    data: {
      id: itemId, incidentId, submittedBy, state: "ready", format: "jpeg", size: bytes.length, digest: sha256(bytes), wrappedKey, suggestedAt: new Date(),
      custodyKeyId, originalBlob: await put(original), originalDigest: sha256(original.bytes), originalToldBlob: await put(told),
    },
  });
  for (const kind of ["clean", "display", "preview"] as const) {
    const id = randomUUID();
    const blob = await put(seal(bytes, { kind, id }, key));
    await world.db().derivative.create({ data: { id, itemId, kind, blob, digest: sha256(bytes), size: bytes.length, width: 1, height: 1, recipe: {} } });
  }
  return itemId;
}

const bytesOf = (value: string): Buffer => (value.startsWith("\\x") ? Buffer.from(value.slice(2), "hex") : Buffer.from(value));

/**
 * As whoever has the identity unpacks it, with every value as the bytes that it stands for: files that can be searched.
 * @returns its manifest, and each table's rows
 */
export async function unpack(backup: string, { identities }: Keeper, data: string, target: string) {
  const manifest: Manifest = await readManifest(backup, identities, (await signerOf(data)).verifierKey);
  await mkdir(target, { recursive: true });
  for (const { name } of manifest.objects) await writeFile(path.join(target, name), await openedWhole(objectIn(backup, name), identities, 100_000_000));
  const rows: Record<string, Record<string, string | null>[]> = {};
  let [table, columns]: [string, string[]] = ["", []];
  let nth = 0;
  for await (const line of linesOf(opened(tablesIn(backup), identities))) {
    if ("table" in line) {
      ({ table, columns } = line);
      rows[table] = [];
      continue;
    }
    rows[table]!.push(Object.fromEntries(columns.map((column, at) => [column, line[at] ?? null])));
    nth += 1;
    const values = line.filter((value) => value !== null);
    await writeFile(path.join(target, `${table}-${nth}`), Buffer.concat(values.flatMap((value) => [bytesOf(value), Buffer.from("\n")])));
  }
  return { manifest, rows };
}
