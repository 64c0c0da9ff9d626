import { afterAll, beforeAll, expect, test } from "vitest";
import { approveAsRead } from "../support/approving";
import { collective } from "../support/collective";
import { consented, faceRegion } from "../support/consented";
import { answerChecklist } from "../support/checklists";
import { openWorld, type World } from "../support/world";

/** Officers' faces are covered for press and public, unless a reviewer writes the legal ground and another decides on it. */
let world: World;
let people: Awaited<ReturnType<typeof collective>>;
let photo: Awaited<ReturnType<typeof consented>>;
const GROUND = "The officer was named in the ruling of the eighth of May.";

beforeAll(async () => {
  world = await openWorld();
  people = await collective(world);
  photo = await consented(world, people, { seed: 62 });
  const { itemId } = photo;
  const me = world.as(people.documenter);
  const before = await me.evidence.read({ itemId });
  const officer = { ...faceRegion(photo.grantorId), x: 200, subject: "officer" as const, grantorId: null, redact: false };
  const { version } = await me.regions.save({ itemId, version: before.regionsVersion, regions: [...before.regions, officer] });
  await me.regions.confirm({ itemId, version });
  await answerChecklist(world, people.documenter, itemId);
  await world.settle();
}, 180_000);
afterAll(() => world.close());

const draft = () => ({
  incidentId: photo.incidentId, purpose: "press" as const, until: new Date(+world.now() + 86_400_000), accounts: [],
  items: [{ id: photo.itemId, form: "redacted" as const }],
});
const propose = async (officersGround: string | null) =>
  (await world.as(people.proposer).disclosures.propose({
    ...draft(), officersGround, recipient: { class: "journalist", name: "A. Writer" }, reason: "for the article",
  })).id;
const approve = (disclosureId: string) => approveAsRead(world.as(people.decider), disclosureId);
/** What the ledger says of one disclosure, as whoever reads it there sees it. */
async function entriesOf(disclosureId: string) {
  const rows = await world.db().custodyEvent.findMany({ where: { kind: { startsWith: "disclosure." } }, orderBy: { index: "asc" } });
  return rows.map(({ body }) => Buffer.from(body).toString()).filter((body) => body.includes(disclosureId));
}

test("an officer is shown to the press on a written ground, which the second reviewer reads, in that disclosure alone", async () => {
  const grounded = await propose(GROUND);
  const bare = await propose(null);
  const read = (disclosureId: string) => world.as(people.decider).disclosures.read({ disclosureId });
  expect(await read(grounded)).toMatchObject({ officersGround: GROUND, gaps: [] });
  expect((await read(bare)).officersGround).toBeNull();
  expect((await read(bare)).gaps.map(({ why }) => why)).toEqual(["officer-shown"]);
  await expect(approve(bare)).rejects.toThrow("not-cleared");
  await approve(grounded);
  await world.settle();
  const { token } = await world.as(people.decider).disclosures.release({ disclosureId: grounded });
  await expect(world.as(null).recipient.open({ token })).resolves.toMatchObject({ photos: [{ exhibit: 1, form: "redacted" }] });
  // What the recipient is handed says nothing of the ground.
  expect(JSON.stringify(await world.as(null).recipient.open({ token }))).not.toContain("ruling");
});

test("the ledger commits to the ground with the proposal and tells none of its words, nor the same twice", async () => {
  const [first, second] = [await propose(GROUND), await propose(GROUND)];
  const [one, other] = [await entriesOf(first), await entriesOf(second)];
  expect(one.map((body) => (JSON.parse(body) as { kind: string }).kind)).toEqual(["disclosure.proposed", "disclosure.grounded"]);
  const groundIn = (entries: string[]) => (JSON.parse(entries[1]!) as { ground: string }).ground;
  const row = await world.db().disclosure.findUniqueOrThrow({ where: { id: first }, select: { groundDigest: true, groundSealed: true } });
  expect(groundIn(one)).toBe(row.groundDigest);
  expect(groundIn(one)).not.toBe(groundIn(other));
  expect(one.join("") + Buffer.from(row.groundSealed!).toString("latin1")).not.toContain("ruling");
});

test("nobody adds a ground afterwards, changes one or passes off another, whatever the service says", async () => {
  const [bare, grounded, third] = [await propose(null), await propose(GROUND), await propose("The statute on the press.")];
  const { groundSealed, groundDigest } = await world.db().disclosure.findUniqueOrThrow({
    where: { id: third }, select: { groundDigest: true, groundSealed: true },
  });
  for (const id of [bare, grounded])
    await expect(world.db().disclosure.update({ where: { id }, data: { groundSealed, groundDigest } })).rejects.toThrow(/does not change/);
  await expect(world.db().disclosure.update({ where: { id: grounded }, data: { groundSealed: null } })).rejects.toThrow(/Disclosure_ground_and_digest/);
  // Sealed for another place, it does not open here.
  await world.db().disclosure.update({ where: { id: grounded }, data: { groundSealed } });
  await expect(world.as(people.decider).disclosures.read({ disclosureId: grounded })).rejects.toMatchObject({
    code: "INTERNAL_SERVER_ERROR",
  });
});

test("a ground is taken only where the rule hides officers", async () => {
  const to = (recipient: { class: "court" | "public"; name: string }) =>
    world.as(people.proposer).disclosures.propose({ ...draft(), purpose: "court", officersGround: GROUND, recipient, reason: "for the hearing" });
  await expect(to({ class: "court", name: "The court" })).rejects.toMatchObject({
    cause: { code: "input-invalid", details: { fields: ["officersGround"] } },
  });
  await expect(to({ class: "public", name: "Everybody" })).resolves.toBeDefined();
});

test("whoever only thinks of a disclosure sees what a ground would change", async () => {
  const assess = async (grounded: boolean) =>
    (await world.as(people.proposer).disclosures.assess({ ...draft(), recipientClass: "journalist", grounded })).gaps.map(({ why }) => why);
  expect(await assess(false)).toEqual(["officer-shown"]);
  expect(await assess(true)).toEqual([]);
});
