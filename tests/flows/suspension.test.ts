import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CustodyEvent } from "~/domain/custody";
import { LOOKED_BACK_MS, MOST_BY_NAME } from "~/domain/looking";
import type { Actor } from "~/domain/roles";
import { digestOf } from "~/server/custody";
import { lapse } from "~/server/suspensions/commands";
import { approveAsRead } from "../support/approving";
import { asked } from "../support/asked";
import { checkedAccount } from "../support/accounts";
import { details } from "../support/collective";
import { told } from "../support/entries";
import { HOUR, outcome } from "../support/identity";
import { browsers } from "../support/reviewers";
import { letIn, putOut } from "../support/suspension";
import { introduced, passCourse, SENTENCE, vetted, vouchFor, type Newcomer } from "../support/vouched";
import { openWorld, type World } from "../support/world";

const DAY = 24 * HOUR;
let world: World;
let steward: Actor;
let second: Actor;
beforeAll(async () => {
  world = await openWorld();
  [steward, second] = [await world.member("steward", "sol"), await world.member("steward", "lux")];
});
afterAll(() => world.close());

const preview = (memberId: string) => world.as(steward).members.previewSuspension({ memberId });
const review = async ({ actor }: Newcomer) => (await world.as(actor).vouching.mine()).review;
const stateOf = (id: string) => world.db().member.findUniqueOrThrow({ where: { id }, select: { suspendedAt: true, vettedAt: true } });
const out = async (id: string) => (await stateOf(id)).suspendedAt !== null;
const events = async (): Promise<CustodyEvent[]> =>
  told(await world.db().custodyEvent.findMany({ orderBy: { index: "asc" } }));
/** Two founders, and somebody behind whom they stand. */
async function three(role: "documenter" | "reviewer" = "documenter") {
  const [introducer, voucher] = [await world.member("documenter"), await world.member("reviewer")];
  return { introducer, voucher, newcomer: await vetted(world, { introducer, voucher, steward, role }) };
}

describe("the wake of a suspension", () => {
  test("is shown before it is confirmed, to whoever says in the ledger that they look", async () => {
    const { introducer, newcomer } = await three();
    const waiting = await introduced(world, introducer);
    await world.as(introducer).vouching.introduce({ role: "auditor", sentence: SENTENCE });
    const shown = await preview(introducer.id);
    expect(shown).toMatchObject({
      sessions: 0, links: 1, under: { count: 1, people: [{ handle: newcomer.handle, role: "documenter" }] },
      candidates: { count: 1, people: [{ handle: waiting.handle, role: "documenter" }] }, disclosures: { approved: 0, released: 0 },
    });
    expect((await events()).at(-1)).toMatchObject({ kind: "member.previewed", by: steward.id, member: introducer.id });
    expect(await out(introducer.id)).toBe(false);
  });

  test("is what was shown, or nothing happens", async () => {
    const { introducer, newcomer } = await three();
    const { digest } = await preview(introducer.id);
    const later = await introduced(world, introducer);
    const suspend = (shown: string) => outcome(world.as(steward).members.suspend({ memberId: introducer.id, preview: shown }));
    expect(await suspend(digest)).toBe("changed-meanwhile");
    expect([await out(introducer.id), await review(newcomer)]).toEqual([false, null]);
    expect(await suspend((await preview(newcomer.id)).digest)).toBe("changed-meanwhile");
    expect(await suspend((await preview(introducer.id)).digest)).toBe("went through");
    const missing = (await world.as(steward).vouching.candidates()).find(({ id }) => id === later.id)!.shortfalls;
    expect(missing).toContainEqual({ why: "vouches-missing", have: 0, need: 2 });
  });

  test("is shown by name of a few members in a week to one steward, at whatever moment they look, and of others as numbers", async () => {
    const { introducer, voucher, newcomer } = await three();
    const looking = world.as(second);
    const look = (memberId: string) => looking.members.previewSuspension({ memberId });
    const others = [voucher.id, newcomer.id, ...(await Promise.all([1, 2, 3].map(() => world.member("auditor")))).map(({ id }) => id)];
    const looks = await Promise.all(others.map(look));
    expect(looks.filter(({ named }) => named)).toHaveLength(MOST_BY_NAME);
    const counted = await look(introducer.id);
    expect(counted).toMatchObject({ named: false, under: { count: 1, people: null }, candidates: { count: 0, people: null } });
    expect(counted.digest).not.toBe(digestOf({ memberId: introducer.id, under: [newcomer.id], candidates: [], links: [], disclosures: [], lastHolder: false }));
    expect((await events()).at(-1)).toMatchObject({ kind: "member.counted", member: introducer.id });
    expect(await look(others[looks.findIndex(({ named }) => named)]!)).toMatchObject({ named: true });

    // It delays nobody's being put out, and whoever is out counts for nothing.
    await looking.members.suspend({ memberId: introducer.id, preview: counted.digest });
    expect(await out(introducer.id)).toBe(true);
    const [gone, ...rest] = others.filter((_, n) => looks[n]!.named);
    await putOut(looking, gone!);
    expect(rest).toHaveLength(MOST_BY_NAME - 1);
    const unnamed = others.find((_, n) => !looks[n]!.named)!;
    expect(await look(unnamed)).toMatchObject({ named: true });
    world.passes(LOOKED_BACK_MS + HOUR);
    for (const memberId of [...rest, unnamed].slice(0, MOST_BY_NAME)) expect(await look(memberId)).toMatchObject({ named: true });
    world.passes(-LOOKED_BACK_MS - HOUR);
  });

  test("of who alone holds the custody key says that nobody else would open what is sealed to it, to them as well who leave", async () => {
    const at = browsers(world);
    const [rosa, noor] = [await world.member("reviewer"), await world.member("reviewer")];
    const warned = async () => [(await preview(rosa.id)).lastHolder, (await world.as(rosa).members.previewDeparture()).warnings.includes("last-holder")];
    expect(await warned()).toEqual([false, false]);
    await at.firstKey(rosa);
    expect(await warned()).toEqual([true, true]);
    const { digest } = await preview(rosa.id);
    await at.askToHold(noor);
    expect((await preview(noor.id)).lastHolder).toBe(false);
    await at.letIn(rosa, noor);
    expect(await warned()).toEqual([false, false]);
    // What was shown has changed, and so it is shown again.
    expect(await outcome(world.as(steward).members.suspend({ memberId: rosa.id, preview: digest }))).toBe("changed-meanwhile");
    await putOut(world.as(second), noor.id);
    expect(await warned()).toEqual([true, true]);
    await putOut(world.as(second), rosa.id);
  });

  test("ends links, and puts whoever was let in on that word under review until it is replaced", async () => {
    const { introducer, newcomer } = await three();
    const { token } = await world.as(introducer).vouching.introduce({ role: "auditor", sentence: SENTENCE });
    const at = world.now();
    await putOut(world.as(steward), introducer.id);
    expect(await outcome(world.as(null).join.inspect({ token }))).toBe("invite-invalid");
    const found = await review(newcomer);
    expect(found?.missing).toBe(1);
    expect(+found!.due - +at).toBeGreaterThanOrEqual(14 * DAY);
    // They go on as before, and let nobody in meanwhile.
    expect(await outcome(world.as(newcomer.actor).incidents.list())).toBe("went through");
    expect(await outcome(world.as(newcomer.actor).vouching.introduce({ role: "auditor", sentence: SENTENCE }))).toBe("cannot-vouch");
    await vouchFor(world, await world.member("reviewer"), newcomer);
    expect(await review(newcomer)).toBeNull();
    world.passes(15 * DAY);
    await lapse(world.now());
    expect(await out(newcomer.id)).toBe(false);
  });

  test("goes on in turn where nobody replaced it in time, and stops at whoever others stand behind", async () => {
    const { introducer, voucher, newcomer } = await three();
    const child = await vetted(world, { introducer: newcomer.actor, voucher, steward });
    await putOut(world.as(steward), introducer.id);
    world.passes(14 * DAY - HOUR);
    await lapse(world.now());
    expect([await out(newcomer.id), await review(child)]).toEqual([false, null]);
    world.passes(2 * HOUR);
    await lapse(world.now());
    await lapse(world.now());
    expect(await out(newcomer.id)).toBe(true);
    expect(await out(child.id)).toBe(false);
    expect((await review(child))?.missing).toBe(1);
    expect((await events()).filter((event) => event.kind === "member.suspended" && event.member === newcomer.id)).toMatchObject([{ by: null }]);
    await vouchFor(world, await world.member("reviewer"), child);
    world.passes(15 * DAY);
    await lapse(world.now());
    expect(await out(child.id)).toBe(false);
  });

  test("cannot be escaped by those who were let in together standing behind each other", async () => {
    const { introducer, voucher, newcomer } = await three();
    const friend = await vetted(world, { introducer, voucher, steward });
    await putOut(world.as(steward), introducer.id);
    for (const [one, other] of [[newcomer, friend], [friend, newcomer]] as const)
      expect(await outcome(vouchFor(world, one.actor, other))).toBe("cannot-vouch");
  });
});

describe("what somebody alone decided", () => {
  let teams = 0;
  /** An account on its way to a court, proposed by one and decided by another. */
  async function decided() {
    const [documenter, proposer, decider] = [await world.member("documenter"), await world.member("reviewer"), await world.member("reviewer")];
    const code = `T${String.fromCharCode(65 + (teams += 1))}`;
    const { id: teamId } = await world.as(steward).teams.create({ name: "Dawn team", code });
    await world.as(steward).teams.place({ teamId, memberId: documenter.id, placed: true });
    const me = world.as(documenter);
    const { id: incidentId } = await me.incidents.create({ teamId, details, account: null });
    const accountId = await checkedAccount(me, incidentId, "They came at six.");
    const [author] = (await me.incidents.read({ incidentId })).grantors;
    await me.consents.record({
      grantorId: author!.id, capacity: "self", manner: "spoken", language: "en", ...asked, items: [], accounts: [accountId],
      recipients: { kind: "any" }, until: null, answers: [{ purpose: "court", answer: "given", form: "redacted" }],
    });
    const propose = async (by: Actor) =>
      (await world.as(by).disclosures.propose({
        incidentId, purpose: "court", recipient: { class: "court", name: "The court" }, until: new Date(+world.now() + DAY),
        reason: "For the hearing", items: [], accounts: [{ id: accountId }],
      })).id;
    const decide = (by: Actor, disclosureId: string) =>
      approveAsRead(world.as(by), disclosureId, "Covered");
    return { proposer, decider, propose, decide };
  }
  const disclosure = (id: string) => world.db().disclosure.findUniqueOrThrow({ where: { id }, select: { state: true, closing: true } });

  test("is closed as well when they leave by their own act", async () => {
    const { proposer, decider, propose, decide } = await decided();
    const id = await propose(proposer);
    await decide(decider, id);
    const shown = await world.as(decider).members.previewDeparture();
    expect(shown).toMatchObject({ stand: true, disclosures: 1 });
    await world.as(decider).members.depart({ preview: shown.digest, accepted: true });
    expect(await disclosure(id)).toEqual({ state: "closed", closing: "decider-left" });
  });

  test("is closed with them, in the same transaction, approved and released alike; what others decided stays", async () => {
    const { proposer, decider, propose, decide } = await decided();
    const [approved, released, undecided] = [await propose(proposer), await propose(proposer), await propose(proposer)];
    const others = await propose(decider);
    for (const id of [approved, released]) await decide(decider, id);
    await decide(proposer, others);
    await world.settle();
    const { token } = await world.as(proposer).disclosures.release({ disclosureId: released });
    expect((await preview(decider.id)).disclosures).toEqual({ approved: 1, released: 1 });
    await putOut(world.as(steward), decider.id);
    const closed = { state: "closed", closing: "decider-suspended" };
    expect([await disclosure(approved), await disclosure(released)]).toEqual([closed, closed]);
    expect([(await disclosure(undecided)).state, (await disclosure(others)).state]).toEqual(["proposed", "approved"]);
    expect(await outcome(world.as(null).recipient.open({ token }))).toBe("disclosure-closed");
    const all = await events();
    const from = all.findIndex((event) => event.kind === "member.suspended" && event.member === decider.id);
    expect(all.slice(from, from + 4)).toMatchObject([
      { by: steward.id }, { kind: "member.wordFell" },
      ...[approved, released].toSorted().map((id) => ({ kind: "disclosure.closed", disclosure: id, why: "decider-suspended" })),
    ]);

    await letIn(world.as(steward), world.as(second), decider.id);
    expect([await disclosure(approved), await disclosure(released)]).toEqual([closed, closed]);
  });

  test("is closed also where they decide at the very moment in which they are put out", async () => {
    const { proposer, decider, propose, decide } = await decided();
    const id = await propose(proposer);
    const { digest } = await preview(decider.id);
    const [decision, suspension] = await Promise.all([
      outcome(decide(decider, id)),
      outcome(world.as(steward).members.suspend({ memberId: decider.id, preview: digest })),
    ]);
    // Whichever came first: nothing that they approved is open once they are out.
    if (suspension === "changed-meanwhile") await putOut(world.as(steward), decider.id);
    const { state } = await disclosure(id);
    expect([decision, state]).toEqual(decision === "went through" ? [decision, "closed"] : ["not-found", "proposed"]);
  });
});

describe("coming back", () => {
  test("takes a second steward, and brings back nothing that fell", async () => {
    const { introducer, newcomer } = await three();
    await putOut(world.as(steward), introducer.id);
    const { id: motionId } = await world.as(steward).motions.propose({
      motion: { kind: "restoring", memberId: introducer.id }, reason: "It was a mistake of ours.",
    });
    expect(await outcome(world.as(steward).motions.agree({ motionId }))).toBe("second-person-required");
    expect(await out(introducer.id)).toBe(true);
    await world.as(second).motions.agree({ motionId });
    expect(await stateOf(introducer.id)).toEqual({ suspendedAt: null, vettedAt: expect.any(Date) });
    expect((await review(newcomer))?.missing).toBe(1);
    expect((await world.as(newcomer.actor).vouching.mine()).received.filter(({ fellAt }) => fellAt)).toHaveLength(1);
    expect(await outcome(world.as(second).motions.agree({ motionId }))).toBe("not-now");
  });

  test("leads back to being a candidate where too few stand behind them by then", async () => {
    const { introducer, newcomer } = await three();
    await putOut(world.as(steward), introducer.id);
    world.passes(15 * DAY);
    await lapse(world.now());
    expect(await out(newcomer.id)).toBe(true);
    await letIn(world.as(second), world.as(steward), newcomer.id);
    expect(await stateOf(newcomer.id)).toEqual({ suspendedAt: null, vettedAt: null });
    await vouchFor(world, await world.member("reviewer"), newcomer);
    await passCourse(world, newcomer);
    world.passes(3 * DAY);
    expect(await outcome(world.as(steward).vouching.confirm({ memberId: newcomer.id }))).toBe("went through");
  });
});

// Last in this file: it leaves the instance to other stewards.
test("the clock never takes the last steward, and takes them once there is another", async () => {
  const [introducer, voucher] = [await world.member("documenter"), await world.member("reviewer")];
  const only = await vetted(world, { introducer, voucher, steward, role: "steward" });
  await putOut(world.as(steward), introducer.id);
  for (const { id } of [steward, second]) await putOut(world.as(only.actor), id);
  world.passes(15 * DAY);
  await lapse(world.now());
  expect(await out(only.id)).toBe(false);
  expect((await review(only))?.missing).toBe(1);
  await world.member("steward");
  await lapse(world.now());
  expect(await out(only.id)).toBe(true);
});
