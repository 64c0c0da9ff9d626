import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { installQueues } from "~/server/queue";
import { migrate } from "../../scripts/database/migrate";
import { startThrowawayPostgres, type ThrowawayServer } from "../../scripts/database/throwaway";
import { backUp, keeper, unpack } from "../support/backups";
import { collective, details } from "../support/collective";
import { found, searchFolder, searchTables, type Needle } from "../support/planted/search";
import { piecesOf } from "../support/planted/planting";
import { dirtyJpeg } from "../support/pictures";
import { openWorld, type World } from "../support/world";

/**
 * Whoever takes the machine after an erasing finds no byte of it, whatever keys they have: a whole instance with a server
 * of its own is used, an item and an account are erased, and every file is searched for what stood there before: sealed
 * objects, wrapped keys, sealed columns, digests. All that it writes lies in one folder: the system's temporary one, as it sees it.
 */
let temporary: string;
let world: World;
let server: ThrowawayServer;
let cluster: string;
let needles: Needle[];
let before: Hits;
let after: Hits;
let backups: { before: Backup; after: Backup };
let erasures: { objects: string[]; scrubbedAt: Date | null }[];
let verifies: boolean;
const said: string[] = [];

type Backup = Awaited<ReturnType<typeof searchFolder>>;
type Hits = { readonly tables: string[]; readonly cluster: string[]; readonly store: string[]; readonly elsewhere: string[] };

beforeAll(async () => {
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, "write").mockImplementation((text) => said.push(String(text)) > 0);
  }
  temporary = await mkdtemp(path.join(tmpdir(), "vouchsafe-temporary-"));
  // The account that PostgreSQL runs as under root has to pass through.
  await chmod(temporary, 0o711);
  vi.stubEnv("TMPDIR", temporary);
  server = await startThrowawayPostgres({ durable: true });
  const ownerUrl = server.url("erased");
  await asked(server.url(), "CREATE DATABASE erased");
  await migrate(ownerUrl, path.resolve("prisma/migrations"));
  await installQueues(ownerUrl);
  world = await openWorld({ ownerUrl, runtimeUrl: server.url("erased", "vouchsafe_runtime"), drop: () => Promise.resolve() });
  const [{ data_directory: folder }] = await asked<{ data_directory: string }>(ownerUrl, "SHOW data_directory");
  cluster = path.dirname(folder);

  const { documenter, proposer, decider, teamId } = await collective(world);
  const me = world.as(documenter);
  const { id: incidentId } = await me.incidents.create({ teamId, details, account: null });
  const { id: accountId } = await me.accounts.write({
    incidentId, accountId: null, spokenBy: null, words: { language: "en", text: "They came at dawn. ".repeat(40), masks: [] }, mentions: [],
  });
  const photo = Buffer.from(await dirtyJpeg(61));
  const { itemId } = await world.submit(documenter, incidentId, photo);
  const received = await bytesOf(itemId, accountId);
  await world.settle();
  const { regionsVersion } = await me.evidence.read({ itemId });
  const region = {
    id: randomUUID(), kind: "face" as const, x: 4, y: 3, width: 16, height: 16, origin: "person" as const, possible: false,
    subject: "bystander" as const, grantorId: null, redact: true,
  };
  const { version } = await me.regions.save({ itemId, version: regionsVersion, regions: [region] });
  await me.regions.confirm({ itemId, version });
  await world.settle();
  await world.as(proposer).originals.ask({ itemId, purpose: "court", reason: "to compare" });
  needles = [...received, ...(await bytesOf(itemId, accountId)), ...piecesOf(photo)];

  await asked(ownerUrl, "CHECKPOINT");
  before = await search(ownerUrl);
  const backupBefore = await freshBackup();
  for (const target of [{ itemId }, { accountId }]) {
    const { id: erasureId } = await world.as(proposer).erasures.plan({ target, ground: "should-not-be-here" });
    await world.as(decider).erasures.erase({ erasureId });
  }
  await world.settle();
  // A transaction of the worker's that is open meanwhile would have it done a second time.
  await world.rest();
  const { due } = await import("~/server/erasures/jobs");
  await due(new Date(Date.now() + 120_000));
  after = await search(ownerUrl);
  erasures = await world.db().erasure.findMany({ select: { objects: true, scrubbedAt: true } });
  verifies = (await world.verifyLedger()).ok;
  backups = { before: backupBefore, after: await freshBackup() };
  await world.stop();
  await server.end();
  vi.restoreAllMocks();
}, 180_000);
afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await world.remove();
  await server.stop();
  await rm(temporary, { recursive: true });
});

/** Made as `npm run backup` makes it, and unpacked by whoever has its identity: every object, and every value of every row. */
async function freshBackup(): Promise<Backup> {
  const folder = await mkdtemp(path.join(temporary, "backup-"));
  try {
    const kept = await keeper();
    const { path: backup } = await backUp(world, path.join(folder, "backups"), kept);
    await unpack(backup, kept, world.data, path.join(folder, "unpacked"));
    return await searchFolder(folder, needles);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function asked<Row extends object = object>(url: string, sql: string): Promise<[Row, ...Row[]]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows as [Row, ...Row[]];
  } finally {
    await client.end();
  }
}

/** What there is of both: keys and sealed columns whole, digests, and pieces of each sealed object. */
async function bytesOf(itemId: string, accountId: string): Promise<Needle[]> {
  const db = world.db();
  const item = await db.evidenceItem.findUniqueOrThrow({
    where: { id: itemId }, omit: { wrappedKey: false, wrappedIntake: false, toldSealed: false }, include: { derivatives: true, openings: { omit: { reasonSealed: false } } },
  });
  const account = await db.account.findUniqueOrThrow({ where: { id: accountId }, omit: { sealed: false } });
  const names = [item.intakeBlob, item.originalBlob, item.originalToldBlob, ...item.derivatives.map(({ blob }) => blob)].filter((name) => name !== null);
  const objects = await Promise.all(names.map((name) => readFile(path.join(world.data, "blobs", name.slice(0, 2), name))));
  const digests = [item.digest, item.originalDigest, ...item.derivatives.map(({ digest }) => digest)];
  const named = (as: string, all: readonly (Uint8Array | null)[]) => all.filter((bytes) => bytes !== null).map((bytes) => ({ as, bytes: Buffer.from(bytes) }));
  return [
    // A wrapped key is salt, key and tag: the front, which says whose it is, is the same for all.
    ...named("a wrapped key", [item.wrappedKey, item.wrappedIntake]).map(({ as, bytes }) => ({ as, bytes: bytes.subarray(-64) })),
    ...named("a sealed column", [item.toldSealed, account.sealed, ...item.openings.map(({ reasonSealed }) => reasonSealed)]).flatMap(({ bytes }) => piecesOf(bytes)),
    ...named("a digest", digests),
    ...named("a digest in words", digests).map(({ as, bytes }) => ({ as, bytes: Buffer.from(bytes.toString("hex")) })),
    ...objects.flatMap(piecesOf),
  ];
}

/** Of what lies in the temporary folder, what is neither the database's nor the store's should not be there at all. */
async function search(ownerUrl: string): Promise<Hits> {
  const [tables, files] = [await searchTables(ownerUrl, needles), await searchFolder(temporary, needles)];
  const [ofCluster, ofStore] = [cluster, world.data].map((folder) => `${path.relative(temporary, folder)}/`) as [string, string];
  const below = (folder: string) => files.hits.filter((hit) => hit.startsWith(folder)).map((hit) => hit.slice(folder.length));
  return {
    tables: tables.hits, cluster: below(ofCluster), store: below(ofStore),
    elsewhere: files.hits.filter((hit) => ![ofCluster, ofStore].some((folder) => hit.startsWith(folder))),
  };
}

test("before the erasing all of it is found: in tables, in their files, in the log of changes, in the store", () => {
  const places = (hits: string[]) => new Set(hits.map((hit) => hit.split(": ")[0]!.split(" ")[0]!.split("/").slice(0, 2).join("/")));
  expect(places(before.tables)).toEqual(new Set(['public."EvidenceItem"', 'public."Derivative"', 'public."CustodyEvent"', 'public."Account"', 'public."Opening"']));
  expect([...places(before.cluster)]).toEqual(expect.arrayContaining(["cluster/base", "cluster/pg_wal"]));
  for (const as of ["a wrapped key", "a digest", "a digest in words"])
    expect(before.cluster.some((hit) => hit.endsWith(`: ${as}`))).toBe(true);
  expect(before.store.length).toBeGreaterThan(20);
  expect(before.elsewhere).toEqual([]);
});

test("after it no byte of it is left in any table, file of the database, log of changes, object or temporary file", () => {
  expect(after).toEqual({ tables: [], cluster: [], store: [], elsewhere: [] });
});

test("nor in a backup that is made then, opened and unpacked; in one from before all of it is", () => {
  expect(backups.after.hits).toEqual([]);
  const kinds = (hits: string[]) => new Set(hits.map((hit) => hit.split(": ").at(-1)));
  expect(kinds(backups.before.hits)).toEqual(kinds([...before.tables, ...before.store]));
  expect(backups.before.hits.length).toBeGreaterThan(20);
  expect(backups.after.files).toBeGreaterThan(50);
});

test("what the service said meanwhile holds none of it either", () => {
  expect(found(Buffer.from(said.join("")), needles, "its log")).toEqual([]);
  expect(said.join("")).toContain("erasures.finish");
});

test("the erasures say that nothing is left to do, and the ledger verifies", () => {
  expect(erasures.map(({ objects, scrubbedAt }) => [objects, scrubbedAt !== null])).toEqual([[[], true], [[], true]]);
  expect(verifies).toBe(true);
});
