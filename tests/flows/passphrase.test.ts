import { expect, test } from "vitest";
import { transaction } from "~/server/db";
import { passphraseAnd } from "~/server/factors/commands";
import * as sessions from "~/server/sessions/commands";
import { codeOf, holding, HOUR, identity, MINUTE, outcome, PASSPHRASE } from "../support/identity";

const { start, after, newMember, signIn, events } = identity();
const OTHER = "pebble window lantern oak";

test("another passphrase takes the place of the old one, ends every session, and stands in the ledger", async () => {
  const member = await newMember("documenter");
  const [phone, desk] = [await signIn(member), await signIn(member, after(MINUTE))];
  await (await holding(phone, after(MINUTE))).members.changePassphrase({ passphrase: OTHER });

  expect(await sessions.resume(phone, after(MINUTE))).toBeNull();
  expect(await sessions.resume(desk, after(MINUTE))).toBeNull();
  expect((await events()).slice(-3)).toEqual(["session.ended", "session.ended", "passphrase.changed"]);
  const enter = (passphrase: string, at: Date) =>
    outcome(sessions.signIn({ handle: member.handle, passphrase, code: codeOf(member.secret, at) }, at));
  expect(await enter(PASSPHRASE, after(3 * MINUTE))).toBe("sign-in-failed");
  expect(await enter(OTHER, after(5 * MINUTE))).toBe("went through");
});

test("a passphrase that is easy to guess changes nothing", async () => {
  const member = await newMember("documenter");
  const session = await signIn(member);
  const caller = await holding(session, start());
  expect(await outcome(caller.members.changePassphrase({ passphrase: "correct horse battery staple" }))).toBe("passphrase-too-weak");
  expect(await outcome(caller.members.changePassphrase({ passphrase: "short" }))).toBe("passphrase-too-weak");
  expect(await sessions.resume(session, start())).not.toBeNull();
  expect(await outcome(signIn(member, after(MINUTE)))).toBe("went through");
});

test("a session that was not proven a moment ago changes no passphrase", async () => {
  const member = await newMember("documenter");
  const session = await signIn(member);
  expect(await outcome((await holding(session, after(HOUR))).members.changePassphrase({ passphrase: OTHER }))).toBe("prove-again");
});

test("who showed the old passphrase at the very moment of the change does not get in with it", async () => {
  const member = await newMember("documenter");
  const session = await signIn(member);
  const shown = await passphraseAnd({ handle: member.handle }, PASSPHRASE, { code: codeOf(member.secret, after(MINUTE)) }, after(MINUTE));
  await (await holding(session, after(MINUTE))).members.changePassphrase({ passphrase: OTHER });
  expect(await transaction((tx) => shown!.spend(tx))).toBe(false);
});
