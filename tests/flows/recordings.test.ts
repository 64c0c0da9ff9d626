import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "~/domain/roles";
import { serveDoors } from "../support/doors";
import { whoActed } from "../support/entries";
import { id3v1, id3v2, mp3Of, silence } from "../support/mp3";
import { sha256 } from "../support/sha256";
import { openWorld, type World } from "../support/world";
import { cookies, knock } from "../sweep/visitors";

/** What people are read out before they answer, spoken by somebody: added by a steward, heard on the documenter's phone, for these words only. */
let world: World;
let steward: Actor;
let documenter: Actor;
let served: Awaited<ReturnType<typeof serveDoors>>;
let purse: Awaited<ReturnType<typeof cookies>>;

beforeAll(async () => {
  world = await openWorld();
  [steward, documenter] = [await world.member("steward"), await world.member("documenter")];
  served = await serveDoors();
  purse = await cookies(world);
});
afterAll(async () => {
  await served.close();
  await world.close();
});

type Sending = { language?: string; passage?: string; digest?: string; size?: number; by?: Actor };
async function add(bytes: Buffer, { language = "ti", passage = "start", digest = sha256(bytes), size = bytes.length, by = steward }: Sending = {}): Promise<string> {
  const headers = {
    "content-type": "application/octet-stream", "x-vouchsafe-language": language, "x-vouchsafe-passage": passage,
    "x-vouchsafe-digest": digest, "x-vouchsafe-size": String(size),
  };
  const { text } = await knock(served.origin, { path: "/api/trpc/recordings.add", headers, body: new Uint8Array(bytes) }, await purse.of(by));
  const answer = JSON.parse(text) as { result?: { data: { json: { recordingId: string } } }; error?: { json: { message: string } } };
  return answer.result?.data.json.recordingId ?? answer.error!.json.message;
}
const heard = async (id: string, by = documenter) => {
  const response = await fetch(`${served.origin}/api/recordings/${id}`, {
    headers: { cookie: await purse.of(by), "sec-fetch-site": "same-origin" },
  });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
};
const fitting = () => world.as(documenter).recordings.fitting();
const objects = async () => (await readdir(path.join(world.data, "blobs"), { recursive: true })).filter((name) => name.includes("/"));
const AUTHOR = "Awet, recorded in Calais";
const spoken = (seed = 1) => mp3Of({}, Array.from({ length: 30 }, () => ({ sound: 800, fill: (at) => (at * 31 + seed) & 0xff })));

test("what a steward adds is heard by whoever asks, without what the file said of itself", async () => {
  const sound = spoken();
  const id = await add(Buffer.concat([id3v2(AUTHOR), sound, id3v1(AUTHOR)]));
  expect(await fitting()).toEqual({ ti: { start: id } });
  const { status, headers, bytes } = await heard(id);
  expect(status).toBe(200);
  expect(bytes.length).toBe(sound.length);
  expect(bytes.includes("Awet")).toBe(false);
  expect(Object.fromEntries(headers)).toMatchObject({
    "content-type": "audio/mpeg", "cache-control": "no-store", "x-content-type-options": "nosniff", "cross-origin-resource-policy": "same-origin",
    "content-security-policy": "default-src 'none'; sandbox", "content-disposition": 'attachment; filename="sound.mp3"',
  });
  expect(await world.as(steward).recordings.list()).toMatchObject([{ id, language: "ti", passage: "start", fits: true, milliseconds: 1080 }]);
});

test("it lies sealed in the store", async () => {
  const id = await add(spoken(7), { passage: "end" });
  const { bytes } = await heard(id);
  const piece = bytes.subarray(40, 120);
  for (const name of await objects()) expect((await readFile(path.join(world.data, "blobs", name))).includes(piece)).toBe(false);
});

test("another takes its place, and nothing of the one before is left", async () => {
  const before = (await fitting()).ti!.start!;
  const stored = await objects();
  const id = await add(spoken(2));
  expect((await fitting()).ti!.start).toBe(id);
  expect((await heard(before)).status).toBe(404);
  expect((await objects()).length).toBe(stored.length);
  expect(await world.db().recording.count({ where: { id: before } })).toBe(0);
});

test("of several who add one passage at once, one recording is left, and one object", async () => {
  const stored = (await objects()).length;
  const added = await Promise.all([3, 4, 5].map((seed) => add(spoken(seed), { passage: "once" })));
  expect(new Set(added).size).toBe(3);
  expect(added).toContain((await fitting()).ti!.once);
  expect(await world.db().recording.count({ where: { passage: "once" } })).toBe(1);
  expect((await objects()).length).toBe(stored + 1);
});

test("words that have changed are not spoken by what was recorded for the words before", async () => {
  const id = await add(spoken(6), { language: "ps", passage: "press" });
  const row = await world.db().recording.findUniqueOrThrow({ where: { id }, omit: { wrappedKey: false } });
  expect((await fitting()).ps).toEqual({ press: id });
  await world.as(steward).recordings.remove({ recordingId: id });
  // As it would stand here after another version of the program has come with other words.
  await world.db().recording.create({ data: { ...row, wordingDigest: new Uint8Array(32) } });
  expect((await fitting()).ps).toBeUndefined();
  expect((await world.as(steward).recordings.list()).find((one) => one.id === id)).toMatchObject({ fits: false });
});

test("a recording speaks one passage in one language: bound to its words, it fits no other", async () => {
  const id = await add(spoken(8), { language: "am", passage: "court" });
  const { wordingDigest } = await world.db().recording.findUniqueOrThrow({ where: { id } });
  const { wordingOf } = await import("~/server/recordings/queries");
  const { passages } = await import("~/messages/wordings/passages");
  const { personLanguages } = await import("~/messages/wordings/languages");
  const all = personLanguages.flatMap((language) => passages.map((passage) => Buffer.from(wordingOf(language, passage)).toString("hex")));
  expect(new Set(all).size).toBe(all.length);
  expect(all.filter((digest) => digest === Buffer.from(wordingDigest).toString("hex"))).toHaveLength(1);
});

test("what is refused leaves nothing: neither a row, nor an object, nor an entry", async () => {
  const state = async () => [await world.db().recording.count(), await objects(), await world.db().custodyEvent.count({ where: { kind: { startsWith: "recording." } } })];
  const before = await state();
  const sound = spoken(9);
  expect(await add(Buffer.from("This is a letter.".repeat(100)))).toBe("not-a-recording");
  expect(await add(Buffer.concat([sound, id3v1(AUTHOR), sound]))).toBe("recording-damaged");
  expect(await add(silence(5001))).toBe("recording-too-large");
  expect(await add(sound, { size: 4_000_001 })).toBe("recording-too-large");
  expect(await add(sound, { digest: "0".repeat(64) })).toBe("upload-digest-differs");
  expect(await add(sound, { size: sound.length - 1 })).toBe("upload-incomplete");
  expect(await add(sound, { passage: "anything" })).toBe("input-invalid");
  expect(await add(sound, { language: "tlh" })).toBe("input-invalid");
  expect(await add(sound, { by: documenter })).toBe("not-found");
  expect(await state()).toEqual(before);
});

test("what is removed is heard by nobody, and gone from the store", async () => {
  const id = (await fitting()).am!.court!;
  const stored = (await objects()).length;
  await world.as(steward).recordings.remove({ recordingId: id });
  expect((await heard(id)).status).toBe(404);
  expect((await fitting()).am).toBeUndefined();
  expect((await objects()).length).toBe(stored - 1);
  await expect(world.as(steward).recordings.remove({ recordingId: id })).rejects.toThrow("not-found");
});

test("a steward who was put out meanwhile adds and removes nothing", async () => {
  const late = await world.member("steward");
  await world.db().member.update({ where: { id: late.id }, data: { suspendedAt: world.now() } });
  const recordingId = (await fitting()).ti!.start!;
  await expect(world.as(late).recordings.remove({ recordingId })).rejects.toThrow("not-found");
  expect((await fitting()).ti!.start).toBe(recordingId);
});

test("the nightly sweep keeps what is named, and takes what is not", async () => {
  const { sweep } = await import("~/server/evidence/jobs");
  const { put } = await import("~/server/blobs");
  const { newItemKey, seal } = await import("~/vault");
  const orphan = await put(seal(silence(), { kind: "recording", id: "nobodys" }, newItemKey()));
  await sweep(new Date(Date.now() + 30 * 86_400_000));
  expect((await objects()).filter((name) => name.endsWith(orphan))).toEqual([]);
  const all = await fitting();
  expect((await heard(all.ti!.start!)).status).toBe(200);
  expect((await heard(all.ti!.once!)).status).toBe(200);
});

test("no recording is changed in place, not even by the service itself", async () => {
  await expect(world.db().recording.updateMany({ data: { passage: "press" } })).rejects.toThrow(/permission denied/);
  await expect(world.db().recording.updateMany({ data: { wordingDigest: new Uint8Array(32) } })).rejects.toThrow(/permission denied/);
});

test("the ledger says who added and removed what, in ids and digests", async () => {
  const rows = await world.db().custodyEvent.findMany({ where: { kind: { startsWith: "recording." } }, orderBy: { index: "asc" } });
  const bodies = rows.map(({ body }) => JSON.parse(Buffer.from(body).toString()) as Record<string, unknown>);
  expect((await whoActed(rows)).filter(({ by }) => by !== steward.id)).toEqual([]);
  for (const { kind, ...body } of bodies)
    expect(Object.keys(body).toSorted()).toEqual(
      kind === "recording.added" ? ["at", "by", "digest", "recording", "v", "wording"] : ["at", "by", "recording", "v"],
    );
  const left = bodies.filter(({ kind }) => kind === "recording.added").length - bodies.filter(({ kind }) => kind === "recording.removed").length;
  // One stands here that the test itself put back.
  expect(await world.db().recording.count()).toBe(left + 1);
});
