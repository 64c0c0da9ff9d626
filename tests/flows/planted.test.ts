import path from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { installQueues } from "~/server/queue";
import { migrate } from "../../scripts/database/migrate";
import { startThrowawayPostgres, type ThrowawayServer } from "../../scripts/database/throwaway";
import { freeTextInputs } from "../support/planted/inputs";
import { piecesOf, planter, plantEverything, strange, type Planter } from "../support/planted/planting";
import { found, needlesFor, searchFolder, searchTables } from "../support/planted/search";
import { openWorld, type World } from "../support/world";

/**
 * Whoever has the disk and the database, and not the secret of the key holder, finds nothing that anybody wrote: a
 * whole instance with a server of its own is used, stopped, and searched to its last byte.
 */
let world: World;
let server: ThrowawayServer;
let words: Planter;
let photos: Buffer[];
let cluster: string;
let inTables: Record<"secret" | "legible", string[]>;
let tables: number;
const said: string[] = [];

beforeAll(async () => {
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, "write").mockImplementation((text) => said.push(String(text)) > 0);
  }
  server = await startThrowawayPostgres({ durable: true });
  const ownerUrl = server.url("planted");
  await asked(server.url(), "CREATE DATABASE planted");
  await migrate(ownerUrl, path.resolve("prisma/migrations"));
  await installQueues(ownerUrl);
  world = await openWorld({ ownerUrl, runtimeUrl: server.url("planted", "vouchsafe_runtime"), drop: () => Promise.resolve() });
  words = planter(world);
  ({ photos } = await plantEverything(world, words));
  await world.stop();

  const pieces = photos.flatMap(piecesOf);
  const secret = await searchTables(ownerUrl, [...needlesFor(words.secret), ...pieces]);
  const legible = await searchTables(ownerUrl, needlesFor(words.legible));
  ({ tables } = secret);
  inTables = { secret: secret.hits, legible: legible.hits };
  const [{ data_directory: folder }] = await asked<{ data_directory: string }>(ownerUrl, "SHOW data_directory");
  cluster = path.dirname(folder);
  await asked(ownerUrl, "CHECKPOINT");
  await server.end();
  vi.restoreAllMocks();
}, 180_000);
afterAll(async () => {
  vi.restoreAllMocks();
  await world.remove();
  await server.stop();
});

async function asked<Row extends object = object>(url: string, sql: string): Promise<[Row, ...Row[]]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows as [Row, ...Row[]];
  } finally {
    await client.end();
  }
}

/** What is legible by design: who is in, by their handles, and how their teams are called. */
const legible = ["join.begin handle", "join.finish handle", "teams.create name"];

test("a word is planted wherever the API lets somebody write one", async () => {
  const { root } = await import("~/server/trpc/root");
  const procedures = root._def.procedures as unknown as Parameters<typeof freeTextInputs>[0];
  const { count, where } = words.planted();
  const candidates = [words.word(), `${words.sentence()} ${"and on ".repeat(20)}`, `${words.word()} ${words.word()}`];
  expect(freeTextInputs(procedures, candidates).filter((input) => !where.has(input))).toEqual([]);
  expect(count).toBeGreaterThanOrEqual(200);
});

test("the database's tables hold none of the words, nor a piece of a photo as it was received", () => {
  expect(inTables.secret).toEqual([]);
  expect(tables).toBeGreaterThan(25);
});

test("the files of PostgreSQL, its log of changes included, hold none of them", async () => {
  const { hits, bytes } = await searchFolder(cluster, [...needlesFor(words.secret), ...photos.flatMap(piecesOf)]);
  expect(hits).toEqual([]);
  expect(bytes).toBeGreaterThan(20_000_000);
});

test("the data folder holds none of them", async () => {
  const { hits, files } = await searchFolder(world.data, [...needlesFor(words.secret), ...photos.flatMap(piecesOf)]);
  expect(hits).toEqual([]);
  expect(files).toBeGreaterThan(15);
});

test("what the service said meanwhile holds none of them", () => {
  expect(found(Buffer.from(said.join("")), needlesFor(words.secret), "its log")).toEqual([]);
  expect(said.join("")).toContain("job.done");
});

test("the search finds what is legible by design, in a table, in its file and in the log of changes", async () => {
  expect(inTables.legible).toEqual(expect.arrayContaining(['public."Member" handle: UTF-8', 'public."Team" name: UTF-8']));
  const { hits } = await searchFolder(cluster, needlesFor(words.legible));
  expect(hits.some((hit) => hit.startsWith("cluster/base/"))).toBe(true);
  expect(hits.some((hit) => hit.startsWith("cluster/pg_wal/"))).toBe(true);
  const { where } = words.planted();
  for (const input of legible) expect(where).toContain(input);
});

test("the search finds a word in every way of writing it, whatever stands around it", () => {
  const word = strange();
  const needles = needlesFor(word);
  const written: Buffer[] = [word, word.toUpperCase()].map((text) => Buffer.from(`x${text}y`));
  for (const front of ["", "a", "ab", "abc"]) {
    const text = `${front}${word}z`;
    const utf16 = Buffer.from(text, "utf16le");
    written.push(utf16, Buffer.from(utf16).swap16(), Buffer.from(Buffer.from(text).toString("hex")));
    written.push(Buffer.from(Buffer.from(text).toString("base64")), Buffer.from(Buffer.from(text).toString("base64url")));
    written.push(Buffer.from(utf16.toString("base64")));
  }
  for (const bytes of written) expect(found(bytes, needles, "here")).not.toEqual([]);
  expect(found(Buffer.from(strange().repeat(50)), needles, "here")).toEqual([]);
});
