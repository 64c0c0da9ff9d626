import { afterAll, beforeAll, expect, test } from "vitest";
import { asked } from "../support/asked";
import { checkedAccount } from "../support/accounts";
import { collective, details } from "../support/collective";
import { whoActed } from "../support/entries";
import { sha256 } from "../support/sha256";
import { saysYes, withWitness, type Witnessed } from "../support/witnessed";
import { openWorld, type World } from "../support/world";

/** What remains of people and of incidents once their photos and accounts are gone, and how long. */
const DAY = 86_400_000;

let world: World;
let team: Awaited<ReturnType<typeof collective>>;
beforeAll(async () => {
  world = await openWorld();
  team = await collective(world);
});
afterAll(() => world.close());

const inDays = (days: number) => new Date(+world.now() + days * DAY);
const retention = () => import("~/server/retention/commands");
/** The night of a day, as the worker has it: what was announced goes, and then what was kept long enough is announced. */
const night = async (days: number) => (await import("~/server/retention/jobs")).apply(inDays(days));
const announce = async (days: number) => (await retention()).retain(inDays(days));

async function attach(recordId: string, words: string): Promise<string> {
  const bytes = new TextEncoder().encode(`#!AMR\n${words}`);
  const octets = new Blob([bytes]).stream() as unknown as Blob;
  const headers = { "x-vouchsafe-record": recordId, "x-vouchsafe-digest": sha256(bytes), "x-vouchsafe-size": String(bytes.length) };
  return (await world.as(team.documenter, headers).consents.attach(octets)).itemId;
}
async function eraseAccount(accountId: string) {
  const { id: erasureId } = await world.as(team.proposer).erasures.plan({ target: { accountId }, ground: "should-not-be-here" });
  await world.as(team.decider).erasures.erase({ erasureId });
}
/** Somebody who told what they saw and said yes, in a recording, and has a card; and then their account is erased. */
async function gone() {
  const person = await withWitness(world, team);
  const me = world.as(team.documenter);
  const { ids } = await me.consents.record({
    grantorId: person.grantorId, capacity: "self", manner: "recorded", language: "en", ...asked, items: [], accounts: [person.accountId],
    recipients: { kind: "any" }, until: null, answers: [{ purpose: "court", answer: "given", form: "redacted" }],
  });
  const recordingId = await attach(ids[0]!, `yes, ${person.grantorId}`);
  await world.settle();
  const { code } = await me.receipts.make({ grantorId: person.grantorId });
  await eraseAccount(person.accountId);
  return { ...person, recordingId, code };
}
const lines = async ({ incidentId }: { incidentId: string }) => {
  const { open } = await world.as(team.decider).erasures.list();
  return open.filter((line) => line.incidentId === incidentId);
};
/** In how many rows something stands that says what this person said, or leads to it. */
async function rows({ grantorId }: Pick<Witnessed, "grantorId">) {
  const [db, theirs] = [world.db(), { record: { grantorId } }];
  const counts = await Promise.all([
    db.consentRecord.count({ where: { grantorId } }), db.consentAccount.count({ where: theirs }), db.consentEvidence.count({ where: theirs }),
    db.receipt.count({ where: { grantorId } }), db.request.count({ where: { grantorId } }), db.tie.count({ where: { grantorId } }),
  ]);
  return counts.reduce((sum, count) => sum + count, 0);
}

test("that somebody was asked can be shown for three years after the last of them is gone; then it is announced for a month, and goes with its evidence and their card", async () => {
  const person = await gone();
  await night(0);
  await night(1094);
  expect([(await lines(person)).map(({ what }) => what).includes("person"), (await rows(person)) >= 4]).toEqual([false, true]);
  await night(1096);
  // The recording is of what they said, and goes with that; the report has been announced since its year was over.
  expect((await lines(person)).map(({ what }) => what).toSorted()).toEqual(["person", "report"]);
  const line = (await lines(person)).find(({ what }) => what === "person");
  expect(line).toMatchObject({ ground: "kept-long-enough", plannedBy: null, may: { erase: false, callOff: true } });
  await expect(world.as(team.decider).erasures.erase({ erasureId: line!.id })).rejects.toThrow("not-now");
  await night(1125);
  expect(await rows(person)).toBeGreaterThan(0);
  await night(1127);
  expect(await rows(person)).toBe(0);
  const item = await world.db().evidenceItem.findUniqueOrThrow({ where: { id: person.recordingId }, select: { state: true, originalBlob: true } });
  expect(item).toEqual({ state: "erased", originalBlob: null });
  await expect(world.as(team.documenter).consents.read({ grantorId: person.grantorId })).rejects.toThrow("not-found");
  const { byCode } = await import("~/server/receipts/queries");
  expect(await byCode(Buffer.alloc(32), person.code)).toBeNull();
  const { body } = await world.db().custodyEvent.findFirstOrThrow({ where: { kind: "grantor.erased" }, orderBy: { index: "desc" } });
  expect(JSON.parse(Buffer.from(body).toString())).toMatchObject({ grantor: person.grantorId, records: 1, by: null });
});

test("whoever is in something new is spared, and so is of whom a reviewer says that it is needed", async () => {
  const [told, needed] = [await gone(), await gone()];
  await night(0);
  await announce(1096);
  const accountId = await checkedAccount(world.as(team.documenter), told.incidentId, "They came back.", { spokenBy: told.grantorId });
  const line = (await lines(needed)).find(({ what }) => what === "person")!;
  await world.as(team.proposer).erasures.callOff({ erasureId: line.id });
  await night(1127);
  expect([(await rows(told)) > 0, (await rows(needed)) > 0]).toEqual([true, true]);
  const spared = await world.db().custodyEvent.findMany({ where: { kind: "grantor.spared" }, select: { by: true } });
  expect(new Set((await whoActed(spared)).map(({ by }) => by))).toEqual(new Set([team.proposer.id, null]));
  // When that is gone too, the years begin anew.
  await eraseAccount(accountId);
  await night(1128);
  await announce(2200);
  expect((await lines(told)).filter(({ what }) => what === "person")).toEqual([]);
});

test("what somebody allowed of a thing that is still here is kept, and what they asked for and nobody answered", async () => {
  const person = await withWitness(world, team);
  await saysYes(world, team, person, ["court"]);
  // Somebody of whom it was said in the meantime that the account does not mention them: their yes to it stands.
  const { id: grantorId } = await world.as(team.documenter).consents.addGrantor({ incidentId: person.incidentId, kind: "witness", minor: false });
  await saysYes(world, team, { ...person, grantorId }, ["court"]);
  const unanswered = await gone();
  await world.db().request.create({
    data: { id: crypto.randomUUID(), grantorId: unanswered.grantorId, kind: "access", at: world.now(), due: inDays(30) },
  });
  await night(0);
  await announce(1200);
  for (const one of [person, unanswered]) expect((await lines(one)).filter(({ what }) => what === "person")).toEqual([]);
});

test("an incident's report goes a year after its last photo and account, announced for a month; a revision keeps it", async () => {
  const [over, revised] = [await gone(), await gone()];
  await night(0);
  await announce(366);
  for (const one of [over, revised]) expect((await lines(one)).map(({ what }) => what)).toEqual(["report"]);
  const me = world.as(team.documenter);
  const { version } = await me.incidents.read({ incidentId: revised.incidentId });
  await me.incidents.revise({ incidentId: revised.incidentId, version, details });
  await night(397);
  await expect(me.incidents.read({ incidentId: over.incidentId })).rejects.toThrow("not-found");
  expect((await me.incidents.list()).map(({ id }) => id)).not.toContain(over.incidentId);
  const { sealed } = await world.db().incident.findUniqueOrThrow({ where: { id: over.incidentId }, select: { sealed: true } });
  expect(sealed).toHaveLength(0);
  expect(await me.incidents.read({ incidentId: revised.incidentId })).toMatchObject({ details: { place: details.place } });
  const { done } = await world.as(team.decider).erasures.list();
  expect(done.find((line) => line.incidentId === over.incidentId && line.what === "report")).toMatchObject({ byTheClock: true, readable: false });
  // What was said is proof for longer than the report is kept, and whoever asks for something with their card is heard.
  expect(await rows(over)).toBeGreaterThan(0);
});

test("what comes in for an incident while its report is being erased does not lie there unseen: whoever brings it is told", async () => {
  const { incidentId, grantorId } = await gone();
  const [{ transaction }, { lockIncident }] = [await import("~/server/db"), await import("~/server/scope")];
  const { forget } = await import("~/server/incidents/commands");
  const data = { incidentId, grantorId, authorId: team.documenter.id, sealed: new Uint8Array([1]) };
  let brought: Promise<unknown> | undefined;
  await transaction(async (tx) => {
    await lockIncident(tx, incidentId);
    await forget(tx, incidentId, world.now());
    // It waits for the end of this transaction.
    brought = world.db().account.create({ data }).then(() => "kept", String);
    await new Promise((resolve) => setTimeout(resolve, 100));
  });
  expect(await brought).toContain("the incident is erased");
  expect(await world.db().account.count({ where: { incidentId, erasedAt: null } })).toBe(0);
});

test("an incident that nobody adds anything to is kept as long as there is something of it", async () => {
  const person = await withWitness(world, team);
  await night(0);
  await announce(1000);
  expect((await lines(person)).filter(({ what }) => what === "report")).toEqual([]);
});

test("the database lets nobody take a word away of which no erasing was done", async () => {
  const person = await gone();
  await expect(world.db().consentRecord.deleteMany({ where: { grantorId: person.grantorId } })).rejects.toThrow("only ever added");
  await expect(world.db().consentAccount.deleteMany({ where: { record: { grantorId: person.grantorId } } })).rejects.toThrow("only ever added");
});
