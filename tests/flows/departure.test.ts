import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "~/domain/roles";
import * as sessions from "~/server/sessions/commands";
import { lapse } from "~/server/suspensions/commands";
import { Authenticator } from "../support/authenticator";
import { whoActed } from "../support/entries";
import { HOUR, outcome } from "../support/identity";
import { openSession } from "../support/sessions";
import { letIn, putOut } from "../support/suspension";
import { introduced, SENTENCE, vetted, vouchFor, type Newcomer } from "../support/vouched";
import { openWorld, type World } from "../support/world";

const DAY = 24 * HOUR;
let world: World;
let steward: Actor;
let second: Actor;
beforeAll(async () => {
  world = await openWorld();
  [steward, second] = [await world.member("steward", "sol"), await world.member("steward", "lux")];
  for (let n = 0; n < 3; n += 1) await world.member("reviewer");
});
afterAll(() => world.close());

const look = (actor: Actor) => world.as(actor).members.previewDeparture();
async function depart(actor: Actor, accepted = false) {
  const { digest: preview } = await look(actor);
  return world.as(actor).members.depart({ preview, accepted });
}
const reviewOf = async ({ actor }: Newcomer) => (await world.as(actor).vouching.mine()).review;
const row = (id: string) => world.db().member.findUniqueOrThrow({ where: { id }, select: { suspendedAt: true, leftAt: true, vettedAt: true } });
const listed = async (id: string) => (await world.as(steward).members.list()).members.find((each) => each.id === id)!;
/** Two founders, and somebody behind whom they stand. */
async function three() {
  const [introducer, voucher] = [await world.member("documenter"), await world.member("documenter")];
  return { introducer, voucher, newcomer: await vetted(world, { introducer, voucher, steward }) };
}

describe("somebody who leaves in good standing", () => {
  test("is out at once and for good, with sessions, passkeys, recovery codes and open links, and it stands in the ledger", async () => {
    const actor = await world.member("documenter");
    const me = world.as(actor);
    await me.passkeys.add({ label: "phone", attestation: new Authenticator().make((await me.passkeys.offer({})).challenge) });
    await me.recoveryCodes.make({});
    const { token } = await me.vouching.introduce({ role: "auditor", sentence: SENTENCE });
    const { ticket } = await openSession(world, actor.id);
    expect(await look(actor)).toMatchObject({ stand: true, warnings: [], sessions: 1, links: 1, under: 0, candidates: 0, disclosures: 0 });
    const before = await world.db().custodyEvent.count();
    await depart(actor);

    expect(await sessions.resume(ticket, world.now())).toBeNull();
    expect(await world.db().passkey.count({ where: { memberId: actor.id } })).toBe(0);
    expect(await world.db().recoveryCode.count({ where: { memberId: actor.id } })).toBe(0);
    expect(await outcome(world.as(null).join.inspect({ token }))).toBe("invite-invalid");
    expect(await outcome(me.vouching.introduce({ role: "auditor", sentence: SENTENCE }))).toBe("not-found");
    const events = await world.db().custodyEvent.findMany({ orderBy: { index: "asc" }, skip: before, select: { kind: true, by: true } });
    expect(await whoActed(events.slice(0, 3))).toEqual(["member.left", "member.wordFell", "session.ended"].map((kind) => ({ kind, by: actor.id })));
  });

  test("leaves their word standing: nobody is under review for it, and who leans on it can be confirmed and go on vouching", async () => {
    const { introducer, voucher, newcomer } = await three();
    const candidate = await introduced(world, introducer);
    await depart(introducer);
    expect(await reviewOf(newcomer)).toBeNull();
    await vouchFor(world, newcomer.actor, candidate);
    const lacking = (await world.as(steward).vouching.candidates()).find(({ id }) => id === candidate.id)!.shortfalls;
    expect(lacking.map(({ why }) => why)).not.toContain("vouches-missing");
    expect((await world.as(newcomer.actor).vouching.mine()).received.every(({ fellAt }) => fellAt === null)).toBe(true);
    // Whom they stood behind cannot come back on their word: nobody can meet them any more.
    expect(await outcome(world.as(steward).recovery.open({ memberId: newcomer.id }))).toBe("nobody-behind");
    expect(await row(voucher.id)).toMatchObject({ leftAt: null });
  });

  test("is put out afterwards all the same, where it turns out that their word was worth nothing", async () => {
    const { introducer, newcomer } = await three();
    await depart(introducer);
    expect(await reviewOf(newcomer)).toBeNull();
    await putOut(world.as(steward), introducer.id);
    expect(await reviewOf(newcomer)).toMatchObject({ missing: 1 });
    expect(await row(introducer.id)).toMatchObject({ suspendedAt: expect.any(Date), leftAt: null });
  });

  test("has a word that stands for as long as somebody stands behind them", async () => {
    const { introducer, newcomer } = await three();
    const child = await vetted(world, { introducer: newcomer.actor, voucher: await world.member("documenter"), steward });
    await depart(newcomer.actor);
    await putOut(world.as(steward), introducer.id);
    expect(await reviewOf(child)).toBeNull();
    world.passes(15 * DAY);
    await lapse(world.now());
    expect(await reviewOf(child)).toMatchObject({ missing: 1 });
  });

  test("is named to the stewards for two weeks, and comes back as whoever was suspended, by two of them", async () => {
    const { introducer } = await three();
    await depart(introducer);
    expect(await listed(introducer.id)).toMatchObject({ justLeft: true, leftAt: expect.any(Date) });
    world.passes(15 * DAY);
    expect(await listed(introducer.id)).toMatchObject({ justLeft: false, leftAt: expect.any(Date) });
    await letIn(world.as(steward), world.as(second), introducer.id);
    expect(await row(introducer.id)).toMatchObject({ suspendedAt: null, leftAt: null, vettedAt: expect.any(Date) });
  });
});

test("whoever leaves while they are under review takes their words with them, as they were shown", async () => {
  const { introducer, newcomer } = await three();
  const child = await vetted(world, { introducer: newcomer.actor, voucher: await world.member("documenter"), steward });
  await putOut(world.as(steward), introducer.id);
  expect(await look(newcomer.actor)).toMatchObject({ stand: false, under: 1 });
  await depart(newcomer.actor);
  expect(await reviewOf(child)).toMatchObject({ missing: 1 });
});

test("a candidate who leaves waits for nothing any more", async () => {
  const candidate = await introduced(world, await world.member("documenter"));
  await depart(candidate.actor);
  expect((await world.as(steward).vouching.candidates()).some(({ id }) => id === candidate.id)).toBe(false);
  expect(await outcome(world.as(steward).vouching.confirm({ memberId: candidate.id }))).toBe("not-found");
});

describe("leaving", () => {
  test("asks a reviewer to accept that fewer than two remain", async () => {
    const reviewers = await world.db().member.findMany({ where: { role: "reviewer", suspendedAt: null }, select: { id: true } });
    const [first, other, third] = reviewers.map(({ id }): Actor => ({ id, role: "reviewer" }));
    expect(await look(first!)).toMatchObject({ warnings: [] });
    await depart(first!);
    expect(await look(other!)).toMatchObject({ warnings: ["last-reviewers"] });
    expect(await outcome(depart(other!))).toBe("input-invalid");
    expect(await row(other!.id)).toMatchObject({ leftAt: null });
    await depart(other!, true);
    expect(await outcome(depart(third!))).toBe("input-invalid");
    expect(await outcome(depart(third!, true))).toBe("went through");
  });

  test("is what was shown, asked for again, or nothing happens", async () => {
    const { introducer } = await three();
    const { digest: preview } = await look(introducer);
    const late = world.as(introducer, {}, new Date(+world.now() - HOUR));
    expect(await outcome(late.members.depart({ preview, accepted: false }))).toBe("prove-again");
    await world.as(introducer).vouching.introduce({ role: "auditor", sentence: SENTENCE });
    expect(await outcome(world.as(introducer).members.depart({ preview, accepted: false }))).toBe("changed-meanwhile");
    expect(await row(introducer.id)).toMatchObject({ suspendedAt: null, leftAt: null });
  });

  test("of one of two stewards who go at the same moment is not the last without their knowing it", async () => {
    const shown = await Promise.all([look(steward), look(second)]);
    const outcomes = await Promise.all(
      [steward, second].map((by, n) => outcome(world.as(by).members.depart({ preview: shown[n]!.digest, accepted: false }))),
    );
    expect(outcomes.toSorted()).toEqual(["changed-meanwhile", "went through"]);
    const left = (await row(steward.id)).leftAt === null ? steward : second;
    expect(await look(left)).toMatchObject({ warnings: ["last-steward"] });
    expect(await outcome(depart(left))).toBe("input-invalid");
    expect(await outcome(depart(left, true))).toBe("went through");
  });
});
