import { generate } from "otplib";
import type { Visitor } from "./visitor";
import { words } from "./words";

/** How somebody who has lost everything comes back, in the interface. */
const saying = (visitor: Visitor) => (at: string, filled?: Record<string, string>) => words(visitor.look.language, at, filled);
const open = (visitor: Visitor, where: string) => visitor.page.goto(where, { waitUntil: "networkidle" });
const button = (visitor: Visitor, name: string) => visitor.page.getByRole("button", { name, exact: true });
const inDialog = (visitor: Visitor, name: string) => visitor.page.getByRole("dialog").getByRole("button", { name, exact: true });
const personIn = (visitor: Visitor, handle: string) => visitor.page.getByRole("listitem").filter({ hasText: handle });

/** A steward begins to ask those who stand behind somebody. */
export async function begin(visitor: Visitor, handle: string): Promise<void> {
  const say = saying(visitor);
  await open(visitor, "/members");
  await personIn(visitor, handle).getByRole("button", { name: say("recovery.steward.open"), exact: true }).click();
  await inDialog(visitor, say("recovery.steward.open")).click();
  await visitor.page.getByRole("dialog").waitFor({ state: "hidden" });
}

/** Whoever is here all the while stops it with one press. */
export async function stop(visitor: Visitor): Promise<void> {
  const say = saying(visitor);
  await open(visitor, "/account");
  await visitor.page.getByText(say("recovery.running.title")).waitFor();
  await visitor.inspect("recovery: somebody comes back in their name");
  await button(visitor, say("recovery.running.stop")).click();
  await visitor.page.getByText(say("recovery.running.stopped")).waitFor();
}

/** A voucher has met them. @returns the code that they tell them */
export async function recognise(visitor: Visitor): Promise<string> {
  const say = saying(visitor);
  await open(visitor, "/vouching");
  await button(visitor, say("recovery.voucher.confirm")).click();
  await inDialog(visitor, say("recovery.voucher.confirm")).click();
  const code = await visitor.page.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/).innerText();
  await visitor.inspect("recovery: code");
  return code;
}

/** @returns the link, which the steward hands over in person */
export async function makeLink(visitor: Visitor): Promise<string> {
  const say = saying(visitor);
  await open(visitor, "/members");
  await button(visitor, say("recovery.steward.make")).click();
  const link = await visitor.page.getByRole("textbox", { name: say("recovery.steward.link") }).inputValue();
  await visitor.inspect("recovery: link");
  return link;
}

/** With the link and both codes, the first of them wrong at first, to a session. */
export async function comeBack(visitor: Visitor, link: string, codes: readonly [string, string], passphrase: string): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(visitor, link);
  await page.getByLabel(say("recovery.firstCode")).fill("0000 0000");
  await page.getByLabel(say("recovery.secondCode")).fill(codes[1].toLowerCase());
  await page.getByLabel(say("recovery.passphrase")).fill(passphrase);
  await button(visitor, say("recovery.next")).click();
  await page.getByText(say("refusals.recognition-wrong")).waitFor();
  await visitor.inspect("restore: wrong code");
  await page.getByLabel(say("recovery.firstCode")).fill(codes[0].replace("-", ""));
  await button(visitor, say("recovery.next")).click();
  const key = (await page.getByRole("textbox", { name: say("join.phone.key") }).inputValue()).replaceAll(" ", "");
  await visitor.inspect("restore: phone");
  await button(visitor, say("join.phone.next")).click();
  await page.getByLabel(say("join.code.field")).fill(await generate({ secret: key }));
  await button(visitor, say("join.code.finish")).click();
  await page.waitForURL((url) => url.pathname === "/account");
  await page.getByRole("button", { name: say("shell.leave") }).waitFor();
  visitor.who = { passphrase, key };
}
