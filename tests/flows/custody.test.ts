import { afterAll, beforeAll, expect, test } from "vitest";
import type { CustodyEvent } from "~/domain/custody";
import type { Actor } from "~/domain/roles";
import type { Bytes } from "~/keyring/bytes";
import { makeReviewerKey, unlock } from "~/keyring/ceremony";
import { makeGrant } from "~/keyring/grant";
import { answer } from "~/keyring/holding";
import { identityOf, secretOf } from "~/keyring/identity";
import { rebuild } from "~/keyring/shares";
import { passkeyHead } from "~/keyring/wrap";
import { ceremony } from "../support/ceremony";
import { told } from "../support/entries";
import { outcome } from "../support/identity";
import { sha256 } from "../support/sha256";
import { openWorld, type World } from "../support/world";

let world: World;
let steward: Actor;
let rosa: Actor;
let idris: Actor;
let custodyKeyId: string;
let first: { maker: Actor; other: Actor; ceremony: Awaited<ReturnType<typeof ceremony>> };
beforeAll(async () => {
  world = await openWorld();
  [steward, rosa, idris] = [await world.member("steward"), await world.member("reviewer"), await world.member("reviewer")];
});
afterAll(() => world.close());

const stated = async (...kinds: CustodyEvent["kind"][]): Promise<CustodyEvent[]> => {
  const rows = await world.db().custodyEvent.findMany({ where: { kind: { in: kinds } }, orderBy: { index: "asc" } });
  return told(rows);
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
  expect(await world.as(rosa).custodyKey.mine({})).toBeNull();
  expect((await world.as(steward).health.read()).custodyKey).toBeNull();
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
  custodyKeyId = (await world.as(maker).custodyKey.current())!.id;
  first = { maker, other, ceremony: ceremonies[at]! };

  const key = (await world.as(other).custodyKey.current())!;
  expect(key).toEqual({ id: expect.any(String), recipient: set.recipient, createdAt: expect.any(Date) });
  expect((await world.as(steward).health.read()).custodyKey).toEqual({ left: 0, underOlder: 0 });
  expect(await world.as(other).custodyKey.mine({})).toBeNull();
  const mine = (await world.as(maker).custodyKey.mine({}))!;
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

/** A reviewer's browser makes a key of their own; and what opens it. */
async function own(reviewer: Actor) {
  const passkey = { means: "passkey", output: crypto.getRandomValues(new Uint8Array(32)) } as const;
  return { passkey, key: await makeReviewerKey(reviewer.id, passkeyHead(new Uint8Array(16)), passkey) };
}
/** What a reviewer has at the server, opened with what only they have. */
async function opened(reviewer: Actor, passkey: Parameters<typeof unlock>[1]) {
  const mine = (await world.as(reviewer).custodyKey.mine({}))!;
  const [grant] = mine.grants;
  if (!grant) return null;
  const unlocked = await unlock({ member: mine.member, mine: { ...mine, ...mine.wraps[0]! }, custody: grant.custody.recipient, grant }, passkey);
  return unlocked.ok ? identityOf(unlocked.secret) : unlocked.why;
}
const reviewerOf = async (asked: Actor, whom: Actor) =>
  (await world.as(asked).custodyKey.holders())!.reviewers.find(({ memberId }) => memberId === whom.id)!;

test("who holds the key lets another in, and nobody else can", async () => {
  const { maker, other, ceremony: made } = first;
  const { key, passkey } = await own(other);
  await world.as(other).custodyKey.ask(key);
  expect(await opened(other, passkey)).toBeNull();
  const whom = await reviewerOf(maker, other);
  expect(whom).toMatchObject({ recipient: key.recipient, since: null });

  const secret = secretOf(made.identity)!;
  const place = { custody: made.set.recipient, holder: whom.recipient, member: other.id };
  const grant = await makeGrant(secret, place);
  const third = await world.member("reviewer");
  expect(await outcome(world.as(third).custodyKey.grant({ custodyKeyId, reviewerKeyId: whom.id, grant }))).toBe("not-found");
  expect(await outcome(world.as(maker).custodyKey.grant({ custodyKeyId, reviewerKeyId: whom.id, grant: { ...grant, tag: new Uint8Array(3) } }))).toBe("custody-key-invalid");
  await world.as(maker).custodyKey.grant({ custodyKeyId, reviewerKeyId: whom.id, grant });
  expect(await outcome(world.as(maker).custodyKey.grant({ custodyKeyId, reviewerKeyId: whom.id, grant }))).toBe("not-now");
  expect(await opened(other, passkey)).toBe(made.identity);
  expect((await reviewerOf(maker, other)).since).toEqual(expect.any(Date));
  expect((await stated("custodyKey.granted")).at(-1)).toMatchObject({ by: maker.id, member: other.id, reviewerKey: whom.id });
});

test("nobody gives themselves the custody key, and who says that it came back from paper shows that they have it", async () => {
  const { ceremony: made } = first;
  const { id: custodyKeyId } = (await world.as(idris).custodyKey.current())!;
  const eve = await world.member("reviewer");
  const { key } = await own(eve);
  await world.as(eve).custodyKey.ask(key);
  const me = await reviewerOf(eve, eve);
  const bogus = await makeGrant(crypto.getRandomValues(new Uint8Array(32)), { custody: made.set.recipient, holder: key.recipient, member: eve.id });
  expect(await outcome(world.as(eve).custodyKey.grant({ custodyKeyId, reviewerKeyId: me.id, grant: bogus }))).toBe("second-person-required");

  const recover = (answered: { until: number; code: Bytes; answer: Bytes }) =>
    outcome(world.as(eve).custodyKey.recover({ custodyKeyId, answered, grant: bogus }));
  const { sealed, ...asked } = await world.as(eve).custodyKey.question({ custodyKeyId });
  expect(await recover({ ...asked, answer: new Uint8Array(32) })).toBe("custody-key-invalid");
  // What was answered for a key of somebody else, or too late, or was made up, is no answer.
  const place = { custody: made.set.recipient, holder: key.recipient, member: eve.id };
  const right = (await answer(sealed, place, secretOf(made.identity)!))!;
  const another = await world.member("reviewer");
  await world.as(another).custodyKey.ask((await own(another)).key);
  expect(await outcome(world.as(another).custodyKey.recover({ custodyKeyId, answered: { ...asked, answer: right }, grant: bogus }))).toBe("custody-key-invalid");
  expect(await recover({ ...asked, until: asked.until + 1, answer: right })).toBe("custody-key-invalid");
  world.passes(5 * 60_000);
  expect(await recover({ ...asked, answer: right })).toBe("custody-key-invalid");
  world.passes(-5 * 60_000);
  expect((await reviewerOf(eve, eve)).since).toBeNull();
  expect((await stated("custodyKey.recovered", "custodyKey.granted")).filter(({ by }) => by === eve.id)).toEqual([]);
  expect(await recover({ ...asked, answer: right })).toBe("went through");
});

test("a grant that is not the custody key is noticed by the browser of the one who was let in", async () => {
  const { maker, ceremony: made } = first;
  const { id: custodyKeyId } = (await world.as(idris).custodyKey.current())!;
  const whom = await world.member("reviewer");
  const { key, passkey } = await own(whom);
  await world.as(whom).custodyKey.ask(key);
  const place = { custody: made.set.recipient, holder: key.recipient, member: whom.id };
  const { id } = await reviewerOf(maker, whom);
  await world.as(maker).custodyKey.grant({ custodyKeyId, reviewerKeyId: id, grant: await makeGrant(crypto.getRandomValues(new Uint8Array(32)), place) });
  expect(await opened(whom, passkey)).toBe("wrong-key");
});

test("what could be guessed at is handed out to nobody who has not shown who they are, and stands in the ledger each time", async () => {
  const { other } = first;
  const before = (await stated("reviewerKey.handedOut")).length;
  expect(await outcome(world.as(other, {}, null).custodyKey.mine({}))).toBe("prove-again");
  expect(await stated("reviewerKey.handedOut")).toHaveLength(before);
  const mine = (await world.as(other).custodyKey.mine({}))!;
  await world.as(other).custodyKey.mine({});
  expect((await stated("reviewerKey.handedOut")).slice(before)).toMatchObject(
    [1, 2].map(() => ({ by: other.id, reviewerKey: mine.id, member: other.id })),
  );
  // What is told without asking is by what it opens, and nothing to guess with.
  const [listed] = await world.as(other, {}, null).wraps.list();
  expect(listed).toEqual({ id: mine.wraps[0]!.id, createdAt: expect.any(Date), means: "passkey", credentialId: "AAAAAAAAAAAAAAAAAAAAAA" });
});

test("whoever was suspended is not there to be let in", async () => {
  const { maker, ceremony: made } = first;
  const gone = await world.member("reviewer");
  await world.as(gone).custodyKey.ask((await own(gone)).key);
  const whom = await reviewerOf(maker, gone);
  await world.db().member.update({ where: { id: gone.id }, data: { suspendedAt: world.now() } });
  expect(await reviewerOf(maker, gone)).toBeUndefined();
  const grant = await makeGrant(secretOf(made.identity)!, { custody: made.set.recipient, holder: whom.recipient, member: gone.id });
  expect(await outcome(world.as(maker).custodyKey.grant({ custodyKeyId, reviewerKeyId: whom.id, grant }))).toBe("not-found");
});

test("who lost their passphrase begins with another key, and brings the custody key back from paper", async () => {
  const { maker, ceremony: made } = first;
  const before = (await world.as(maker).custodyKey.mine({}))!;
  const { key, passkey } = await own(maker);
  expect(await outcome(world.as(maker).custodyKey.ask({ ...key, recipient: before.recipient }))).toBe("custody-key-invalid");
  await world.as(maker).custodyKey.ask(key);
  expect(await opened(maker, passkey)).toBeNull();
  expect(await world.db().reviewerWrap.count({ where: { reviewerKeyId: before.id } })).toBe(0);
  expect(await world.db().custodyGrant.count({ where: { reviewerKeyId: before.id } })).toBe(0);

  const rebuilt = await rebuild(made.cards.slice(0, 2).map(({ lines }) => lines), made.set.recipient);
  if (!rebuilt.ok) throw new Error(rebuilt.why);
  const mine = (await world.as(maker).custodyKey.mine({}))!;
  const place = { custody: made.set.recipient, holder: key.recipient, member: maker.id };
  const grant = await makeGrant(rebuilt.secret, place);
  const { sealed, ...asked } = await world.as(maker).custodyKey.question({ custodyKeyId });
  const shown = { ...asked, answer: (await answer(sealed, place, rebuilt.secret))! };
  await world.as(maker).custodyKey.recover({ custodyKeyId, answered: shown, grant });
  expect(await outcome(world.as(maker).custodyKey.recover({ custodyKeyId, answered: shown, grant }))).toBe("not-now");
  expect(await opened(maker, passkey)).toBe(made.identity);
  expect((await stated("reviewerKey.ended", "custodyKey.recovered")).slice(-2)).toMatchObject([
    { kind: "reviewerKey.ended", reviewerKey: before.id, member: maker.id },
    { kind: "custodyKey.recovered", reviewerKey: mine.id, member: maker.id },
  ]);
});
