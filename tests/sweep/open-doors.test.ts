import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "~/server/trpc/root";
import { doorFiles, serveDoors } from "../support/doors";
import { codeOf, PASSPHRASE } from "../support/identity";
import { putOut } from "../support/suspension";
import { openWorld, type World } from "../support/world";
import { openHouse, type House } from "./house";
import { cookies, knock, rpc, type Answered, type Sent } from "./visitors";

/** The doors that open without a session: what opens them is a token, and whose cookie comes along makes no difference. */
let world: World;
let house: House;
let served: Awaited<ReturnType<typeof serveDoors>>;

beforeAll(async () => {
  world = await openWorld();
  house = await openHouse(world, { photos: false });
  served = await serveDoors();
}, 120_000);
afterAll(async () => {
  await served.close();
  await house.close();
  await world.close();
});

const DAY = 86_400_000;
const newToken = () => randomBytes(32).toString("base64url");
const CODE = "123456";
const CODES = ["7K3M-Q2XW", "0000-0000"];

/** What each door that asks for a token is shown. */
const asked: Record<string, (token: string) => Sent> = {
  "join.inspect": (token) => rpc("join.inspect", { token }),
  "join.begin": (token) => rpc("join.begin", { token, handle: "newcomer" }),
  "join.finish": (token) => rpc("join.finish", { token, handle: "newcomer", passphrase: PASSPHRASE, code: CODE }),
  "recovery.inspect": (token) => rpc("recovery.inspect", { token }),
  "recovery.begin": (token) => rpc("recovery.begin", { token, codes: CODES }),
  "recovery.finish": (token) => rpc("recovery.finish", { token, codes: CODES, passphrase: PASSPHRASE, code: CODE }),
  "recipient.conditions": (token) => rpc("recipient.conditions", { token }),
  "recipient.open": (token) => rpc("recipient.open", { token }),
  "recipient.watch": (pass) => rpc("recipient.watch", { pass }),
};
/** Doors that anybody may use and nothing opens, and where each is tried. */
const asksForNothing: Record<string, string> = {
  "passkeys.ask": "tests/flows/passkeys.test.ts", "sessions.leave": "tests/sweep/leaving.test.ts",
};
/** Doors that are no procedures, and who is behind each in the sweep. */
const elsewhere: Record<string, string> = {
  "src/app/api/auth/[...nextauth]/route.ts": "tests/flows/identity-cookie.test.ts",
  "src/app/api/derivatives/[id]/route.ts": "evidence.view",
  "src/app/api/dossiers/route.ts": "dossiers.handOut",
  "src/app/api/exports/route.ts": "exports.take",
  "src/app/api/originals/route.ts": "originals.handOut",
  "src/app/api/recordings/[id]/route.ts": "recordings.hear",
  "src/app/api/resealings/route.ts": "resealings.handOut",
  "src/app/api/exhibits/route.ts": "here",
  "src/app/api/witness/route.ts": "here",
  "src/app/api/trpc/[trpc]/route.ts": "every action",
  "src/app/r/route.ts": "tests/flows/receipts.test.ts",
};

type Procedure = { _def: { meta?: { action: string } } };

test("every door that is open to anybody is tried here, and every other door somewhere in the sweep", () => {
  const procedures = Object.entries(root._def.procedures as unknown as Record<string, Procedure>);
  const open = procedures.filter(([, { _def }]) => _def.meta?.action === "open").map(([where]) => where);
  expect(open.toSorted()).toEqual([...Object.keys(asked), ...Object.keys(asksForNothing)].toSorted());
  expect(doorFiles()).toEqual(Object.keys(elsewhere).toSorted());
});

test("a door that anybody may use leaves nothing behind, however often it is used", async () => {
  const [before, size] = [await house.state(), await house.ledgerSize()];
  for (const door of Object.keys(asksForNothing))
    for (let n = 0; n < 3; n += 1) expect((await knock(served.origin, rpc(door, {}), null)).status).toBe(200);
  expect([await house.state(), await house.entries(size)]).toEqual([before, []]);
});

const shape = ({ status, text }: Answered) => `${status} ${text}`;
const exhibit = (pass: string): Sent => ({
  path: "/api/exhibits", headers: { "content-type": "application/json" }, body: JSON.stringify({ pass, exhibit: 1 }),
});
const witness = (told: object): Sent => ({ path: "/api/witness", headers: { "content-type": "application/json" }, body: JSON.stringify(told) });
const known = (token: string) => ({
  ...Object.fromEntries(Object.entries(asked).map(([door, sent]) => [door, sent(token)])), "api/exhibits": exhibit(token),
  "api/witness": witness({ token, kept: 0 }), "api/witness, to countersign": witness({ token, countersigned: "note" }),
});

test("a token that opens nothing is answered in the same words, whatever it once was, and leaves nothing behind", async () => {
  const steward = world.as(house.everybody.steward);
  const invite = async () => (await steward.members.invite({ role: "documenter", teamId: null })).token;
  const [used, expired] = [await invite(), await invite()];
  const inviter = await world.member("steward");
  const ofSuspended = (await world.as(inviter).members.invite({ role: "documenter", teamId: null })).token;
  await putOut(steward, inviter.id);
  const digestOf = async (token: string) => Buffer.from(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token)));
  for (const [token, data] of [[used, { usedAt: world.now() }], [expired, { expiresAt: new Date(+world.now() - DAY) }]] as const)
    expect(await world.db().invite.updateMany({ where: { tokenDigest: await digestOf(token) }, data })).toEqual({ count: 1 });

  const worthless = [newToken(), used, expired, ofSuspended, (await digestOf(used)).toString("base64url"), house.own.approved];
  const [before, size] = [await house.state(), await house.ledgerSize()];
  const answers = new Map<string, Set<string>>();
  for (const token of worthless)
    for (const [door, sent] of Object.entries(known(token)))
      answers.set(door, (answers.get(door) ?? new Set()).add(shape(await knock(served.origin, sent, null))));
  for (const [door, words] of answers) expect([door, ...words]).toHaveLength(2);
  for (const door of ["api/exhibits", "api/witness", "api/witness, to countersign"])
    expect([...answers.get(door)!]).toEqual(['404 {"code":"not-found"}']);
  expect([...answers.get("recipient.open")!][0]).toContain('"message":"not-found"');
  expect([...answers.get("join.inspect")!][0]).toContain('"message":"invite-invalid"');
  expect([await house.state(), await house.entries(size)]).toEqual([before, []]);
});

test("a member's cookie neither opens these doors nor shuts them", async () => {
  const { of } = await cookies(world);
  const invite = (await world.as(house.everybody.steward).members.invite({ role: "auditor", teamId: null })).token;
  for (const actor of Object.values(house.everybody)) {
    const cookie = await of(actor);
    const without = await Promise.all(Object.values(known(newToken())).map((sent) => knock(served.origin, sent, null)));
    const withOne = await Promise.all(Object.values(known(newToken())).map((sent) => knock(served.origin, sent, cookie)));
    expect(withOne).toEqual(without);
    expect((await knock(served.origin, asked["join.inspect"]!(invite), cookie)).status).toBe(200);
  }
});

test("an invite lets one person in, once, over the same doors", async () => {
  const { token } = await world.as(house.everybody.steward).members.invite({ role: "auditor", teamId: null });
  const handle = `newcomer-${house.letters().toLowerCase()}`;
  const begun = await knock(served.origin, rpc("join.begin", { token, handle }), null);
  const { secret } = (JSON.parse(begun.text) as { result: { data: { json: { secret: string } } } }).result.data.json;
  const finish = () =>
    knock(served.origin, rpc("join.finish", { token, handle, passphrase: PASSPHRASE, code: codeOf(secret, new Date()) }), null);
  expect((await finish()).status).toBe(200);
  const again = await finish();
  expect(again.text).toContain('"message":"invite-invalid"');
  expect(await world.db().member.count({ where: { handle } })).toBe(1);
});

test("a link opens its own disclosure, shows what was cleared, and nothing once it is closed", async () => {
  const reviewer = world.as(house.everybody.reviewer);
  const release = async (ids: House["own"]) => {
    const disclosureId = await house.approve(ids);
    return { disclosureId, token: (await reviewer.disclosures.release({ disclosureId })).token };
  };
  const [own, foreign] = [await release(house.own), await release(house.foreign)];
  const opened = await knock(served.origin, asked["recipient.open"]!(own.token), null);
  expect(opened.status).toBe(200);
  for (const id of Object.values(house.foreign)) expect(opened.text).not.toContain(id);
  expect(opened.text).not.toContain(foreign.disclosureId);
  const { pass } = (JSON.parse(opened.text) as { result: { data: { json: { pass: string } } } }).result.data.json;
  // It has one account and no photo; and a link is no pass.
  for (const shown of [pass, own.token])
    expect(shape(await knock(served.origin, exhibit(shown), null))).toBe('404 {"code":"not-found"}');

  await reviewer.disclosures.close({ disclosureId: own.disclosureId });
  const size = await house.ledgerSize();
  const shut = await knock(served.origin, asked["recipient.open"]!(own.token), null);
  expect(shut.text).toContain('"message":"disclosure-closed"');
  expect(shape(await knock(served.origin, exhibit(pass), null))).toBe('410 {"code":"disclosure-closed"}');
  expect((await knock(served.origin, asked["recipient.watch"]!(pass), null)).text).toContain('"message":"disclosure-closed"');
  expect(await house.entries(size)).toEqual(["disclosure.notOpened", "disclosure.notOpened"]);
  expect((await knock(served.origin, asked["recipient.open"]!(foreign.token), null)).status).toBe(200);
});
