import { afterAll, beforeAll, expect, test } from "vitest";
import { CustodyEvent } from "~/domain/custody";
import type { Actor } from "~/domain/roles";
import { unlock } from "~/keyring/ceremony";
import { identityOf } from "~/keyring/identity";
import { ceremony } from "../support/ceremony";
import { outcome } from "../support/identity";
import { sha256 } from "../support/sha256";
import { openWorld, type World } from "../support/world";

let world: World;
let steward: Actor;
let rosa: Actor;
let idris: Actor;
beforeAll(async () => {
  world = await openWorld();
  [steward, rosa, idris] = [await world.member("steward"), await world.member("reviewer"), await world.member("reviewer")];
});
afterAll(() => world.close());

const stated = async (...kinds: CustodyEvent["kind"][]): Promise<CustodyEvent[]> => {
  const rows = await world.db().custodyEvent.findMany({ where: { kind: { in: kinds } }, orderBy: { index: "asc" } });
  return rows.map(({ body }) => CustodyEvent.parse(JSON.parse(new TextDecoder().decode(body))));
};

test("what is no custody key, no wrap, no grant or no recovery set is refused", async () => {
  const { set } = await ceremony(rosa.id);
  const damaged = set.mine.wrap.slice(1);
  for (const wrong of [
    ...["", "age1", "AGE-SECRET-KEY-1QQQ", set.recipient.replace(/.$/, "b"), set.mine.recipient].map((recipient) => ({ recipient })),
    { mine: { ...set.mine, wrap: damaged } },
    { mine: { ...set.mine, recipient: "age1" } },
    { grant: { ...set.grant, tag: set.grant.tag.slice(1) } },
    { grant: { ...set.grant, sealed: new TextEncoder().encode("the private half itself") } },
    { recovery: { parts: 3, needed: 1 } },
    { recovery: { parts: 2, needed: 3 } },
  ]) {
    expect(await outcome(world.as(rosa).custodyKey.set({ ...set, ...wrong }))).toBe("custody-key-invalid");
  }
  expect(await outcome(world.as(steward).custodyKey.set(set))).toBe("not-found");
  expect(await world.as(rosa).custodyKey.current()).toBeNull();
  expect(await world.as(rosa).custodyKey.mine()).toBeNull();
  expect((await world.as(steward).health.read()).custodyKey).toBe(false);
});

test("of reviewers who make a key at the same moment one does, and holds it under what only they have", async () => {
  const ceremonies = await Promise.all([rosa, rosa, idris].map((reviewer) => ceremony(reviewer.id)));
  const outcomes = await Promise.all(
    ceremonies.map(({ set }, i) => outcome(world.as(i === 2 ? idris : rosa).custodyKey.set(set))),
  );
  expect(outcomes.toSorted()).toEqual(["custody-key-exists", "custody-key-exists", "went through"]);
  const at = outcomes.indexOf("went through");
  const { set, passkey, identity } = ceremonies[at]!;
  const [maker, other] = at === 2 ? [idris, rosa] : [rosa, idris];

  const key = (await world.as(other).custodyKey.current())!;
  expect(key).toEqual({ id: expect.any(String), recipient: set.recipient, createdAt: expect.any(Date) });
  expect((await world.as(steward).health.read()).custodyKey).toBe(true);
  expect(await world.as(other).custodyKey.mine()).toBeNull();
  const mine = (await world.as(maker).custodyKey.mine())!;
  const [grant] = mine.grants;
  const held = { member: mine.member, mine: { ...mine, ...mine.wraps[0]! }, custody: grant!.custody.recipient, grant: grant! };
  const unlocked = await unlock(held, passkey);
  expect(unlocked.ok && identityOf(unlocked.secret)).toBe(identity);
  expect(await unlock(held, { means: "passkey", output: new Uint8Array(32) })).toEqual({ ok: false, why: "wrong-passphrase" });

  expect(await stated("custodyKey.set", "custodyKey.shared", "reviewerKey.made", "custodyKey.granted")).toMatchObject([
    { kind: "custodyKey.set", by: maker.id, key: key.id, recipient: sha256(new TextEncoder().encode(set.recipient)) },
    { kind: "custodyKey.shared", key: key.id, parts: 3, needed: 2 },
    { kind: "reviewerKey.made", reviewerKey: mine.id, member: maker.id, recipient: sha256(new TextEncoder().encode(mine.recipient)) },
    { kind: "custodyKey.granted", key: key.id, reviewerKey: mine.id, member: maker.id },
  ]);
});
