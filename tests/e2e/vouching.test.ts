import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Instance } from "../crash/instance";
import { founders } from "../crash/people";
import * as errands from "./support/errands";
import * as recovering from "./support/recovering";
import { launch, stateOf, Visitor, type Look, type State } from "./support/visitor";
import * as vouching from "./support/vouching";
import { words } from "./support/words";

/** How somebody comes in when the founding is over, and what follows when whoever introduced them is put out. */
const HOUR = 3600_000;
const english = { size: "phone", language: "en" } as const;
const desk = { size: "desktop", language: "en" } as const;
const arabic = { size: "phone", language: "ar" } as const;

let instance: Instance;
let browser: Browser;
const faults: string[] = [];
const states = new Map<string, State>();

beforeAll(async () => {
  [instance, browser] = await Promise.all([Instance.create(), launch()]);
  await instance.start();
  const came = await founders(instance.address, instance.firstStewardLink, { maya: "documenter", nour: "reviewer", lux: "steward" });
  for (const [handle, joined] of Object.entries(came)) states.set(handle, stateOf(instance.address, joined));
}, 400_000);
afterAll(async () => {
  await browser?.close();
  await instance?.remove();
});

/** Visit as somebody, and remember who they are then. */
async function visit<T>(look: Look, who: string, errand: (visitor: Visitor) => Promise<T>): Promise<T> {
  const visitor = await Visitor.arrive(browser, instance.address, look, states.get(who));
  try {
    const result = await errand(visitor);
    states.set(who, await visitor.state());
    return result;
  } catch (error) {
    await visitor.page.screenshot({ path: `test-results/failed-${Date.now()}.png`, fullPage: true });
    throw error;
  } finally {
    faults.push(...visitor.faults);
    await visitor.leave();
  }
}

test("a steward ends the founding, in which the first came in by invitation", async () => {
  await visit(desk, "sol", (visitor) => vouching.endFounding(visitor));
}, 240_000);

test("two members stand behind somebody, who passes the course and is confirmed by a third", async () => {
  const link = await visit(english, "maya", (visitor) => vouching.introduce(visitor));
  await visit(arabic, "sam", async (visitor) => {
    await errands.join(visitor, link, "sam");
    await vouching.takeCourse(visitor);
    await visitor.page.goto("/incidents");
    await visitor.page.getByRole("heading", { name: words("ar", "shell.notFound.title") }).waitFor();
  });
  await visit(arabic, "nour", (visitor) => vouching.vouch(visitor, "sam"));
  await vouching.letPass(instance, 73 * HOUR);
  await visit(english, "sol", (visitor) => vouching.confirm(visitor));
  await visit(arabic, "sam", async (visitor) => {
    await visitor.page.goto("/");
    await visitor.page.waitForURL(/\/incidents$/);
  });
}, 240_000);

test("who has lost everything comes back by a link and what two who know them told them; who has not stops it", async () => {
  await visit(english, "sol", (visitor) => recovering.begin(visitor, "sam"));
  await visit(arabic, "sam", (visitor) => recovering.stop(visitor));
  await visit(english, "nour", async (visitor) => {
    await visitor.page.goto("/vouching", { waitUntil: "networkidle" });
    await visitor.page.getByText(/They had not asked for it/).waitFor();
    await visitor.inspect("recovery: stopped");
  });

  await visit(english, "sol", (visitor) => recovering.begin(visitor, "sam"));
  const codes = [
    await visit(english, "maya", (visitor) => recovering.recognise(visitor)),
    await visit(arabic, "nour", (visitor) => recovering.recognise(visitor)),
  ] as const;
  const link = await visit(english, "sol", (visitor) => recovering.makeLink(visitor));
  // A telephone that is not the one they lost.
  await visit(arabic, "sam with nothing", (visitor) => recovering.comeBack(visitor, link, codes, "seven otters cross the frozen lake"));
  await visit(arabic, "sam", async ({ page }) => {
    await page.goto("/incidents");
    await page.waitForURL(/\/sign-in/);
  });
  states.set("sam", states.get("sam with nothing")!);
}, 240_000);

test("whoever is put out takes their word with them, and whom they introduced is asked for another", async () => {
  const shown = await visit(english, "sol", (visitor) => vouching.suspend(visitor, "maya"));
  expect(shown).toContain("sam");
  await visit(english, "maya", async ({ page }) => {
    await page.goto("/incidents");
    await page.waitForURL(/\/sign-in/);
  });
  const asked = /سقطت/;
  await visit(arabic, "sam", async (visitor) => {
    await visitor.page.goto("/vouching");
    await visitor.page.getByText(asked).first().waitFor();
    await visitor.inspect("vouching: review");
  });
  await visit(desk, "lux", (visitor) => vouching.vouch(visitor, "sam"));
  await visit(arabic, "sam", async ({ page }) => {
    await page.goto("/vouching");
    await page.getByText("lux").first().waitFor();
    expect(await page.getByText(words("ar", "vouching.review.text").slice(0, 20)).count()).toBe(0);
  });
}, 240_000);

test("what takes two stewards is proposed by one and agreed to by another, the whole map among it", async () => {
  const say = (at: string) => words("en", at);
  await visit(english, "sol", async (visitor) => {
    await visitor.page.goto("/members/together", { waitUntil: "networkidle" });
    await visitor.inspect("together");
    await visitor.page.getByLabel(say("stewardship.together.reason")).last().fill("Somebody turned, and we have to know whom they let in.");
    await visitor.page.getByRole("button", { name: say("stewardship.map.propose"), exact: true }).click();
    await visitor.page.getByText(say("stewardship.together.own")).waitFor();
  });
  await visit(english, "lux", async (visitor) => {
    const { page } = visitor;
    await page.goto("/members/together", { waitUntil: "networkidle" });
    await page.getByRole("button", { name: say("stewardship.together.agree"), exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: say("stewardship.together.agree"), exact: true }).click();
    await page.getByRole("button", { name: say("stewardship.map.read"), exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: say("stewardship.map.read"), exact: true }).click();
    await page.getByText("We cooked together").first().waitFor();
    await visitor.inspect("together: map");
  });
}, 240_000);

test("no page broke the content policy, called a third party, failed a script or an accessibility rule", () => {
  expect(faults).toEqual([]);
});
