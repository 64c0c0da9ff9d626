import { button, open, saying } from "./errands";
import type { Visitor } from "./visitor";

/** What reviewers do with a photo that somebody wants gone. */

export async function planErasure(visitor: Visitor, item: string): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, item);
  await button(page, say("erasures.ofItem.plan")).click();
  await button(page, say("erasures.ofItem.planConfirm")).click();
  await button(page, say("erasures.callOff.button")).waitFor();
}

/** Ask that it be kept; what was planned waits from then on. */
export async function askToHold(visitor: Visitor, item: string): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, item);
  await page.getByRole("radio", { name: say("erasures.holdGrounds.legal-claim") }).check();
  await page.getByRole("textbox", { name: say("erasures.hold.reason") }).fill("A complaint is being written.");
  await visitor.inspect("erasing: hold");
  await button(page, say("erasures.hold.submit")).click();
  await button(page, say("erasures.hold.end")).waitFor();
}

/** Decline to have it kept, and have it erased; @returns the words of the list in which it stands afterwards */
export async function declineAndErase(visitor: Visitor, item: string): Promise<string> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, item);
  await visitor.inspect("erasing: decide");
  await button(page, say("erasures.hold.decline")).click();
  await button(page, say("erasures.hold.decline")).waitFor({ state: "detached" });
  await open(page, "/erasures");
  await visitor.inspect("erasures");
  await button(page, say("erasures.now.button")).click();
  await visitor.inspect("erasing: now");
  await button(page, say("erasures.now.confirm")).click();
  await page.getByText(say("erasures.nothingToGo")).waitFor({ timeout: 30_000 });
  await visitor.inspect("erasures: gone");
  return page.locator("main").innerText();
}
