import { button, open, saying } from "./errands";
import type { Visitor } from "./visitor";

/** What two reviewers do so that old originals open with the custody key in use. */

export async function askToReseal(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, "/custody/reseal");
  await visitor.inspect("reseal: ask");
  await button(page, say("reseal.ask.submit")).click();
  await page.getByText(say("reseal.asked.waits")).waitFor();
  await visitor.inspect("reseal: asked");
}

export async function agreeToReseal(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, "/custody/reseal");
  await visitor.inspect("reseal: agree");
  await button(page, say("reseal.agree.agree")).click();
  await page.getByText(say("reseal.asked.agreedBy")).waitFor();
}

/**
 * Seal anew, or check what the other sealed, to the end; or only until so many were fetched, as when a tab is closed in the
 * middle of the next.
 */
export async function reseal(visitor: Visitor, task: "seal" | "check", passphrase: string, until?: number): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, "/custody/reseal");
  await page.getByLabel(say("custody.prove.passphrase")).fill(passphrase);
  let fetched = 0;
  const interrupted = new Promise<void>((resolve) => {
    void page.route("**/api/resealings", async (route) => {
      fetched += 1;
      if (until !== undefined && fetched > until) resolve();
      else await route.continue();
    });
  });
  await button(page, say(`reseal.${task}.submit`)).click();
  if (until !== undefined) {
    await button(page, say("reseal.pace.pause")).waitFor({ timeout: 60_000 });
    await interrupted;
    await visitor.inspect(`reseal: ${task} going on`);
    return;
  }
  await page.getByText(say(`reseal.pace.finished.${task}`)).waitFor({ timeout: 120_000 });
  await visitor.inspect(`reseal: ${task} finished`);
}
