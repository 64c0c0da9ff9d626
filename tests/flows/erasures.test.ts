import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { NOTICE_MS } from "~/domain/erasure";
import type { Actor } from "~/domain/roles";
import { verifySlip } from "~/ledger";
import { openSlip } from "~/vault";
import { approveAsRead } from "../support/approving";
import { asked } from "../support/asked";
import { nothingThere } from "../support/checklists";
import { collective, details } from "../support/collective";
import { dirtyJpeg } from "../support/pictures";
import { sha256 } from "../support/sha256";
import { video } from "../support/refused-files";
import { putOut } from "../support/suspension";
import { openWorld, type World } from "../support/world";

const DAY = 86_400_000;

let world: World;
let documenter: Actor, proposer: Actor, decider: Actor;
let teamId: string;
let seed = 40;

beforeAll(async () => {
  world = await openWorld();
  ({ documenter, proposer, decider, teamId } = await collective(world));
});
afterAll(() => world.close());

const commands = () => import("~/server/erasures/commands");
const jobs = () => import("~/server/erasures/jobs");
const row = (itemId: string) => world.db().evidenceItem.findUniqueOrThrow({ where: { id: itemId }, omit: { wrappedKey: false, wrappedIntake: false, toldSealed: false } });
const objects = async () => {
  const { writtenBefore } = await import("~/server/blobs");
  const found: string[] = [];
  for await (const { name } of writtenBefore(new Date(Date.now() + 60_000))) found.push(name);
  return found;
};

/** The tables in which a row names an item. */
async function tablesNaming(itemId: string): Promise<string[]> {
  const client = new Client({ connectionString: world.database.ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT table_name AS "name" FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'itemId' ORDER BY 1`,
    );
    const found: string[] = [];
    for (const { name } of rows) {
      const { rowCount } = await client.query(`SELECT FROM "${name}" WHERE "itemId" = $1`, [itemId]);
      if (rowCount) found.push(name);
    }
    return found;
  } finally {
    await client.end();
  }
}

/** A photo of somebody who said yes, redacted. */
async function photo() {
  const me = world.as(documenter);
  const { id: incidentId } = await me.incidents.create({ teamId, details, account: null });
  const { itemId } = await world.submit(documenter, incidentId, await dirtyJpeg((seed += 1)));
  await world.settle();
  const { id: grantorId } = await me.consents.addGrantor({ incidentId, kind: "depicted", minor: false });
  const { regionsVersion } = await me.evidence.read({ itemId });
  const region = {
    id: randomUUID(), kind: "face" as const, x: 4, y: 3, width: 16, height: 16, origin: "person" as const, possible: false,
    subject: "person" as const, grantorId, redact: true,
  };
  const { version } = await me.regions.save({ itemId, version: regionsVersion, regions: [region] });
  await me.regions.confirm({ itemId, version });
  await me.checklists.answer({ itemId, version, answers: nothingThere });
  await me.consents.record({
    grantorId, capacity: "self", manner: "spoken", language: "en", ...asked, items: [itemId], accounts: [],
    recipients: { kind: "any" }, until: null, answers: [{ purpose: "court", answer: "given", form: "redacted" }],
  });
  await world.settle();
  return { incidentId, itemId, grantorId };
}

/** A file that is only sealed: all that there is of it is its original. */
async function kept() {
  const { id: incidentId } = await world.as(documenter).incidents.create({ teamId, details, account: null });
  const { itemId } = await world.keep(documenter, incidentId, video(`${(seed += 1)}`));
  await world.settle();
  return { incidentId, itemId };
}

/** On its way to a court, and given out. */
async function released({ incidentId, itemId }: { incidentId: string; itemId: string }) {
  const { id: disclosureId } = await world.as(proposer).disclosures.propose({
    incidentId, purpose: "court", recipient: { class: "court", name: "A court" }, until: new Date(+world.now() + DAY),
    reason: "to be heard", items: [{ id: itemId, form: "redacted" }], accounts: [],
  });
  await approveAsRead(world.as(decider), disclosureId, "it is covered");
  await world.settle();
  const { token } = await world.as(decider).disclosures.release({ disclosureId });
  return { disclosureId, token };
}

/** As when the person in it asks. */
async function askedFor({ incidentId, itemId }: { incidentId: string; itemId: string }, dueAt = new Date(+world.now() + NOTICE_MS)) {
  const { transaction } = await import("~/server/db");
  const { record } = await import("~/server/custody");
  const { lockIncident } = await import("~/server/scope");
  const { plan } = await commands();
  return transaction(async (tx) => {
    await lockIncident(tx, incidentId);
    const { ids, statements } = await plan(
      tx, { incidentId, targets: [{ itemId }], ground: "asked-by-person", plannedBy: null, dueAt }, world.now(),
    );
    await record(tx, null, world.now(), ...statements);
    return ids[0]!;
  });
}

test("what is erased has no key, no object and no row that tells of it, and whoever was given it has it no more", async () => {
  const of = await photo();
  const { disclosureId, token } = await released(of);
  await world.as(proposer).originals.ask({ itemId: of.itemId, purpose: "court", reason: "to compare" });
  const before = await row(of.itemId);
  const made = await world.db().derivative.findMany({ where: { itemId: of.itemId } });
  const { noteViewed } = await import("~/server/viewed");
  const derivative = made.find(({ kind }) => kind === "clean")!.id;
  await noteViewed(documenter, world.now(), [{ kind: "evidence.viewed", item: of.itemId, derivative, form: "clean" }]);
  const names = [before.originalBlob, before.originalToldBlob, ...made.map(({ blob }) => blob)].filter((name) => name !== null);
  expect(names.length).toBeGreaterThan(4);

  const erasureId = await askedFor(of);
  // The copy that was made for somebody goes first, as a job.
  await world.settle();
  await world.as(proposer).erasures.erase({ erasureId });
  await world.settle();

  const { id, incidentId, submittedBy, receivedAt, digest, suggestedAt, regionsVersion, ...rest } = await row(of.itemId);
  expect([id, incidentId, submittedBy, +receivedAt]).toEqual([of.itemId, of.incidentId, documenter.id, +before.receivedAt]);
  expect(Buffer.from(digest).equals(Buffer.from(before.digest))).toBe(false);
  expect([suggestedAt !== null, regionsVersion > before.regionsVersion]).toEqual([true, true]);
  // A column that somebody adds has to be forgotten as well, or stand here.
  expect(rest).toEqual({
    size: 0, format: "unknown", state: "erased", refusal: null, wrappedKey: null, intakeBlob: null, wrappedIntake: null, originalBlob: null,
    originalDigest: null, originalToldBlob: null, custodyKeyId: null, toldSealed: null, width: null, height: null, suggestedIds: [],
    lookedAt: null, lookedBy: null,
  });
  const db = world.db();
  // What still names it: that it was erased, of what somebody once spoke, and of what a disclosure once consisted. A new table has to be forgotten.
  expect(await tablesNaming(of.itemId)).toEqual(["ConsentItem", "DisclosureItem", "Erasure"]);
  expect((await objects()).filter((name) => names.includes(name))).toEqual([]);
  expect(await db.erasure.findUniqueOrThrow({ where: { id: erasureId } })).toMatchObject({ doneBy: proposer.id, objects: [] });

  const disclosure = await db.disclosure.findUniqueOrThrow({ where: { id: disclosureId }, select: { state: true, closing: true, manifestSealed: true } });
  expect(disclosure).toEqual({ state: "closed", closing: "to-go", manifestSealed: null });
  await expect(world.as(null).recipient.open({ token })).rejects.toThrow("disclosure-closed");
  expect(await world.as(decider).disclosures.read({ disclosureId })).toMatchObject({ state: "closed", items: [{ preview: null, exhibit: null }] });

  await expect(world.as(documenter).evidence.read({ itemId: of.itemId })).rejects.toThrow("not-found");
  expect((await world.as(documenter).incidents.read({ incidentId: of.incidentId })).items).toEqual([]);
  expect((await world.as(proposer).erasures.list()).done).toContainEqual(expect.objectContaining({ id: erasureId, ground: "asked-by-person" }));
});

test("of an erased photo the ledger says that it was there and who looked, not what it was, and verifies", async () => {
  const { itemId } = await world.db().erasure.findFirstOrThrow({ where: { doneAt: { not: null } } });
  const left = await world.db().custodyEvent.findMany({ where: { item: itemId }, orderBy: { index: "asc" } });
  expect(left.map(({ body }) => Buffer.from(body).toString()).join("\n")).not.toMatch(/[0-9a-f]{64}/);
  expect(left.map(({ kind }) => kind)).toEqual([
    // The copy that was made for somebody goes with what it was given for, when the erasing is asked for.
    "intake.erased", "derivative.erased", "original.asked", "evidence.viewed", "item.toGo", "derivative.erased", "item.erased",
  ]);
  const { entries } = await world.as(decider).ledger.entries({ before: null });
  expect(entries.filter(({ kind }) => kind === null).length).toBeGreaterThan(5);
  const verdict = await world.verifyLedger();
  expect(verdict.ok && "erased" in verdict && verdict.erased > 5).toBe(true);
});

test("content of the ledger goes with an erasing and in no other way, not even for the service itself", async () => {
  const { itemId } = await kept();
  await expect(world.db().custodyEvent.deleteMany({ where: { item: itemId } })).rejects.toThrow("only ever added");
  await expect(world.db().custodyEvent.deleteMany({ where: { item: null } })).rejects.toThrow("only ever added");
  await expect(world.db().custodyEvent.updateMany({ where: { item: itemId }, data: { body: new Uint8Array() } })).rejects.toThrow(/permission denied|only ever added/);
});

test("what a person asks for goes after a week by itself, and one reviewer may have it go sooner", async () => {
  const of = await kept();
  const erasureId = await askedFor(of);
  const { eraseDue } = await commands();
  await eraseDue(new Date(+world.now() + NOTICE_MS - 60_000));
  expect((await row(of.itemId)).state).toBe("refused");
  await expect(world.as(proposer).erasures.callOff({ erasureId })).rejects.toThrow("not-now");
  await eraseDue(new Date(+world.now() + NOTICE_MS + 60_000));
  expect((await row(of.itemId)).state).toBe("erased");
});

test("what one reviewer wants gone another has to have done, or the week passes, and it can be called off", async () => {
  const of = await kept();
  const plan = () => world.as(proposer).erasures.plan({ target: { itemId: of.itemId }, ground: "should-not-be-here" });
  const { id: erasureId } = await plan();
  await expect(plan()).rejects.toThrow("not-now");
  await expect(world.as(proposer).erasures.erase({ erasureId })).rejects.toThrow("second-person-required");
  const [line] = (await world.as(decider).erasures.ofItem({ itemId: of.itemId })).erasures;
  expect(line).toMatchObject({ plannedBy: { me: false }, may: { erase: true, callOff: true } });
  await world.as(decider).erasures.callOff({ erasureId });
  await expect(world.as(decider).erasures.erase({ erasureId })).rejects.toThrow("not-now");
  expect((await row(of.itemId)).state).toBe("refused");
  const again = await plan();
  await world.as(decider).erasures.erase({ erasureId: again.id });
  expect((await row(of.itemId)).state).toBe("erased");
});

test("what somebody wanted gone alone who was put out since waits for another reviewer, and of who left in peace it goes", async () => {
  const steward = await world.member("steward");
  const later = new Date(+world.now() + NOTICE_MS + 60_000);
  const planned = async (by: Actor) => {
    const of = await kept();
    const { id: erasureId } = await world.as(by).erasures.plan({ target: { itemId: of.itemId }, ground: "should-not-be-here" });
    return { itemId: of.itemId, erasureId };
  };
  const [turned, tired] = [await world.member("reviewer"), await world.member("reviewer")];
  const [theirs, hers] = [await planned(turned), await planned(tired)];
  await putOut(world.as(steward), turned.id);
  const leaving = world.as(tired).members;
  await leaving.depart({ preview: (await leaving.previewDeparture()).digest, accepted: true });
  const { eraseDue } = await commands();
  await eraseDue(later);
  expect([(await row(theirs.itemId)).state, (await row(hers.itemId)).state]).toEqual(["refused", "erased"]);
  await world.as(decider).erasures.erase({ erasureId: theirs.erasureId });
  expect((await row(theirs.itemId)).state).toBe("erased");
});

test("words that somebody wants back are gone with what was said of them", async () => {
  const me = world.as(documenter);
  const { id: incidentId } = await me.incidents.create({ teamId, details, account: null });
  const person = await me.consents.addGrantor({ incidentId, kind: "witness", minor: false });
  const { id: accountId } = await me.accounts.write({
    incidentId, accountId: null, spokenBy: null, words: { language: "en", text: "They came at dawn.", masks: [] }, mentions: [person.id],
  });
  const { file, slip } = await me.accounts.slip({ accountId });
  const { id: erasureId } = await world.as(proposer).erasures.plan({ target: { accountId }, ground: "asked-by-person" });
  await world.as(decider).erasures.erase({ erasureId });
  const account = await world.db().account.findUniqueOrThrow({ where: { id: accountId }, omit: { sealed: false } });
  expect([account.sealed.length, account.lookedAt]).toEqual([0, null]);
  expect(await world.db().mention.count({ where: { accountId } })).toBe(0);
  expect((await me.incidents.read({ incidentId })).accounts).toEqual([]);
  expect(await world.db().custodyEvent.count({ where: { kind: { in: ["account.worded", "account.checked"] }, at: { gte: account.createdAt } } })).toBe(0);
  await expect(me.accounts.slip({ accountId })).rejects.toThrow("not-found");
  // The sheet is its author's: it still shows that they handed in what their file or its digest says.
  const { publicKey } = await world.as(decider).ledger.checkpoint();
  expect(verifySlip(openSlip(slip.text, sha256(new TextEncoder().encode(file))), publicKey).index).toBe(slip.index);
  await expect(me.accounts.write({ incidentId, accountId, spokenBy: null, words: { language: "en", text: "Again.", masks: [] }, mentions: [] })).rejects.toThrow("not-found");
});

test("of two who have the same erased at once, one does it and the other is told that it is done", async () => {
  const of = await kept();
  const erasureId = await askedFor(of);
  const both = await Promise.allSettled([proposer, decider].map((actor) => world.as(actor).erasures.erase({ erasureId })));
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(await world.db().custodyEvent.count({ where: { item: of.itemId, kind: "item.erased" } })).toBe(1);
});

test("a worker that is at work on a photo while it is erased leaves nothing of it behind", async () => {
  const me = world.as(documenter);
  await world.rest();
  const { id: incidentId } = await me.incidents.create({ teamId, details, account: null });
  const { itemId } = await world.submit(documenter, incidentId, await dirtyJpeg((seed += 1)));
  const evidence = await import("~/server/evidence/jobs");
  const before = new Set(await objects());
  const erasureId = await askedFor({ incidentId, itemId });
  const working = evidence.sanitise({ itemId });
  await world.as(proposer).erasures.erase({ erasureId });
  await working;
  await (await jobs()).finish();
  expect((await row(itemId)).state).toBe("erased");
  expect((await objects()).filter((name) => !before.has(name))).toEqual([]);
  expect(await world.db().derivative.count({ where: { itemId } })).toBe(0);
  await world.settle();
});

test("an original that is being asked for while it is erased is either handed out before or not there", async () => {
  const of = await kept();
  const { id: openingId } = await world.as(proposer).originals.ask({ itemId: of.itemId, purpose: "court", reason: "to compare" });
  await world.as(decider).originals.decide({ openingId, agree: true });
  const { handOut } = await import("~/server/originals/commands");
  const erasureId = await askedFor(of);
  const [handed] = await Promise.allSettled([handOut(proposer, { openingId, part: "original" }, world.now()), world.as(decider).erasures.erase({ erasureId })]);
  if (handed.status === "fulfilled") await handed.value.body.cancel();
  else expect(String(handed.reason)).toContain("not-found");
  await expect(handOut(proposer, { openingId, part: "original" }, world.now())).rejects.toThrow("not-found");
  await world.settle();
});

test("an erasing that was cut off before the commit has not happened, and one cut off after it is finished", async () => {
  const of = await kept();
  const erasureId = await askedFor(of);
  const { transaction } = await import("~/server/db");
  const { erase } = await commands();
  const cutOff = transaction(async (tx) => {
    await erase(tx, { id: erasureId, incidentId: of.incidentId, itemId: of.itemId, accountId: null, ground: "asked-by-person" }, null, world.now());
    throw new Error("The machine went down.");
  });
  await expect(cutOff).rejects.toThrow("went down");
  expect((await world.as(documenter).evidence.read({ itemId: of.itemId })).state).toBe("refused");

  await world.rest();
  const { originalBlob } = await row(of.itemId);
  await world.as(proposer).erasures.erase({ erasureId });
  // The worker is not there: the object lies in the store, its key does not lie in the row, and the erasure says what is left.
  const blobs = await import("~/server/blobs");
  expect(await blobs.get(originalBlob!)).not.toBeNull();
  expect(await row(of.itemId)).toMatchObject({ wrappedKey: null, originalBlob: null });
  expect((await world.db().erasure.findUniqueOrThrow({ where: { id: erasureId } })).objects).toContain(originalBlob);
  // One of them was removed before it was cut off again.
  await blobs.discard(originalBlob!);
  await (await jobs()).finish();
  await (await jobs()).finish();
  expect((await world.db().erasure.findUniqueOrThrow({ where: { id: erasureId } })).objects).toEqual([]);
  await world.settle();
});
