import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "~/domain/roles";
import { asked } from "../support/asked";
import { answerChecklist } from "../support/checklists";
import { collective, details } from "../support/collective";
import { consented, faceRegion } from "../support/consented";
import { outcome } from "../support/identity";
import { dirtyJpeg } from "../support/pictures";
import { openWorld, type World } from "../support/world";

/** What members see of somebody who took everything back. */
let world: World;
let people: Awaited<ReturnType<typeof collective>>;

beforeAll(async () => {
  world = await openWorld();
  people = await collective(world);
}, 180_000);
afterAll(() => world.close());

/** The kinds of pictures of an item that this member gets at the door, of all that there are. */
async function seen(actor: Actor, itemId: string): Promise<string[]> {
  const { viewDerivative } = await import("~/server/evidence/queries");
  const all = await world.db().derivative.findMany({ where: { itemId, erasedAt: null, disclosureId: null }, orderBy: { kind: "asc" }, select: { id: true } });
  const views = await Promise.all(all.map(({ id }) => viewDerivative(actor, id, world.now()).then(({ kind }) => kind, () => null)));
  return views.filter((kind) => kind !== null);
}
const item = (actor: Actor, itemId: string) => world.as(actor).evidence.read({ itemId });
const takeBack = (grantorId: string, ...purposes: ("press" | "court")[]) =>
  world.as(people.documenter).consents.withdraw({ grantorId, purposes, manner: "spoken" });

test("where they are covered already, nobody sees them any more, in no list, on no page and at no door; a yes shows them again", async () => {
  const { documenter, proposer, decider } = people;
  const { incidentId, itemId, grantorId } = await consented(world, people, { seed: 91, purposes: ["press", "court"] });
  await takeBack(grantorId, "press");
  expect(await seen(documenter, itemId)).toEqual(["clean", "preview", "redacted"]);
  await takeBack(grantorId, "court");
  for (const actor of [documenter, proposer, decider]) {
    expect(await seen(actor, itemId)).toEqual(["preview"]);
    expect(await item(actor, itemId)).toMatchObject({ clean: null, display: null, gone: "covered", preview: { width: 320 } });
    expect((await world.as(actor).incidents.read({ incidentId })).items).toMatchObject([{ preview: { width: 320 } }]);
  }
  // Nor does whoever takes their area away, or uncovers it, or adds one that nothing covers.
  const { regions, regionsVersion: version } = await item(proposer, itemId);
  for (const wrong of [[], [{ ...regions[0]!, redact: false }], [...regions, faceRegion(grantorId)]])
    expect(await outcome(world.as(proposer).regions.save({ itemId, version, regions: wrong }))).toBe("stays-covered");
  const { version: next } = await world.as(proposer).regions.save({ itemId, version, regions: [...regions, { ...faceRegion(grantorId), x: 150, subject: "bystander", grantorId: null }] });
  await world.as(proposer).regions.confirm({ itemId, version: next });
  expect(await seen(proposer, itemId)).toEqual(["preview"]);
  await world.settle();
  expect(await seen(proposer, itemId)).toEqual(["preview", "redacted"]);

  await world.as(documenter).consents.record({
    grantorId, capacity: "self", manner: "spoken", language: "en", ...asked, items: [itemId], accounts: [],
    recipients: { kind: "any" }, until: null, answers: [{ purpose: "court", answer: "given", form: "clean" }],
  });
  expect(await seen(documenter, itemId)).toEqual(["clean", "preview", "redacted"]);
  expect((await item(documenter, itemId)).gone).toBeNull();
}, 60_000);

test("where they are not covered, a reviewer alone sees them, until one has covered them", async () => {
  const { documenter, proposer, teamId } = people;
  const me = world.as(documenter);
  const { id: incidentId } = await me.incidents.create({ teamId, details, account: null });
  const { itemId } = await world.submit(documenter, incidentId, await dirtyJpeg(92));
  await world.settle();
  const { id: grantorId } = await me.consents.addGrantor({ incidentId, kind: "depicted", minor: false });
  const { regionsVersion } = await item(documenter, itemId);
  const { version } = await me.regions.save({ itemId, version: regionsVersion, regions: [{ ...faceRegion(grantorId), redact: false }] });
  await me.regions.confirm({ itemId, version });
  await answerChecklist(world, documenter, itemId);
  await me.consents.record({
    grantorId, capacity: "self", manner: "spoken", language: "en", ...asked, items: [itemId], accounts: [],
    recipients: { kind: "any" }, until: null, answers: [{ purpose: "court", answer: "given", form: "clean" }],
  });
  await world.settle();
  await takeBack(grantorId, "court");

  expect(await seen(documenter, itemId)).toEqual([]);
  expect(await item(documenter, itemId)).toMatchObject({ preview: null, clean: null, redacted: null, gone: "hidden" });
  expect((await me.incidents.read({ incidentId })).items).toMatchObject([{ preview: null }]);
  expect((await me.consents.read({ grantorId })).items).toMatchObject([{ preview: null }]);
  expect(await seen(proposer, itemId)).toContain("clean");
  expect((await item(proposer, itemId)).gone).toBe("to-cover");

  const { regions } = await item(proposer, itemId);
  const saved = await world.as(proposer).regions.save({ itemId, version, regions: regions.map((region) => ({ ...region, redact: true })) });
  await world.as(proposer).regions.confirm({ itemId, version: saved.version });
  await world.settle();
  for (const actor of [documenter, proposer]) expect(await seen(actor, itemId)).toEqual(["preview", "redacted"]);
}, 60_000);
