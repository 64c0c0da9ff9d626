import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Instance } from "../crash/instance";
import * as errands from "./support/errands";
import { listen, record } from "./support/recordings";
import { launch, Visitor, type State } from "./support/visitor";

/** What a steward recorded in Tigrinya is heard by whoever is asked in it, on a phone that has no voice for it. */
const phone = { size: "phone", language: "ar" } as const;
let instance: Instance;
let browser: Browser;
const faults: string[] = [];
let sol: State | undefined;

beforeAll(async () => {
  [instance, browser] = await Promise.all([Instance.create(), launch()]);
  await instance.start();
}, 400_000);
afterAll(async () => {
  await browser?.close();
  await instance?.remove();
});

async function visit<T>(look: typeof phone | { size: "desktop"; language: "en" }, state: State | undefined, errand: (visitor: Visitor) => Promise<T>): Promise<T> {
  const visitor = await Visitor.arrive(browser, instance.address, look, state);
  try {
    return await errand(visitor);
  } catch (error) {
    await visitor.page.screenshot({ path: `test-results/failed-${Date.now()}.png`, fullPage: true });
    throw error;
  } finally {
    faults.push(...visitor.faults);
    await visitor.leave();
  }
}

test("a steward adds a recording, and whoever is asked hears it", async () => {
  const link = await visit({ size: "desktop", language: "en" }, undefined, async (visitor) => {
    await errands.join(visitor, instance.firstStewardLink, "sol");
    await errands.makeTeam(visitor, "Dawn team", "CAL");
    await record(visitor, "ti");
    sol = await visitor.state();
    return errands.invite(visitor, "documenter", "Dawn team");
  });
  await visit(phone, sol, async (visitor) => {
    await errands.open(visitor.page, "/recordings?language=ckb");
    await visitor.inspect("recordings in another language");
  });
  await visit(phone, undefined, async (visitor) => {
    const { page } = visitor;
    const say = errands.saying(visitor);
    await errands.join(visitor, link, "maya");
    const incident = await errands.report(visitor);
    // They are asked about their own words.
    await errands.button(page, say("incidents.accounts.write")).click();
    await page.getByLabel(say("incidents.form.text")).fill("رأيت الكلاب عند الجسر.");
    await errands.button(page, say("incidents.accounts.save")).click();
    await errands.button(page, say("words.second.confirm")).click();
    await page.getByText(say("incidents.accounts.checked"), { exact: true }).waitFor();
    await errands.open(page, incident);
    await page.locator("a[href*='/people/']").first().click();
    await page.waitForURL(/\/people\//);
    await page.getByLabel(say("people.sheet.wordingLanguage")).selectOption("ti");
    await errands.button(page, say("asking.begin")).click();
    await listen(visitor, "ti");
    await visitor.inspect("consent sheet: heard");
    // The next screen has no recording: it says so, and nothing is half heard.
    await errands.button(page, say("asking.next")).click();
    await page.getByText(say("asking.noVoice")).waitFor();
  });
  expect(faults).toEqual([]);
}, 180_000);
