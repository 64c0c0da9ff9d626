import { afterAll, beforeAll, expect, test } from "vitest";
import type { CustodyEvent } from "~/domain/custody";
import type { Actor } from "~/domain/roles";
import { asked } from "../support/asked";
import { collective, details } from "../support/collective";
import { consented, faceRegion } from "../support/consented";
import { told } from "../support/entries";
import { outcome } from "../support/identity";
import { dirtyJpeg } from "../support/pictures";
import { statements } from "../support/statements";
import { openWorld, type World } from "../support/world";

/** An incident on one page: how the consents of those in each photo stand, and what happened to it in words. */
let world: World;
let people: Awaited<ReturnType<typeof collective>>;

beforeAll(async () => {
  world = await openWorld();
  people = await collective(world);
}, 120_000);
afterAll(() => world.close());

const itemsOf = async (actor: Actor, incidentId: string) => (await world.as(actor).incidents.read({ incidentId })).items;
const reported = async () => (await world.as(people.documenter).incidents.create({ teamId: people.teamId, details, account: { language: "en", text: "They came." } })).id;
const page = (actor: Actor, incidentId: string, before: number | null = null) => world.as(actor).incidents.history({ incidentId, before });
/** All pages. */
async function history(actor: Actor, incidentId: string) {
  const entries = [];
  let before: number | null = null;
  do {
    const next: Awaited<ReturnType<typeof page>> = await page(actor, incidentId, before);
    entries.push(...next.entries);
    ({ before } = next);
  } while (before !== null);
  return entries;
}

test("each photo says how many areas are marked, who is in it, and how their consents stand for this photo and no other", async () => {
  const { documenter, proposer } = people;
  const me = world.as(documenter);
  const { incidentId, itemId, grantorId } = await consented(world, people, { seed: 81, purposes: ["press", "court"] });
  const { itemId: other } = await world.submit(documenter, incidentId, await dirtyJpeg(82));
  await world.settle();
  const { id: second } = await me.consents.addGrantor({ incidentId, kind: "depicted", minor: false });
  await me.regions.save({
    itemId: other, version: (await me.evidence.read({ itemId: other })).regionsVersion,
    regions: [
      faceRegion(grantorId), { ...faceRegion(grantorId), y: 130 }, { ...faceRegion(second), x: 120 },
      { ...faceRegion("x"), x: 200, subject: "bystander", grantorId: null },
    ],
  });
  for (const reader of [documenter, proposer]) {
    const [one, two] = await itemsOf(reader, incidentId);
    expect(one).toMatchObject({ id: itemId, looked: true, marked: 1, people: [{ grantorId, standing: { is: "allows", purposes: ["court", "press"] } }] });
    expect(two).toMatchObject({ id: other, looked: false, marked: 4 });
    expect(two!.people).toHaveLength(2);
    expect(two!.people).toEqual(expect.arrayContaining([{ grantorId, standing: { is: "unasked" } }, { grantorId: second, standing: { is: "unasked" } }]));
  }
  await me.consents.withdraw({ grantorId, purposes: ["press", "court"], manner: "spoken" });
  expect((await itemsOf(proposer, incidentId))[0]!.people).toEqual([{ grantorId, standing: { is: "withdrawn" } }]);
});

test("an incident of forty photos and as many people is read in as many questions as one with one", async () => {
  const { documenter, proposer } = people;
  const { incidentId, itemId } = await consented(world, people, { seed: 83 });
  await itemsOf(proposer, incidentId);
  const few = await statements(() => itemsOf(proposer, incidentId));
  const row = await world.db().evidenceItem.findUniqueOrThrow({ where: { id: itemId } });
  const more = Array.from({ length: 40 }, (_, n) => ({ id: crypto.randomUUID(), grantorId: crypto.randomUUID(), n }));
  await world.db().evidenceItem.createMany({
    data: more.map(({ id, n }) => ({ ...row, id, digest: new Uint8Array(32).fill(n + 1) })),
  });
  await world.db().grantor.createMany({
    data: more.map(({ grantorId, n }) => ({ id: grantorId, incidentId, pseudonym: `P${n}`, kind: "depicted", minor: false, createdBy: documenter.id })),
  });
  await world.db().region.createMany({ data: more.map(({ id, grantorId }) => ({ ...faceRegion(grantorId), itemId: id })) });
  for (const { grantorId, id } of more.slice(0, 3))
    await world.as(documenter).consents.record({
      grantorId, capacity: "self", manner: "spoken", language: "en", ...asked, items: [id], accounts: [], recipients: { kind: "any" }, until: null,
      answers: [{ purpose: "court", answer: "given", form: "redacted" }],
    });
  const [count, items] = await statements(() => itemsOf(proposer, incidentId));
  expect([count, items.length]).toEqual([few[0], 41]);
  expect(items.filter(({ people: [one] }) => one?.standing.is === "allows")).toHaveLength(4);
});

test("what happened to an incident, its photos and its accounts is told newest first, page by page, each once and nothing of another incident", async () => {
  const { documenter, proposer } = people;
  const { incidentId, itemId } = await consented(world, people, { seed: 84 });
  const accountId = (await world.as(documenter).accounts.write({ incidentId, accountId: null, words: { language: "en", text: "They came." }, mentions: [] })).id;
  await consented(world, people, { seed: 85 });
  for (const text of ["1", "2", "3", "4"]) await world.as(proposer).comments.write({ incidentId, audience: "reviewers", text });
  await world.as(documenter).incidents.advance({ incidentId, from: "draft", to: "submitted" });
  const all = await history(proposer, incidentId);
  expect(all.length).toBeGreaterThan(20);
  expect((await page(proposer, incidentId)).entries).toHaveLength(20);
  const rows = await world.db().custodyEvent.findMany({ orderBy: { index: "desc" }, select: { index: true, body: true } });
  const events = await told(rows);
  const belongs = (event: CustodyEvent) =>
    ("incident" in event && event.incident === incidentId) || ("item" in event && event.item === itemId) || ("account" in event && event.account === accountId);
  const expected = rows.flatMap(({ index }, n) => (belongs(events[n]!) ? [Number(index)] : []));
  // That it was read is an entry of before it was told.
  expect(all.map(({ index }) => index)).toEqual(expected.filter((index) => index <= all[0]!.index));
  const kinds = new Set(all.map(({ kind }) => kind));
  for (const kind of ["incident.created", "incident.advanced", "account.worded", "evidence.received", "redaction.confirmed"] as const) expect(kinds).toContain(kind);
  // Reviewers are told who did it.
  const { handle } = await world.db().member.findUniqueOrThrow({ where: { id: documenter.id }, select: { handle: true } });
  expect(all.find(({ kind }) => kind === "incident.created")).toMatchObject({ by: { who: "named", handle }, item: null });
  expect(all.find(({ kind }) => kind === "evidence.received")).toMatchObject({ by: { who: "named", handle }, item: itemId });
});

test("a documenter is told no reviewer's name, nothing of disclosures, and nothing that reviewers say among themselves", async () => {
  const { documenter, proposer, decider } = people;
  const { incidentId, itemId } = await consented(world, people, { seed: 86 });
  const [{ record }, { transaction }] = [await import("~/server/custody"), await import("~/server/db")];
  const exhibited = { kind: "disclosure.exhibited", disclosure: crypto.randomUUID(), item: itemId, derivative: crypto.randomUUID() } as const;
  await transaction((tx) => record(tx, null, world.now(), exhibited));
  const reviewer = world.as(proposer);
  await reviewer.incidents.assign({ incidentId, from: null, to: decider.id });
  await reviewer.connections.ofIncident({ incidentId });
  await reviewer.comments.write({ incidentId, audience: "reviewers", text: "Is it enough?" });
  await reviewer.comments.write({ incidentId, audience: "team", text: "Who saw it?" });
  await reviewer.incidents.read({ incidentId });

  const whole = (await history(proposer, incidentId)).map(({ kind }) => kind);
  expect(whole).toEqual(expect.arrayContaining(["incident.assigned", "connection.viewed", "incident.viewed", "disclosure.exhibited"]));
  expect(whole.filter((kind) => kind === "comment.written")).toHaveLength(2);

  const theirs = await history(documenter, incidentId);
  expect(theirs.filter(({ kind }) => kind === "comment.written")).toMatchObject([{ by: { who: "reviewer" } }]);
  expect(theirs.find(({ kind }) => kind === "incident.created")).toMatchObject({ by: { who: "you" } });
  const kinds = new Set<string>(theirs.map(({ kind }) => kind));
  for (const kind of ["incident.assigned", "connection.viewed", "disclosure.exhibited"]) expect(kinds).not.toContain(kind);
  for (const { by } of theirs) expect(by).not.toHaveProperty("handle");
});

test("somebody of another team is told that there is no such incident, and whoever reads its history stands in the ledger", async () => {
  const incidentId = await reported();
  const stranger = await world.member("documenter");
  expect(await outcome(page(stranger, incidentId))).toBe("not-found");
  world.passes(10 * 60_000);
  const before = await world.db().custodyEvent.count();
  await page(people.decider, incidentId);
  const events = await told(await world.db().custodyEvent.findMany({ orderBy: { index: "asc" }, skip: before }));
  expect(events.map(({ kind, by }) => [kind, by])).toEqual([["incident.viewed", people.decider.id]]);
});

test("where a page holds nothing that a documenter is told, it goes on until there is something", async () => {
  const incidentId = await reported();
  const reviewer = world.as(people.proposer);
  for (let n = 0; n < 25; n++) await reviewer.comments.write({ incidentId, audience: "reviewers", text: "?" });
  const { entries } = await page(people.documenter, incidentId);
  expect(entries.map(({ kind }) => kind)).toContain("incident.created");
});
