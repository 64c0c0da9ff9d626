import { randomBytes, randomUUID } from "node:crypto";
import { onceCommitted, type Tx } from "~/server/db";
import { sealJson } from "~/server/sealing";
import * as queries from "./queries";

/** The key of the tags; made for the first entry that names somebody. Of two who make it at once the second waits, and keeps the first one's. */
async function ensureKey(tx: Tx): Promise<Buffer> {
  const found = await queries.tagKey(tx);
  if (found) return found;
  const sealed = await sealJson({ key: randomBytes(32).toString("base64") }, { kind: "pseudonyms", id: "instance" });
  await tx.pseudonymKey.createMany({ data: [{ id: 1, sealed }], skipDuplicates: true });
  const made = await queries.tagKey(tx);
  if (!made) throw new Error("The key of the pseudonyms is not there although it was made.");
  return made;
}

/** Rows for members of whom there is none yet. Whoever makes one for the same member at this moment is waited for, and theirs is kept. */
async function insert(tx: Tx, key: Buffer, members: readonly string[]): Promise<void> {
  const data = await Promise.all(members.map(async (member) => {
    const [id, name] = [randomUUID(), randomUUID()];
    const sealed = await sealJson({ member, name }, { kind: "pseudonym", id });
    return { id, memberTag: queries.tag(key, "member", member), nameTag: queries.tag(key, "name", name), sealed };
  }));
  await tx.pseudonym.createMany({ data, skipDuplicates: true });
}

/**
 * What the ledger calls these members, made where it has no name for one. It costs nothing for those whom this process has named before:
 * what was committed never changes, and what was not is not remembered.
 * @returns pseudonyms by member id
 * @throws VaultError
 */
export async function nameAll(tx: Tx, members: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const known = queries.read();
  // In one order, whoever asks, so that no two wait for each other.
  const missing = [...new Set(members)].filter((member) => !known.names.has(member)).toSorted();
  if (missing.length === 0) return known.names;
  const key = known.key ?? (await ensureKey(tx));
  const found = await queries.rowsBy(tx, key, "member", missing);
  const nameless = missing.filter((member) => !found.some((row) => row.member === member));
  if (nameless.length > 0) {
    await insert(tx, key, nameless);
    found.push(...(await queries.rowsBy(tx, key, "member", nameless)));
  }
  onceCommitted(tx, async () => {
    known.key ??= key;
    queries.remember(known, found);
  });
  return new Map([...known.names, ...found.map(({ member, name }) => [member, name] as const)]);
}
