import { Decrypter } from "age-encryption";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Actor } from "~/domain/roles";
import { Found, toldOf } from "~/domain/told";
import { secretOf } from "~/keyring/identity";
import { openSealed } from "~/keyring/original";
import { collective, details } from "../support/collective";
import { serveDoors } from "../support/doors";
import { told } from "../support/entries";
import { whileOpened } from "../support/held-back";
import { outcome } from "../support/identity";
import { dirtyJpeg, SECRETS } from "../support/pictures";
import { sha256 } from "../support/sha256";
import { putOut } from "../support/suspension";
import { openWorld, type World } from "../support/world";
import { cookies } from "../sweep/visitors";

const HOUR = 3_600_000;
const OURS = { origin: "http://localhost:3000", "sec-fetch-site": "same-origin" };

let world: World;
let people: Awaited<ReturnType<typeof collective>>;
let served: Awaited<ReturnType<typeof serveDoors>>;
let purse: Awaited<ReturnType<typeof cookies>>;
let photo: Buffer;
let itemId: string;

beforeAll(async () => {
  world = await openWorld();
  people = await collective(world);
  served = await serveDoors();
  purse = await cookies(world);
  const { documenter, teamId } = people;
  const { id: incidentId } = await world.as(documenter).incidents.create({ teamId, details, account: null });
  photo = Buffer.from(await dirtyJpeg(7));
  ({ itemId } = await world.submit(documenter, incidentId, photo));
  await world.settle();
});
afterAll(async () => {
  await served.close();
  await world.close();
});

const ask = async () =>
  (await world.as(people.proposer).originals.ask({ itemId, purpose: "court", reason: "The court wants the file." })).id;
const decide = (actor: Actor, openingId: string, agree = true) => world.as(actor).originals.decide({ openingId, agree });

/** At the door, as the page knocks. */
async function knock(openingId: string, cookie: string | null, headers: Record<string, string> = OURS, part = "original") {
  const body = JSON.stringify({ openingId, part });
  const response = await fetch(`${served.origin}/api/originals`, {
    method: "POST", body, headers: { ...headers, "content-type": "application/json", ...(cookie !== null && { cookie }) },
  });
  return { status: response.status, headers: response.headers, bytes: new Uint8Array(await response.arrayBuffer()) };
}
const codeOf = ({ bytes }: { bytes: Uint8Array }) => (JSON.parse(new TextDecoder().decode(bytes)) as { code: string }).code;

async function entries(openingId: string): Promise<string[]> {
  const rows = await world.db().custodyEvent.findMany({ where: { kind: { startsWith: "original." } }, orderBy: { index: "asc" } });
  const events = await told(rows);
  return events.filter((event) => "opening" in event && event.opening === openingId).map(({ kind }) => kind);
}

test("an original is handed out sealed to the one who asked, after another agreed, and the bytes in it are those that came in", async () => {
  const { proposer, decider, documenter, identity } = people;
  const id = await ask();
  const cookie = await purse.of(proposer);
  expect(codeOf(await knock(id, cookie))).toBe("not-now");
  expect(await outcome(decide(proposer, id))).toBe("second-person-required");
  expect(await outcome(decide(documenter, id))).toBe("not-found");
  await decide(decider, id);
  expect(await outcome(decide(decider, id))).toBe("not-now");

  expect((await world.as(decider).originals.read({ openingId: id })).may).toEqual({ decide: false, open: false });
  expect((await world.as(proposer).originals.read({ openingId: id })).may).toEqual({ decide: false, open: true });
  for (const nobody of [await purse.of(decider), await purse.of(documenter)]) expect(codeOf(await knock(id, nobody))).toBe("not-found");
  expect(codeOf(await knock(crypto.randomUUID(), cookie))).toBe("not-found");
  expect(codeOf(await knock(id, null))).toBe("not-signed-in");
  expect(codeOf(await knock(id, await purse.unproven(proposer)))).toBe("prove-again");
  expect((await knock(id, cookie, { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect(await entries(id)).toEqual(["original.asked", "original.agreed"]);

  const { status, headers, bytes } = await knock(id, cookie);
  expect(status).toBe(200);
  expect(Object.fromEntries(headers)).toMatchObject({
    "content-type": "application/octet-stream", "content-disposition": 'attachment; filename="original.age"',
    "content-security-policy": "default-src 'none'; sandbox", "x-content-type-options": "nosniff", "cache-control": "no-store",
    "content-length": String(bytes.length),
  });
  expect(await entries(id)).toEqual(["original.asked", "original.agreed", "original.handedOut"]);
  expect(Buffer.from(bytes).includes(photo.subarray(0, 16))).toBe(false);
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  expect(sha256(await decrypter.decrypt(bytes))).toBe(sha256(photo));

  await world.as(proposer).originals.save({ openingId: id });
  expect(await outcome(world.as(decider).originals.save({ openingId: id }))).toBe("not-found");
  expect((await entries(id)).at(-1)).toBe("original.saved");
  const kinds = (await world.as(documenter).ledger.custody({ itemId })).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind.startsWith("original."))).toEqual(await entries(id));
});

test("what the file told is handed out sealed to the same one, in the same hour, and stands in the ledger before", async () => {
  const { proposer, decider, documenter, identity } = people;
  const id = await ask();
  const cookie = await purse.of(proposer);
  const told = (opening: string, who: string | null) => knock(opening, who, OURS, "told");
  expect(codeOf(await told(id, cookie))).toBe("not-now");
  await decide(decider, id);
  for (const nobody of [await purse.of(decider), await purse.of(documenter)]) expect(codeOf(await told(id, nobody))).toBe("not-found");
  expect(codeOf(await told(id, await purse.unproven(proposer)))).toBe("prove-again");
  expect(codeOf(await knock(id, cookie, OURS, "derivative"))).toBe("input-invalid");
  expect(await entries(id)).toEqual(["original.asked", "original.agreed"]);

  expect((await world.as(proposer).originals.read({ openingId: id })).original).toMatchObject({ told: true, held: true });
  const { status, bytes } = await told(id, cookie);
  expect(status).toBe(200);
  expect(await entries(id)).toEqual(["original.asked", "original.agreed", "original.toldHandedOut"]);
  for (const secret of Object.values(SECRETS)) expect(Buffer.from(bytes).includes(secret)).toBe(false);
  const opened = await openSealed(bytes, secretOf(identity)!);
  const found = Found.parse(JSON.parse(new TextDecoder().decode(opened!)));
  expect(toldOf(found)).toMatchObject({ names: [SECRETS.owner], device: { make: SECRETS.make, serials: [SECRETS.serial] } });
  // Word for word what its documenter is shown once.
  const { map: _drawn, ...once } = await world.as(documenter).evidence.told({ itemId });
  expect(toldOf(found)).toEqual(once);
});

test("an agreement lasts an hour, and whoever declines keeps the original shut", async () => {
  const { proposer, decider } = people;
  const cookie = await purse.of(proposer);
  world.passes(-HOUR);
  const late = await ask();
  await decide(decider, late);
  world.passes(HOUR);
  expect(codeOf(await knock(late, cookie))).toBe("not-now");
  expect(codeOf(await knock(late, cookie, OURS, "told"))).toBe("not-now");
  expect(await outcome(world.as(proposer).originals.save({ openingId: late }))).toBe("not-now");
  expect((await world.as(proposer).originals.read({ openingId: late })).state).toBe("over");

  const declined = await ask();
  await decide(decider, declined, false);
  expect(codeOf(await knock(declined, cookie))).toBe("not-now");
  expect(await entries(declined)).toEqual(["original.asked", "original.declined"]);
});

test("of two who decide at the same moment one does", async () => {
  const id = await ask();
  const other = await world.member("reviewer");
  const outcomes = await Promise.all([outcome(decide(people.decider, id)), outcome(decide(other, id, false))]);
  expect(outcomes.toSorted()).toEqual(["not-now", "went through"]);
  expect(await entries(id)).toHaveLength(2);
});

test("why somebody asked is sealed, and what waits stands first in the list", async () => {
  const id = await ask();
  const { reasonSealed } = await world.db().opening.findUniqueOrThrow({ where: { id }, select: { reasonSealed: true } });
  expect(Buffer.from(reasonSealed).toString("latin1")).not.toContain("court wants");
  expect((await world.as(people.decider).originals.read({ openingId: id })).reason).toBe("The court wants the file.");
  const states = (await world.as(people.decider).originals.list()).map(({ state }) => state);
  expect(states.lastIndexOf("asked")).toBeLessThan(states.indexOf("declined"));
});

test("what is not sealed yet is not there to be opened", async () => {
  const { documenter, proposer, teamId } = people;
  await world.rest();
  const { id: incidentId } = await world.as(documenter).incidents.create({ teamId, details, account: null });
  const { itemId: fresh } = await world.submit(documenter, incidentId, await dirtyJpeg(8));
  expect(await outcome(world.as(proposer).originals.ask({ itemId: fresh, purpose: "court", reason: "early" }))).toBe("not-now");
  await world.settle();
});

test("an original that is erased after it was recorded as handed out, and before it is open, does not leave", async () => {
  const { documenter, proposer, decider, teamId } = people;
  const { id: incidentId } = await world.as(documenter).incidents.create({ teamId, details, account: null });
  const gone = await world.submit(documenter, incidentId, await dirtyJpeg(8));
  await world.settle();
  const { id } = await world.as(proposer).originals.ask({ itemId: gone.itemId, purpose: "court", reason: "x" });
  await decide(decider, id);
  const cookie = await purse.of(proposer);
  const { originalBlob } = await world.db().evidenceItem.findUniqueOrThrow({ where: { id: gone.itemId } });
  const { id: erasureId } = await world.as(proposer).erasures.plan({ target: { itemId: gone.itemId }, ground: "should-not-be-here" });
  const { status } = await whileOpened(world, originalBlob!, () => knock(id, cookie), async () => {
    await vi.waitFor(async () => expect(await entries(id)).toContain("original.handedOut"));
    await world.as(decider).erasures.erase({ erasureId });
  });
  expect(status).toBe(404);
});

test("an agreement is worth nothing once one of the two was put out", async () => {
  const [steward, agreed] = [world.as(await world.member("steward")), await world.member("reviewer")];
  const id = await ask();
  await decide(agreed, id);
  const cookie = await purse.of(people.proposer);
  await putOut(steward, agreed.id);
  expect(codeOf(await knock(id, cookie))).toBe("not-found");
  expect(await outcome(world.as(people.proposer).originals.save({ openingId: id }))).toBe("not-found");
  expect(await entries(id)).toEqual(["original.asked", "original.agreed"]);
  // Nor does somebody who was put out agree with a request that was held back.
  const later = await ask();
  expect(await outcome(decide(agreed, later))).toBe("not-found");
});
