import { createHash } from "node:crypto";
import type { CustodyStatement } from "~/domain/custody";
import { portion, type FixityFault } from "~/domain/fixity";
import * as blobs from "~/server/blobs";
import { record } from "~/server/custody";
import { db, transaction } from "~/server/db";
import { hex } from "~/server/digest";
import { log } from "~/server/log";
import { named, type Named } from "./queries";

/** SHA-256 of an object's sealed bytes, as they pass; null where there is none. Nothing is opened. */
async function digestOf(name: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const found = await blobs.stream(name);
  if (!found) return null;
  const digest = createHash("sha256");
  for await (const piece of found.body) digest.update(piece);
  return new Uint8Array(digest.digest());
}

type Known = { readonly digest: Uint8Array; readonly fault: string | null };
type Reading = { readonly object: Named; readonly known: Known | undefined; readonly digest: Uint8Array<ArrayBuffer> | null; readonly fault: FixityFault | null };

/** An object is what it was when it was read first, and what its row says where a row does. */
async function reading(object: Named, known: Known | undefined): Promise<Reading> {
  const digest = await digestOf(object.name);
  const expected = object.digest ?? (known && known.digest.length > 0 ? known.digest : digest);
  const fault = digest === null ? "missing" : expected === null || hex(digest) === hex(expected) ? null : "changed";
  return { object, known, digest, fault };
}

/**
 * Read a part of what is stored, every hour, so that all of it is read in four weeks. That it was, and what is not as it was, stands in the
 * ledger; what is damaged stands on the page of health until it is whole again.
 */
export async function read(now: Date = new Date()): Promise<void> {
  const before = await named();
  const rows = await db().fixity.findMany();
  const knownOf = new Map(rows.map((row) => [row.name, row]));
  const readings: Reading[] = [];
  for (const name of portion([...before.keys()], rows, now)) readings.push(await reading(before.get(name)!, knownOf.get(name)));
  // What was erased or exchanged meanwhile is missed by nobody.
  const after = await named();
  const there = readings.filter(({ object }) => after.has(object.name));
  const damaged = there.filter(({ fault }) => fault !== null).length;
  const gone = rows.filter(({ name }) => !after.has(name)).map(({ name }) => name);
  await transaction(async (tx) => {
    await tx.fixity.deleteMany({ where: { name: { in: gone } } });
    for (const { object: { name, digest: expected }, known, digest, fault } of there) {
      // Empty where it was missing from the first: what it is, is known when it has been put back.
      if (known?.digest.length === 0) await tx.fixity.delete({ where: { name } });
      const first = new Uint8Array(expected ?? digest ?? []);
      await tx.fixity.upsert({ where: { name }, create: { name, digest: first, readAt: now, fault }, update: { readAt: now, fault } });
    }
    const found = there.filter(({ fault, known }) => fault !== null && fault !== known?.fault);
    const statements = found.map(({ object: { item, name }, fault }): CustodyStatement =>
      item === null ? { kind: "object.damaged", object: name, what: fault! } : { kind: "evidence.damaged", item, object: name, what: fault! },
    );
    if (there.length > 0) await record(tx, null, now, ...statements, { kind: "objects.read", objects: there.length, damaged });
  });
  if (damaged > 0) log.objectsDamaged(damaged);
}
