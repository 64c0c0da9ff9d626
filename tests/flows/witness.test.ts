import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Actor } from "~/domain/roles";
import { commit, loadSigner, newSalt, openCosigned, type Bytes } from "~/ledger";
import { begin, visit } from "../../scripts/witness/witness.mjs";
import { serveDoors } from "../support/doors";
import { outcome } from "../support/identity";
import { openWorld, type World } from "../support/world";

/** A real instance is followed by the program that an auditor runs, over its door; then its history is changed by somebody who has both database and key. */
let world: World;
let auditor: Actor, steward: Actor;
let served: Awaited<ReturnType<typeof serveDoors>>;
let owner: Client;
let folder: string;
let publicKey: string;
let start = 0;

const MINUTES = 60_000;
/** The clock of both. */
const passes = (ms: number) => {
  start += ms;
  vi.setSystemTime(start);
};
const comes = () => {
  passes(2 * MINUTES);
  return visit({ address: served.origin, folder });
};
const codes = ["AAA", "BBB", "CCC", "DDD"];
/** Something happens, some entries long. */
const grows = async (entries: number) => {
  for (const code of codes.splice(0, entries)) await world.as(steward).teams.create({ name: "Team", code });
};
const size = async () => Number((await world.db().ledgerHead.findUniqueOrThrow({ where: { id: 1 } })).size);
const kinds = async (...wanted: string[]) => (await world.db().custodyEvent.findMany({ where: { kind: { in: wanted } }, orderBy: { index: "asc" } })).map(({ kind }) => kind);
const keptIn = async (where: string) => (await readFile(path.join(where, "checkpoints.jsonl"), "utf8")).trim().split("\n");

beforeAll(async () => {
  start = Date.now();
  vi.useFakeTimers({ toFake: ["Date"], now: start });
  world = await openWorld();
  [auditor, steward] = [await world.member("auditor"), await world.member("steward")];
  served = await serveDoors();
  owner = new Client({ connectionString: world.database.ownerUrl });
  await owner.connect();
  folder = await mkdtemp(path.join(tmpdir(), "vouchsafe-witness-"));
  publicKey = (await world.as(auditor).ledger.checkpoint()).publicKey;
});
afterAll(async () => {
  vi.useRealTimers();
  await owner.end();
  await served.close();
  await rm(folder, { recursive: true });
  await world.close();
});

test("a witness begins with a key that somebody told them, and comes in with a token that is shown once", async () => {
  expect(await visit({ address: served.origin, folder })).toEqual({ code: "not-set-up", exit: 2 });
  expect(() => begin({ folder, name: "witness.example.net", ledger: "no key" })).toThrow("--ledger");
  const key = begin({ folder, name: "witness.example.net", ledger: publicKey });
  expect(() => begin({ folder, name: "witness.example.net", ledger: publicKey })).toThrow("EEXIST");
  expect(await outcome(world.as(auditor).witnesses.add({ key: publicKey }))).toBe("witness-key-invalid");
  const { token } = await world.as(auditor).witnesses.add({ key });
  expect(await outcome(world.as(auditor).witnesses.add({ key }))).toBe("witness-known");
  await writeFile(path.join(folder, "token"), `${token}x\n`);
  expect(await comes()).toEqual({ code: "not-known", exit: 2 });
  await writeFile(path.join(folder, "token"), `${token}\n`);
  expect(JSON.stringify(await world.db().witness.findMany({ omit: { tokenDigest: false } }))).not.toContain(token);
  expect(await world.as(steward).witnesses.list()).toMatchObject({ witnesses: [{ name: "witness.example.net", last: null }], silentDays: null });
});

test("it keeps what it saw, countersigns it, and the instance shows and records that", async () => {
  const first = await size();
  expect(await comes()).toMatchObject({ code: "first", exit: 0, size: first });
  await grows(3);
  expect(await comes()).toEqual({ code: "continued", exit: 0, size: first + 4, kept: first });
  expect(await keptIn(folder)).toHaveLength(2);
  const { witnesses } = await world.as(steward).witnesses.list();
  expect(witnesses).toMatchObject([{ name: "witness.example.net", last: { size: first + 4, at: new Date(start) } }]);
  expect(await kinds("witness.added", "checkpoint.countersigned")).toEqual(["witness.added", "checkpoint.countersigned", "checkpoint.countersigned"]);
  const { countersigned } = await import("~/server/witnesses/queries");
  const key = (await world.db().witness.findFirstOrThrow()).key;
  for (const [asked, found] of [[first + 4, first + 4], [first + 3, first]] as const) {
    const carried = await countersigned(world.db(), asked);
    expect(openCosigned(carried!.note, publicKey, key).checkpoint.size).toBe(found);
  }
  expect(await countersigned(world.db(), first - 1)).toBeNull();
  await expect(world.db().$executeRaw`UPDATE "Countersignature" SET "line" = ''`).rejects.toThrow(/permission denied/);
});

test("of witnesses who come at the same moment none is turned away", async () => {
  const token = (await readFile(path.join(folder, "token"), "utf8")).trim();
  const { told } = await import("~/server/witnesses/commands");
  const heads = await Promise.all(Array.from({ length: 8 }, (_, n) => told(token, n % 4)));
  expect(heads.map(({ proof }) => proof.length > 0)).toEqual(heads.map((_, n) => n % 4 > 0));
});

test("whoever has no token has nothing signed for them, and is told no more than that", async () => {
  const { countersign, told } = await import("~/server/witnesses/commands");
  const ledger = await import("~/server/ledger/queries");
  const signed = vi.spyOn(ledger, "signedHead");
  try {
    const none = "t".repeat(43);
    expect([await outcome(told(none, 1)), await outcome(countersign(none, "no note", new Date()))]).toEqual(["not-found", "not-found"]);
    expect(signed).not.toHaveBeenCalled();
  } finally {
    signed.mockRestore();
  }
});

test("what it did not sign is not taken, nor is one that comes again at once; a line that a crash cut off stands for nothing", async () => {
  const token = (await readFile(path.join(folder, "token"), "utf8")).trim();
  const { note } = await world.as(auditor).ledger.checkpoint();
  const send = async (body: object, headers = {}) =>
    (await fetch(`${served.origin}/api/witness`, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) })).status;
  expect(await send({ token, countersigned: note })).toBe(400);
  expect(await send({ token, countersigned: `${note}— witness.example.net ${Buffer.alloc(76).toString("base64")}\n` })).toBe(400);
  expect(await send({ token, kept: 0, more: 1 })).toBe(400);
  expect(await send({ token, kept: 0 }, { origin: "https://elsewhere.example" })).toBe(403);
  expect(await send({ token, kept: "x".repeat(9000) })).toBe(413);
  expect(await visit({ address: served.origin, folder })).toMatchObject({ code: "not-taken", exit: 2 });
  await writeFile(path.join(folder, "checkpoints.jsonl"), '{"at":"2026', { flag: "a" });
  await grows(1);
  expect(await comes()).toMatchObject({ code: "continued", exit: 0 });
  for (const line of await keptIn(folder)) expect(JSON.parse(line)).toHaveProperty("note");
});

test("a page says for how long nobody has come, and from somebody who is out nobody comes", async () => {
  passes(3 * 24 * 60 * MINUTES);
  const { list } = await import("~/server/witnesses/queries");
  expect(await list(steward, new Date(start))).toMatchObject({ silentDays: 3 });
  await world.db().member.update({ where: { id: auditor.id }, data: { suspendedAt: new Date(start) } });
  expect(await comes()).toEqual({ code: "not-known", exit: 2 });
  await world.db().member.update({ where: { id: auditor.id }, data: { suspendedAt: null } });
  expect(await comes()).toMatchObject({ code: "continued", exit: 0 });
  expect(await list(steward, new Date(start))).toMatchObject({ silentDays: null });
});

type Leaf = { index: number; commitment: Bytes };
/** The whole tree anew over these leaves, by somebody who may write everything: heads are then signed with the true key. */
async function rewritten(leaves: readonly Leaf[], more: number): Promise<void> {
  const { treeOf } = await import("~/ledger/fixture");
  const invented = Array.from({ length: more }, (_, n) => commit(newSalt(), new TextEncoder().encode(`invented ${n} ${start}`)));
  const all = [...leaves.map(({ commitment }) => commitment), ...invented];
  const { head, nodes, roots } = treeOf(all);
  await owner.query(`BEGIN; SET LOCAL session_replication_role = replica; DELETE FROM "LedgerEntry"; DELETE FROM "LedgerNode"`);
  for (const [index, commitment] of all.entries())
    await owner.query('INSERT INTO "LedgerEntry" ("index", "commitment", "root") VALUES ($1, $2, $3)', [index, Buffer.from(commitment), Buffer.from(roots[index]!)]);
  for (const { size: complete, height, hash } of nodes)
    await owner.query('INSERT INTO "LedgerNode" ("size", "height", "hash") VALUES ($1, $2, $3)', [complete, height, Buffer.from(hash)]);
  await owner.query('UPDATE "LedgerHead" SET "size" = $1, "frontier" = $2', [head.size, Buffer.from(head.frontier)]);
  await owner.query("COMMIT");
}

test("a history that is rewritten, forked or cut off is caught at the next visit, named, and kept as proof", async () => {
  const leaves = (await world.db().ledgerEntry.findMany({ orderBy: { index: "asc" } })).map(({ index, commitment }) => ({ index: Number(index), commitment: new Uint8Array(commitment) }));
  const { size: kept } = JSON.parse(JSON.stringify(await world.as(auditor).ledger.checkpoint())) as { size: number };
  // Its own countersignature came after what it saw.
  const seen = kept - 1;
  const before = await keptIn(folder);
  const events = await kinds("checkpoint.countersigned");
  const changed = leaves.with(2, { index: 2, commitment: new Uint8Array(32).fill(7) });
  const ways: readonly [string, readonly Leaf[], number][] = [
    ["rewritten", changed, 0],
    // Another way from the third entry on, as long as what was seen, longer, and shorter.
    ["forked", leaves.slice(0, 3), seen - 3],
    ["rewritten", leaves.slice(0, 3), seen + 5],
    ["rolled-back", leaves.slice(0, 3), 1],
    ["rolled-back", leaves.slice(0, seen - 1), 0],
    ["rewritten", leaves.slice(1), 4],
  ];
  for (const [code, history, more] of ways) {
    await rewritten(history, more);
    const found = await comes();
    expect(found).toMatchObject({ code, exit: 1, kept: seen });
    expect((await world.as(steward).witnesses.list()).witnesses).toMatchObject([{ last: { size: seen, continued: false } }]);
    const proof = JSON.parse(await readFile(found.file!, "utf8")) as { found: string; kept: string; answer: string };
    expect(proof).toMatchObject({ found: code, kept: (JSON.parse(before.at(-1)!) as { note: string }).note });
    // Both are signed by the very key: the ledger's own words against it.
    const signer = await loadSigner(path.join(world.data, "keys", "ledger.key"));
    expect((JSON.parse(proof.answer) as { note: string }).note).toContain(`— ${signer.name} `);
  }
  expect(await keptIn(folder)).toEqual(before);
  expect(await kinds("checkpoint.countersigned")).toEqual(events);
  expect(await readdir(path.join(folder, "findings"))).toHaveLength(ways.length);

  // Put back as it was, it goes on, and what was found stays.
  await rewritten(leaves, 0);
  expect(await comes()).toMatchObject({ code: "continued", exit: 0 });
  expect((await world.as(steward).witnesses.list()).witnesses).toMatchObject([{ last: { continued: true } }]);
});

test("whoever answers with another key, or with nothing that makes sense, is no ledger of ours", async () => {
  await writeFile(path.join(folder, "ledger.key"), "monkeys+db4d9f7e+AULaJMvTtDLHPUcUrjdDad9vDlh/PTfC2VV60JUtCfWT\n");
  await rm(path.join(folder, "checkpoints.jsonl"));
  expect(await comes()).toMatchObject({ code: "not-signed", exit: 1 });
  expect(await visit({ address: "http://127.0.0.1:9", folder })).toEqual({ code: "not-reached", exit: 2 });
  const { witnesses: [one] } = await world.as(auditor).witnesses.list();
  await world.as(steward).witnesses.remove({ witnessId: one!.id });
  expect(await comes()).toEqual({ code: "not-known", exit: 2 });
  expect(await outcome(world.as(auditor).witnesses.remove({ witnessId: one!.id }))).toBe("not-found");
  expect(await kinds("witness.removed")).toEqual(["witness.removed"]);
});
