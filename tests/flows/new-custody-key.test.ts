import { Decrypter } from "age-encryption";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CustodyEvent } from "~/domain/custody";
import type { Actor } from "~/domain/roles";
import { identityOf } from "~/keyring/identity";
import { rebuild } from "~/keyring/shares";
import { details } from "../support/collective";
import { told } from "../support/entries";
import { outcome } from "../support/identity";
import { dirtyJpeg } from "../support/pictures";
import { browsers } from "../support/reviewers";
import { sha256 } from "../support/sha256";
import { putOut } from "../support/suspension";
import { openWorld, type World } from "../support/world";

let world: World;
let at: ReturnType<typeof browsers>;
let rosa: Actor;
let idris: Actor;
let noor: Actor;
let steward: Actor;
let documenter: Actor;
let incidentId: string;
let first: string;

beforeAll(async () => {
  world = await openWorld();
  at = browsers(world);
  [rosa, idris, noor] = await Promise.all([world.member("reviewer"), world.member("reviewer"), world.member("reviewer")]);
  [steward, documenter] = [await world.member("steward"), await world.member("documenter")];
  first = await at.firstKey(rosa);
  const { id: teamId } = await world.as(steward).teams.create({ name: "Dawn team", code: "CAL" });
  await world.as(steward).teams.place({ teamId, memberId: documenter.id, placed: true });
  ({ id: incidentId } = await world.as(documenter).incidents.create({ teamId, details, account: null }));
  for (const other of [idris, noor]) {
    await at.askToHold(other);
    await at.letIn(rosa, other);
  }
});
afterAll(() => world.close());

const holders = async (reviewer = rosa) => (await world.as(reviewer).custodyKey.holders())!;
const stated = async (...kinds: CustodyEvent["kind"][]) => {
  const rows = await world.db().custodyEvent.findMany({ where: { kind: { in: kinds } }, orderBy: { index: "asc" } });
  return told(rows);
};
async function photo(n: number): Promise<{ itemId: string; bytes: Buffer }> {
  const bytes = Buffer.from(await dirtyJpeg(n));
  const { itemId } = await world.submit(documenter, incidentId, bytes);
  const { sanitise } = await import("~/server/evidence/jobs");
  await sanitise({ itemId });
  return { itemId, bytes };
}
/** With which key an item's original opens, to the bytes that came in. */
async function opens({ itemId, bytes }: Awaited<ReturnType<typeof photo>>, reviewer: Actor, custodyKeyId: string): Promise<boolean> {
  const secret = await at.secretOf(reviewer, custodyKeyId);
  const { originalBlob } = await world.db().evidenceItem.findUniqueOrThrow({ where: { id: itemId } });
  const { get } = await import("~/server/blobs");
  const decrypter = new Decrypter();
  decrypter.addIdentity(identityOf(secret!));
  const opened = await decrypter.decrypt((await get(originalBlob!))!).catch(() => null);
  return opened !== null && sha256(opened) === sha256(bytes);
}

test("when a reviewer who held the key leaves, the others are told, and the steward", async () => {
  expect((await holders()).left).toEqual([]);
  await putOut(world.as(steward), idris.id);
  const { handle } = await world.db().member.findUniqueOrThrow({ where: { id: idris.id } });
  expect((await holders(noor)).left).toEqual([handle]);
  expect((await world.as(steward).health.read()).custodyKey).toEqual({ left: 1, underOlder: 0 });
});

test("what comes in after a new key was made is sealed to it, what came in before stays with its own, and both are opened by who holds both", async () => {
  const earlier = await photo(1);
  const second = await at.replace(rosa);
  const later = await photo(2);
  expect(await opens(earlier, rosa, first)).toBe(true);
  expect(await opens(later, rosa, second)).toBe(true);
  expect(await opens(earlier, rosa, second)).toBe(false);
  expect(await opens(later, noor, first)).toBe(false);
  // Noor held the one before, and did not have to ask.
  expect(await opens(later, noor, second)).toBe(true);

  const { id: openingId } = await world.as(noor).originals.ask({ itemId: earlier.itemId, purpose: "court", reason: "x" });
  expect((await world.as(noor).originals.read({ openingId })).original.custodyKeyId).toBe(first);
  expect(await holders()).toMatchObject({ id: second, left: [], older: [{ id: first, items: 1 }] });
  expect((await world.as(steward).health.read()).custodyKey).toEqual({ left: 0, underOlder: 1 });
  const sealed = (await stated("evidence.sealed")).map((event) => "key" in event && event.key);
  expect(sealed).toEqual([first, second]);
  expect(await stated("custodyKey.replaced")).toMatchObject([{ by: rosa.id, key: second, before: first }]);
  const given = (await stated("custodyKey.granted")).filter((event) => "key" in event && event.key === second);
  expect(new Set(given.map((event) => "member" in event && event.member))).toEqual(new Set([rosa.id, noor.id]));
});

test("nobody makes a new key who does not hold the one before, while somebody does, and nobody is let in along who was not in", async () => {
  const waits = await world.member("reviewer");
  await at.askToHold(waits);
  expect(await outcome(at.replace(waits))).toBe("not-found");
  const { input } = await at.renewal(rosa);
  const { id: waiting } = (await holders()).reviewers.find(({ memberId }) => memberId === waits.id)!;
  // The server's own check, beside that of the maker's browser: a page that was changed gives the key to nobody who waits.
  const smuggled = { ...input, grants: [...input.grants, { reviewerKeyId: waiting, grant: input.grants[0]!.grant }] };
  const { id } = await world.as(rosa).custodyKey.replace(smuggled);
  expect(await world.db().custodyGrant.count({ where: { custodyKeyId: id, reviewerKeyId: waiting } })).toBe(0);
  for (const wrong of [
    { recipient: "age1" }, { recipient: (await holders()).reviewers[0]!.recipient }, { recovery: { parts: 3, needed: 1 } },
    { grants: input.grants.map((each) => ({ ...each, grant: { ...each.grant, tag: new Uint8Array(3) } })) },
  ])
    expect(await outcome(world.as(rosa).custodyKey.replace({ ...input, before: id, ...wrong }))).toBe("custody-key-invalid");
  expect(await outcome(world.as(steward).custodyKey.replace({ ...input, before: id }))).toBe("not-found");
});

test("of two who make a new key at the same moment one does, and the other is told that there is one", async () => {
  const [one, other] = [await at.renewal(rosa), await at.renewal(noor)];
  const outcomes = await Promise.all([
    outcome(world.as(rosa).custodyKey.replace(one.input)), outcome(world.as(noor).custodyKey.replace(other.input)),
  ]);
  expect(outcomes.toSorted()).toEqual(["changed-meanwhile", "went through"]);
});

test("somebody who is put out while a new key is made does not get it", async () => {
  const leaves = await world.member("reviewer");
  await at.askToHold(leaves);
  await at.letIn(rosa, leaves);
  const { input } = await at.renewal(rosa);
  expect(input.grants).toHaveLength(3);
  await putOut(world.as(steward), leaves.id);
  const { id } = await world.as(rosa).custodyKey.replace(input);
  expect(await world.db().custodyGrant.count({ where: { custodyKeyId: id } })).toBe(2);
});

test("whoever is about to leave gives the key up, and the last who holds one cannot", async () => {
  const current = (await holders()).id;
  await world.as(noor).custodyKey.giveUp();
  expect(await world.as(noor).custodyKey.mine({})).toBeNull();
  expect(await outcome(world.as(noor).custodyKey.giveUp())).toBe("not-found");
  expect((await holders()).left).toHaveLength(1);
  expect(await outcome(world.as(rosa).custodyKey.giveUp())).toBe("not-now");
  expect(await at.secretOf(rosa, current)).not.toBeNull();
  expect((await stated("reviewerKey.ended")).at(-1)).toMatchObject({ by: noor.id, member: noor.id });
});

test("where nobody who is in holds the key any more, another reviewer makes a new one for themselves, and paper brings the old one back", async () => {
  const { input, cards } = await at.renewal(rosa);
  const { id: lost } = await world.as(rosa).custodyKey.replace(input);
  const sealed = await photo(3);
  await putOut(world.as(steward), rosa.id);
  const ines = await world.member("reviewer");
  await at.askToHold(ines);
  const made = await at.replace(ines);
  expect(await opens(await photo(4), ines, made)).toBe(true);

  const { older } = await holders(ines);
  const key = older.find(({ id }) => id === lost)!;
  expect(key).toMatchObject({ items: 1, needed: 2 });
  const rebuilt = await rebuild(cards.slice(0, 2).map(({ lines }) => lines), key.recipient);
  if (!rebuilt.ok) throw new Error(rebuilt.why);
  await at.recover(ines, key, rebuilt.secret);
  expect(await opens(sealed, ines, lost)).toBe(true);
  // To a key to which nothing is sealed any more nobody is let in.
  const unused = await world.db().custodyKey.findFirstOrThrow({ where: { items: { none: {} }, id: { not: made } } });
  expect(await outcome(world.as(ines).custodyKey.question({ custodyKeyId: unused.id }))).toBe("not-found");
});
