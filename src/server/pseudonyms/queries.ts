import { createHmac } from "node:crypto";
import * as z from "zod";
import { db, type Tx } from "~/server/db";
import { openJson } from "~/server/sealing";

/**
 * By what names the ledger knows members: each has one, made of chance, that stands nowhere in the clear but in entries. Who that is stands
 * sealed in a map of its own, whose rows are found by keyed tags. Whoever is handed entries, by a dossier, a slip, a page, or a copy of the
 * tables, reads that one person did two things, and not who.
 *
 * [Note: Pseudonyms] Tables that the service works with say whose session, photo or decision a row is, since it asks them at every request. Entries name
 * such rows by id. So whoever has all of the tables can put a name beside a pseudonym from what is still there; the ledger by itself cannot.
 */
const Key = z.strictObject({ key: z.base64() });
export const Both = z.strictObject({ member: z.uuid(), name: z.uuid() });
type Both = z.infer<typeof Both>;

/** What this process has read of the map and was committed, by the client that it was read with. */
type Read = { key: Buffer | null; readonly names: Map<string, string>; readonly members: Map<string, string> };
const reads = new WeakMap<object, Read>();

export function read(): Read {
  const found = reads.get(db());
  if (found) return found;
  const made: Read = { key: null, names: new Map(), members: new Map() };
  reads.set(db(), made);
  return made;
}

/** The key of the tags, or null while the ledger knows nobody. @throws VaultError */
export async function tagKey(tx: Tx): Promise<Buffer | null> {
  const row = await tx.pseudonymKey.findUnique({ where: { id: 1 }, select: { sealed: true } });
  return row && Buffer.from((await openJson(row.sealed, { kind: "pseudonyms", id: "instance" }, Key)).key, "base64");
}

/** A member's tag is never a pseudonym's. */
export const tag = (key: Buffer, of: "member" | "name", id: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHmac("sha256", key).update(`${of}\0${id}`).digest());

/** The rows of the map by one of their tags, opened. @throws VaultError when one was damaged */
export async function rowsBy(tx: Tx, key: Buffer, of: "member" | "name", ids: readonly string[]): Promise<Both[]> {
  const tags = { in: ids.map((id) => tag(key, of, id)) };
  const rows = await tx.pseudonym.findMany({
    where: of === "member" ? { memberTag: tags } : { nameTag: tags }, select: { id: true, sealed: true },
  });
  return Promise.all(rows.map(({ id, sealed }) => openJson(sealed, { kind: "pseudonym", id }, Both)));
}

export function remember({ names, members }: Read, both: readonly Both[]): void {
  for (const { member, name } of both) {
    names.set(member, name);
    members.set(name, member);
  }
}

/**
 * The members behind what entries name, by that. Entries from before there were pseudonyms name a member by id, whose own answer that is.
 * @throws VaultError
 */
export async function membersOf(tx: Tx, named: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const known = read();
  const missing = [...new Set(named)].filter((name) => !known.members.has(name));
  const key = missing.length > 0 ? (known.key ?? (await tagKey(tx))) : null;
  const found = key ? await rowsBy(tx, key, "name", missing) : [];
  // Within a transaction it may see what is never committed.
  if (tx === db()) remember(known, found);
  const more = new Map(found.map(({ member, name }) => [name, member]));
  return new Map(named.map((name) => [name, known.members.get(name) ?? more.get(name) ?? name]));
}

/** What entries would call this member: by pseudonym since there are any, by id before. */
export async function namesOf(tx: Tx, member: string): Promise<string[]> {
  const known = read().names.get(member);
  if (known) return [known, member];
  const key = read().key ?? (await tagKey(tx));
  return [...(key ? (await rowsBy(tx, key, "member", [member])).map(({ name }) => name) : []), member];
}
