import { randomUUID } from "node:crypto";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MAX_AFTER_SUGGESTING, type Region } from "~/domain/evidence";
import type { Actor } from "~/domain/roles";
import { drawnFaces } from "../../scripts/demo/drawn-face";
import { collective, details } from "../support/collective";
import { dirtyJpeg } from "../support/pictures";
import { openWorld, type World } from "../support/world";

let world: World;
let documenter: Actor;
let teamId: string;

beforeAll(async () => {
  world = await openWorld();
  ({ documenter, teamId } = await collective(world));
});
afterAll(() => world.close());

async function withPhoto(bytes: Uint8Array) {
  const { id: incidentId } = await world.as(documenter).incidents.create({ teamId, details, account: null });
  const { itemId } = await world.submit(documenter, incidentId, bytes);
  await world.settle();
  return itemId;
}

const region = (over: Partial<Region> = {}): Region => ({
  id: randomUUID(), kind: "face", x: 40, y: 30, width: 64, height: 64, origin: "detector", possible: false,
  subject: null, grantorId: null, redact: true, ...over,
});

/** A photo as the detector leaves it that found exactly these: which it finds on a picture is for tests of its own. */
async function withSuggestions(seed: number, regions: readonly Region[]) {
  const itemId = await withPhoto(await dirtyJpeg(seed));
  await world.db().region.deleteMany({ where: { itemId } });
  await world.db().region.createMany({ data: regions.map((one) => ({ ...one, itemId })) });
  const { regionsVersion: version } = await world.db().evidenceItem.update({
    where: { id: itemId },
    data: { regionsVersion: { increment: 1 }, suggestedIds: regions.map(({ id }) => id) },
    select: { regionsVersion: true },
  });
  return { itemId, version };
}

const redactions = (itemId: string) =>
  world.db().redaction.findMany({ where: { itemId }, orderBy: { version: "asc" } });
const said = async (itemId: string, kind: string) => {
  const rows = await world.db().custodyEvent.findMany({ where: { item: itemId, kind }, orderBy: { index: "asc" } });
  return rows.map(({ body }) => JSON.parse(Buffer.from(body).toString("utf8")) as Record<string, unknown>);
};

test("nothing is confirmed while a suggestion waits for somebody to accept or dismiss it", async () => {
  const [sure, unsure] = [region(), region({ x: 200, possible: true })];
  const { itemId, version } = await withSuggestions(21, [sure, unsure]);
  const me = world.as(documenter);
  await expect(me.regions.confirm({ itemId, version })).rejects.toMatchObject({
    cause: { code: "suggestions-undecided", details: { count: 1 } },
  });
  expect(await redactions(itemId)).toEqual([]);
  expect((await me.evidence.read({ itemId })).looked).toBe(false);

  const accepted = { ...unsure, possible: false };
  const saved = await me.regions.save({ itemId, version, regions: [sure, accepted] });
  await me.regions.confirm({ itemId, version: saved.version });
  expect(await redactions(itemId)).toMatchObject([{ suggested: 2, accepted: 2, dismissed: 0, added: 0 }]);
});

test("how many were suggested, accepted, dismissed and added by hand stays with the redaction and in the ledger", async () => {
  const suggested = [region(), region({ x: 120 }), region({ x: 200, possible: true }), region({ y: 120, possible: true })];
  const { itemId, version } = await withSuggestions(22, suggested);
  const me = world.as(documenter);
  const drawn = region({ origin: "person", x: 250, y: 150, width: 20, height: 20 });
  const regions = [suggested[0]!, { ...suggested[2]!, possible: false }, drawn];
  const saved = await me.regions.save({ itemId, version, regions });
  await me.regions.confirm({ itemId, version: saved.version, method: "solid" });
  const counts = { suggested: 4, accepted: 2, dismissed: 2, added: 1 };
  expect((await me.evidence.read({ itemId })).confirmed).toEqual({ method: "solid", ...counts });
  expect(await said(itemId, "redaction.described")).toMatchObject([{ method: "solid", ...counts }]);
});

test("another method is another picture: the marks stay, what was confirmed before is outdated", async () => {
  const { itemId, version } = await withSuggestions(26, [region()]);
  const me = world.as(documenter);
  expect(await me.regions.confirm({ itemId, version })).toEqual({ version });
  expect(await me.regions.confirm({ itemId, version })).toEqual({ version });
  await world.settle();
  const black = (await me.evidence.read({ itemId })).redacted!.derivativeId;
  expect(await me.regions.confirm({ itemId, version, method: "mosaic" })).toEqual({ version: version + 1 });
  await world.settle();
  const item = await me.evidence.read({ itemId });
  expect(item).toMatchObject({ looked: true, redaction: "done", confirmed: { method: "mosaic" } });
  expect(item.redacted!.derivativeId).not.toBe(black);
  expect(await redactions(itemId)).toMatchObject([{ method: "solid", version }, { method: "mosaic", version: version + 1 }]);
  const made = await world.db().derivative.findUniqueOrThrow({ where: { id: item.redacted!.derivativeId } });
  expect(JSON.stringify(made.recipe)).toContain('"method":"mosaic"');
  await expect(me.regions.confirm({ itemId, version })).rejects.toThrow("changed-meanwhile");
});

test("nobody passes off their own region as the detector's, or the detector's as their own", async () => {
  const found = region();
  const { itemId, version } = await withSuggestions(23, [found]);
  const save = (regions: Region[]) => world.as(documenter).regions.save({ itemId, version, regions });
  await expect(save([found, region()])).rejects.toThrow("input-invalid");
  await expect(save([{ ...found, origin: "person" }])).rejects.toThrow("input-invalid");
});

/** A photo with a face on which the detector comes late: somebody has marked these meanwhile, and confirmed them. */
async function lateDetector(own: readonly Region[]) {
  const itemId = await withPhoto(await drawnFaces(320, 320, [{ x: 160, y: 130, size: 0.8 }]));
  const me = world.as(documenter);
  const { regionsVersion, regions: found } = await me.evidence.read({ itemId });
  expect(found).not.toEqual([]);
  const { version } = await me.regions.save({ itemId, version: regionsVersion, regions: [...own] });
  await me.regions.confirm({ itemId, version });
  await world.db().evidenceItem.update({ where: { id: itemId }, data: { suggestedAt: null, suggestedIds: [] } });
  const { suggest } = await import("~/server/evidence/jobs");
  await suggest({ itemId });
  return { itemId, version, found, after: await me.evidence.read({ itemId }) };
}

test("what the detector finds after somebody said that all is marked is added, and has to be looked at", async () => {
  const own = region({ origin: "person", x: 0, y: 0, width: 20, height: 20 });
  const { itemId, version, found, after } = await lateDetector([own]);
  expect(after).toMatchObject({ looked: false, redaction: "outdated", regionsVersion: version + 1 });
  expect(after.regions.find(({ id }) => id === own.id)).toEqual(own);
  expect(after.regions.length).toBe(found.length + 1);
  await expect(world.as(documenter).regions.confirm({ itemId, version })).rejects.toThrow("changed-meanwhile");
});

test("a face before a tent that stays visible is suggested, although the tent's region covers it", async () => {
  const tent = region({ kind: "tent", origin: "person", x: 0, y: 0, width: 320, height: 320, subject: "thing", redact: false });
  const { found, after } = await lateDetector([tent]);
  expect(after).toMatchObject({ looked: false, redaction: "outdated" });
  expect(after.regions.filter(({ kind }) => kind === "face")).toHaveLength(found.length);
});

test("the detector leaves room for whom it missed, and what it found and had no room for is looked for by somebody", async () => {
  const corner = Array.from({ length: MAX_AFTER_SUGGESTING }, (_, n) =>
    region({ origin: "person", x: (n % 20) * 3, y: Math.floor(n / 20) * 3, width: 3, height: 3 }));
  const { version, after } = await lateDetector(corner);
  expect(after).toMatchObject({ looked: false, redaction: "outdated", regionsVersion: version + 1 });
  expect(after.regions).toHaveLength(MAX_AFTER_SUGGESTING);
  const one = await lateDetector(corner.slice(1).map((mark) => ({ ...mark, id: randomUUID() })));
  expect(one.after.regions.filter(({ origin }) => origin === "detector")).toHaveLength(1);
});

test("a large photo has a picture for the display, made of the clean one and seen by whoever may see that", async () => {
  const large = await sharp({ create: { width: 2000, height: 200, channels: 3, background: "#7a5" } }).jpeg().toBuffer();
  const itemId = await withPhoto(large);
  const item = await world.as(documenter).evidence.read({ itemId });
  expect(item).toMatchObject({ width: 2000, clean: { width: 2000 }, display: { width: 1600, height: 160 } });
  const { viewDerivative } = await import("~/server/evidence/queries");
  expect(await viewDerivative(documenter, item.display!.derivativeId, world.now())).toMatchObject({ kind: "display" });
  const stranger = await world.member("documenter");
  await expect(viewDerivative(stranger, item.display!.derivativeId, world.now())).rejects.toThrow("not-found");
  expect((await world.as(documenter).evidence.read({ itemId: await withPhoto(await dirtyJpeg(25)) })).display).toBeNull();
});
