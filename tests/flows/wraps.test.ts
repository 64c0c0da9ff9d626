import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "~/domain/roles";
import type { Bytes } from "~/keyring/bytes";
import { unlock } from "~/keyring/ceremony";
import { identityOf } from "~/keyring/identity";
import { passkeyHead, unwrapSecret, wrapSecret, type Means } from "~/keyring/wrap";
import { ceremony } from "../support/ceremony";
import { told } from "../support/entries";
import { outcome } from "../support/identity";
import { openWorld, type World } from "../support/world";

/** One reviewer's own key under several locks, as their browser makes them. */
let world: World;
let rosa: Actor;
let made: Awaited<ReturnType<typeof ceremony>>;
beforeAll(async () => {
  world = await openWorld();
  rosa = await world.member("reviewer");
  made = await ceremony(rosa.id);
  await world.as(rosa).custodyKey.set(made.set);
});
afterAll(() => world.close());

/** As cheap as a wrap may be: what a browser makes costs a second. */
const cheapest = { means: "passphrase", memory: 19 * 1024, passes: 1, lanes: 1, salt: new Uint8Array(16).fill(3) } as const;
const passphrase = { means: "passphrase", passphrase: "six words that nobody else knows" } as const;
const passkey = (): Means => ({ means: "passkey", output: crypto.getRandomValues(new Uint8Array(32)) });
const mine = async () => (await world.as(rosa).custodyKey.mine({}))!;

/** The browser opens the key with what opens it today, and wraps it once more. */
async function wrapUnder(by: Means): Promise<Bytes> {
  const place = { recipient: made.set.mine.recipient, member: rosa.id };
  const secret = (await unwrapSecret(made.set.mine.wrap, place, made.passkey))!;
  const head = by.means === "passphrase" ? cheapest : passkeyHead(new Uint8Array([7, 7, 7]));
  return wrapSecret(secret, place, head, by);
}
const add = async (by: Means) => world.as(rosa).wraps.add({ reviewerKeyId: (await mine()).id, wrap: await wrapUnder(by) });

/** The custody key, by one of the locks. */
async function openedBy(wrapId: string, by: Means) {
  const { member, recipient, wraps, grants } = await mine();
  const { wrap } = wraps.find(({ id }) => id === wrapId)!;
  const [grant] = grants;
  const unlocked = await unlock({ member, mine: { recipient, wrap: new Uint8Array(wrap) }, custody: grant!.custody.recipient, grant: grant! }, by);
  return unlocked.ok ? identityOf(unlocked.secret) : unlocked.why;
}

test("a reviewer's key opens by a passkey and by a passphrase, and by either once the other was taken away", async () => {
  const first = (await mine()).wraps[0]!.id;
  const { id: second } = await add(passphrase);
  expect(await openedBy(first, made.passkey)).toBe(made.identity);
  expect(await openedBy(second, passphrase)).toBe(made.identity);
  expect(await openedBy(second, made.passkey)).toBe("wrong-passphrase");
  expect(await world.as(rosa).wraps.list()).toMatchObject([{ id: first, means: "passkey" }, { id: second, means: "passphrase", credentialId: null }]);

  await world.as(rosa).wraps.remove({ wrapId: first });
  expect(await openedBy(second, passphrase)).toBe(made.identity);
  expect(await outcome(world.as(rosa).wraps.remove({ wrapId: second }))).toBe("not-now");
  const third = passkey();
  const { id } = await add(third);
  await world.as(rosa).wraps.remove({ wrapId: second });
  expect(await openedBy(id, third)).toBe(made.identity);
  expect((await world.as(rosa).wraps.list()).map((wrap) => wrap.credentialId)).toEqual(["BwcH"]);

  const rows = await world.db().custodyEvent.findMany({ where: { kind: { startsWith: "wrap." } }, orderBy: { index: "asc" } });
  const events = await told(rows);
  expect(events).toMatchObject([
    { kind: "wrap.added", by: rosa.id, wrap: second, means: "passphrase" }, { kind: "wrap.removed", wrap: first },
    { kind: "wrap.added", wrap: id, means: "passkey" }, { kind: "wrap.removed", wrap: second },
  ]);
});

test("of two who take away the last two at the same moment one does", async () => {
  await add(passkey());
  const before = await world.as(rosa).wraps.list();
  const outcomes = await Promise.all(before.map(({ id }) => outcome(world.as(rosa).wraps.remove({ wrapId: id }))));
  expect(outcomes.toSorted()).toEqual(["not-now", "went through"]);
  expect(await world.as(rosa).wraps.list()).toHaveLength(1);
});

test("nobody adds to or takes from another's key, one that has ended, or without showing who they are", async () => {
  const idris = await world.member("reviewer");
  const [wrap, { id: reviewerKeyId }] = [await wrapUnder(passkey()), await mine()];
  const { id: wrapId } = await add(passkey());
  expect(await outcome(world.as(idris).wraps.add({ reviewerKeyId, wrap }))).toBe("not-found");
  expect(await outcome(world.as(idris).wraps.remove({ wrapId }))).toBe("not-found");
  expect(await outcome(world.as(rosa, {}, null).wraps.add({ reviewerKeyId, wrap }))).toBe("prove-again");
  expect(await outcome(world.as(rosa, {}, null).wraps.remove({ wrapId }))).toBe("prove-again");
  expect(await outcome(world.as(rosa).wraps.add({ reviewerKeyId, wrap: wrap.slice(1) }))).toBe("custody-key-invalid");

  for (let left = 12 - (await world.as(rosa).wraps.list()).length; left > 0; left -= 1) await add(passkey());
  expect(await outcome(add(passkey()))).toBe("too-many-wraps");

  await world.as(rosa).custodyKey.ask((await ceremony(rosa.id)).set.mine);
  expect(await outcome(world.as(rosa).wraps.add({ reviewerKeyId, wrap }))).toBe("not-found");
  expect(await outcome(world.as(rosa).wraps.remove({ wrapId }))).toBe("not-found");
});
