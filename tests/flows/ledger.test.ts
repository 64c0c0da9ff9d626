import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type * as Custody from "~/server/custody";
import type * as Database from "~/server/db";
import type * as Ledger from "~/server/ledger/queries";
import { canonical, commit, type LedgerStore, newSalt, type Node, place } from "~/ledger";
import { migrate } from "../../scripts/database/migrate";
import { inCheckout } from "../../scripts/launch/checkout.mjs";
import { verifyLedger } from "../../scripts/ledger/verify-tables";
import { createEmptyDatabase } from "../support/postgres";
import { openWorld, type World } from "../support/world";

let world: World;
let owner: Client;
let custody: typeof Custody;
let ledger: typeof Ledger;
let database: typeof Database;

beforeAll(async () => {
  world = await openWorld();
  owner = new Client({ connectionString: world.database.ownerUrl });
  await owner.connect();
  custody = await import("~/server/custody");
  ledger = await import("~/server/ledger/queries");
  database = await import("~/server/db");
});

afterAll(async () => {
  await owner.end();
  await world.close();
});

const refused = { kind: "access.refused", action: "incidents.read" } as const;
const write = (count: number, at = world.now()) =>
  database.transaction((tx) => custody.record(tx, null, at, ...Array.from({ length: count }, () => refused)));

/** What a process leaves that ends between its commit and the place of its entry. */
async function leaveWaiting(): Promise<bigint> {
  const at = world.now();
  const body = canonical({ v: 1, at: at.toISOString(), by: null, ...refused });
  return (await world.db().custodyEvent.create({ data: { kind: refused.kind, at, by: null, salt: newSalt(), body } })).id;
}

const verified = async () => verifyLedger(owner, { verifierKey: (await ledger.signedHead()).publicKey });
const placeOf = async (id: bigint) => (await world.db().custodyEvent.findUniqueOrThrow({ where: { id } })).index;

test("of many who record at once each finds its entries placed, side by side and in their order, when it is answered", async () => {
  const { size: before } = await ledger.signedHead();
  await Promise.all(Array.from({ length: 40 }, async (_, nth) => {
    const at = new Date(+world.now() + nth);
    await write(1 + (nth % 3), at);
    const mine = await world.db().custodyEvent.findMany({ where: { at }, orderBy: { id: "asc" } });
    expect(mine).toHaveLength(1 + (nth % 3));
    expect(mine.every(({ index }, of) => index !== null && (of === 0 || index > mine[of - 1]!.index!))).toBe(true);
  }));
  const rows = await world.db().custodyEvent.findMany({ where: { index: { gte: before } }, orderBy: { index: "asc" } });
  expect(rows.map(({ index }) => Number(index))).toEqual(Array.from({ length: rows.length }, (_, nth) => before + nth));
  expect(rows).toHaveLength(79);
  expect(await verified()).toMatchObject({ ok: true, size: before + 79, waiting: 0 });
});

test("whoever records waits for nobody who is still at work, nor they for them", async () => {
  await database.transaction(async (tx) => {
    await custody.record(tx, null, world.now(), refused);
    await write(1);
    await write(1);
  });
  expect(await world.db().custodyEvent.count({ where: { index: null } })).toBe(0);
});

test("what is taken back with its transaction is no entry", async () => {
  const { size } = await ledger.signedHead();
  await expect(database.transaction(async (tx) => {
    await custody.record(tx, null, world.now(), refused);
    throw new Error("not after all");
  })).rejects.toThrow("not after all");
  expect((await ledger.signedHead()).size).toBe(size);
});

test("what a process left waiting is seen to wait, and is placed before what is recorded next", async () => {
  const { publicKey: verifierKey } = await ledger.signedHead();
  const [first, second] = [await leaveWaiting(), await leaveWaiting()];
  expect(await verifyLedger(owner, { verifierKey })).toMatchObject({ ok: true, waiting: 2 });
  await write(1);
  expect(await placeOf(second)).toBe((await placeOf(first))! + 1n);
  expect(await verifyLedger(owner, { verifierKey })).toMatchObject({ ok: true, waiting: 0 });
  const third = await leaveWaiting();
  expect((await ledger.signedHead()).size - 1).toBe(Number(await placeOf(third)));
});

test("a place is given once, and nothing else of an entry changes or goes, waiting or placed", async () => {
  const waiting = await leaveWaiting();
  const change = (id: bigint, what: string) => owner.query(`UPDATE "CustodyEvent" SET ${what} WHERE "id" = $1`, [id]);
  await expect(change(waiting, `"kind" = 'member.joined'`)).rejects.toThrow("only ever added");
  for (const besides of [`"at" = now()`, `"incident" = gen_random_uuid()`])
    await expect(change(waiting, `"index" = 9999, ${besides}`)).rejects.toThrow("only ever added");
  await expect(owner.query(`DELETE FROM "CustodyEvent" WHERE "id" = $1`, [waiting])).rejects.toThrow("only ever added");
  await custody.settle();
  await expect(change(waiting, `"index" = 9999`)).rejects.toThrow("only ever added");
  await expect(change(waiting, `"index" = NULL`)).rejects.toThrow("only ever added");
  await expect(world.db().$executeRaw`UPDATE "CustodyEvent" SET "salt" = ''`).rejects.toThrow("permission denied");
  await expect(owner.query(`UPDATE "LedgerNode" SET "height" = 5`)).rejects.toThrow("only ever added");
  await expect(owner.query(`DELETE FROM "LedgerNode"`)).rejects.toThrow("only ever added");
});

/** Do something to a table that only its owner can, and undo it. */
async function tampered(table: string, change: string, look: () => Promise<void>): Promise<void> {
  await owner.query(`ALTER TABLE ${table} DISABLE TRIGGER USER; CREATE TEMPORARY TABLE kept AS SELECT * FROM ${table}; ${change}`);
  try {
    await look();
  } finally {
    await owner.query(`DELETE FROM ${table}; INSERT INTO ${table} SELECT * FROM kept; DROP TABLE kept; ALTER TABLE ${table} ENABLE TRIGGER USER`);
  }
}

test.each([
  ["another than it was", `UPDATE "LedgerNode" SET "hash" = sha256('x') WHERE "size" = 32 AND "height" = 5`, 31],
  ["missing", `DELETE FROM "LedgerNode" WHERE "size" = 16`, 15],
  ["one too many", `INSERT INTO "LedgerNode" VALUES (17, 4, sha256('x'))`, 16],
])("a kept node that is %s is named by who verifies", async (_how, change, at) => {
  await tampered('"LedgerNode"', change, async () => {
    expect(await verified()).toMatchObject({ ok: false, at, why: expect.stringContaining("node") });
  });
});

test("nodes beyond the end are named", async () => {
  const { size } = await ledger.signedHead();
  await tampered('"LedgerNode"', `INSERT INTO "LedgerNode" VALUES (${size + 16}, 4, sha256('x'))`, async () => {
    expect(await verified()).toMatchObject({ ok: false, at: size, why: expect.stringContaining("do not exist") });
  });
});

test("an entry is proven from the nodes, and a proof that they do not give is not handed out", async () => {
  const account = randomUUID();
  await database.transaction((tx) => custody.record(tx, null, world.now(), { kind: "account.checked", account, incident: randomUUID(), digest: "0".repeat(64) }));
  await write(20);
  const head = await ledger.signedHead();
  const prove = () => database.snapshot((tx) => ledger.provenAmong(tx, head, { items: [], others: [account] }, [({ kind }) => kind === "account.checked"]));
  const [[entry] = []] = await prove();
  expect(entry?.event).toMatchObject({ kind: "account.checked", account });
  expect(entry?.proof.length).toBeGreaterThan(5);
  await tampered('"LedgerNode"', `UPDATE "LedgerNode" SET "hash" = sha256('x') WHERE "size" = 64`, async () => {
    await expect(prove()).rejects.toThrow("does not prove");
  });
});

test("an older ledger has its nodes made, and the incidents that its entries name set beside them, when it is brought up to date", async () => {
  const migrations = inCheckout("prisma", "migrations");
  const old = await createEmptyDatabase();
  try {
    await migrate(old.ownerUrl, migrations, "20261129002500_fixity");
    const contents = Array.from({ length: 150 }, (_, n) => ({ salt: newSalt(), body: canonical({ n }) }));
    const nodes: Node[] = [];
    const store: LedgerStore = {
      lockHead: async () => ({ size: 0, frontier: new Uint8Array() }),
      waiting: async () => contents,
      insert: async (_placed, made) => void nodes.push(...made),
      saveHead: async () => undefined,
    };
    await place(store);
    const client = new Client({ connectionString: old.ownerUrl });
    await client.connect();
    try {
      for (const [n, { salt, body }] of contents.entries())
        await client.query(`INSERT INTO "LedgerEntry" VALUES ($1, $2, '')`, [n, Buffer.from(commit(salt, body))]);
      const incident = randomUUID();
      for (const [n, body] of [{ incident, kind: "incident.viewed" }, { kind: "map.read" }].entries())
        await client.query(`INSERT INTO "CustodyEvent" ("index", "kind", "at", "salt", "body") VALUES ($1, $2, now(), '', $3)`, [n, body.kind, Buffer.from(canonical(body))]);
      await migrate(old.ownerUrl, migrations);
      expect((await client.query(`SELECT "incident" FROM "CustodyEvent" ORDER BY "index"`)).rows).toEqual([{ incident }, { incident: null }]);
      const { rows } = await client.query<{ size: string; height: number; hash: Buffer }>(`SELECT * FROM "LedgerNode" ORDER BY "size", "height"`);
      expect(rows.map(({ size, height, hash }) => ({ size: Number(size), height, hash: new Uint8Array(hash) }))).toEqual(nodes);
      expect(nodes).toHaveLength(9 + 4 + 2 + 1);
    } finally {
      await client.end();
    }
  } finally {
    await old.drop();
  }
});
