import { mkdir, readdir, rename, rm, rmdir, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { Decrypter } from "age-encryption";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "~/domain/roles";
import { identityOf } from "~/keyring/identity";
import { packed, unpacked } from "~/keyring/packet";
import { details } from "../support/collective";
import { serveDoors } from "../support/doors";
import { told } from "../support/entries";
import { erased } from "../support/erased";
import { failing } from "../support/failing";
import { whileRead } from "../support/held-back";
import { outcome } from "../support/identity";
import { dirtyJpeg } from "../support/pictures";
import { resealers } from "../support/resealing";
import { browsers } from "../support/reviewers";
import { sha256 } from "../support/sha256";
import { putOut } from "../support/suspension";
import { openWorld, type World } from "../support/world";
import { cookies, knock, rpc } from "../sweep/visitors";

const DAY = 24 * 3_600_000;

let world: World;
let at: ReturnType<typeof browsers>;
let served: Awaited<ReturnType<typeof serveDoors>>;
let purse: Awaited<ReturnType<typeof cookies>>;
let browser: Awaited<ReturnType<typeof resealers>>;
let rosa: Actor;
let noor: Actor;
let steward: Actor;
let documenter: Actor;
let incidentId: string;
let items: [Photo, Photo];
let inUse: string;
let resealingId: string;

beforeAll(async () => {
  world = await openWorld();
  at = browsers(world);
  served = await serveDoors();
  purse = await cookies(world);
  browser = await resealers(world, { at, origin: served.origin, now: () => ({ resealingId, inUse }) });
  [rosa, noor, steward, documenter] = [
    await world.member("reviewer"), await world.member("reviewer"), await world.member("steward"), await world.member("documenter"),
  ];
  await at.firstKey(rosa);
  const { id: teamId } = await world.as(steward).teams.create({ name: "Dawn team", code: "CAL" });
  await world.as(steward).teams.place({ teamId, memberId: documenter.id, placed: true });
  ({ id: incidentId } = await world.as(documenter).incidents.create({ teamId, details, account: null }));
  items = [await photo(), await photo()];
});
afterAll(async () => {
  await served.close();
  await world.close();
});

let photos = 0;
async function photo(): Promise<{ id: string; digest: string; bytes: Buffer }> {
  photos += 1;
  const bytes = Buffer.from(await dirtyJpeg(photos));
  const { itemId } = await world.submit(documenter, incidentId, bytes);
  const { sanitise } = await import("~/server/evidence/jobs");
  await sanitise({ itemId });
  return { id: itemId, digest: sha256(bytes), bytes };
}
type Photo = Awaited<ReturnType<typeof photo>>;

/** Everything before is to come under another key. */
async function newKey(): Promise<void> {
  inUse = await at.replace(rosa);
}
async function agreed(): Promise<void> {
  ({ id: resealingId } = await world.as(rosa).resealings.ask());
  await world.as(noor).resealings.decide({ resealingId, agree: true });
}
const state = async (actor = rosa) => (await world.as(actor).resealings.state())!;
const objects = async () => {
  const found = await readdir(path.join(world.data, "blobs"), { recursive: true });
  return new Set(found.map((name) => path.basename(name)).filter((name) => name.length === 32));
};
const row = (item: Photo) => world.db().evidenceItem.findUniqueOrThrow({ where: { id: item.id } });
const placeOf = (name: string) => path.join(world.data, "blobs", name.slice(0, 2), name);

/** Whether the item's original, and what it told, open to what came in with the key that the item names. */
async function opens(item: Photo): Promise<boolean> {
  const { originalBlob, originalToldBlob, custodyKeyId } = await row(item);
  const secret = (await at.secretOf(rosa, custodyKeyId!))!;
  const { get } = await import("~/server/blobs");
  const decrypter = new Decrypter();
  decrypter.addIdentity(identityOf(secret));
  try {
    const opened = await decrypter.decrypt((await get(originalBlob!))!);
    const told = JSON.parse(new TextDecoder().decode(await decrypter.decrypt((await get(originalToldBlob!))!))) as { exif?: unknown };
    return sha256(opened) === item.digest && told.exif !== undefined;
  } catch {
    return false;
  }
}
async function entries(item?: Photo): Promise<string[]> {
  const rows = await world.db().custodyEvent.findMany({ where: item ? { item: item.id } : {}, orderBy: { index: "asc" } });
  const events = await told(rows);
  const ofIt = events.filter((event) => ("resealing" in event && event.resealing === resealingId) || event.kind === "original.sealErased");
  return ofIt.map(({ kind }) => kind);
}

test("old originals come under the new key, each opened by one browser and checked by another, and nothing is left over", async () => {
  await at.askToHold(noor);
  await at.letIn(rosa, noor);
  expect(await outcome(world.as(rosa).resealings.ask())).toBe("not-now");
  await newKey();
  const started = await objects();
  const [sealer, checker] = [await browser(rosa), await browser(noor)];
  ({ id: resealingId } = await world.as(rosa).resealings.ask());
  expect(await outcome(world.as(noor).resealings.ask())).toBe("not-now");
  expect(await sealer.begin()).toBe("not-now");
  expect(await outcome(world.as(rosa).resealings.decide({ resealingId, agree: true }))).toBe("second-person-required");
  await world.as(noor).resealings.decide({ resealingId, agree: true });
  expect(await state()).toMatchObject({ done: { items: 0 }, seal: { items: 2 }, check: { items: 0 } });
  expect(await sealer.fetchPacket(items[0].id, "seal")).toBe("not-now");

  expect([await sealer.begin(), await checker.begin()]).toEqual(["went through", "went through"]);
  // Whoever agreed is to check, and nobody seals for them; nor is there anything to check yet.
  expect(await checker.fetchPacket(items[0].id, "seal")).toBe("not-found");
  expect(await checker.fetchPacket(items[0].id, "check")).toBe("not-now");
  for (const item of items) expect(await sealer.seal(item)).toBe("went through");
  expect(await sealer.fetchPacket(items[0].id, "seal")).toBe("not-now");
  expect(await sealer.fetchPacket(items[0].id, "check")).toBe("second-person-required");
  expect(await state(noor)).toMatchObject({ seal: { items: 0 }, check: { items: 2 }, forMe: { check: { items: 2 } } });
  expect((await state()).forMe.check.items).toBe(0);
  // Until it was checked, the old one is the original.
  expect(await opens(items[0])).toBe(true);
  expect((await row(items[0])).custodyKeyId).not.toBe(inUse);

  for (const item of items) expect(await checker.check(item)).toBe("went through");
  for (const item of items) expect([await opens(item), (await row(item)).custodyKeyId]).toEqual([true, inUse]);
  expect(await state()).toMatchObject({ done: { items: 2 }, seal: { items: 0 }, check: { items: 0 }, faults: [] });
  const ended = await objects();
  expect(ended.size).toBe(started.size);
  expect([...ended].filter((name) => !started.has(name))).toHaveLength(4);
  expect(await entries(items[0])).toEqual([
    "original.handedToReseal", "original.resealed", "original.handedToCheck", "original.checked", "original.sealErased",
  ]);
  expect((await entries()).slice(0, 4)).toEqual(["resealing.asked", "resealing.agreed", "resealing.begun", "resealing.begun"]);
  expect((await world.as(rosa).custodyKey.holders())!.older).toEqual([]);
  expect(await outcome(world.as(noor).resealings.ask())).toBe("not-now");

  // What came in before the new key opens under it, by two, as any other.
  const { id: openingId } = await world.as(noor).originals.ask({ itemId: items[0].id, purpose: "court", reason: "x" });
  expect((await world.as(noor).originals.read({ openingId })).original.custodyKeyId).toBe(inUse);
});

test("in two tabs at once each item is sealed once, and what the other tab made is not kept", async () => {
  const [item] = items;
  await world.as(noor).resealings.end({ resealingId });
  await newKey();
  await agreed();
  const tab = await browser(rosa);
  await tab.begin();
  const [one, two] = [await tab.sealed(item), await tab.sealed(item)];
  const count = (await objects()).size;
  const outcomes = await Promise.all([tab.store(item.id, one.packet, one.mark), tab.store(item.id, two.packet, two.mark)]);
  expect(outcomes.toSorted()).toEqual(["not-now", "went through"]);
  expect((await objects()).size).toBe(count + 2);
  const checker = await browser(noor);
  await checker.begin();
  const looks = await Promise.all([checker.looked(item), checker.looked(item)]);
  const confirm = (sealed: string) => checker.call("resealings.confirm", { resealingId, itemId: item.id, sealed });
  const said = await Promise.all(looks.map((look) => confirm(look.ok ? look.sealed : "")));
  expect(said.toSorted()).toEqual(["not-now", "went through"]);
  expect([await opens(item), (await row(item)).custodyKeyId]).toEqual([true, inUse]);
  expect((await objects()).size).toBe(count);
});

test("an upload that is something else is refused by its form, or at the check, and the old object stays the original", async () => {
  const [item, whole] = items;
  await world.as(noor).resealings.end({ resealingId });
  await newKey();
  await agreed();
  const [sealer, checker] = [await browser(rosa), await browser(noor)];
  await sealer.begin();
  await checker.begin();
  const made = await sealer.sealed(item);
  const parts = unpacked(made.packet)!;
  const count = (await objects()).size;
  for (const wrong of [
    made.packet.slice(0, -1), packed({ ...parts, told: null }), packed({ ...parts, original: parts.original.slice(16) }),
    packed({ told: parts.told, original: new Uint8Array(parts.original.length) }),
    packed({ told: parts.told!.slice().fill(65, 0, 30), original: parts.original }),
  ])
    expect(await sealer.store(item.id, wrong, made.mark)).toBe("upload-incomplete");
  expect((await objects()).size).toBe(count);

  // Right in form and length, and not what was received: as long, sealed to the key in use, with a bit of it changed.
  const tampered = made.packet.slice();
  tampered[tampered.length - 40]! ^= 1;
  const swapped = packed({ told: parts.told, original: parts.original });
  const forgedMark = new Uint8Array(32);
  for (const [packet, mark] of [[tampered, made.mark], [swapped, forgedMark]] as const) {
    expect(await sealer.store(item.id, packet, mark)).toBe("went through");
    const found = await checker.looked(item);
    if (found.ok) throw new Error("It passed the check.");
    expect(await checker.call("resealings.fail", { resealingId, itemId: item.id, task: "check", why: found.why })).toBe("went through");
    expect((await objects()).size).toBe(count);
    expect(await opens(item)).toBe(true);
  expect((await row(item)).custodyKeyId).not.toBe(inUse);
    expect((await state()).faults).toMatchObject([{ itemId: item.id, task: "check", why: found.why }]);
  }
  // It does not stop the rest, and is sealed again.
  expect(await sealer.seal(whole)).toBe("went through");
  expect(await checker.check(whole)).toBe("went through");
  expect(await sealer.seal(item)).toBe("went through");
  expect((await state()).faults).toEqual([]);
  expect(await checker.call("resealings.confirm", { resealingId, itemId: item.id, sealed: "0".repeat(64) })).toBe("not-now");
  const found = await checker.looked(item);
  expect(await checker.call("resealings.confirm", { resealingId, itemId: item.id, sealed: "0".repeat(64) })).toBe("changed-meanwhile");
  expect(await sealer.call("resealings.confirm", { resealingId, itemId: item.id, sealed: found.ok ? found.sealed : "" })).toBe("second-person-required");
  expect(await checker.check(item)).toBe("went through");
});

test("a crash between any two steps loses nothing, and what it leaves over is swept", async () => {
  const [item] = items;
  await world.as(noor).resealings.end({ resealingId });
  await newKey();
  await agreed();
  const [sealer, checker] = [await browser(rosa), await browser(noor)];
  await sealer.begin();
  await checker.begin();
  const count = (await objects()).size;
  const { sweep } = await import("~/server/evidence/jobs");
  const twoDaysOn = new Date(Date.now() + 2 * DAY);

  // Before it is handed out; after it is stored, before its row; before the item goes over; after that, before the old one is removed.
  expect(await failing(world, "original.handedToReseal", () => sealer.fetchPacket(item.id, "seal"))).toBe("unexpected");
  const made = await sealer.sealed(item);
  expect(await failing(world, "original.resealed", () => sealer.store(item.id, made.packet, made.mark))).toBe("unexpected");
  expect((await objects()).size).toBe(count + 2);
  expect(await opens(item)).toBe(true);
  expect((await row(item)).custodyKeyId).not.toBe(inUse);
  await sweep(twoDaysOn);
  expect((await objects()).size).toBe(count);
  expect(await sealer.seal(item)).toBe("went through");
  await sweep(twoDaysOn);
  expect((await objects()).size).toBe(count + 2);
  const found = await checker.looked(item);
  const sealed = found.ok ? found.sealed : "";
  const confirm = () => checker.call("resealings.confirm", { resealingId, itemId: item.id, sealed });
  expect(await failing(world, "original.sealErased", confirm)).toBe("unexpected");
  expect(await opens(item)).toBe(true);
  expect((await row(item)).custodyKeyId).not.toBe(inUse);

  const old = (await row(item)).originalBlob!;
  // What cannot be removed at that moment: a folder lies in its place.
  await rename(placeOf(old), `${placeOf(old)}.kept`);
  await mkdir(placeOf(old));
  await writeFile(path.join(placeOf(old), "x"), "");
  expect(await confirm()).toBe("unexpected");
  await rm(path.join(placeOf(old), "x"));
  await rmdir(placeOf(old));
  await rename(`${placeOf(old)}.kept`, placeOf(old));
  await utimes(placeOf(old), new Date(), new Date());
  expect([await opens(item), (await row(item)).custodyKeyId]).toEqual([true, inUse]);
  expect(await confirm()).toBe("not-now");
  await sweep(twoDaysOn);
  expect((await objects()).size).toBe(count);
  expect([await opens(item), (await row(item)).custodyKeyId]).toEqual([true, inUse]);
});

test("an item that is erased while it waits to be checked leaves nothing of it", async () => {
  const gone = await photo();
  await world.as(noor).resealings.end({ resealingId });
  await newKey();
  await agreed();
  const sealer = await browser(rosa);
  await sealer.begin();
  expect(await sealer.seal(gone)).toBe("went through");
  const { originalBlob, originalToldBlob } = await row(gone);
  const { originalBlob: fresh, toldBlob } = await world.db().reseal.findUniqueOrThrow({ where: { itemId: gone.id } });
  const names = await erased(gone.id);
  expect(new Set(names)).toEqual(new Set([originalBlob, originalToldBlob, fresh, toldBlob]));
  expect(await world.db().reseal.count({ where: { itemId: gone.id } })).toBe(0);
  expect(await sealer.fetchPacket(gone.id, "seal")).toBe("not-found");
});

test("what is erased, sealed or confirmed while its bytes are being read does not leave, although it stands as handed out", async () => {
  const [item, gone] = [await photo(), await photo()];
  await world.as(noor).resealings.end({ resealingId });
  await newKey();
  await agreed();
  const [sealer, checker] = [await browser(rosa), await browser(noor)];
  await sealer.begin();
  await checker.begin();
  const erase = () => erased(gone.id);
  const told = async (of: Photo) => (await row(of)).originalToldBlob!;
  expect(await whileRead(world, await told(gone), () => sealer.fetchPacket(gone.id, "seal"), erase)).toBe("not-found");
  expect(await entries(gone)).toEqual(["original.handedToReseal"]);

  const made = await sealer.sealed(item);
  const store = () => sealer.store(item.id, made.packet, made.mark);
  expect(await whileRead(world, await told(item), () => sealer.fetchPacket(item.id, "seal"), store)).toBe("not-now");
  const found = await checker.looked(item);
  const confirm = () => checker.call("resealings.confirm", { resealingId, itemId: item.id, sealed: found.ok ? found.sealed : "" });
  const { toldBlob } = await world.db().reseal.findUniqueOrThrow({ where: { itemId: item.id } });
  expect(await whileRead(world, toldBlob!, () => checker.fetchPacket(item.id, "check"), confirm)).toBe("not-now");
});

test("it ends after a day, when one of the two ends it or is put out, and in another session it is begun anew", async () => {
  const [item] = items;
  await world.as(noor).resealings.end({ resealingId });
  await newKey();
  await agreed();
  const [sealer, elsewhere, stranger] = [await browser(rosa), await browser(rosa), await browser(await world.member("reviewer"))];
  await sealer.begin();
  expect(typeof (await sealer.fetchPacket(item.id, "seal"))).toBe("object");
  expect(await elsewhere.fetchPacket(item.id, "seal")).toBe("not-now");
  expect([await stranger.begin(), await stranger.fetchPacket(item.id, "seal")]).toEqual(["not-found", "not-found"]);
  const forgotten = await knock(served.origin, rpc("resealings.begin", { resealingId }), await purse.unproven(rosa));
  expect(forgotten.text).toContain("prove-again");

  await world.db().resealing.update({ where: { id: resealingId }, data: { decidedAt: new Date(Date.now() - DAY) } });
  expect(await sealer.fetchPacket(item.id, "seal")).toBe("not-now");
  expect((await state()).resealing?.state).toBe("over");
  await agreed();
  await sealer.begin();
  expect(await sealer.seal(item)).toBe("went through");
  await world.as(noor).resealings.end({ resealingId });
  expect(await sealer.begin()).toBe("not-now");

  // What was sealed and not checked by then is checked by the other of the next two who agree.
  ({ id: resealingId } = await world.as(noor).resealings.ask());
  await world.as(rosa).resealings.decide({ resealingId, agree: true });
  const next = await browser(noor);
  await next.begin();
  expect(await next.check(item)).toBe("went through");

  const [, late] = items;
  await world.as(noor).resealings.end({ resealingId });
  await newKey();
  await agreed();
  await sealer.begin();
  await putOut(world.as(steward), noor.id);
  expect(await sealer.fetchPacket(late.id, "seal")).toBe("not-found");
  expect((await state()).resealing).toBeNull();
});
