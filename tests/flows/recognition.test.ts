import { describe, expect, test } from "vitest";
import type { Actor } from "~/domain/roles";
import { db } from "~/server/db";
import { whoActed } from "../support/entries";
import { codeOf, holding, HOUR, MINUTE, outcome } from "../support/identity";
import { NEW, recovering } from "../support/recovering";
import { openSession } from "../support/sessions";
import { putOut } from "../support/suspension";
import { vetted, type Newcomer } from "../support/vouched";

const { world, steward, maya, nour, member, opened, link, say, toldBy, shownFor, beginning } = recovering();

describe("the codes", () => {
  test("are what the steward who made the link lacks, and one of the two who said so with them", async () => {
    const [sam, other] = [await member(), await member()];
    const { recoveryId, codes, token } = await shownFor(sam);
    const [ofMaya, ofNour] = codes;
    const made = "0000-0000";
    for (const shown of [[made, made], [ofMaya, made], [made, ofNour], [ofMaya, ofMaya]] as const)
      expect(await beginning({ token, codes: [...shown] })).toBe("recognition-wrong");
    world().passes(2 * MINUTE);
    const stranger = await shownFor(other);
    expect(await beginning({ token, codes: [ofMaya, stranger.codes[1]] })).toBe("recognition-wrong");
    world().passes(2 * MINUTE);
    const { secret } = await world().as(null).recovery.begin({ token, codes: [ofNour, ofMaya.toLowerCase().replace("-", " ")] });
    const finish = (shown: [string, string]) =>
      outcome(world().as(null).recovery.finish({ token, codes: shown, passphrase: NEW, code: codeOf(secret, world().now()) }));
    world().passes(2 * MINUTE);
    // The steward has seen the key of the app that is being connected, and finishes nothing with it.
    expect(await finish([ofMaya, made])).toBe("recognition-wrong");
    world().passes(2 * MINUTE);
    // One that was made anew takes the place of the one before.
    const another = await toldBy(maya(), recoveryId);
    expect(await beginning({ token, codes })).toBe("recognition-wrong");
    world().passes(2 * MINUTE);
    const again = await world().as(null).recovery.begin({ token, codes: [another, ofNour] });
    world().passes(2 * MINUTE);
    const arriving = { token, codes: [another, ofNour] as [string, string], passphrase: NEW, code: codeOf(again.secret, world().now()) };
    expect(await outcome(world().as(null).recovery.finish(arriving))).toBe("went through");
  });

  test("are worth nothing any more of whoever was put out meanwhile", async () => {
    const voucher = await world().member("reviewer");
    const sam = await vetted(world(), { introducer: maya(), voucher, steward: steward() });
    const recoveryId = await opened(sam);
    const codes: [string, string] = [await toldBy(maya(), recoveryId), await toldBy(voucher, recoveryId)];
    const { token } = await link(recoveryId);
    await putOut(world().as(steward()), voucher.id);
    expect(await beginning({ token, codes })).toBe("recognition-wrong");
  });

  test("are guessed at as slowly as passphrases, however many links a steward makes", async () => {
    const { recoveryId, token, codes } = await shownFor(await member());
    const wrong: [string, string] = ["0000-0000", "0000-0001"];
    for (let n = 0; n < 5; n += 1) expect(await beginning({ token, codes: wrong })).toBe("recognition-wrong");
    const { token: newer } = await link(recoveryId);
    expect(await beginning({ token: newer, codes: wrong })).toBe("too-many-attempts");
    expect(await beginning({ token: newer, codes })).toBe("too-many-attempts");
    world().passes(2 * MINUTE);
    expect(await beginning({ token: newer, codes })).toBe("went through");
  });

  test("stand in no table and no entry", async () => {
    const { codes } = await shownFor(await member());
    const rows = await db().$queryRaw<{ all: string }[]>`
      SELECT json_agg(r)::text AS all FROM "Recovery" r UNION ALL SELECT string_agg(encode("body", 'escape'), '') FROM "CustodyEvent"`;
    for (const code of codes) for (const { all } of rows) expect(all).not.toContain(code);
  });
});

describe("a member who is here all the while", () => {
  const signedIn = async ({ id }: Newcomer) => holding((await openSession(world(), id)).ticket, world().now());

  test("is told on every page that somebody comes back in their name, stops it with one press, and that stands in the ledger", async () => {
    const sam = await member();
    const me = await signedIn(sam);
    expect(await me.recovery.running()).toBeNull();
    const shown = await shownFor(sam);
    const running = await me.recovery.running();
    expect(running).toEqual({ id: shown.recoveryId, openedAt: expect.any(Date) });
    // Long after they last showed who they are.
    world().passes(20 * MINUTE);
    await (await holding((await openSession(world(), sam.id, { provenAt: new Date(+world().now() - HOUR) })).ticket, world().now())).recovery.stop({
      recoveryId: running!.id,
    });
    expect(await beginning(shown)).toBe("invite-invalid");
    expect(await outcome(link(shown.recoveryId))).toBe("not-found");
    expect(await say(maya(), shown.recoveryId)).toBe("not-found");
    expect(await me.recovery.running()).toBeNull();
    const [last] = await whoActed(await db().custodyEvent.findMany({ orderBy: { index: "desc" }, where: { kind: "recovery.stopped" }, take: 1, select: { by: true } }));
    expect(last).toEqual({ by: sam.id });
  });

  test("lets those see that they stopped it who were asked, and the stewards, until it would have been over", async () => {
    const sam = await member();
    const { recoveryId } = await shownFor(sam);
    await (await signedIn(sam)).recovery.stop({ recoveryId });
    const entry = async (by: Actor) => (await world().as(by).recovery.mine()).find(({ id }) => id === recoveryId);
    for (const by of [maya(), nour()]) expect(await entry(by)).toMatchObject({ handle: sam.handle, stoppedAt: expect.any(Date) });
    expect(await entry(await world().member("reviewer"))).toBeUndefined();
    const listed = async () => (await world().as(steward()).recovery.list()).find(({ id }) => id === recoveryId);
    expect(await listed()).toMatchObject({ stoppedAt: expect.any(Date) });
    world().passes(7 * 24 * HOUR);
    expect([await entry(maya()), await listed()]).toEqual([undefined, undefined]);
  });

  test("stops nothing of anybody else's, and nothing twice", async () => {
    const [sam, eve] = [await member(), await member()];
    const { recoveryId } = await shownFor(sam);
    expect(await outcome((await signedIn(eve)).recovery.stop({ recoveryId }))).toBe("not-found");
    const me = await signedIn(sam);
    await me.recovery.stop({ recoveryId });
    expect(await outcome(me.recovery.stop({ recoveryId }))).toBe("not-found");
  });

  test("stops it wholly or is too late, however close it comes to being finished", async () => {
    const sam = await member();
    const { recoveryId, token, codes } = await shownFor(sam);
    const { secret } = await world().as(null).recovery.begin({ token, codes });
    const me = await signedIn(sam);
    const [stopped, finished] = await Promise.all([
      outcome(me.recovery.stop({ recoveryId })),
      outcome(world().as(null).recovery.finish({ token, codes, passphrase: NEW, code: codeOf(secret, world().now()) })),
    ]);
    expect([["went through", "invite-invalid"], ["not-found", "went through"]]).toContainEqual([stopped, finished]);
  });
});
