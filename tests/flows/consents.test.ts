import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { choicesFor } from "~/domain/asking";
import type { Actor } from "~/domain/roles";
import { screenOf } from "~/messages/wordings/screen";
import { digestOf } from "~/server/custody";
import { approveAsRead } from "../support/approving";
import { asked } from "../support/asked";
import { checkedAccount } from "../support/accounts";
import { collective, details } from "../support/collective";
import { sha256 } from "../support/sha256";
import { statements } from "../support/statements";
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
  const accountId = await checkedAccount(me, incidentId, "Person A saw the dogs.", { mentions: [grantorId] });
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
    until: new Date(+world.now() + 86_400_000), reason: "for the hearing", items: [], accounts: [{ id: accountId }],
  });
  await approveAsRead(world.as(decider), disclosureId);
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
      until: new Date(+world.now() + 86_400_000), reason: "for the hearing", items: [], accounts: [{ id: accountId }],
    });
  const [{ id: disclosureId }, { id: other }] = [await propose(), await propose()];
  const approve = (id: string) =>
    approveAsRead(world.as(decider), id);
  await expect(approve(disclosureId)).rejects.toThrow("not-cleared");
  const { waiting } = await me.consents.read({ grantorId });
  expect(waiting.map((one) => one.disclosureId).toSorted()).toEqual([disclosureId, other].toSorted());
  const [asTwo] = await statements(() => me.consents.read({ grantorId }));
  const more = await Promise.all([1, 2, 3, 4].map(propose));
  const [asSix, read] = await statements(() => me.consents.read({ grantorId }));
  expect(asTwo).toBeGreaterThan(5);
  expect([asSix, read.waiting.length]).toEqual([asTwo, 6]);
  for (const { id } of more) await world.as(decider).disclosures.decide({ disclosureId: id, verdict: "refuse", reason: "not now" });
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
    until: new Date(+world.now() + 86_400_000), reason: "a complaint", items: [], accounts: [{ id: accountId }],
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

/** As the browser sends it: what arrives is a stream, whatever the client may hand over. */
async function attach(recordId: string, bytes: Uint8Array, actor = documenter): Promise<string> {
  const octets = new Blob([new Uint8Array(bytes)]).stream() as unknown as Blob;
  const headers = { "x-vouchsafe-record": recordId, "x-vouchsafe-digest": sha256(bytes), "x-vouchsafe-size": String(bytes.length) };
  return (await world.as(actor, headers).consents.attach(octets)).itemId;
}
const recording = (words: string) => new TextEncoder().encode(`#!AMR\n${words}`);

test("a recording of what was said is sealed like an original, opened by two, and never given out with a disclosure", async () => {
  const { incidentId, grantorId, accountId } = await withWitness();
  const me = world.as(documenter);
  const sheet = said(grantorId, accountId);
  const press = { purpose: "press" as const, answer: "refused" as const, form: "none" as const };
  const { ids } = await me.consents.record({ ...sheet, answers: [...sheet.answers, press] });
  const bytes = recording("yes, for the court");
  const itemId = await attach(ids[0]!, bytes);
  await world.settle();

  const { records } = await world.as(documenter).consents.read({ grantorId });
  for (const id of ids) expect(records.find((one) => one.id === id)?.evidence).toEqual([{ itemId, format: "audio" }]);
  const item = await world.db().evidenceItem.findUniqueOrThrow({ where: { id: itemId } });
  expect(item).toMatchObject({ state: "refused", refusal: "consent-evidence", intakeBlob: null, originalBlob: expect.any(String) });
  expect(await world.db().derivative.count({ where: { itemId } })).toBe(0);
  expect((await me.incidents.read({ incidentId })).items).toEqual([]);

  const giving = world.as(proposer).disclosures.propose({
    incidentId, purpose: "court", recipient: { class: "court", name: "The court" }, reason: "for the hearing", accounts: [],
    until: new Date(+world.now() + 86_400_000), items: [{ id: itemId, form: "clean", size: "reduced" }],
  });
  await expect(giving).rejects.toThrow("not-found");

  const { id: openingId } = await world.as(proposer).originals.ask({ itemId, purpose: "court", reason: "It is said that nobody was asked." });
  await expect(world.as(proposer).originals.decide({ openingId, agree: true })).rejects.toThrow("second-person-required");
  expect(await world.as(decider).originals.decide({ openingId, agree: true })).toBeDefined();
  const entries = await world.db().custodyEvent.findMany({ where: { kind: "consent.evidenced" }, select: { body: true } });
  const bodies = entries.map(({ body }) => JSON.parse(Buffer.from(body).toString()) as { record: string; digest: string });
  expect(bodies.map(({ record }) => record).toSorted()).toEqual(ids.toSorted());
  expect(new Set(bodies.map(({ digest }) => digest))).toEqual(new Set([sha256(bytes)]));
});

test("what is no recording, picture or paper is attached to nothing, and nobody attaches to a record of another team", async () => {
  const { grantorId, accountId } = await withWitness();
  const { ids } = await world.as(documenter).consents.record(said(grantorId, accountId));
  await expect(attach(ids[0]!, new TextEncoder().encode("they said yes"))).rejects.toThrow("shows-no-consent");
  await expect(attach(ids[0]!, recording("x"), await world.member("documenter"))).rejects.toThrow("not-found");
  await expect(attach(grantorId, recording("x"))).rejects.toThrow("not-found");
  expect(await world.db().consentEvidence.count({ where: { recordId: ids[0]! } })).toBe(0);
});

test("a yes that ends within a month is listed for its team and for reviewers, until it is given anew", async () => {
  const { grantorId, accountId } = await withWitness();
  const sheet = { ...said(grantorId, accountId), until: new Date(+world.now() + 20 * 86_400_000) };
  await world.as(documenter).consents.record(sheet);
  const listed = async (actor: Actor) =>
    (await world.as(actor).consents.runningOut()).filter((one) => one.grantorId === grantorId);
  for (const actor of [documenter, proposer]) expect(await listed(actor)).toMatchObject([{ purpose: "court", until: sheet.until }]);
  expect(await listed(await world.member("documenter"))).toEqual([]);
  await world.as(documenter).consents.record(said(grantorId, accountId));
  for (const actor of [documenter, proposer]) expect(await listed(actor)).toEqual([]);
});
