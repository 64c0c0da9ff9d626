import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "~/domain/roles";
import { collective, details } from "../support/collective";
import { dirtyJpeg } from "../support/pictures";
import { openWorld, type World } from "../support/world";

let world: World;
let decider: Actor, steward: Actor;
let itemId: string;
let hours = 0;

const DAYS = 2 * 24;
/** As when the hour came, so many hours later. @returns the entries that it made, oldest first */
async function read(later: number) {
  hours += later;
  const { read: job } = await import("~/server/fixity/jobs");
  const { size } = await world.as(decider).ledger.entries({ before: null });
  await job(new Date(+world.now() + hours * 3600_000));
  const { entries } = await world.as(decider).ledger.entries({ before: null });
  return entries.filter(({ index }) => index >= size).map(({ kind, body }) => ({ kind, ...body })).toReversed();
}
const health = async () => (await world.as(steward).health.read()).objects;

/** The file in which an object lies. */
async function fileOf(name: string): Promise<string> {
  const blobs = await import("~/server/blobs");
  for await (const one of blobs.writtenBefore(new Date(Date.now() + 60_000))) if (one.name === name) return one.file;
  throw new Error("There is no such object.");
}

beforeAll(async () => {
  world = await openWorld();
  const people = await collective(world);
  ({ decider } = people);
  steward = await world.member("steward");
  const { id: incidentId } = await world.as(people.documenter).incidents.create({ teamId: people.teamId, details, account: null });
  ({ itemId } = await world.submit(people.documenter, incidentId, await dirtyJpeg(91)));
  await world.settle();
}, 60_000);
afterAll(() => world.close({ rows: false }));

test("everything that is stored is read, and that it was whole stands in the ledger", async () => {
  expect(await health()).toEqual({ read: 0, since: null, damaged: 0 });
  const [entry, ...more] = await read(0);
  // The original, what it told, and the copies.
  expect([entry, more]).toEqual([{ kind: "objects.read", by: null, objects: 4, damaged: 0 }, []]);
  expect(await health()).toEqual({ read: 4, since: expect.any(Date), damaged: 0 });
  expect(await read(1)).toEqual([]);
});

test("what is changed or missing is named once, with the photo that it belongs to, and stands on the page of health until it is whole", async () => {
  const { originalBlob } = await world.db().evidenceItem.findUniqueOrThrow({ where: { id: itemId }, select: { originalBlob: true } });
  const { blob } = await world.db().derivative.findFirstOrThrow({ where: { itemId, kind: "preview" }, select: { blob: true } });
  const [original, preview] = [await fileOf(originalBlob!), await fileOf(blob!)];
  const whole = await readFile(original);
  await writeFile(original, whole.map((byte, at) => (at === whole.length >> 1 ? byte ^ 1 : byte)));
  await rename(preview, `${preview}.elsewhere`);
  const entries = await read(DAYS);
  expect(entries.filter(({ kind }) => kind === "evidence.damaged").toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))).toEqual(
    [
      { kind: "evidence.damaged", by: null, item: itemId, object: originalBlob, what: "changed" },
      { kind: "evidence.damaged", by: null, item: itemId, object: blob, what: "missing" },
    ].toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
  );
  expect(entries.at(-1)).toMatchObject({ kind: "objects.read", objects: 4, damaged: 2 });
  expect(await health()).toMatchObject({ damaged: 2 });
  expect((await read(DAYS)).map(({ kind }) => kind)).toEqual(["objects.read"]);

  await writeFile(original, whole);
  await rename(`${preview}.elsewhere`, preview);
  expect(await read(DAYS)).toMatchObject([{ kind: "objects.read", damaged: 0 }]);
  expect(await health()).toMatchObject({ read: 4, damaged: 0 });
});

test("what was read first is not forgotten by a second change, nor is an original that was changed before it was ever read", async () => {
  const { originalBlob } = await world.db().evidenceItem.findUniqueOrThrow({ where: { id: itemId }, select: { originalBlob: true } });
  const file = await fileOf(originalBlob!);
  const whole = await readFile(file);
  await world.db().fixity.deleteMany({ where: { name: originalBlob! } });
  await writeFile(file, Buffer.concat([whole, Buffer.from("more")]));
  expect(await read(1)).toMatchObject([{ kind: "evidence.damaged", object: originalBlob, what: "changed" }, { kind: "objects.read", objects: 1 }]);
  await writeFile(file, whole);
  expect(await read(DAYS)).toMatchObject([{ kind: "objects.read", damaged: 0 }]);
  await expect(world.db().$executeRaw`UPDATE "Fixity" SET "digest" = '\\x00'`).rejects.toThrow(/permission denied/);
});

test("of what no row names any more nothing is kept", async () => {
  const row = await world.db().derivative.findFirstOrThrow({ where: { itemId, kind: "preview" }, select: { id: true, blob: true } });
  await world.db().derivative.update({ where: { id: row.id }, data: { blob: null, erasedAt: world.now() } });
  await rm(await fileOf(row.blob!));
  await read(1);
  expect(await world.db().fixity.count({ where: { name: row.blob! } })).toBe(0);
  expect(await health()).toMatchObject({ read: 3, damaged: 0 });
  expect((await world.verifyLedger({ rows: false })).ok).toBe(true);
});
