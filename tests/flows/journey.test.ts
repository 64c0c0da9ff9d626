import { Decrypter } from "age-encryption";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "~/domain/roles";
import { approveAsRead } from "../support/approving";
import { asked } from "../support/asked";
import { answerChecklist } from "../support/checklists";
import { collective, details } from "../support/collective";
import { dirtyJpeg, SECRETS } from "../support/pictures";
import { sha256 } from "../support/sha256";
import { openWorld, type World } from "../support/world";

let world: World;
let documenter: Actor, proposer: Actor, decider: Actor;
let teamId: string;
let identity: string;

beforeAll(async () => {
  world = await openWorld();
  ({ documenter, proposer, decider, teamId, identity } = await collective(world));
});
afterAll(() => world.close());

/** An incident with one photo that the worker has finished with. */
async function withPhoto(seed: number) {
  const { id: incidentId } = await world.as(documenter).incidents.create({ teamId, details, account: null });
  const bytes = await dirtyJpeg(seed);
  const { itemId } = await world.submit(documenter, incidentId, bytes);
  await world.settle();
  return { incidentId, itemId, bytes };
}

/** The same, with person A on it, everything looked at and redacted, and consent for a purpose. */
async function consented(seed: number, purpose: "press" | "court" = "press") {
  const photo = await withPhoto(seed);
  const me = world.as(documenter);
  const person = await me.consents.addGrantor({ incidentId: photo.incidentId, kind: "depicted", minor: false });
  const { regionsVersion } = await me.evidence.read({ itemId: photo.itemId });
  const region = {
    id: crypto.randomUUID(), kind: "face" as const, x: 40, y: 30, width: 64, height: 64, origin: "person" as const,
    possible: false,
    subject: "person" as const, grantorId: person.id, redact: true,
  };
  const { version } = await me.regions.save({ itemId: photo.itemId, version: regionsVersion, regions: [region] });
  await me.regions.confirm({ itemId: photo.itemId, version });
  await answerChecklist(world, documenter, photo.itemId);
  await world.settle();
  await me.consents.record({
    grantorId: person.id, capacity: "self", manner: "spoken", language: "en", ...asked,
    items: [photo.itemId], accounts: [], recipients: { kind: "any" }, until: null,
    answers: [{ purpose, answer: "given", form: "redacted" }],
  });
  return { ...photo, grantorId: person.id, version, region };
}

async function released(photo: { incidentId: string; itemId: string }, purpose: "press" | "court" = "press") {
  const { id: disclosureId } = await world.as(proposer).disclosures.propose({
    incidentId: photo.incidentId, purpose, recipient: { class: "journalist", name: "A. Writer" },
    until: new Date(+world.now() + 86_400_000), reason: "for the article",
    items: [{ id: photo.itemId, form: "redacted" }], accounts: [],
  });
  await approveAsRead(world.as(decider), disclosureId);
  await world.settle();
  const { token } = await world.as(decider).disclosures.release({ disclosureId });
  return { disclosureId, token };
}

test("a photo goes in with its secrets and its derivatives come out without them", async () => {
  const { itemId, bytes } = await withPhoto(1);
  expect(bytes.includes(SECRETS.owner)).toBe(true);
  const item = await world.as(documenter).evidence.read({ itemId });
  expect(item).toMatchObject({ state: "ready", width: 320, height: 240, told: true, digest: sha256(bytes) });
  const { viewDerivative } = await import("~/server/evidence/queries");
  for (const picture of [item.clean, item.preview]) {
    const { bytes: clean } = await viewDerivative(documenter, picture!.derivativeId, world.now());
    for (const secret of Object.values(SECRETS)) expect(Buffer.from(clean).includes(secret)).toBe(false);
  }
});

test("the documenter is shown once what the file told, and nobody a second time", async () => {
  const { itemId } = await withPhoto(2);
  await expect(world.as(proposer).evidence.told({ itemId })).rejects.toThrow("not-found");
  const told = await world.as(documenter).evidence.told({ itemId });
  expect(told.device).toMatchObject({ make: SECRETS.make, serials: [SECRETS.serial] });
  expect(told.place?.latitude).toBeCloseTo(50.958, 2);
  await expect(world.as(documenter).evidence.told({ itemId })).rejects.toThrow("already-told");
});

test("once the worker has finished, the server holds nothing that opens the original, and the custody key opens it exactly", async () => {
  const { itemId, bytes } = await withPhoto(3);
  const row = await world.db().evidenceItem.findUniqueOrThrow({
    where: { id: itemId },
    select: { originalBlob: true, intakeBlob: true, wrappedIntake: true, wrappedKey: true },
  });
  expect(row).toMatchObject({ intakeBlob: null, wrappedIntake: null });
  const blobs = await import("~/server/blobs");
  const { instanceHolder } = await import("~/server/sealing");
  const { open, unwrapKey } = await import("~/vault");
  const sealed = (await blobs.get(row.originalBlob!))!;
  const key = await unwrapKey(row.wrappedKey!, { kind: "item-key", id: itemId }, await instanceHolder());
  for (const kind of ["intake", "clean", "redacted", "preview", "told"] as const)
    expect(() => open(sealed, { kind, id: itemId }, key)).toThrow(/damaged|not-mine/);
  for await (const { file } of blobs.writtenBefore(new Date(Date.now() + 1000))) {
    const { readFile } = await import("node:fs/promises");
    const stored = await readFile(file);
    expect(stored.includes(SECRETS.owner)).toBe(false);
    expect(stored.includes(bytes.subarray(1000, 1100))).toBe(false);
  }
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  expect(sha256(await decrypter.decrypt(sealed))).toBe(sha256(bytes));
});

test("a consented photo reaches its recipient redacted, and a withdrawal shuts the door at once", async () => {
  const photo = await consented(4);
  const { disclosureId, token } = await released(photo);
  const view = await world.as(null).recipient.open({ token });
  expect(view).toMatchObject({ purpose: "press", photos: [{ exhibit: 1, form: "redacted" }] });
  const { exhibit } = await import("~/server/recipients/commands");
  const { bytes } = await exhibit(view.pass, 1, world.now());
  expect(sha256(bytes)).toBe(view.photos[0]!.digest);
  expect(Object.values(SECRETS).some((secret) => Buffer.from(bytes).includes(secret))).toBe(false);

  const withdrawn = await world
    .as(documenter)
    .consents.withdraw({ grantorId: photo.grantorId, purposes: ["press"], manner: "spoken" });
  expect(withdrawn).toEqual({ closed: 1 });
  await expect(world.as(null).recipient.open({ token })).rejects.toThrow("disclosure-closed");
  await expect(exhibit(view.pass, 1, world.now())).rejects.toThrow("disclosure-closed");
  const after = await world.as(proposer).disclosures.read({ disclosureId });
  expect(after).toMatchObject({ state: "closed", closing: "withdrawn", openings: 1 });
  // Nobody could be given what was made to leave: it is gone, and what members work with is not.
  const left = await world.db().derivative.findMany({ where: { itemId: photo.itemId, erasedAt: null }, select: { kind: true, leavesAs: true } });
  expect(left.filter(({ leavesAs }) => leavesAs !== null)).toEqual([]);
  expect(left.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["clean", "preview"]));
});

test("nobody decides what they proposed, and what is not covered is approved by nobody", async () => {
  const photo = await withPhoto(5);
  const { id: disclosureId } = await world.as(proposer).disclosures.propose({
    incidentId: photo.incidentId, purpose: "press", recipient: { class: "journalist", name: "A. Writer" },
    until: new Date(+world.now() + 86_400_000), reason: "too early", accounts: [],
    items: [{ id: photo.itemId, form: "redacted" }],
  });
  await expect(approveAsRead(world.as(proposer), disclosureId)).rejects.toThrow("second-person-required");
  await expect(approveAsRead(world.as(decider), disclosureId)).rejects.toMatchObject({
    cause: { code: "not-cleared", details: { gaps: expect.arrayContaining([{ why: "nobody-looked", item: photo.itemId }]) } },
  });
});

test("a region that changes after the release shuts the door until somebody has looked again", async () => {
  const photo = await consented(6);
  const { token } = await released(photo);
  await world.as(documenter).regions.save({
    itemId: photo.itemId, version: photo.version, regions: [{ ...photo.region, width: 80 }],
  });
  await expect(world.as(null).recipient.open({ token })).rejects.toThrow("disclosure-closed");
});

test("a link is dead after its end", async () => {
  const photo = await consented(7);
  const { token } = await released(photo);
  world.passes(2 * 86_400_000);
  await expect(world.as(null).recipient.open({ token })).rejects.toThrow("disclosure-closed");
  world.passes(-2 * 86_400_000);
});

test("the same photo is taken once per incident, and a wrong digest is refused before anything is stored", async () => {
  const { incidentId, bytes } = await withPhoto(8);
  await expect(world.submit(documenter, incidentId, bytes)).rejects.toThrow("already-in-incident");
  await expect(world.submit(documenter, incidentId, bytes, { digest: "0".repeat(64) })).rejects.toThrow("upload-digest-differs");
  await expect(world.submit(documenter, incidentId, bytes, { size: bytes.length + 1 })).rejects.toThrow("upload-incomplete");
});

test("what is refused leaves nothing behind: no row, no object, no entry", async () => {
  const { id: incidentId } = await world.as(documenter).incidents.create({ teamId, details, account: null });
  const count = async () => {
    const { writtenBefore } = await import("~/server/blobs");
    const objects = [];
    for await (const { name } of writtenBefore(new Date(Date.now() + 60_000))) objects.push(name);
    return [await world.db().evidenceItem.count(), await world.db().ledgerEntry.count(), objects.length];
  };
  const before = await count();
  const picture = await dirtyJpeg(10);
  const refused = async (bytes: Uint8Array, code: string, claimed?: { size: number }) =>
    expect(world.submit(documenter, incidentId, bytes, claimed)).rejects.toThrow(code);
  await refused(Buffer.from("hello, no picture here, whatever its name says"), "not-an-image");
  await refused(Buffer.from("%PDF-1.7 and so on"), "unsupported-format");
  await refused(picture.subarray(0, picture.length >> 1), "damaged");
  await refused(picture, "too-many-bytes", { size: 50_000_001 });
  await refused(picture, "upload-incomplete", { size: picture.length - 1 });
  expect(await count()).toEqual(before);
});

test("a documenter of another team finds nothing", async () => {
  const { incidentId, itemId } = await withPhoto(9);
  const stranger = await world.member("documenter");
  expect(await world.as(stranger).incidents.list()).toEqual([]);
  await expect(world.as(stranger).incidents.read({ incidentId })).rejects.toThrow("not-found");
  await expect(world.as(stranger).evidence.read({ itemId })).rejects.toThrow("not-found");
});

test("rows of the ledger and of consent are only ever added, whoever asks", async () => {
  await expect(world.db().$executeRaw`DELETE FROM "LedgerEntry"`).rejects.toThrow(/permission denied|only ever added/);
  await expect(world.db().$executeRaw`UPDATE "ConsentRecord" SET "answer" = 'given'`).rejects.toThrow(/permission denied|only ever added/);
  await expect(world.db().$executeRaw`TRUNCATE "CustodyEvent"`).rejects.toThrow(/permission denied|only ever added/);
});

test("the ledger verifies after all of it", async () => {
  expect(await world.verifyLedger()).toMatchObject({ ok: true });
});
