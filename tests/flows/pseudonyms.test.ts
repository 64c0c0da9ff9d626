import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type * as Custody from "~/server/custody";
import type * as Database from "~/server/db";
import { canonical, loadSigner, newSalt } from "~/ledger";
import { verifyAll } from "../../scripts/ledger/verify-tables";
import { collective } from "../support/collective";
import { told, whoActed } from "../support/entries";
import { outcome } from "../support/identity";
import { dirtyJpeg } from "../support/pictures";
import { putOut } from "../support/suspension";
import { vetted } from "../support/vouched";
import { given, saysYes, withWitness } from "../support/witnessed";
import { openWorld, type World } from "../support/world";

/** By what names the ledger knows members, and who can tell who that is. */
let world: World;
let owner: Client;
let people: Awaited<ReturnType<typeof collective>>;
let itemId: string;
let custody: typeof Custody;
let database: typeof Database;

beforeAll(async () => {
  world = await openWorld();
  people = await collective(world);
  custody = await import("~/server/custody");
  database = await import("~/server/db");
  owner = new Client({ connectionString: world.database.ownerUrl });
  await owner.connect();
  const witness = await withWitness(world, people);
  await saysYes(world, people, witness, ["court"]);
  await given(world, people, witness, "court");
  [itemId] = [await submitted(91, witness.incidentId), await submitted(92, witness.incidentId)];
  const steward = await world.member("steward");
  const newcomer = await vetted(world, { introducer: people.documenter, voucher: people.proposer, steward });
  await world.as(steward).members.invite({ role: "documenter", teamId: null });
  await putOut(world.as(steward), newcomer.id);
}, 120_000);
afterAll(async () => {
  await owner.end();
  await world.close();
});

const submitted = async (seed: number, incidentId: string) => (await world.submit(people.documenter, incidentId, await dirtyJpeg(seed))).itemId;
const entries = async () => (await owner.query<{ index: string; by: string | null; body: Buffer }>('SELECT "index", "by", "body" FROM "CustodyEvent" ORDER BY "id"')).rows;
/** Every id that a body names somebody by. */
const named = (body: Buffer): string[] => {
  const { by, member, invite } = JSON.parse(body.toString()) as Record<string, string | null | undefined>;
  return [by, member, invite].flatMap((one) => one ?? []);
};
const refuse = (member: Awaited<ReturnType<World["member"]>>) => outcome(world.as(member).members.list());
const map = () => world.db().pseudonym.count();

test("no entry names a member, or whoever was invited, by their id", async () => {
  const { rows } = await owner.query<{ id: string }>('SELECT "id" FROM "Member" UNION SELECT "id" FROM "Invite"');
  const all = await entries();
  const text = all.map(({ by, body }) => `${by} ${body.toString()}`).join("\n");
  expect(rows.filter(({ id }) => text.includes(id))).toEqual([]);
  const kinds = new Set((await told(all)).map(({ kind }) => kind));
  for (const kind of ["member.joined", "member.invited", "member.suspended", "custodyKey.granted", "disclosure.approved", "evidence.received"] as const)
    expect(kinds).toContain(kind);
});

test("a pseudonym stands nowhere but in entries, in no table as it is", async () => {
  const names = new Set((await entries()).flatMap(({ body }) => named(body)));
  expect(names.size).toBeGreaterThan(5);
  const { rows: tables } = await owner.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
      WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema') AND table_name <> 'CustodyEvent'`,
  );
  for (const { name } of tables) {
    const { rows } = await owner.query<{ row: string }>(`SELECT row_to_json(t)::text AS row FROM ${name} t`);
    const text = rows.map(({ row }) => row).join("\n");
    const found = [...names].filter((one) => text.includes(one) || text.includes(one.replaceAll("-", "")) || text.includes(Buffer.from(one).toString("hex")));
    expect([name, found]).toEqual([name, []]);
  }
});

test("one member has one pseudonym, whoever writes it down first", async () => {
  const [member, before] = [await world.member("documenter"), await map()];
  expect(await Promise.all(Array.from({ length: 10 }, () => refuse(member)))).toEqual(Array.from({ length: 10 }, () => "not-found"));
  const mine = (await entries()).slice(-10);
  expect(new Set(mine.map(({ by }) => by)).size).toBe(1);
  expect((await whoActed(mine))[0]!.by).toBe(member.id);
  expect(await map()).toBe(before + 1);
});

test("a pseudonym of which nothing was committed is not remembered, and the next one is", async () => {
  const [member, before] = [await world.member("documenter"), await map()];
  const failing = database.transaction(async (tx) => {
    await custody.record(tx, member.id, world.now(), { kind: "access.refused", action: "members.list" });
    throw new Error("something else failed");
  });
  await expect(failing).rejects.toThrow("something else failed");
  expect(await map()).toBe(before);
  await refuse(member);
  expect(await map()).toBe(before + 1);
  expect((await whoActed((await entries()).slice(-1)))[0]!.by).toBe(member.id);
});

test("a photo's history says who did it by handle, of entries from before there were pseudonyms too", async () => {
  const at = world.now();
  const { id: by } = people.decider;
  const body = canonical({ v: 1, at: at.toISOString(), by, kind: "evidence.told", item: itemId });
  await world.db().custodyEvent.create({ data: { kind: "evidence.told", at, by, item: itemId, salt: newSalt(), body } });
  await custody.settle();
  const history = await world.as(people.proposer).ledger.custody({ itemId });
  const handleOf = async (id: string) => (await world.db().member.findUniqueOrThrow({ where: { id }, select: { handle: true } })).handle;
  expect(history.find(({ kind }) => kind === "evidence.received")!.by).toEqual({ who: "named", handle: await handleOf(people.documenter.id) });
  expect(history.at(-1)).toMatchObject({ kind: "evidence.told", by: { who: "named", handle: await handleOf(by) } });
});

/** What a verifier says of the tables while something in them is another, with the instance's keys or without. */
async function verdictWith(change: string, keys: boolean) {
  const { instanceHolder } = await import("~/server/sealing");
  const { verifierKey } = await loadSigner(`${world.data}/keys/ledger.key`);
  await owner.query("BEGIN");
  try {
    await owner.query(change);
    return await verifyAll(owner, { verifierKey, holder: keys ? await instanceHolder() : null });
  } finally {
    await owner.query("ROLLBACK");
  }
}

test("whoever verifies with the instance's keys finds a row that names somebody else than its entry", async () => {
  const received = (await world.db().custodyEvent.findFirstOrThrow({ where: { item: itemId, kind: "evidence.received" } })).index;
  const another = (id: string) => `UPDATE "EvidenceItem" SET "submittedBy" = '${id}' WHERE "id" = '${itemId}'`;
  expect(await verdictWith("SELECT 1", true)).toMatchObject({ ok: true });
  expect(await verdictWith(another(people.decider.id), true)).toMatchObject({ ok: false, at: Number(received) });
  const { rows } = await owner.query<{ id: string }>('SELECT "id" FROM "Pseudonym" ORDER BY "id"');
  const [one, two] = rows as [{ id: string }, { id: string }];
  const copied = `UPDATE "Pseudonym" p SET "sealed" = o."sealed" FROM "Pseudonym" o WHERE p."id" = '${one.id}' AND o."id" = '${two.id}'`;
  expect(await verdictWith(copied, true)).toEqual({ ok: false, at: -1, why: "who is behind a pseudonym does not open" });
});

test("whoever verifies without them finds a pseudonym that is two members in two rows", async () => {
  expect(await verdictWith("SELECT 1", false)).toMatchObject({ ok: true });
  const another = `UPDATE "EvidenceItem" SET "submittedBy" = '${people.decider.id}' WHERE "id" = '${itemId}'`;
  expect(await verdictWith(another, false)).toMatchObject({ ok: false, why: "whoever this entry names is somebody else in other rows" });
});
