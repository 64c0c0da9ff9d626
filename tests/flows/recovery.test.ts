import { describe, expect, test } from "vitest";
import * as z from "zod";
import type { Actor } from "~/domain/roles";
import { db } from "~/server/db";
import { Confirmed } from "~/server/recovery/queries";
import { sealedColumns } from "~/server/sealed";
import { openJson } from "~/server/sealing";
import * as sessions from "~/server/sessions/commands";
import { Authenticator } from "../support/authenticator";
import { whoActed } from "../support/entries";
import { codeOf, HOUR, MINUTE, outcome, PASSPHRASE } from "../support/identity";
import { NEW, recovering } from "../support/recovering";
import { browsers } from "../support/reviewers";
import { openSession } from "../support/sessions";
import { putOut } from "../support/suspension";
import { vetted } from "../support/vouched";

const { world, steward, maya, nour, member, opened, link, say, told, shownFor, beginning, comeBack } = recovering();
const enter = (handle: string, passphrase: string, secret: string) =>
  sessions.signIn({ handle, passphrase, code: codeOf(secret, world().now()) }, world().now());

describe("somebody who has lost everything", () => {
  test("comes back with what is new, by two who stand behind them and a steward, and every step stands in the ledger", async () => {
    const sam = await member();
    const before = await db().custodyEvent.count();
    const secret = await comeBack(await shownFor(sam));
    const session = await enter(sam.handle, NEW, secret);
    expect(await sessions.resume(session, world().now())).toMatchObject({ actor: { id: sam.id, role: "documenter" } });
    const events = await db().custodyEvent.findMany({ orderBy: { index: "asc" }, skip: before, select: { kind: true, by: true } });
    expect((await whoActed(events)).map(({ kind, by }) => [kind, by])).toEqual([
      ["recovery.opened", steward().id], ["recovery.confirmed", null], ["recovery.confirmed", null],
      ["recovery.linked", steward().id], ["recovery.finished", sam.id], ["session.started", sam.id],
    ]);
  });

  test("shuts out, by coming back, whoever could come in as them before", async () => {
    const sam = await member();
    const me = world().as(sam.actor);
    const passkey = new Authenticator();
    await me.passkeys.add({ label: "lost", attestation: passkey.make((await me.passkeys.offer({})).challenge) });
    const { codes } = await me.recoveryCodes.make({});
    const { ticket: session } = await openSession(world(), sam.id);
    const shown = await shownFor(sam);
    expect(await sessions.resume(session, world().now())).not.toBeNull();
    await comeBack(shown);

    expect(await sessions.resume(session, world().now())).toBeNull();
    const { challenge } = await world().as(null).passkeys.ask({});
    const assertion = JSON.stringify(passkey.sign(challenge));
    expect(await outcome(sessions.signInWithPasskey({ assertion }, world().now()))).toBe("sign-in-failed");
    for (const passphrase of [PASSPHRASE, NEW])
      expect(await outcome(sessions.signIn({ handle: sam.handle, passphrase, code: codes[0] }, world().now()))).toBe("sign-in-failed");
    expect(await db().passkey.count({ where: { memberId: sam.id } })).toBe(0);
  });

  test("comes back by nothing less: not by one word, not by the same twice, not by somebody else's", async () => {
    const sam = await member();
    const recoveryId = await opened(sam);
    const stranger = await world().member("reviewer");
    expect(await outcome(link(recoveryId))).toBe("words-missing");
    expect(await say(maya(), recoveryId)).toBe("went through");
    expect(await say(maya(), recoveryId)).toBe("went through");
    expect(await say(stranger, recoveryId)).toBe("not-found");
    expect(await say(steward(), recoveryId)).toBe("not-found");
    expect(await outcome(link(recoveryId))).toBe("words-missing");
    expect(await say(nour(), recoveryId)).toBe("went through");
    expect(await outcome(link(recoveryId))).toBe("went through");
  });

  test("is not let in by a steward who gave one of the two words", async () => {
    const second = await world().member("steward");
    const sam = await vetted(world(), { introducer: second, voucher: nour(), steward: steward() });
    const recoveryId = await opened(sam, second);
    await say(second, recoveryId);
    await say(nour(), recoveryId);
    expect(await outcome(link(recoveryId, second))).toBe("words-missing");
    expect(await outcome(link(recoveryId))).toBe("went through");
  });

  test("has nobody's word any more of whoever was put out meanwhile", async () => {
    const voucher = await world().member("reviewer");
    const sam = await vetted(world(), { introducer: maya(), voucher, steward: steward() });
    const recoveryId = await opened(sam);
    await say(maya(), recoveryId);
    await say(voucher, recoveryId);
    await putOut(world().as(steward()), voucher.id);
    expect(await outcome(link(recoveryId))).toBe("words-missing");
  });

  test("cannot be a founder, behind whom nobody stands, nor the steward themselves", async () => {
    expect(await outcome(world().as(steward()).recovery.open({ memberId: nour().id }))).toBe("nobody-behind");
    expect(await outcome(world().as(steward()).recovery.open({ memberId: steward().id }))).toBe("second-person-required");
    expect(await outcome(world().as(steward()).recovery.open({ memberId: crypto.randomUUID() }))).toBe("not-found");
  });
});

describe("the link", () => {
  test("works once, for a day, and the newest one alone", async () => {
    const sam = await member();
    const recoveryId = await opened(sam);
    const codes = await told(recoveryId);
    const [old, used] = [(await link(recoveryId)).token, (await link(recoveryId)).token];
    expect(await outcome(world().as(null).recovery.inspect({ token: old }))).toBe("invite-invalid");
    expect(await world().as(null).recovery.inspect({ token: used })).toMatchObject({ handle: sam.handle });
    await comeBack({ token: used, codes });
    expect(await outcome(world().as(null).recovery.inspect({ token: used }))).toBe("invite-invalid");

    const late = await shownFor(await member());
    world().passes(24 * HOUR);
    expect(await beginning(late)).toBe("invite-invalid");

    // Whoever begins anew has ended what was begun before, its link included.
    const person = await member();
    const former = await shownFor(person);
    await opened(person);
    expect(await beginning(former)).toBe("invite-invalid");
  });

  test("lets nobody in who is suspended meanwhile, and takes no weak passphrase and no wrong code", async () => {
    const sam = await member();
    const { token, codes } = await shownFor(sam);
    const { secret } = await world().as(null).recovery.begin({ token, codes });
    // What moves the keys finds it where it is sealed for.
    const begun = await db().recovery.findFirstOrThrow({ where: { memberId: sam.id }, select: { id: true, totpSealed: true } });
    const column = sealedColumns.find((each) => each.table === "Recovery" && each.column === "totpSealed");
    expect(await openJson(begun.totpSealed!, column!.place(begun.id), z.string())).toBe(secret);
    const finish = (passphrase: string, code: string) => outcome(world().as(null).recovery.finish({ token, codes, passphrase, code }));
    expect(await finish("short", codeOf(secret, world().now()))).toBe("passphrase-too-weak");
    expect(await finish(NEW, codeOf(secret, new Date(+world().now() + HOUR)))).toBe("totp-wrong");
    await putOut(world().as(steward()), sam.id);
    expect(await finish(NEW, codeOf(secret, world().now()))).toBe("invite-invalid");
  });

  test("is used by one of two who finish at the same moment", async () => {
    const { token, codes } = await shownFor(await member());
    const { secret } = await world().as(null).recovery.begin({ token, codes });
    const finish = () => outcome(world().as(null).recovery.finish({ token, codes, passphrase: NEW, code: codeOf(secret, world().now()) }));
    expect((await Promise.all([finish(), finish()])).toSorted()).toEqual(["invite-invalid", "went through"]);
  });
});

describe("who is asked", () => {
  test("are those who stand behind somebody, and they see only whom they stand behind", async () => {
    const sam = await member();
    const recoveryId = await opened(sam);
    const entry = async (by: Actor) => (await world().as(by).recovery.mine()).find(({ id }) => id === recoveryId);
    expect(await entry(maya())).toMatchObject({ handle: sam.handle, said: false });
    await say(maya(), recoveryId);
    expect(await entry(maya())).toMatchObject({ said: true });
    expect(await entry(nour())).toMatchObject({ said: false });
    expect(await entry(await world().member("reviewer"))).toBeUndefined();
    expect((await world().as(steward()).recovery.list()).find(({ id }) => id === recoveryId)).toEqual({
      id: recoveryId, handle: sam.handle, expiresAt: expect.any(Date), stoppedAt: null, have: 1, need: 2,
    });
  });

  test("leave no trace in the table of having been asked or having said so, not even in its length", async () => {
    const recoveryId = await opened(await member());
    const sealed = async () => (await db().recovery.findUniqueOrThrow({ where: { id: recoveryId }, select: { sealed: true } })).sealed;
    const before = await sealed();
    await say(maya(), recoveryId);
    expect((await sealed()).length).toBe(before.length);
    const column = sealedColumns.find((each) => each.table === "Recovery" && each.column === "sealed");
    expect(await openJson(await sealed(), column!.place(recoveryId), Confirmed)).toMatchObject({ said: [{ by: maya().id }] });
    const [row] = await db().$queryRaw<{ all: string }[]>`SELECT json_agg(r)::text AS all FROM "Recovery" r`;
    expect(row!.all).not.toContain(maya().id);
  });

  test("are asked for seven days", async () => {
    const recoveryId = await opened(await member());
    world().passes(7 * 24 * HOUR + MINUTE);
    expect(await say(maya(), recoveryId)).toBe("not-found");
    expect((await world().as(steward()).recovery.list()).some(({ id }) => id === recoveryId)).toBe(false);
  });
});

test("a reviewer who comes back holds nothing of the custody key until they are let in again, and is no other holder meanwhile", async () => {
  const at = browsers(world());
  const sam = await vetted(world(), { introducer: maya(), voucher: nour(), steward: steward(), role: "reviewer" });
  await at.firstKey(nour());
  await at.askToHold(sam.actor);
  await at.letIn(nour(), sam.actor);
  const held = () => db().custodyGrant.count({ where: { reviewerKey: { memberId: sam.id } } });
  expect(await held()).toBe(1);
  await comeBack(await shownFor(sam));
  const wraps = await db().reviewerWrap.count({ where: { reviewerKey: { memberId: sam.id } } });
  expect([await held(), wraps, await outcome(world().as(nour()).custodyKey.giveUp())]).toEqual([0, 0, "not-now"]);
  await at.askToHold(sam.actor);
  await at.letIn(nour(), sam.actor);
  expect([await held(), await outcome(world().as(nour()).custodyKey.giveUp())]).toEqual([1, "went through"]);
});
