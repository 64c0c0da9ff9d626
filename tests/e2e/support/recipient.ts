import { expect } from "vitest";
import { eventually } from "./eventually";
import { saying } from "./errands";
import type { Visitor } from "./visitor";

/** What somebody does who was sent a link. */

/**
 * Follow a link, show its second secret and accept what is asked; wrong and incomplete first. @returns the pass that
 * the page was given, by which it asks for the exhibits
 */
export async function comeIn(visitor: Visitor, { link, secret }: { link: string; secret: string }): Promise<string> {
  const { page } = visitor;
  const say = saying(visitor);
  await page.goto(link);
  const field = page.getByRole("textbox", { name: say("giving.door.secret"), exact: true });
  const goOn = page.getByRole("button", { name: say("giving.door.goOn"), exact: true });
  await field.fill("ZZZZZ-ZZZZZ");
  await goOn.click();
  await page.getByText(say("giving.door.secretWrong")).waitFor();
  await visitor.inspect("recipient: second secret");
  await field.fill(secret.toLowerCase().replace("-", " "));
  await goOn.click();
  const open = page.getByRole("button", { name: say("giving.door.accept"), exact: true });
  await open.click();
  await page.getByText(say("giving.door.missing")).first().waitFor();
  const boxes = page.getByRole("checkbox");
  for (let at = 0; at < (await boxes.count()); at += 1) await boxes.nth(at).check();
  await visitor.inspect("recipient: conditions");
  const asked = page.waitForRequest(/\/api\/exhibits$/);
  await open.click();
  const { pass } = (await asked).postDataJSON() as { pass: string };
  const shown = page.getByRole("img").first();
  await eventually(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth), (width) => width > 0);
  await visitor.inspect("recipient");
  return pass;
}

/** Meanwhile something happens that closes it: within seconds it is gone from the page and from memory. */
export async function seeItClose(visitor: Visitor, meanwhile: () => Promise<unknown>): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  const address = await page.getByRole("img").first().getAttribute("src");
  await meanwhile();
  const from = Date.now();
  await page.getByText(say("giving.door.closedNow")).waitFor({ timeout: 15_000 });
  expect(Date.now() - from).toBeLessThan(10_000);
  await page.getByText(say("recipient.takenBack.delete")).waitFor();
  expect(await page.getByRole("img").count()).toBe(0);
  // The address by which the page held the bytes leads nowhere any more.
  const loads = (url: string) =>
    new Promise<boolean>((resolve) => {
      const image = new Image();
      image.addEventListener("load", () => resolve(true));
      image.addEventListener("error", () => resolve(false));
      image.src = url;
    });
  expect(await page.evaluate(loads, address!)).toBe(false);
  await visitor.inspect("recipient: closed under their eyes");
}
