import { afterAll, beforeAll, expect, test } from "vitest";
import { MOST_ACCOUNTS } from "~/domain/disclosure";
import type { Actor } from "~/domain/roles";
import { readZip, verifyDossier } from "~/dossier";
import { approveAsRead } from "../support/approving";
import { answerChecklist } from "../support/checklists";
import { asked } from "../support/asked";
import { lookAgain } from "../support/accounts";
import { collective, details } from "../support/collective";
import { consented, faceRegion } from "../support/consented";
import { outcome } from "../support/identity";
import { dirtyJpeg } from "../support/pictures";
import { openWorld, type World } from "../support/world";

let world: World;
let documenter: Actor, proposer: Actor, decider: Actor;
let people: Awaited<ReturnType<typeof collective>>;
let incidentId: string, first: string, second: string, third: string;
let other: string;

const wish = () => ({
  incidentId, purpose: "court" as const, recipient: { class: "court" as const, name: "The court" }, until: new Date(+world.now() + 86_400_000),
  reason: "The whole of it, for the court.",
});
const within = (zip: Uint8Array) => new Map([...(readZip(zip) ?? [])].map(([name, bytes]) => [name.slice(name.indexOf("/") + 1), bytes]));
const jsonOf = (bag: ReadonlyMap<string, Uint8Array>, file: string) => JSON.parse(new TextDecoder().decode(bag.get(file))) as Record<string, unknown>;

/** One incident: a photo whose person permits the court, one of somebody who refused, and one at which nobody has looked. */
beforeAll(async () => {
  world = await openWorld();
  people = await collective(world);
  ({ documenter, proposer, decider } = people);
  ({ incidentId, itemId: first } = await consented(world, people, { seed: 410, purposes: ["court"] }));
  const me = world.as(documenter);
  const submitted = [await world.submit(documenter, incidentId, await dirtyJpeg(411)), await world.submit(documenter, incidentId, await dirtyJpeg(412))];
  [second, third] = submitted.map(({ itemId }) => itemId) as [string, string];
  await world.settle();
  ({ id: other } = await me.consents.addGrantor({ incidentId, kind: "depicted", minor: false }));
  const { regionsVersion } = await me.evidence.read({ itemId: second });
  const { version } = await me.regions.save({ itemId: second, version: regionsVersion, regions: [faceRegion(other)] });
  await me.regions.confirm({ itemId: second, version });
  await answerChecklist(world, documenter, second);
  await world.settle();
  await me.consents.record({
    grantorId: other, capacity: "self", manner: "spoken", language: "en", ...asked, items: [second], accounts: [],
    recipients: { kind: "any" }, until: null, answers: [{ purpose: "court", answer: "refused", form: "none" }],
  });
}, 120_000);
afterAll(() => world.close());

const leftOut = [{ kind: "photo", why: "not-permitted", count: 1 }, { kind: "photo", why: "not-prepared", count: 1 }];

test("a reviewer sees what would be in it and, of what would not, every gap", async () => {
  const { until } = wish();
  const found = await world.as(proposer).disclosures.assessWhole({ incidentId, purpose: "court", until, recipientClass: "court", size: "full" });
  expect(found.items).toEqual([{ id: first, form: "redacted", size: "full" }]);
  expect(found.leftOut.map((one) => [Object.values(one)[0], one.gaps.map(({ why }) => why)])).toEqual([
    [second, ["refused"]], [third, expect.arrayContaining(["nobody-looked", "not-redacted"])],
  ]);
  for (const somebody of [documenter, await world.member("steward")])
    expect(await outcome(world.as(somebody).disclosures.assessWhole({ incidentId, purpose: "court", until, recipientClass: "court" }))).toBe("not-found");
});

test("it goes the way of every disclosure, by two, and its dossier says that it is the whole and how much of it was left out, of nobody who", async () => {
  const { id: disclosureId } = await world.as(proposer).disclosures.proposeWhole(wish());
  const read = await world.as(decider).disclosures.read({ disclosureId });
  expect(read.items.map(({ id, form, size }) => ({ id, form, size }))).toEqual([{ id: first, form: "redacted", size: "reduced" }]);
  expect(read.scope).toEqual({ of: "incident", at: read.proposedAt.toISOString(), leftOut });
  expect(await outcome(approveAsRead(world.as(proposer), disclosureId, "mine"))).toBe("second-person-required");
  const { handOut } = await import("~/server/dossiers/commands");
  expect(await outcome(handOut(decider, { disclosureId, as: "dossier", ageKey: "", originals: [], language: "en" }, world.now()))).toBe("not-now");
  await approveAsRead(world.as(decider), disclosureId);
  await world.settle();
  await world.as(decider).disclosures.release({ disclosureId });
  const { body } = await handOut(decider, { disclosureId, as: "dossier", ageKey: "", originals: [], language: "en" }, world.now());
  const bag = within(new Uint8Array(await new Response(body).arrayBuffer()));
  const verdict = await verifyDossier(bag);
  expect(verdict).toMatchObject({ ok: true });
  expect(jsonOf(bag, "data/record.json")["scope"]).toEqual({ of: "incident", at: read.proposedAt.toISOString(), leftOut });
  for (const file of ["data/record.json", "data/manifest.json"])
    for (const secret of [second, third, other, "refused"]) expect(new TextDecoder().decode(bag.get(file))).not.toContain(secret);
  // What was called a choice stays one, and the whole stays what it was: in the database, and in what was released.
  await expect(world.db().disclosure.update({ where: { id: disclosureId }, data: { leftOut: [] } })).rejects.toThrow(/does not change/);
  expect(jsonOf(bag, "data/manifest.json")["scope"]).toEqual(jsonOf(bag, "data/record.json")["scope"]);
});

test("a disclosure of things that somebody chose does not call itself the whole", async () => {
  const { id: disclosureId } = await world.as(proposer).disclosures.propose({ ...wish(), items: [{ id: first, form: "redacted" }], accounts: [] });
  expect((await world.as(decider).disclosures.read({ disclosureId })).scope).toEqual({ of: "things" });
});

test("where nothing may leave nothing is proposed, and it is said what is in the way", async () => {
  const before = await world.db().disclosure.count();
  const press = { ...wish(), purpose: "press" as const, recipient: { class: "journalist" as const, name: "A. Writer" } };
  expect(await outcome(world.as(proposer).disclosures.proposeWhole(press))).toBe("not-cleared");
  expect(await outcome(world.as(documenter).disclosures.proposeWhole(wish()))).toBe("not-found");
  expect(await world.db().disclosure.count()).toBe(before);
});

test("what is taken back between proposal and decision is approved by nobody", async () => {
  const { id: disclosureId } = await world.as(proposer).disclosures.proposeWhole(wish());
  const { grantors } = await world.as(decider).disclosures.read({ disclosureId });
  const grantorId = grantors.find(({ id }) => id !== other)!.id;
  await world.as(documenter).consents.withdraw({ grantorId, purposes: ["court"], manner: "spoken" });
  expect(await outcome(approveAsRead(world.as(decider), disclosureId))).toBe("not-cleared");
});

test("an incident that holds more than one disclosure may does not go as a whole, and nothing of it is left out unsaid", async () => {
  const me = world.as(documenter);
  const { id: large } = await me.incidents.create({ teamId: people.teamId, details, account: { language: "en", text: "They came." } });
  const { accounts, grantors } = await me.incidents.read({ incidentId: large });
  await lookAgain(me, large, accounts[0]!.id);
  const permit = (of: readonly string[]) => me.consents.record({
    grantorId: grantors[0]!.id, capacity: "self", manner: "spoken", language: "en", ...asked, items: [], accounts: [...of],
    recipients: { kind: "any" }, until: null, answers: [{ purpose: "court", answer: "given", form: "redacted" }],
  });
  const { prepare } = await import("~/server/accounts/commands");
  const prepared = await Promise.all(Array.from({ length: MOST_ACCOUNTS }, () => prepare({ language: "en", text: "They came again." })));
  const like = { incidentId: large, authorId: documenter.id, grantorId: grantors[0]!.id, lookedAt: world.now() };
  await world.db().account.createMany({ data: prepared.map(({ id, sealed }) => ({ ...like, id, sealed })) });
  const more = prepared.map(({ id }) => id);
  await permit([accounts[0]!.id, ...more.slice(1)]);
  const propose = () => outcome(world.as(proposer).disclosures.proposeWhole({ ...wish(), incidentId: large }));
  expect(await propose()).toBe("went through");
  await permit(more.slice(0, 1));
  expect(await propose()).toBe("too-much-at-once");
});
