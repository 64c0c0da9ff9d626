import { CustodyEvent, tellsContent, type CustodyStatement } from "~/domain/custody";
import { canonical, type Json, type LedgerStore, newSalt, place } from "~/ledger";
import { onceCommitted, transaction, type Tx } from "./db";
import { hex, sha256Hex } from "./digest";
import { nameAll } from "./pseudonyms/commands";

/**
 * The one way into the ledger. It takes an open transaction and nothing else, so that a change and its entry stand or
 * fall together.
 *
 * [Note: Entries wait] Within its transaction an entry is only written down, which holds nobody up. Once that is committed whoever
 * wrote it waits until it has its place, which is given to many at a time, whoever wrote them: one transaction takes the
 * head, makes all that is committed and waits the next entries, and asks for no lock besides. So an entry that somebody was answered
 * about is in the tree. Where a process ends in between, the next one that records, or the worker, places what it left.
 */
const storeIn = (tx: Tx): LedgerStore => {
  let ids: readonly bigint[] = [];
  return {
    async lockHead() {
      const [head] = await tx.$queryRaw<{ size: bigint; frontier: Uint8Array }[]>`
        SELECT "size", "frontier" FROM "LedgerHead" WHERE "id" = 1 FOR UPDATE`;
      if (!head) throw new Error("The ledger has no head: the migrations have not run.");
      return { size: Number(head.size), frontier: new Uint8Array(head.frontier) };
    },
    async waiting() {
      const rows = await tx.custodyEvent.findMany({
        where: { index: null }, orderBy: { id: "asc" }, take: MOST_AT_ONCE, select: { id: true, salt: true, body: true },
      });
      ids = rows.map(({ id }) => id);
      return rows;
    },
    async insert(placed, nodes) {
      await tx.$executeRaw`
        INSERT INTO "LedgerEntry" ("index", "commitment", "root")
        SELECT "at", decode("commitment", 'hex'), decode("root", 'hex')
        FROM unnest(${placed.map(({ index }) => BigInt(index))}::bigint[], ${placed.map(({ commitment }) => hex(commitment))}::text[],
          ${placed.map(({ root }) => hex(root))}::text[]) AS leaf("at", "commitment", "root")`;
      await tx.$executeRaw`
        UPDATE "CustodyEvent" SET "index" = "nth"
        FROM unnest(${ids}::bigint[], ${placed.map(({ index }) => BigInt(index))}::bigint[]) AS place("of", "nth") WHERE "id" = "of"`;
      if (nodes.length === 0) return;
      await tx.$executeRaw`
        INSERT INTO "LedgerNode" ("size", "height", "hash")
        SELECT "size", "height", decode("hash", 'hex')
        FROM unnest(${nodes.map(({ size }) => BigInt(size))}::bigint[], ${nodes.map(({ height }) => height)}::int[],
          ${nodes.map(({ hash }) => hex(hash))}::text[]) AS node("size", "height", "hash")`;
    },
    async saveHead({ size, frontier }) {
      await tx.ledgerHead.update({ where: { id: 1 }, data: { size: BigInt(size), frontier: new Uint8Array(frontier) } });
    },
  };
};

/** Of one transaction: some hundredths of a second. */
const MOST_AT_ONCE = 1000;

let running: Promise<void> = Promise.resolve();
let next: Promise<void> | undefined;

async function placeAll(): Promise<void> {
  while ((await transaction((tx) => place(storeIn(tx)))) === MOST_AT_ONCE);
}

/**
 * Returns when everything that is committed by now has its place. Never within a transaction: it takes a connection.
 * Who asks while a round is on its way shares the next one.
 */
export function settle(): Promise<void> {
  next ??= running.catch(() => undefined).then(() => {
    next = undefined;
    return (running = placeAll());
  });
  return next;
}

/** The item that an event is about, if any: the key of its custody history. */
const itemOf = (event: CustodyEvent): string | null => ("item" in event ? event.item : null);
/** The account or the disclosure. */
const aboutOf = (event: CustodyEvent): string | null => ("account" in event ? event.account : "disclosure" in event ? event.disclosure : null);
const incidentOf = (event: CustodyEvent): string | null => ("incident" in event ? event.incident : null);

/** The fields of a body that name a member, or whoever was invited: an invite has the id of the member that comes by it. */
const people = ["by", "member", "invite"] as const;
type People = Readonly<Partial<Record<(typeof people)[number], string | null>>>;

/** Each under the name that the ledger has for them. [Note: Pseudonyms] */
async function pseudonymous<S extends People>(tx: Tx, said: readonly S[]): Promise<S[]> {
  const names = await nameAll(tx, said.flatMap((one) => people.flatMap((field) => one[field] ?? [])));
  return said.map((one) => ({
    ...one,
    ...Object.fromEntries(people.flatMap((field) => (one[field] ? [[field, names.get(one[field])]] : []))),
  }));
}

/**
 * Write down what happened, in order, as the next entries of the ledger. Members stand in it under their pseudonyms.
 * @param by the member who acted, or null for the service itself, a recipient or somebody not signed in
 */
export async function record(tx: Tx, by: string | null, at: Date, ...statements: readonly CustodyStatement[]): Promise<void> {
  if (statements.length === 0) return;
  const said = await pseudonymous(tx, statements.map((statement) => ({ v: 1, at: at.toISOString(), by, ...statement })));
  const events = said.map((one) => CustodyEvent.parse(one));
  const actor = events[0]?.by ?? null;
  const bodies = events.map((event) => canonical(event));
  // One statement however many there are: a withdrawal may close thousands.
  await tx.$executeRaw`
    INSERT INTO "CustodyEvent" ("kind", "at", "by", "salt", "body", "item", "about", "incident")
    SELECT "kind", ${at}, ${actor}::uuid, decode("salt", 'hex'), decode("body", 'hex'), NULLIF("item", '')::uuid,
      NULLIF("about", '')::uuid, NULLIF("incident", '')::uuid
    FROM unnest(${events.map(({ kind }) => kind)}::text[], ${events.map(() => hex(newSalt()))}::text[], ${bodies.map(hex)}::text[],
      ${events.map((event) => itemOf(event) ?? "")}::text[], ${events.map((event) => aboutOf(event) ?? "")}::text[],
      ${events.map((event) => incidentOf(event) ?? "")}::text[])
      WITH ORDINALITY AS entry("kind", "salt", "body", "item", "about", "incident", "nth")
    ORDER BY "nth"`;
  onceCommitted(tx, settle);
}

/**
 * Take the content of the entries that would tell an item or an account to whoever has it: body and salt go, the entries
 * stay, and the tree with them. The database lets it happen only to what an erasure that is done names, and a verifier
 * only to what an entry names: the caller holds the lock of what it is about, and records what is returned, last. What waits is
 * placed first, this transaction's own entries with it, and so the head is held until its end.
 */
export async function forget(tx: Tx, about: { readonly item: string } | { readonly account: string }): Promise<number[]> {
  while ((await place(storeIn(tx))) === MOST_AT_ONCE);
  const rows = "item" in about
    ? await tx.custodyEvent.findMany({ where: { item: about.item }, select: { index: true, body: true } })
    : await tx.custodyEvent.findMany({
        where: { about: about.account, kind: { startsWith: "account." } }, select: { index: true, body: true },
      });
  const telling = rows.filter(({ body }) => tellsContent(CustodyEvent.parse(JSON.parse(new TextDecoder().decode(body)))));
  const indices = telling.flatMap(({ index }) => (index === null ? [] : Number(index))).toSorted((a, b) => a - b);
  await tx.custodyEvent.deleteMany({ where: { index: { in: indices } } });
  return indices;
}

/** SHA-256 in hex of canonical JSON: how an event names something too large or too telling to hold. */
export const digestOf = (value: Json): string => sha256Hex(canonical(value));
