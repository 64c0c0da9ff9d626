import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { collective } from "../support/collective";
import { given, saysYes, withWitness } from "../support/witnessed";
import { openWorld, type World } from "../support/world";

/** What is only a trace of work done, and goes without a warning. */
const DAY = 86_400_000;

let world: World;
let team: Awaited<ReturnType<typeof collective>>;
beforeAll(async () => {
  world = await openWorld();
  team = await collective(world);
});
afterAll(() => world.close({ rows: false }));

const inDays = (days: number) => new Date(+world.now() + days * DAY);
const night = async (days: number) => (await import("~/server/retention/jobs")).apply(inDays(days));
const read = (disclosureId: string) => world.as(team.decider).disclosures.read({ disclosureId });
const cleared = async () => {
  const { body } = await world.db().custodyEvent.findFirstOrThrow({ where: { kind: "retention.cleared" }, orderBy: { index: "desc" } });
  return JSON.parse(Buffer.from(body).toString()) as Record<string, number>;
};

/** A witness's account that a court was given, which it opened, and which was taken back: the court was told. */
async function takenBack() {
  const person = await withWitness(world, team);
  await saysYes(world, team, person, ["court"]);
  const { disclosureId, token } = await given(world, team, person, "court", `The court ${randomUUID()}`);
  await world.as(null).recipient.open({ token });
  await world.as(team.documenter).consents.withdraw({ grantorId: person.grantorId, purposes: ["court"], manner: "spoken" });
  const notice = await world.db().notice.findFirstOrThrow({ where: { disclosureId }, select: { id: true } });
  const { recipientId } = await world.db().disclosure.findUniqueOrThrow({ where: { id: disclosureId }, select: { recipientId: true } });
  return { ...person, disclosureId, noticeId: notice.id, recipientId };
}
const tell = (noticeId: string) => world.as(team.decider).notices.tell({ noticeId });
async function eraseAccount(accountId: string) {
  const { id: erasureId } = await world.as(team.proposer).erasures.plan({ target: { accountId }, ground: "should-not-be-here" });
  await world.as(team.decider).erasures.erase({ erasureId });
}

test("when a disclosure was opened goes after a year, why it was decided and who was told after three, and that it was stays with what it held", async () => {
  const { disclosureId, noticeId } = await takenBack();
  await tell(noticeId);
  await night(364);
  expect(await read(disclosureId)).toMatchObject({ reason: expect.any(String), visits: [expect.any(Date)] });
  await night(366);
  expect(await read(disclosureId)).toMatchObject({ reason: expect.any(String), verdictReason: expect.any(String), visits: [] });
  expect(await world.db().notice.count({ where: { id: noticeId } })).toBe(1);
  await night(1096);
  expect(await read(disclosureId)).toMatchObject({ state: "closed", closing: "withdrawn", reason: null, verdictReason: null });
  expect(await world.db().notice.count({ where: { id: noticeId } })).toBe(0);
  expect(await cleared()).toMatchObject({ notices: 1, reasons: 1, disclosures: 0, recipients: 0, by: null });
});

test("once nobody of it is left, a disclosure goes, and then whoever received it and whom nothing else names", async () => {
  const over = await takenBack();
  await tell(over.noticeId);
  await eraseAccount(over.accountId);
  await night(0);
  await night(1096);
  expect(await world.db().disclosure.count({ where: { id: over.disclosureId } })).toBe(1);
  // By then what they said was announced for a month as well.
  await night(1127);
  expect(await world.db().disclosure.count({ where: { id: over.disclosureId } })).toBe(0);
  expect(await world.db().recipient.count({ where: { id: over.recipientId } })).toBe(0);
  expect(await cleared()).toMatchObject({ disclosures: 1, recipients: 1 });
});

test("nobody is forgotten who is still to be told, and no recipient whom somebody's yes names", async () => {
  const untold = await takenBack();
  await eraseAccount(untold.accountId);
  const person = await withWitness(world, team);
  const { id: recipientId } = await world.db().recipient.create({ data: { class: "court", sealed: new Uint8Array(), createdAt: world.now() }, select: { id: true } });
  await world.db().consentRecord.create({
    data: {
      grantorId: person.grantorId, purpose: "court", answer: "given", form: "redacted", recipients: { kind: "named", recipientId }, capacity: "self",
      manner: "spoken", everything: false, wordingId: "court", wordingVersion: 2, wordingLanguage: "en", wordingDigest: new Uint8Array(32),
      interpreter: false, recordedBy: team.documenter.id, recordedAt: world.now(), accounts: { create: [{ accountId: person.accountId }] },
    },
  });
  await night(0);
  await night(1096);
  await night(1127);
  expect(await world.db().disclosure.count({ where: { id: untold.disclosureId } })).toBe(1);
  expect(await world.db().notice.count({ where: { id: untold.noticeId } })).toBe(1);
  expect(await world.db().recipient.count({ where: { id: recipientId } })).toBe(1);
});

test("an answered request goes three years later, one that waits does not, and neither does a card that works", async () => {
  const person = await withWitness(world, team);
  await saysYes(world, team, person, ["court"]);
  const me = world.as(team.documenter);
  await me.receipts.make({ grantorId: person.grantorId });
  await me.receipts.make({ grantorId: person.grantorId });
  const request = (data: { answer?: string; answeredAt?: Date }) =>
    world.db().request.create({ data: { id: randomUUID(), grantorId: person.grantorId, kind: "access", at: world.now(), due: inDays(30), ...data } });
  await request({ answer: "told", answeredAt: world.now() });
  const waiting = await request({});
  const cards = () => world.db().receipt.count({ where: { grantorId: person.grantorId } });
  await night(1094);
  expect([await world.db().request.count({ where: { grantorId: person.grantorId } }), await cards()]).toEqual([2, 2]);
  await night(1096);
  expect(await world.db().request.findMany({ where: { grantorId: person.grantorId }, select: { id: true } })).toEqual([{ id: waiting.id }]);
  expect(await cards()).toBe(1);
});

test("who came back after having lost everything is forgotten with the sessions of that time", async () => {
  const data = { memberId: team.documenter.id, openedAt: world.now(), expiresAt: inDays(7), linkUntil: inDays(8), sealed: new Uint8Array() };
  const { id } = await world.db().recovery.create({ data, select: { id: true } });
  await night(90);
  expect(await world.db().recovery.count({ where: { id } })).toBe(1);
  await night(99);
  expect(await world.db().recovery.count({ where: { id } })).toBe(0);
});

test("the database forgets no disclosure that may be opened", async () => {
  const person = await withWitness(world, team);
  await saysYes(world, team, person, ["court"]);
  const { disclosureId } = await given(world, team, person, "court", "The court");
  await world.db().disclosureAccount.deleteMany({ where: { disclosureId } });
  await expect(world.db().disclosure.deleteMany({ where: { id: disclosureId } })).rejects.toThrow("is not forgotten");
});
