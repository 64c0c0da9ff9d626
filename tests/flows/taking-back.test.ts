import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "~/domain/roles";
import { lapse } from "~/server/suspensions/commands";
import { HOUR, outcome } from "../support/identity";
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
});
afterAll(() => world.close());

const mine = (actor: Actor) => world.as(actor).vouching.mine();
const look = (actor: Actor, edgeId: string) => world.as(actor).vouching.previewTakingBack({ edgeId });
/** The word that somebody gave for another, by the name that they are shown. */
const wordFor = async (actor: Actor, { handle }: Newcomer) => (await mine(actor)).given.find((edge) => edge.handle === handle)!.id;
async function takeBack(actor: Actor, edgeId: string) {
  const { digest: preview } = await look(actor, edgeId);
  return world.as(actor).vouching.takeBack({ edgeId, preview });
}
/** Two founders, and somebody behind whom they stand. */
async function three() {
  const [introducer, voucher] = [await world.member("documenter"), await world.member("reviewer")];
  return { introducer, voucher, newcomer: await vetted(world, { introducer, voucher, steward }) };
}
const isOut = async ({ id }: Newcomer) =>
  (await world.db().member.findUniqueOrThrow({ where: { id }, select: { suspendedAt: true } })).suspendedAt !== null;

describe("a word that is taken back", () => {
  test("for a member gives them a term to have it replaced, as their voucher was shown, and nobody else of theirs loses anything", async () => {
    const { introducer, voucher, newcomer } = await three();
    const other = await vetted(world, { introducer, voucher, steward });
    const edgeId = await wordFor(introducer, newcomer);
    expect(await look(introducer, edgeId)).toEqual({ from: "member", days: 14, digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect((await mine(newcomer.actor)).review).toBeNull();
    await takeBack(introducer, edgeId);
    expect((await mine(newcomer.actor)).review).toMatchObject({ missing: 1 });
    expect((await mine(newcomer.actor)).received.filter(({ fellAt }) => fellAt === null)).toHaveLength(1);
    expect((await mine(other.actor)).review).toBeNull();
    expect((await mine(introducer)).review).toBeNull();

    await vouchFor(world, await world.member("reviewer"), newcomer);
    world.passes(15 * DAY);
    await lapse(world.now());
    expect(await isOut(newcomer)).toBe(false);
  });

  test("and not replaced in time puts the member out", async () => {
    const { voucher, newcomer } = await three();
    await takeBack(voucher, await wordFor(voucher, newcomer));
    world.passes(15 * DAY);
    await lapse(world.now());
    expect(await isOut(newcomer)).toBe(true);
  });

  test("for a candidate is missing when they are to be confirmed", async () => {
    const introducer = await world.member("documenter");
    const candidate = await introduced(world, introducer);
    await vouchFor(world, await world.member("reviewer"), candidate);
    const edgeId = await wordFor(introducer, candidate);
    expect(await look(introducer, edgeId)).toMatchObject({ from: "candidate" });
    await takeBack(introducer, edgeId);
    const shortfalls = (await world.as(steward).vouching.candidates()).find(({ id }) => id === candidate.id)!.shortfalls;
    expect(shortfalls).toContainEqual({ why: "vouches-missing", have: 1, need: 2 });
  });

  test("for somebody who has not come yet ends their link", async () => {
    const introducer = await world.member("documenter");
    const { token } = await world.as(introducer).vouching.introduce({ role: "auditor", sentence: SENTENCE });
    const [edge] = (await mine(introducer)).given;
    expect(await look(introducer, edge!.id)).toMatchObject({ from: "link" });
    await takeBack(introducer, edge!.id);
    expect(await outcome(world.as(null).join.inspect({ token }))).toBe("invite-invalid");
  });

  test("for somebody suspended is missing on the day on which they come back", async () => {
    const { introducer, newcomer } = await three();
    await putOut(world.as(steward), newcomer.id);
    const edgeId = await wordFor(introducer, newcomer);
    expect(await look(introducer, edgeId)).toMatchObject({ from: "suspended" });
    await takeBack(introducer, edgeId);
    await letIn(world.as(steward), world.as(second), newcomer.id);
    const { vettedAt } = await world.db().member.findUniqueOrThrow({ where: { id: newcomer.id }, select: { vettedAt: true } });
    expect(vettedAt).toBeNull();
  });

  test("stays so, and is another's to take back no more than their own twice", async () => {
    const { introducer, voucher, newcomer } = await three();
    const edgeId = await wordFor(introducer, newcomer);
    const { digest: preview } = await look(introducer, edgeId);
    for (const stranger of [voucher, steward]) {
      expect(await outcome(look(stranger, edgeId))).toBe("not-found");
      expect(await outcome(world.as(stranger).vouching.takeBack({ edgeId, preview }))).toBe("not-found");
    }
    await takeBack(introducer, edgeId);
    expect(await outcome(world.as(introducer).vouching.takeBack({ edgeId, preview }))).toBe("not-found");
    // Given anew it is another word.
    await vouchFor(world, introducer, newcomer);
    expect((await mine(newcomer.actor)).review).toBeNull();
    expect((await mine(introducer)).given.map(({ id }) => id)).toContain(edgeId);
  });

  test("is what was shown, or nothing happens", async () => {
    const introducer = await world.member("documenter");
    const candidate = await introduced(world, introducer);
    const edgeId = await wordFor(introducer, candidate);
    const { digest: preview } = await look(introducer, edgeId);
    await world.db().member.update({ where: { id: candidate.id }, data: { vettedAt: world.now() } });
    expect(await outcome(world.as(introducer).vouching.takeBack({ edgeId, preview }))).toBe("changed-meanwhile");
    expect((await mine(candidate.actor)).review).toBeNull();
  });

  test("is asked for again, and stands in the ledger without whose it was, for whom, or which entry once gave it", async () => {
    const { introducer, newcomer } = await three();
    const edgeId = await wordFor(introducer, newcomer);
    const { digest: preview } = await look(introducer, edgeId);
    const before = await world.db().custodyEvent.count();
    const later = world.as(introducer, {}, new Date(+world.now() - HOUR));
    expect(await outcome(later.vouching.takeBack({ edgeId, preview }))).toBe("prove-again");
    await takeBack(introducer, edgeId);
    const bodies = (await world.db().custodyEvent.findMany({ orderBy: { index: "asc" }, select: { body: true, by: true } })).map(
      ({ body, by }) => ({ by, text: Buffer.from(body).toString() }),
    );
    const [entry, ...more] = bodies.slice(before);
    expect(more).toEqual([]);
    const { kind, edge, ...rest } = JSON.parse(entry!.text) as Record<string, string>;
    expect([kind, entry!.by, Object.keys(rest).toSorted()]).toEqual(["member.tookBack", null, ["at", "by", "v"]]);
    for (const told of [introducer.id, newcomer.id, edgeId]) expect(entry!.text).not.toContain(told);
    for (const { text } of bodies.slice(0, before)) expect(text).not.toContain(edge!);
  });
});
