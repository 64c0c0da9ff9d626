import type { Browser } from "playwright-core";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Instance } from "../crash/instance";
import { withDevice } from "./support/device";
import * as errands from "./support/errands";
import { proveAgain } from "./support/prove-again";
import { launch, Visitor, type State } from "./support/visitor";
import { words } from "./support/words";

/** A passkey on a device, as its owner goes about with it. The device is Chromium's own virtual authenticator. */
const say = (path: string) => words("en", path);

let instance: Instance;
let browser: Browser;
let invitation: string;
let marta: State;
beforeAll(async () => {
  [instance, browser] = await Promise.all([Instance.create(), launch()]);
  await instance.start();
}, 400_000);
afterAll(async () => {
  await browser?.close();
  await instance?.remove();
});

/** Every session was last proven longer ago than counts. */
async function longAgo(): Promise<void> {
  const client = new Client({ connectionString: (await instance.database())! });
  await client.connect();
  await client.query(`UPDATE "Session" SET "provenAt" = "provenAt" - interval '10 minutes'`);
  await client.end();
}

const button = (visitor: Visitor, name: string) => visitor.page.getByRole("button", { name, exact: true });

test("somebody makes a passkey, signs out, signs in with it, and shows with it who they are", async () => {
  const visitor = await Visitor.arrive(browser, instance.address, { size: "phone", language: "en" });
  const { page } = visitor;
  try {
    await withDevice(visitor);
    await errands.join(visitor, instance.firstStewardLink, "marta");

    await page.goto("/account");
    await page.getByText(say("passkeys.second.title")).waitFor();
    await visitor.inspect("account: no passkey");
    await page.getByLabel(say("passkeys.label")).fill("blue phone");
    await button(visitor, say("passkeys.add")).click();
    await page.getByText(say("passkeys.added")).waitFor();
    await page.getByText("blue phone").waitFor();
    expect(await page.getByText(say("passkeys.second.title")).count()).toBe(0);
    await visitor.inspect("account: passkey");

    await button(visitor, say("account.out")).click();
    await page.waitForURL(/\/sign-in/);
    await visitor.inspect("sign-in");
    await button(visitor, say("signIn.withPasskey")).click();
    await page.getByRole("button", { name: say("shell.leave") }).waitFor();
    // Whoever came in is on their way to their first page until it stands there.
    await page.waitForURL("**/members");

    // The question comes up by itself, is met with the passkey, and the invitation is made in the end.
    await longAgo();
    await page.goto("/members");
    await page.getByRole("radio", { name: say("terms.roles.auditor") }).check();
    await page.removeLocatorHandler(page.getByRole("dialog", { name: say("proving.title") }));
    await button(visitor, say("members.invite.make")).click();
    await page.getByRole("dialog", { name: say("proving.title") }).waitFor();
    await visitor.inspect("asked again");
    await button(visitor, say("proving.passkey")).click();
    invitation = await page.getByRole("textbox", { name: say("members.invite.link") }).inputValue();
    marta = await visitor.state();
    expect(visitor.faults).toEqual([]);

    // What the passkey makes for the browser never goes to the server.
    for (const { body } of visitor.requests) expect(body ?? "").not.toMatch(/"results"/);
  } finally {
    await visitor.leave();
  }
}, 180_000);

test("somebody without one is asked for a passphrase and a code, may refuse, and is not let on", async () => {
  const visitor = await Visitor.arrive(browser, instance.address, { size: "desktop", language: "ar" });
  const { page } = visitor;
  const inArabic = (path: string) => words("ar", path);
  const question = page.getByRole("dialog", { name: inArabic("proving.title") });
  try {
    await withDevice(visitor);
    await errands.join(visitor, invitation, "watch");
    await longAgo();
    await page.removeLocatorHandler(question);
    await page.goto("/account");
    await page.getByLabel(inArabic("passkeys.label")).fill("مكتب");
    await button(visitor, inArabic("passkeys.add")).click();
    await question.waitFor();
    await visitor.inspect("asked again");
    await question.getByRole("button", { name: inArabic("common.cancel") }).click();
    await page.getByText(inArabic("refusals.prove-again")).waitFor();
    expect(await page.getByText(inArabic("passkeys.added")).count()).toBe(0);

    await proveAgain(visitor);
    await button(visitor, inArabic("passkeys.add")).click();
    await page.getByText(inArabic("passkeys.added")).waitFor({ timeout: 60_000 });
    expect(visitor.faults).toEqual([]);
  } finally {
    await visitor.leave();
  }
}, 180_000);

test("signing in on a second device is shown on the first, whose owner gives it a name and ends it", async () => {
  const first = await Visitor.arrive(browser, instance.address, { size: "phone", language: "en" }, marta);
  const second = await Visitor.arrive(browser, instance.address, { size: "desktop", language: "en" });
  try {
    await errands.signIn(second, "marta", marta.who!);
    await first.page.goto("/account");
    await first.page.getByText(say("sessions.elsewhere.title")).waitFor();
    await first.inspect("account: signed in elsewhere");
    const list = first.page.locator("section", { has: first.page.getByRole("heading", { name: say("sessions.title") }) });
    const other = list.getByRole("listitem").filter({ hasNotText: say("sessions.this") });
    await other.getByRole("button", { name: say("sessions.rename") }).click();
    await other.getByLabel(say("sessions.name")).fill("not mine");
    await other.getByRole("button", { name: say("common.save") }).click();
    await other.getByText("not mine").waitFor();
    await button(first, say("sessions.elsewhere.mine")).click();
    await first.page.getByText(say("sessions.elsewhere.title")).waitFor({ state: "detached" });
    await other.getByRole("button", { name: say("sessions.end") }).click();
    await first.page.getByRole("dialog").getByRole("button", { name: say("sessions.end") }).click();
    await other.waitFor({ state: "detached" });
    await second.page.goto("/members");
    await second.page.waitForURL(/\/sign-in/);
    expect([...first.faults, ...second.faults]).toEqual([]);
  } finally {
    await first.leave();
    await second.leave();
  }
}, 180_000);

test("whoever has lost their phone comes in with a code from their paper, once, and is told what to do", async () => {
  const visitor = await Visitor.arrive(browser, instance.address, { size: "phone", language: "en" }, marta);
  const { page } = visitor;
  try {
    await page.goto("/account");
    await page.getByText(say("recoveryCodes.none")).waitFor();
    await button(visitor, say("recoveryCodes.make")).click();
    const shown = page.getByRole("textbox", { name: say("recoveryCodes.codes") });
    // They are asked who they are, and their last code was used a moment ago.
    await shown.waitFor({ timeout: 60_000 });
    const paper = await shown.inputValue();
    await visitor.inspect("account: recovery codes");
    const [code] = paper.split("\n");
    await button(visitor, say("recoveryCodes.kept")).click();
    await button(visitor, say("account.out")).click();
    await page.waitForURL(/\/sign-in/);

    const show = async () => {
      await page.getByLabel(say("signIn.handle")).fill("marta");
      await page.getByLabel(say("signIn.passphrase")).fill(marta.who!.passphrase);
      await button(visitor, say("signIn.recovery")).click();
      await page.getByLabel(say("signIn.recoveryCode")).fill(code!.toLowerCase());
      await button(visitor, say("signIn.enter")).click();
    };
    await show();
    await page.getByText(say("recoveryCodes.usedNow.title")).waitFor();
    await visitor.inspect("account: in by paper");
    await button(visitor, say("account.out")).click();
    await page.waitForURL(/\/sign-in/);
    await show();
    await page.getByText(say("refusals.sign-in-failed")).waitFor();
    await visitor.inspect("sign-in: by paper");
    expect(visitor.faults).toEqual([]);
  } finally {
    await visitor.leave();
  }
}, 180_000);
