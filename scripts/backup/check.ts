import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Client } from "pg";
import { hex, sha256Hex } from "~/server/digest";
import { sealedColumns, type SealedColumn } from "~/server/sealed";
import { instanceHolder } from "~/server/sealing";
import { open, openRecord, unwrapKey, VaultError, wipeKey, type KeyHolder, type Place, type PlaceKind } from "~/vault";
import { objectColumns } from "./objects";
import { hasColumn } from "./tables";

/**
 * Opens everything that rows speak of, as the service would, and compares it with the digests that they hold: each sealed column,
 * each picture. An original opens for the custody key alone, and what is compared is its sealed bytes.
 */
export async function whatDoesNotOpen(client: Client, blobs: string, missing: ReadonlySet<string>): Promise<{ opened: number; faults: string[] }> {
  const holder = await instanceHolder();
  const faults: string[] = [];
  let opened = 0;
  for (const column of sealedColumns) {
    if (!(await hasColumn(client, column.table, column.column))) continue;
    for await (const { id, sealed } of sealedRows(client, column)) {
      const fault = await faultOf(() => openColumn(column, id, sealed, holder));
      if (fault !== null) faults.push(`${column.table} ${id} ${column.column}: ${fault}`);
    }
  }
  for await (const object of objects(client)) {
    if (missing.has(object.name)) continue;
    const bytes = await readFile(path.join(blobs, object.name.slice(0, 2), object.name));
    const fault = await faultOf(async () => {
      const plain = object.place && object.wrapped ? await openObject(bytes, object.place, object.wrapped, holder) : bytes;
      return object.digest && sha256Hex(plain) !== hex(object.digest) ? "another digest" : null;
    });
    if (fault === null) opened += 1;
    else faults.push(`${object.row}: ${fault}`);
  }
  return { opened, faults };
}

async function faultOf(work: () => Promise<string | null>): Promise<string | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof VaultError) || error.fault === "unavailable") throw error;
    return error.fault;
  }
}

async function openColumn({ holds, place }: SealedColumn, id: string, sealed: Uint8Array, holder: KeyHolder): Promise<null> {
  if (holds === "record") await openRecord(sealed, place(id), holder);
  else wipeKey(await unwrapKey(sealed, place(id), holder));
  return null;
}

async function openObject(bytes: Uint8Array, place: Place, wrapped: Wrapped, holder: KeyHolder): Promise<Uint8Array> {
  const key = await unwrapKey(wrapped.bytes, wrapped.place, holder);
  try {
    return open(bytes, place, key);
  } finally {
    wipeKey(key);
  }
}

/** So many at once that memory stays flat, whatever a column holds. */
const FETCH = 50;

async function* read<Row extends object>(client: Client, sql: string): AsyncGenerator<Row> {
  await client.query(`DECLARE looked NO SCROLL CURSOR FOR ${sql}`);
  for (;;) {
    const { rows } = await client.query<Row>(`FETCH ${FETCH} FROM looked`);
    if (rows.length === 0) break;
    yield* rows;
  }
  await client.query("CLOSE looked");
}

const sealedRows = (client: Client, { table, column }: SealedColumn) =>
  read<{ id: string; sealed: Buffer }>(client, `SELECT "id"::text AS id, "${column}" AS sealed FROM "${table}" WHERE length("${column}") > 0`);

type Wrapped = { readonly bytes: Uint8Array; readonly place: Place };
type Stored = {
  readonly row: string;
  readonly name: string;
  /** Of what is in it, or of the object itself where it is closed to the server; null where no row knows it. */
  readonly digest: Uint8Array | null;
  readonly place: Place | null;
  readonly wrapped: Wrapped | null;
};

async function* objects(client: Client): AsyncGenerator<Stored> {
  type Picture = { id: string; kind: PlaceKind; blob: string; digest: Buffer; itemId: string; wrappedKey: Buffer };
  const pictures = read<Picture>(
    client,
    `SELECT d."id"::text AS id, d."kind", d."blob", d."digest", d."itemId"::text AS "itemId", i."wrappedKey"
       FROM "Derivative" d JOIN "EvidenceItem" i ON i."id" = d."itemId" WHERE d."blob" IS NOT NULL AND i."wrappedKey" IS NOT NULL`,
  );
  for await (const { id, kind, blob, digest, itemId, wrappedKey } of pictures) {
    const wrapped = { bytes: wrappedKey, place: { kind: "item-key", id: itemId } } as const;
    yield { row: `Derivative ${id}`, name: blob, digest, place: { kind, id }, wrapped };
  }
  type Recording = { id: string; blob: string; digest: Buffer; wrapped: Buffer };
  const recordings = 'SELECT "id"::text AS id, "blob", "digest", "wrappedKey" AS wrapped FROM "Recording"';
  for await (const { id, blob, digest, wrapped } of (await hasColumn(client, "Recording", "blob")) ? read<Recording>(client, recordings) : []) {
    const place = { kind: "recording", id } as const;
    yield { row: `Recording ${id}`, name: blob, digest, place, wrapped: { bytes: wrapped, place } };
  }
  type Intake = { id: string; blob: string; digest: Buffer; wrapped: Buffer };
  const intakes = read<Intake>(
    client,
    `SELECT "id"::text AS id, "intakeBlob" AS blob, "digest", "wrappedIntake" AS wrapped FROM "EvidenceItem"
      WHERE "intakeBlob" IS NOT NULL AND "wrappedIntake" IS NOT NULL`,
  );
  for await (const { id, blob, digest, wrapped } of intakes) {
    const place = { kind: "intake", id } as const;
    yield { row: `EvidenceItem ${id} intakeBlob`, name: blob, digest, place, wrapped: { bytes: wrapped, place } };
  }
  // What is left is closed to the server.
  for (const [table, id, column] of objectColumns) {
    if (column === "blob" || column === "intakeBlob" || !(await hasColumn(client, table, column))) continue;
    const digest = column === "originalBlob" ? '"originalDigest"' : "NULL";
    const closed = read<{ id: string; name: string; digest: Buffer | null }>(
      client,
      `SELECT "${id}"::text AS id, "${column}" AS name, ${digest} AS digest FROM "${table}" WHERE "${column}" IS NOT NULL`,
    );
    for await (const { id: row, name, digest: of } of closed) yield { row: `${table} ${row} ${column}`, name, digest: of, place: null, wrapped: null };
  }
}
