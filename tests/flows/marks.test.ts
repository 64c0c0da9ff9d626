import { randomUUID } from "node:crypto";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { markText } from "~/domain/mark";
import { Mark } from "~/server/credentials";
import type { Actor } from "~/domain/roles";
import { band } from "~/media/mark";
import { approveAsRead } from "../support/approving";
import { answerChecklist } from "../support/checklists";
import { collective, details } from "../support/collective";
import { dirtyJpeg } from "../support/pictures";
import { openWorld, type World } from "../support/world";

/** Copies that bear the mark of the disclosure that they were made for. */
let world: World;
let documenter: Actor, proposer: Actor, decider: Actor;
let incidentId: string, itemId: string;

beforeAll(async () => {
  world = await openWorld();
  let teamId: string;
  ({ documenter, proposer, decider, teamId } = await collective(world));
  ({ id: incidentId } = await world.as(documenter).incidents.create({ teamId, details, account: null }));
  ({ itemId } = await world.submit(documenter, incidentId, await dirtyJpeg(51, { width: 700, height: 467 })));
  await world.settle();
  await covered(200);
}, 180_000);
afterAll(() => world.close());

/** A plate that is covered: nobody has to be asked. */
async function covered(x: number): Promise<void> {
  const me = world.as(documenter);
  const { regionsVersion } = await me.evidence.read({ itemId });
  const { version } = await me.regions.save({
    itemId, version: regionsVersion,
    regions: [
      {
        id: randomUUID(), kind: "plate", x, y: 100, width: 150, height: 60, origin: "person", possible: false, subject: "thing",
        grantorId: null, redact: true,
      },
    ],
  });
  await me.regions.confirm({ itemId, version });
  await answerChecklist(world, documenter, itemId, "plates");
  await world.settle();
}

async function approved(purpose: "court" | "legal-advice" | "publication"): Promise<string> {
  const to = { court: "court", "legal-advice": "lawyer", publication: "journalist" } as const;
  const { id: disclosureId } = await world.as(proposer).disclosures.propose({
    incidentId, purpose, recipient: { class: to[purpose], name: "Somebody" }, until: new Date(+world.now() + 86_400_000),
    reason: "for the hearing", items: [{ id: itemId, form: "redacted" }], accounts: [],
  });
  await approveAsRead(world.as(decider), disclosureId);
  return disclosureId;
}
const read = (disclosureId: string) => world.as(proposer).disclosures.read({ disclosureId });
const copiesOf = (disclosureId: string) =>
  world.db().derivative.findMany({ where: { disclosureId }, select: { id: true, erasedAt: true, blob: true, redactionId: true } });

/** By the door through which members look at pictures. */
async function seen(actor: Actor, derivativeId: string) {
  const { viewDerivative } = await import("~/server/evidence/queries");
  return (await viewDerivative(actor, derivativeId, world.now())).bytes;
}

/** The rows under the picture, as black and white. */
async function bandOf(bytes: Uint8Array, rows: number): Promise<boolean[]> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  return Array.from(data.subarray((info.height - rows) * info.width * 3), (value) => value > 127);
}

test("each recipient's copy says for which disclosure and what it was made, and reviewers see it before it goes", async () => {
  const [court, lawyer] = [await approved("court"), await approved("legal-advice")];
  await world.settle();
  const marks = new Set<string>();
  for (const [disclosureId, purpose] of [[court, "court"], [lawyer, "legal-advice"]] as const) {
    const { mark, copies, preparing } = await read(disclosureId);
    expect(preparing).toBe(false);
    expect(Mark.parse(mark)).toBe(mark);
    marks.add(mark!);
    expect(copies).toMatchObject([{ item: itemId, width: 320 }]);
    const looked = await seen(decider, copies[0]!.derivativeId);
    const expected = band(markText({ purpose, mark })!, 320);
    expect(copies[0]!.height).toBe(213 + expected.height);
    expect(await bandOf(looked, expected.height)).toEqual(Array.from(expected.data, (value) => value > 127));

    const { token } = await world.as(decider).disclosures.release({ disclosureId });
    const { pass, photos } = await world.as(null).recipient.open({ token });
    const { exhibit } = await import("~/server/recipients/commands");
    const { bytes } = await exhibit(pass, photos[0]!.exhibit, world.now());
    // What was looked at is what leaves, byte for byte.
    expect(Buffer.from(bytes).equals(looked)).toBe(true);
  }
  expect(marks.size).toBe(2);
});

test("a mark that turned up leads to its disclosure, however it is typed, and one that nobody gave leads nowhere", async () => {
  const disclosureId = await approved("court");
  const { mark } = await read(disclosureId);
  const typed = mark!.toLowerCase().replace("-", " ").replaceAll("0", "o");
  expect(await world.as(decider).disclosures.find({ mark: typed })).toEqual({ id: disclosureId });
  await expect(world.as(decider).disclosures.find({ mark: "0000-0000" })).rejects.toThrow("not-found");
  await expect(world.as(documenter).disclosures.find({ mark: mark! })).rejects.toThrow("not-found");
});

test("what is to be published bears no mark", async () => {
  const disclosureId = await approved("publication");
  await world.settle();
  const { mark, copies } = await read(disclosureId);
  expect(mark).toBeNull();
  expect(copies).toMatchObject([{ item: itemId, width: 320, height: 213 }]);
  expect(await copiesOf(disclosureId)).toEqual([]);
});

test("a copy is for reviewers and its recipient: members at work on the photo are neither shown it nor handed it", async () => {
  const disclosureId = await approved("court");
  await world.settle();
  const [copy] = await copiesOf(disclosureId);
  const { redacted } = await world.as(documenter).evidence.read({ itemId });
  expect(redacted).toMatchObject({ width: 320, height: 213 });
  await expect(seen(documenter, copy!.id)).rejects.toThrow("not-found");
});

test("when a disclosure is closed its copies are erased, and the ledger says so; those of others stay", async () => {
  const [over, open] = [await approved("court"), await approved("court")];
  await world.settle();
  await world.as(decider).disclosures.close({ disclosureId: over });
  await world.settle();
  const [gone] = await copiesOf(over);
  expect(gone).toMatchObject({ blob: null, erasedAt: expect.any(Date) });
  expect(await copiesOf(open)).toMatchObject([{ erasedAt: null }]);
  const entries = await world.db().custodyEvent.findMany({ where: { item: itemId, kind: "derivative.erased" }, select: { body: true } });
  expect(entries.map(({ body }) => Buffer.from(body).toString()).filter((body) => body.includes(gone!.id))).toHaveLength(1);
});

test("a newer redaction replaces the copies that wait for release", async () => {
  const disclosureId = await approved("court");
  await world.settle();
  const [before] = await copiesOf(disclosureId);
  await covered(40);
  const after = await copiesOf(disclosureId);
  expect(after.filter(({ erasedAt }) => erasedAt === null)).toHaveLength(1);
  expect(after.find(({ erasedAt }) => erasedAt === null)!.redactionId).not.toBe(before!.redactionId);
  expect((await read(disclosureId)).copies).toHaveLength(1);
});
