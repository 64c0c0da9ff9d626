import { afterAll, beforeAll, expect, test } from "vitest";
import { collective } from "../support/collective";
import { given, saysYes, withWitness } from "../support/witnessed";
import { openWorld, type World } from "../support/world";

/** Whom things are given to: written down once, chosen again, and changed without changing what was decided. */
let world: World;
let people: Awaited<ReturnType<typeof collective>>;

beforeAll(async () => {
  world = await openWorld();
  people = await collective(world);
});
afterAll(() => world.close());

const book = () => world.as(people.proposer).addressBook;
const read = (disclosureId: string) => world.as(people.decider).disclosures.read({ disclosureId });
const named = async (name: string) => (await book().list()).filter((entry) => entry.name === name);
const somebody = { class: "court" as const, name: "The court of Lille", reach: "by letter, 13 rue du Palais", jurisdiction: "FR" as const, ageKey: "" };
const to = async (recipient: Parameters<ReturnType<World["as"]>["disclosures"]["propose"]>[0]["recipient"]) => {
  const { incidentId, accountId } = await withWitness(world, people);
  return world.as(people.proposer).disclosures.propose({
    incidentId, purpose: "court", recipient, until: new Date(+world.now() + 86_400_000), reason: "asked for", items: [], accounts: [{ id: accountId }],
  });
};

test("somebody who is named once can be chosen again, and is one recipient", async () => {
  const first = await to(somebody);
  const [entry] = await named(somebody.name);
  expect(entry).toEqual({ id: expect.any(String), ...somebody });
  const second = await to({ id: entry!.id });
  expect((await read(second.id)).recipient).toEqual((await read(first.id)).recipient);
  expect(await named(somebody.name)).toHaveLength(1);
  // A list of disclosures says who, and not how they are reached.
  for (const { recipient } of await world.as(people.proposer).disclosures.list()) expect(Object.keys(recipient).toSorted()).toEqual(["class", "name"]);
});

test("a new version leaves what was proposed with the one before as it was decided, class and all", async () => {
  const { id } = await to({ ...somebody, name: "Me Roche" });
  const [entry] = await named("Me Roche");
  await book().revise({ recipientId: entry!.id, class: "journalist", name: "M. Roche", reach: "by Signal", jurisdiction: null });
  expect((await read(id)).recipient).toEqual({ ...entry });
  expect((await read(id)).gaps.map(({ why }) => why)).not.toContain("recipient-outside-purpose");
  expect(await named("Me Roche")).toEqual([]);
  const [now] = await named("M. Roche");
  expect(now).toMatchObject({ class: "journalist", reach: "by Signal", jurisdiction: null });
  // Who chose from a list that has changed is told so, rather than somebody else being chosen for them.
  await expect(to({ id: entry!.id })).rejects.toThrow("changed-meanwhile");
  await expect(book().revise({ recipientId: entry!.id, ...somebody })).rejects.toThrow("changed-meanwhile");
  expect((await read((await to({ id: now!.id })).id)).gaps.map(({ why }) => why)).toContain("recipient-outside-purpose");
});

test("of two who write somebody down anew at once, one does, and the other is told", async () => {
  await to({ ...somebody, name: "The ombudsman" });
  const [entry] = await named("The ombudsman");
  const tries = await Promise.allSettled(["one", "two", "three"].map((name) => book().revise({ recipientId: entry!.id, ...somebody, name })));
  expect(tries.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected", "rejected"]);
  for (const one of tries) if (one.status === "rejected") expect(String(one.reason)).toContain("changed-meanwhile");
});

test("no version is changed in place, and none is forgotten, not even by the service itself", async () => {
  await expect(world.db().recipient.updateMany({ data: { class: "public" } })).rejects.toThrow(/permission denied/);
  await expect(world.db().recipient.deleteMany()).rejects.toThrow(/permission denied/);
});

test("whoever has to be told is reached as they are now, and was given it as what they were then", async () => {
  const person = await withWitness(world, people);
  await saysYes(world, people, person, ["court"]);
  const { disclosureId } = await given(world, people, person, "court", "A court that moved");
  const [entry] = await named("A court that moved");
  await book().revise({ recipientId: entry!.id, ...somebody, class: "lawyer", name: "Its successor", reach: "by the new address" });
  await world.as(people.documenter).consents.withdraw({ grantorId: person.grantorId, purposes: ["court"], manner: "spoken" });
  const notice = (await world.as(people.proposer).notices.list()).find((one) => one.disclosureId === disclosureId);
  expect(notice?.recipient).toMatchObject({ name: "A court that moved", class: "court", reach: "by the new address" });
});

test("the ledger says that somebody was written down, and nothing of who they are", async () => {
  const rows = await world.db().custodyEvent.findMany({ where: { kind: { startsWith: "recipient." } }, orderBy: { index: "asc" } });
  const bodies = rows.map(({ body }) => Buffer.from(body).toString());
  expect(bodies.map((body) => (JSON.parse(body) as { kind: string }).kind)).toEqual(expect.arrayContaining(["recipient.added", "recipient.revised"]));
  for (const told of ["Lille", "Palais", "Roche", "Signal", "FR"]) expect(bodies.join()).not.toContain(told);
  expect(await world.verifyLedger()).toMatchObject({ ok: true });
});
