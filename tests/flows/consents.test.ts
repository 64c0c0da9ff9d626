import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { choicesFor } from "~/domain/asking";
import type { Actor } from "~/domain/roles";
import { screenOf } from "~/messages/wordings/screen";
import { digestOf } from "~/server/custody";
import { asked } from "../support/asked";
import { collective, details } from "../support/collective";
import { openWorld, type World } from "../support/world";

let world: World;
let documenter: Actor, proposer: Actor, decider: Actor;
let teamId: string;

beforeAll(async () => {
  world = await openWorld();
  ({ documenter, proposer, decider, teamId } = await collective(world));
});
afterAll(() => world.close());

/** An incident, a witness, and an account that the witness gave: what a consent can be about without a picture. */
async function withWitness() {
  const me = world.as(documenter);
  const { id: incidentId } = await me.incidents.create({ teamId, details, account: null });
  const { id: grantorId } = await me.consents.addGrantor({ incidentId, kind: "witness", minor: false });
  const account = { language: "en", text: "Person A saw the dogs.", mentions: [grantorId], looked: true };
  const { id: accountId } = await me.accounts.write({ incidentId, accountId: null, ...account });
  return { incidentId, grantorId, accountId };
}
type Witness = Awaited<ReturnType<typeof withWitness>>;

const said = (grantorId: string, accountId: string) => ({
  grantorId, capacity: "self" as const, manner: "spoken" as const, language: "en" as const, ...asked,
  items: [], accounts: [accountId], recipients: { kind: "any" as const }, until: null,
  answers: [{ purpose: "court" as const, answer: "given" as const, form: "redacted" as const }],
});
const withdrawn = (grantorId: string) => ({ grantorId, purposes: ["court" as const], manner: "spoken" as const });

/** Everybody named in the account says yes, and two reviewers approve that it goes to a court. */
async function approved({ incidentId, grantorId, accountId }: Witness, me = world.as(documenter)): Promise<string> {
  const { grantors } = await me.incidents.read({ incidentId });
  const author = grantors.find((grantor) => grantor.mine)!.id;
  for (const id of [author, grantorId]) await me.consents.record(said(id, accountId));
  const { id: disclosureId } = await world.as(proposer).disclosures.propose({
    incidentId, purpose: "court", recipient: { class: "court", name: "The court" },
    until: new Date(+world.now() + 86_400_000), reason: "for the hearing", items: [], accounts: [accountId],
  });
  await world.as(decider).disclosures.decide({ disclosureId, verdict: "approve", reason: "covered" });
  return disclosureId;
}

const recordsOf = (grantorId: string) =>
  world.db().consentRecord.findMany({
    where: { grantorId },
    orderBy: { recordedAt: "asc" },
    select: { id: true, answer: true, recordedAt: true },
  });

/** The ids of the records in the order in which they were committed. */
async function committedOrder(grantorId: string): Promise<string[]> {
  const rows = await world.db().custodyEvent.findMany({
    where: { kind: "consent.recorded" },
    orderBy: { index: "asc" },
    select: { body: true },
  });
  const Body = z.object({ record: z.string(), grantor: z.string() });
  const bodies = rows.map(({ body }) => Body.parse(JSON.parse(Buffer.from(body).toString())));
  return bodies.filter(({ grantor }) => grantor === grantorId).map(({ record }) => record);
}

test("a sheet that answers one purpose twice is no sheet", async () => {
  const { grantorId, accountId } = await withWitness();
  const sheet = said(grantorId, accountId);
  const [yes] = sheet.answers;
  const twice = { ...sheet, answers: [yes!, { purpose: "court" as const, answer: "refused" as const, form: "none" as const }] };
  await expect(world.as(documenter).consents.record(twice)).rejects.toMatchObject({ code: "BAD_REQUEST" });
  expect(await recordsOf(grantorId)).toEqual([]);
});

test("an answer about nothing, and a yes that has ended, are not recorded", async () => {
  const { grantorId, accountId } = await withWitness();
  const me = world.as(documenter);
  const sheet = said(grantorId, accountId);
  await expect(me.consents.record({ ...sheet, accounts: [] })).rejects.toThrow("input-invalid");
  const ended = new Date(+world.now() - 60_000);
  await expect(me.consents.record({ ...sheet, until: ended })).rejects.toThrow("input-invalid");
  expect(await recordsOf(grantorId)).toEqual([]);
});

test("a withdrawal whose request began before a yes was stored, and comes after it, takes it back", async () => {
  const witness = await withWitness();
  const early = world.as(documenter);
  world.passes(1000);
  const disclosureId = await approved(witness);
  expect(await early.consents.withdraw(withdrawn(witness.grantorId))).toEqual({ closed: 1 });
  const records = await recordsOf(witness.grantorId);
  expect(records.map(({ answer }) => answer)).toEqual(["given", "withdrawn"]);
  expect(await world.as(proposer).disclosures.read({ disclosureId })).toMatchObject({ state: "closed", closing: "withdrawn" });
});

test("a narrower answer of the same instant as the wider one acts at once, since it came after it", async () => {
  const witness = await withWitness();
  const me = world.as(documenter);
  const disclosureId = await approved(witness, me);
  const narrower = { ...said(witness.grantorId, witness.accountId), recipients: { kind: "class" as const, class: "lawyer" as const } };
  await me.consents.record(narrower);
  expect(await world.as(proposer).disclosures.read({ disclosureId })).toMatchObject({ state: "closed", closing: "withdrawn" });
});

test("of words that arrive together no two share an instant, and the one that is committed later is the later one", async () => {
  const { grantorId, accountId } = await withWitness();
  const me = world.as(documenter);
  await me.consents.record(said(grantorId, accountId));
  await Promise.all(
    Array.from({ length: 8 }, (_, n): Promise<unknown> =>
      n % 2 === 0 ? me.consents.withdraw(withdrawn(grantorId)) : me.consents.record(said(grantorId, accountId)),
    ),
  );
  const records = await recordsOf(grantorId);
  expect(records).toHaveLength(9);
  expect(new Set(records.map(({ recordedAt }) => +recordedAt)).size).toBe(9);
  expect(records.map(({ id }) => id)).toEqual(await committedOrder(grantorId));
});

test("whoever wants to be asked again each time is asked about one disclosure, and their yes to it opens no other", async () => {
  const witness = await withWitness();
  const { incidentId, grantorId, accountId } = witness;
  const me = world.as(documenter);
  const first = await approved(witness);
  const sheet = said(grantorId, accountId);
  const again = { purpose: "court" as const, answer: "ask-again" as const, form: "none" as const };
  await me.consents.record({ ...sheet, answers: [again] });
  expect(await world.as(proposer).disclosures.read({ disclosureId: first })).toMatchObject({ state: "closed" });

  const propose = async () =>
    world.as(proposer).disclosures.propose({
      incidentId, purpose: "court", recipient: { class: "court", name: "The court" },
      until: new Date(+world.now() + 86_400_000), reason: "for the hearing", items: [], accounts: [accountId],
    });
  const [{ id: disclosureId }, { id: other }] = [await propose(), await propose()];
  const approve = (id: string) =>
    world.as(decider).disclosures.decide({ disclosureId: id, verdict: "approve", reason: "covered" });
  await expect(approve(disclosureId)).rejects.toThrow("not-cleared");
  const { waiting } = await me.consents.read({ grantorId });
  expect(waiting.map((one) => one.disclosureId).toSorted()).toEqual([disclosureId, other].toSorted());
  expect(waiting[0]).toMatchObject({ purpose: "court", recipientClass: "court", items: [], accounts: [accountId] });
  const tied = { ...sheet, recipients: { kind: "disclosure" as const, disclosureId } };
  await me.consents.record(tied);
  expect((await world.as(documenter).consents.read({ grantorId })).waiting.map((one) => one.disclosureId)).toEqual([other]);
  expect(await approve(disclosureId)).toEqual({ state: "approved" });
  await expect(approve(other)).rejects.toThrow("not-cleared");

  // Their no to the one closes the one.
  await me.consents.record({ ...tied, answers: [{ purpose: "court", answer: "refused", form: "none" }] });
  expect(await world.as(proposer).disclosures.read({ disclosureId })).toMatchObject({ state: "closed", closing: "withdrawn" });
  await expect(me.consents.record(tied)).rejects.toThrow("not-now");
});

test("an answer to one disclosure is about its purpose, in its incident, and never a putting off", async () => {
  const mine = await withWitness();
  const { incidentId, grantorId, accountId } = mine;
  const elsewhere = await withWitness();
  const { id: disclosureId } = await world.as(proposer).disclosures.propose({
    incidentId, purpose: "complaint", recipient: { class: "oversight-body", name: "The ombudsman" },
    until: new Date(+world.now() + 86_400_000), reason: "a complaint", items: [], accounts: [accountId],
  });
  const me = world.as(documenter);
  const tied = { ...said(grantorId, accountId), recipients: { kind: "disclosure" as const, disclosureId } };
  await expect(me.consents.record(tied)).rejects.toThrow("input-invalid");
  const again = { purpose: "complaint" as const, answer: "ask-again" as const, form: "none" as const };
  await expect(me.consents.record({ ...tied, answers: [again] })).rejects.toThrow("input-invalid");
  const foreign = { ...said(elsewhere.grantorId, elsewhere.accountId), recipients: tied.recipients };
  await expect(me.consents.record(foreign)).rejects.toThrow("not-found");
});

test("a yes of somebody who did not show that they understood is not recorded, and their no is", async () => {
  const { grantorId, accountId } = await withWitness();
  const me = world.as(documenter);
  const unsure = { ...said(grantorId, accountId), check: { question: "who" as const, understood: false } };
  await expect(me.consents.record(unsure)).rejects.toThrow("input-invalid");
  await expect(me.consents.record({ ...unsure, check: null })).rejects.toThrow("input-invalid");
  await me.consents.record({ ...unsure, answers: [{ purpose: "court", answer: "refused", form: "none" }] });
  const { records } = await me.consents.read({ grantorId });
  expect(records).toMatchObject([{ answer: "refused", understood: false }]);
});

test("a record keeps the digest of everything that was on the screen, in the language in which it was shown", async () => {
  const { grantorId, accountId } = await withWitness();
  const sheet = { ...said(grantorId, accountId), language: "ti" as const, interpretation: "telephone" as const };
  await world.as(documenter).consents.record(sheet);
  const row = await world.db().consentRecord.findFirstOrThrow({ where: { grantorId } });
  expect(row).toMatchObject({ wordingLanguage: "ti", wordingId: "court", interpretation: "telephone", understood: true });
  const about = { pictures: false, accounts: true };
  const screen = screenOf("court", "ti", { choices: choicesFor("court", false, about), about, once: false, question: "back" });
  expect(Buffer.from(row.wordingDigest).toString("hex")).toBe(digestOf(screen));
});

test("why a yes is in a child's interest is asked for, sealed, and read back by the team alone", async () => {
  const { incidentId, accountId } = await withWitness();
  const me = world.as(documenter);
  const { id: grantorId } = await me.consents.addGrantor({ incidentId, kind: "witness", minor: true });
  const sheet = { ...said(grantorId, accountId), capacity: "guardian" as const };
  await expect(me.consents.record(sheet)).rejects.toThrow("input-invalid");
  const interest = "Her lawyer needs it for the hearing.";
  await me.consents.record({ ...sheet, interest });
  const [record] = (await me.consents.read({ grantorId })).records;
  expect(record?.interest).toBe(interest);
  const note = await world.db().consentNote.findUniqueOrThrow({ where: { id: record!.id }, select: { sealed: true } });
  expect(Buffer.from(note.sealed).includes(Buffer.from("lawyer"))).toBe(false);
});
