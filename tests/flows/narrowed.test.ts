import { readdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Answer, Form, Purpose } from "~/domain/consent";
import { asked } from "../support/asked";
import { collective } from "../support/collective";
import { consented, released } from "../support/consented";
import { openWorld, type World } from "../support/world";

/** What a later answer that allows less does to what was made to leave, and what who received it is told. */
let world: World;
let people: Awaited<ReturnType<typeof collective>>;
let photo: Awaited<ReturnType<typeof consented>>;

beforeAll(async () => {
  world = await openWorld();
  people = await collective(world);
  photo = await consented(world, people, { seed: 83, purposes: ["press", "court"] });
}, 180_000);
afterAll(() => world.close());

const says = (answer: Exclude<Answer, "withdrawn">, form: Form, ...purposes: Purpose[]) =>
  world.as(people.documenter).consents.record({
    grantorId: photo.grantorId, capacity: "self", manner: "spoken", language: "en", ...asked, items: [photo.itemId], accounts: [],
    recipients: { kind: "any" }, until: null, answers: purposes.map((purpose) => ({ purpose, answer, form })),
  });
const made = () =>
  world.db().derivative.findMany({ where: { itemId: photo.itemId, leavesAs: { not: null } }, orderBy: { id: "asc" }, select: { id: true, blob: true, erasedAt: true, disclosureId: true } });
const objects = async () => (await readdir(path.join(world.data, "blobs"), { recursive: true })).map((name) => path.basename(name));
const told = (call: Promise<unknown>): Promise<unknown> => call.then(() => null, (error: { cause: unknown }) => error.cause);
const takenBack = { code: "disclosure-closed", details: { takenBack: true } };
const recipient = () => world.as(null).recipient;

test("a later answer that allows less closes what relied on it, and erases what can be given to nobody any more", async () => {
  const { disclosureId } = await released(world, people, photo);
  const before = await made();
  expect(before.some(({ blob }) => blob !== null)).toBe(true);

  await says("refused", "none", "press");
  expect(await world.as(people.proposer).disclosures.read({ disclosureId })).toMatchObject({ state: "closed", closing: "withdrawn" });
  // The copy for the press is nobody's any more; a court may still be given the same picture.
  const between = await made();
  expect(between.filter((one) => one.disclosureId === null)).toEqual(before.filter((one) => one.disclosureId === null));
  expect(between.filter((one) => one.disclosureId === disclosureId)).toMatchObject([{ blob: null, erasedAt: expect.any(Date) }]);

  await says("ask-again", "none", "court");
  const after = await made();
  expect(after.map(({ id, blob }) => [id, blob])).toEqual(before.map(({ id }) => [id, null]));
  expect((await objects()).filter((name) => before.some(({ blob }) => blob === name))).toEqual([]);
  const entries = await world.db().custodyEvent.findMany({ where: { item: photo.itemId, kind: "derivative.erased" } });
  expect(entries.map(({ body }) => (JSON.parse(Buffer.from(body).toString()) as { derivative: string }).derivative).toSorted())
    .toEqual(expect.arrayContaining(before.map(({ id }) => id)));
});

test("whoever holds the right link to what was taken back is told so, at the door, on the page and for each picture, without a reason", async () => {
  await says("given", "redacted", "press");
  const { disclosureId, token, secret } = await released(world, people, photo, { opening: { conditions: [], most: null, secret: true } });
  const { pass } = await recipient().open({ token, secret });
  await says("refused", "none", "press");
  const { exhibit } = await import("~/server/recipients/commands");
  for (const call of [
    () => recipient().conditions({ token, secret }), () => recipient().open({ token, secret }), () => recipient().watch({ pass }),
    () => exhibit(pass, 1, world.now()),
  ]) {
    const said = await call().then(() => null, (error: { cause?: unknown }) => error.cause ?? error);
    expect(said).toMatchObject(takenBack);
    expect(Object.keys((said as { details: object }).details)).toEqual(["takenBack"]);
  }
  const wrong = secret!.startsWith("0") ? "1111122222" : "0000022222";
  for (const shown of [{ token }, { token, secret: wrong }, { token: "x".repeat(43), secret: secret! }])
    expect(await told(recipient().conditions(shown))).toMatchObject({ code: "not-found", details: {} });
  expect(await world.as(people.proposer).disclosures.read({ disclosureId })).toMatchObject({ closing: "withdrawn" });
});

test("what was closed for another reason says nothing of anybody's taking it back, and what was erased does", async () => {
  await says("given", "redacted", "press");
  const { disclosureId, token } = await released(world, people, photo);
  await world.as(people.decider).disclosures.close({ disclosureId });
  expect(await told(recipient().open({ token }))).toMatchObject({ code: "disclosure-closed", details: {} });

  const other = await released(world, people, photo);
  const { id: erasureId } = await world.as(people.proposer).erasures.plan({ target: { itemId: photo.itemId }, ground: "asked-by-person" });
  await world.as(people.decider).erasures.erase({ erasureId });
  expect(await told(recipient().open({ token: other.token }))).toMatchObject(takenBack);
});
