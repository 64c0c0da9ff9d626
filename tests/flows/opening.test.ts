import { afterAll, beforeAll, expect, test } from "vitest";
import { conditions, MOST_TRIES, VISIT_MS, type Condition } from "~/domain/visit";
import { checklist, nothingThere } from "../support/checklists";
import { collective } from "../support/collective";
import { consented, released } from "../support/consented";
import { openWorld, type World } from "../support/world";

/** How a recipient comes in: on conditions, so many times, with a second secret; and what is seen of it afterwards. */
let world: World;
let people: Awaited<ReturnType<typeof collective>>;
let photo: Awaited<ReturnType<typeof consented>>;

beforeAll(async () => {
  world = await openWorld();
  people = await collective(world);
  photo = await consented(world, people, { seed: 61 });
}, 180_000);
afterAll(() => world.close());

const stranger = () => world.as(null).recipient;
const exhibit = async (pass: string) => (await import("~/server/recipients/commands")).exhibit(pass, 1, world.now());
const opening = (over: Partial<{ conditions: Condition[]; most: number | null; secret: boolean }>) => ({
  opening: { conditions: [], most: null, secret: false, ...over },
});
const read = (disclosureId: string) => world.as(people.proposer).disclosures.read({ disclosureId });
/** What the ledger says of one disclosure, in order. */
async function said(disclosureId: string) {
  const rows = await world.db().custodyEvent.findMany({ where: { kind: { startsWith: "disclosure." } }, orderBy: { index: "asc" } });
  return rows
    .map(({ body }) => JSON.parse(Buffer.from(body).toString()) as { kind: string; disclosure: string; why?: string; conditions?: string[] })
    .filter(({ disclosure }) => disclosure === disclosureId);
}

test("nothing of a photo leaves before somebody has answered for what tells beside faces, and marking again asks again", async () => {
  const me = world.as(people.documenter);
  const { incidentId, itemId } = photo;
  const gaps = async () =>
    (
      await world.as(people.proposer).disclosures.assess({
        incidentId, purpose: "press", recipientClass: "journalist", until: new Date(+world.now() + 86_400_000), accounts: [],
        items: [{ id: itemId, form: "redacted" }],
      })
    ).gaps.map(({ why }) => why);
  expect(await gaps()).toEqual([]);
  const before = await me.evidence.read({ itemId });
  const plate = { ...before.regions[0]!, id: crypto.randomUUID(), kind: "plate" as const, x: 200, subject: "thing" as const, grantorId: null };
  const { version } = await me.regions.save({ itemId, version: before.regionsVersion, regions: [...before.regions, plate] });
  expect(await gaps()).toContain("checklist-open");
  // Nobody has looked: what is answered then is about a picture that may still change.
  await expect(me.checklists.answer({ itemId, version, answers: nothingThere })).rejects.toThrow("changed-meanwhile");
  await me.regions.confirm({ itemId, version });
  await world.settle();
  expect(await gaps()).toEqual(["checklist-open"]);
  await expect(me.checklists.answer({ itemId, version: version - 1, answers: nothingThere })).rejects.toThrow("changed-meanwhile");
  await expect(me.checklists.answer({ itemId, version, answers: nothingThere })).rejects.toMatchObject({
    cause: { code: "checklist-contradicted", details: { fields: ["plates"] } },
  });
  await me.checklists.answer({ itemId, version, answers: checklist("plates") });
  expect(await gaps()).toEqual([]);
  const entry = await world.db().custodyEvent.findFirstOrThrow({ where: { kind: "checklist.answered" }, orderBy: { index: "desc" } });
  expect(JSON.parse(Buffer.from(entry.body).toString())).toMatchObject({ item: itemId, version, digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
  await expect(world.db().$executeRaw`UPDATE "ItemChecklist" SET "answers" = '{}'`).rejects.toThrow(/permission denied/);
});

test("nothing is shown before every condition is accepted, and that it was stands in the ledger", async () => {
  const asked: Condition[] = ["not-passed-on", "no-face-recognition"];
  const { disclosureId, token } = await released(world, people, photo, opening({ conditions: asked }));
  const told = await stranger().conditions({ token });
  expect(told).toMatchObject({ conditions: asked, left: null, purpose: "press" });
  expect(Object.keys(told).toSorted()).toEqual(["conditions", "left", "purpose", "recipientClass", "until"]);
  for (const accepts of [[], ["not-passed-on"], [...conditions]] as Condition[][])
    await expect(stranger().open({ token, accepts })).rejects.toThrow("conditions-not-accepted");
  // Neither the link nor what it is asked for opens a picture by itself.
  await expect(exhibit(token)).rejects.toThrow("not-found");
  const view = await stranger().open({ token, accepts: asked.toReversed() });
  expect((await exhibit(view.pass)).bytes.length).toBeGreaterThan(100);
  const kinds = (await said(disclosureId)).slice(-3);
  expect(kinds).toMatchObject([
    { kind: "disclosure.accepted", conditions: asked }, { kind: "disclosure.opened" }, { kind: "disclosure.exhibited" },
  ]);
  expect(await read(disclosureId)).toMatchObject({
    openings: 1, visits: [expect.any(Date)], exhibited: [{ exhibit: 1, at: expect.any(Date) }], opening: { conditions: asked },
  });
});

test("a documenter reads of a photo what was done with it, by no handle but as what, and of no disclosure; a reviewer reads who, and that a recipient saw it", async () => {
  const { itemId } = photo;
  const mate = await world.member("documenter");
  await world.as(await world.member("steward")).teams.place({ teamId: people.teamId, memberId: mate.id, placed: true });
  const [{ record }, { transaction }] = [await import("~/server/custody"), await import("~/server/db")];
  for (const { id } of [mate, people.decider]) await transaction((tx) => record(tx, id, world.now(), { kind: "evidence.told", item: itemId }));
  const { token } = await released(world, people, photo, opening({}));
  await exhibit((await stranger().open({ token })).pass);

  const history = await world.as(people.documenter).ledger.custody({ itemId });
  expect(history.find(({ kind }) => kind === "evidence.received")!.by).toEqual({ who: "you" });
  expect(history.filter(({ kind }) => kind === "evidence.told").slice(-2).map(({ by }) => by)).toEqual([{ who: "documenter" }, { who: "reviewer" }]);
  expect(history.find(({ kind }) => kind === "evidence.sealed")!.by).toEqual({ who: "system" });
  expect(history.filter(({ kind }) => kind.startsWith("disclosure.") || kind === "original.exported")).toEqual([]);
  const named = await world.db().member.findMany({ select: { id: true, handle: true } });
  expect(named.length).toBeGreaterThan(4);
  expect(named.filter(({ id, handle }) => JSON.stringify(history).includes(handle) || JSON.stringify(history).includes(id))).toEqual([]);

  const whole = await world.as(people.proposer).ledger.custody({ itemId });
  const { handle } = await world.db().member.findUniqueOrThrow({ where: { id: mate.id }, select: { handle: true } });
  expect(whole.filter(({ kind }) => kind === "evidence.told").at(-2)!.by).toEqual({ who: "named", handle });
  expect(whole.findLast(({ kind }) => kind === "disclosure.exhibited")!.by).toEqual({ who: "recipient" });
});

test("a link opens as often as it may, and what was opened last stays open before who opened it", async () => {
  const { disclosureId, token } = await released(world, people, photo, opening({ most: 2 }));
  expect(await stranger().conditions({ token })).toMatchObject({ left: 2 });
  await stranger().open({ token });
  const last = await stranger().open({ token });
  expect(last.left).toBe(0);
  await expect(stranger().open({ token })).rejects.toThrow("disclosure-closed");
  await expect(stranger().conditions({ token })).rejects.toThrow("disclosure-closed");
  expect((await said(disclosureId)).at(-1)).toMatchObject({ kind: "disclosure.notOpened", why: "openings-used" });
  expect(await stranger().watch({ pass: last.pass })).toEqual({});
  expect((await exhibit(last.pass)).bytes.length).toBeGreaterThan(100);
  world.passes(VISIT_MS);
  await expect(exhibit(last.pass)).rejects.toThrow("not-found");
  await expect(stranger().watch({ pass: last.pass })).rejects.toThrow("not-found");
  world.passes(-VISIT_MS);
});

test("openings at the same moment are no more than there may be", async () => {
  const { token } = await released(world, people, photo, opening({ most: 1 }));
  const tries = await Promise.allSettled(Array.from({ length: 5 }, () => stranger().open({ token })));
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a wrong second secret, none, and a link that is none are answered in the same words; the right one opens as it was heard", async () => {
  const { disclosureId, token, secret } = await released(world, people, photo, opening({ secret: true }));
  expect(secret).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{2}$/);
  const row = await world.db().disclosure.findUniqueOrThrow({ where: { id: disclosureId }, select: { secretHash: true } });
  expect(row.secretHash).toMatch(/^\$argon2id\$/);
  const wrong = secret!.startsWith("0") ? "1111122222" : "0000022222";
  for (const shown of [{ token, secret: wrong }, { token }, { token: "x".repeat(43), secret: secret! }, { token: "x".repeat(43) }])
    for (const door of [() => stranger().conditions(shown), () => stranger().open(shown)])
      await expect(door()).rejects.toMatchObject({ message: "not-found", code: "NOT_FOUND" });
  const heard = `  ${secret!.toLowerCase().replace("-", " ").replaceAll("0", "o").replaceAll("1", "l")} `;
  expect(await stranger().open({ token, secret: heard })).toMatchObject({ purpose: "press" });
  expect((await said(disclosureId)).filter(({ why }) => why === "secret-wrong")).toHaveLength(2);
});

test("who guesses at a second secret has ten tries in all, however many at once, and then the link is closed for everybody", async () => {
  const { disclosureId, token, secret } = await released(world, people, photo, opening({ secret: true }));
  const guess = (n: number) =>
    stranger().open({ token, secret: `ZZZZZ${String(n).padStart(5, "0")}` }).then(() => "in", (error: Error) => error.message);
  expect(await stranger().conditions({ token, secret })).toMatchObject({ left: null });
  let asked = 0;
  for (let wave = 0; wave < 6 && (await read(disclosureId)).state === "released"; wave += 1) {
    const answers = await Promise.all([1, 2, 3].map((n) => guess((asked += 1) + n)));
    expect(answers.every((answer) => answer === "not-found")).toBe(true);
  }
  expect(await read(disclosureId)).toMatchObject({ state: "closed", closing: "guessed-at", openings: 0 });
  const told = await said(disclosureId);
  expect(told.filter(({ why }) => why === "secret-wrong")).toHaveLength(MOST_TRIES);
  expect(told.filter(({ kind }) => kind === "disclosure.closed")).toMatchObject([{ why: "guessed-at" }]);
  // The right one is not even looked at any more: closed, it would be one more try for whoever guesses on.
  await expect(stranger().open({ token, secret })).rejects.toThrow("not-found");
}, 30_000);

test("many tries of a second secret at once cost the service no more than a few", async () => {
  const { token, secret } = await released(world, people, photo, opening({ secret: true }));
  const tries = await Promise.allSettled(Array.from({ length: 12 }, () => stranger().conditions({ token, secret })));
  const answers = tries.map((one) => (one.status === "fulfilled" ? "in" : (one.reason as Error).message));
  expect(new Set(answers)).toEqual(new Set(["in", "busy"]));
  expect(await stranger().conditions({ token, secret })).toBeTruthy();
});

test("no row says that somebody decided what they proposed, whoever writes it", async () => {
  const { id: disclosureId } = await world.db().disclosure.findFirstOrThrow({ where: { state: "released" }, select: { id: true } });
  const owned = async (sql: string) => {
    const { Client } = await import("pg");
    const client = new Client({ connectionString: world.database.ownerUrl });
    await client.connect();
    try {
      await client.query(sql, [disclosureId]);
    } finally {
      await client.end();
    }
  };
  await expect(owned(`UPDATE "Disclosure" SET "decidedBy" = "proposedBy" WHERE "id" = $1`)).rejects.toThrow(/two_people/);
  await expect(owned(`UPDATE "Disclosure" SET "proposedBy" = "decidedBy" WHERE "id" = $1`)).rejects.toThrow(/does not change/);
  await expect(owned(`UPDATE "Disclosure" SET "decidedBy" = NULL WHERE "id" = $1`)).rejects.toThrow(/somebody_decided/);
});

test("what is being looked at is known to be closed, by a question that leaves nothing behind", async () => {
  const { token } = await released(world, people, photo);
  const { pass } = await stranger().open({ token });
  const entries = () => world.db().ledgerEntry.count();
  const before = await entries();
  for (let n = 0; n < 3; n += 1) expect(await stranger().watch({ pass })).toEqual({});
  expect(await entries()).toBe(before);
  await world.as(people.documenter).consents.withdraw({ grantorId: photo.grantorId, purposes: ["press"], manner: "spoken" });
  const withdrawn = await entries();
  await expect(stranger().watch({ pass })).rejects.toThrow("disclosure-closed");
  expect(await entries()).toBe(withdrawn);
  await expect(exhibit(pass)).rejects.toThrow("disclosure-closed");
});
