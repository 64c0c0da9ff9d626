import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "~/domain/roles";
import { type Manner, startTimeServer } from "../support/time-server";
import { openWorld, type World } from "../support/world";

/** Checkpoints are stamped by the authorities that an operator named: by each by itself, when it can be reached, and when it can be believed. */
let world: World;
let folder: string;
let one: Awaited<ReturnType<typeof startTimeServer>>;
let two: Awaited<ReturnType<typeof startTimeServer>>;
let steward: Actor;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "roots-"));
  const file = (name: string) => path.join(folder, `${name}.pem`);
  [one, two] = await Promise.all([startTimeServer("One"), startTimeServer("Two")]);
  await Promise.all([writeFile(file("one"), one.pem), writeFile(file("two"), two.pem)]);
  process.env.TIMESTAMP_AUTHORITIES = `${one.url} ${file("one")}; ${two.url} ${file("two")}`;
  world = await openWorld();
  steward = await world.member("steward");
});
afterAll(async () => {
  await world.close();
  await Promise.all([one.close(), two.close(), rm(folder, { recursive: true })]);
});

let minutes = 0;
/** As when the clock strikes, so many minutes later. @returns the entries that it made, oldest first */
async function strikes(later: number) {
  minutes += later;
  const { ask } = await import("~/server/stamps/jobs");
  const { size } = await world.as(steward).ledger.entries({ before: null });
  await ask(new Date(Date.now() + minutes * 60_000));
  const { entries } = await world.as(steward).ledger.entries({ before: null });
  return entries.filter(({ index }) => index >= size).map(({ kind, body }) => ({ kind, ...body })).toReversed();
}
/** Something happens, and stands in a checkpoint. @returns how many entries that has */
async function happens(): Promise<number> {
  const [{ record }, { transaction }, { keepCheckpoint }] = await Promise.all([
    import("~/server/custody"), import("~/server/db"), import("~/server/ledger/jobs"),
  ]);
  await transaction((tx) => record(tx, null, world.now(), { kind: "access.refused", action: "incidents.read" }));
  await keepCheckpoint();
  return Number((await world.db().ledgerCheckpoint.findFirstOrThrow({ orderBy: { size: "desc" } })).size);
}
const health = async () => (await world.as(steward).health.read()).stamps;
/** What the page says to somebody who reads this language. */
async function drawn(language: string): Promise<string> {
  const [{ serveDoors }, { cookies, knock }] = await Promise.all([import("../support/doors"), import("../sweep/visitors")]);
  const served = await serveDoors(["src/app/health/page.tsx"]);
  try {
    const { status, text } = await knock(served.origin, { method: "GET", path: "/health", headers: { "accept-language": language } }, await (await cookies(world)).of(steward));
    expect(status).toBe(200);
    return text;
  } finally {
    await served.close();
  }
}
const stampsOf = async (size: number) => {
  const [{ transaction }, queries] = await Promise.all([import("~/server/db"), import("~/server/stamps/queries")]);
  return await transaction((tx) => queries.stampsOf(tx, size));
};

const catalogues = async () => {
  const [en, fr, ar] = await Promise.all([import("~/messages/en"), import("~/messages/fr"), import("~/messages/ar")]);
  return Object.entries({ en, fr, ar }).map(([language, { catalogue }]) => [language, catalogue.health] as const);
};

test("each authority stamps the newest checkpoint, and stock openssl finds in what is kept that very note and that time", async () => {
  expect(await strikes(0)).toEqual([]);
  const size = await happens();
  expect(await health()).toMatchObject([{ last: null, waiting: 1, fault: null }, { last: null, waiting: 1, fault: null }]);
  const entries = await strikes(0);
  expect(entries).toEqual(Array.from({ length: 2 }, () => expect.objectContaining({ kind: "checkpoint.stamped", by: null, size })));
  const [stamped, ...more] = await stampsOf(size);
  expect([stamped!.size, more]).toEqual([size, []]);
  const note = Buffer.from(stamped!.note);
  for (const server of [one, two]) {
    const { token, chain, at, authority, policy } = stamped!.stamps.find((stamp) => stamp.chain.endsWith(server.pem))!;
    expect(server.verifies(token, note, server.pem)).toBe(true);
    expect(server.verifies(token, Buffer.concat([note, Buffer.from("\n")]), server.pem)).toBe(false);
    expect(policy).toBe("1.2.3.4.1");
    expect(chain.match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
    const digest = createHash("sha256").update(token).digest("hex");
    expect(entries).toContainEqual({ kind: "checkpoint.stamped", by: null, size, authority, time: at.toISOString(), token: digest });
  }
  for (const { last, waiting, fault } of await health()) expect([Date.now() - +last! < 60_000, waiting, fault]).toEqual([true, 0, null]);
});

test("a stamp that others read, and what checks a dossier does not, is not kept but called malformed, and asked for again", async () => {
  one.behaves("writes-loosely");
  const size = await happens();
  const before = await world.db().stamp.count();
  const entries = await strikes(0);
  expect(entries).toHaveLength(2);
  expect(entries).toContainEqual(expect.objectContaining({ kind: "checkpoint.stamped", size }));
  expect(entries).toContainEqual({ kind: "authority.erred", by: null, size, what: "malformed", authority: expect.any(String) });
  expect(await health()).toMatchObject([{ fault: { what: "malformed" } }, { fault: null }]);
  expect(await world.db().stamp.count()).toBe(before + 1);
  one.behaves("answers");
  expect((await strikes(2)).map(({ kind }) => kind)).toEqual(["checkpoint.stamped"]);
  expect(await health()).toMatchObject([{ waiting: 0, fault: null }, { waiting: 0, fault: null }]);
});

test("an authority is told a digest and nothing else", () => {
  const [{ type, body }] = one.asked as [(typeof one.asked)[number]];
  expect(type).toBe("application/timestamp-query");
  expect(body.length).toBeLessThan(80);
  expect(body.includes("vouchsafe")).toBe(false);
});

test("that something was stamped is not stamped in turn, for ever", async () => {
  const asked = one.asked.length;
  const { keepCheckpoint } = await import("~/server/ledger/jobs");
  await keepCheckpoint();
  expect(await strikes(0)).toEqual([]);
  expect(one.asked.length).toBe(asked);
  expect((await health()).map(({ waiting }) => waiting)).toEqual([0, 0]);
});

test("while one authority cannot be reached the other stamps, checkpoints wait, and the first stamp afterwards covers them all", async () => {
  two.behaves("hangs-up");
  const first = await happens();
  expect(await strikes(0)).toMatchObject([{ kind: "checkpoint.stamped" }]);
  expect(await health()).toMatchObject([{ waiting: 0, fault: null }, { waiting: expect.any(Number), fault: { what: "unreachable" } }]);
  const asked = two.asked.length;
  const second = await happens();
  await strikes(1);
  expect(two.asked.length).toBe(asked);
  await strikes(1);
  await strikes(3);
  expect(two.asked.length).toBe(asked + 1);
  const { waiting, last } = (await health())[1]!;
  expect([waiting >= 2, last === null]).toEqual([true, false]);
  two.behaves("answers");
  expect(await strikes(1)).toMatchObject([{ kind: "checkpoint.stamped", size: second }]);
  expect(two.asked.length).toBe(asked + 2);
  expect(await health()).toMatchObject([{ waiting: 0, fault: null }, { waiting: 0, fault: null }]);
  // Of each its earliest: the one said it of the first alone.
  expect((await stampsOf(first)).map(({ size, stamps }) => [size, stamps.length])).toEqual([[first, 1], [second, 1]]);
  expect(await stampsOf(second + 100)).toEqual([]);
});

test("what an authority answers and cannot be believed is kept nowhere, stands in the ledger once, and on the page of health in words", async () => {
  const before = await world.db().stamp.count();
  const lies: readonly (readonly [Manner, string, boolean])[] = [
    ["is-another", "unknown-root", true], ["replays", "another-request", true], ["redirects", "turned-away", false], ["floods", "too-large", true],
  ];
  two.behaves("fails");
  const size = await happens();
  for (const [nth, [manner, what, inLedger]] of lies.entries()) {
    const asked = one.asked.length;
    one.behaves(manner);
    const entries = await strikes(nth === 0 ? 0 : 2 ** nth);
    expect(one.asked.length).toBe(asked + 1);
    expect(entries).toEqual(inLedger ? [{ kind: "authority.erred", by: null, size, what, authority: expect.any(String) }] : []);
    const [said, other] = await health();
    expect([said!.fault!.what, other!.fault!.what]).toEqual([what, "turned-away"]);
  }
  for (const [language, { stamps }] of await catalogues()) {
    const page = await drawn(language);
    for (const what of ["too-large", "turned-away"] as const) expect(page).toContain(stamps.faults[what]);
    for (const server of [one, two]) expect(page).toContain(new URL(server.url).host);
  }
  // The same lie once more.
  expect(await strikes(16)).toEqual([]);
  expect(await world.db().stamp.count()).toBe(before);
});

test("rows of stamps are only ever added, whoever asks", async () => {
  await expect(world.db().$executeRaw`UPDATE "Stamp" SET "at" = now()`).rejects.toThrow(/permission denied|only ever added/);
  await expect(world.db().$executeRaw`DELETE FROM "Stamp"`).rejects.toThrow(/permission denied|only ever added/);
});

test("a checkpoint that is kept is stamped by the worker without anybody asking", async () => {
  for (const server of [one, two]) server.behaves("answers");
  await world.db().stampFault.deleteMany();
  const size = await happens();
  await world.settle();
  expect((await stampsOf(size)).flatMap(({ stamps }) => stamps)).toHaveLength(2);
});
