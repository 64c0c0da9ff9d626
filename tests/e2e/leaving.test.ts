import { Client } from "pg";
import { generate } from "otplib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Instance } from "../crash/instance";
import * as errands from "./support/errands";
import { eventually } from "./support/eventually";
import { launch, Visitor, type Look } from "./support/visitor";
import { words } from "./support/words";

/** Leaving in a hurry: what a browser shows, keeps and can go back to afterwards. */
const phone = { size: "phone", language: "en" } as const;
const STEP_MS = 30_000;
const NOWHERE = "about:blank";

let instance: Instance;
let browser: Browser;
let steward: Visitor;
const visitors: Visitor[] = [];

beforeAll(async () => {
  [instance, browser] = await Promise.all([Instance.create(), launch()]);
  await instance.start();
  steward = await arrive({ size: "desktop", language: "en" });
  await errands.join(steward, instance.firstStewardLink, "marta");
  await errands.makeTeam(steward, "Dunes", "DUN");
}, 400_000);
afterAll(async () => {
  await browser?.close();
  await instance?.remove();
});

/** Somebody at a browser of their own, in which is noted whatever is drawn while they watch. */
async function arrive(look: Look = phone): Promise<Visitor> {
  const visitor = await Visitor.arrive(browser, instance.address, look);
  visitors.push(visitor);
  return visitor;
}

async function documenter(handle: string): Promise<Visitor> {
  const visitor = await arrive();
  await errands.join(visitor, await errands.invite(steward, "documenter", "Dunes"), handle);
  return visitor;
}

/** A few ways within the app, and one back: there is something behind and something ahead. */
async function wander({ page }: Visitor): Promise<void> {
  for (const place of ["account", "incidents", "account"] as const) {
    await page.getByRole("navigation").getByRole("link", { name: words("en", `shell.nav.${place}`) }).click();
    await page.waitForURL(`**/${place}`);
  }
  await page.goBack();
  await page.waitForURL("**/incidents");
  await page.getByRole("heading", { level: 1 }).waitFor();
}

/** Keeps something in every place where a page can keep something. */
const keepThings = (page: Page) =>
  page.evaluate(async () => {
    localStorage.setItem("kept", "1");
    sessionStorage.setItem("kept", "1");
    document.cookie = "kept=1; Path=/";
    await (await caches.open("kept")).put("/kept", new Response("kept"));
    await new Promise<void>((resolve, reject) => {
      const opening = indexedDB.open("kept");
      opening.addEventListener("success", () => {
        opening.result.close();
        resolve();
      });
      opening.addEventListener("error", () => reject(new Error("not opened")));
    });
  });

/** What is kept for the service, as a page of its own that is no page of the app finds it in this very tab. */
async function kept({ page }: Visitor): Promise<object> {
  await page.goto("/icon.svg");
  return page.evaluate(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
  }));
}
const NOTHING = { local: 0, session: 0, databases: 0, caches: 0 };

async function historyOf({ context, page }: Visitor) {
  const debug = await context.newCDPSession(page);
  const { entries, currentIndex } = await debug.send("Page.getNavigationHistory");
  await debug.detach();
  return { at: currentIndex, entries: entries.map(({ url, title }) => ({ url, title })) };
}

/**
 * Goes to every entry that there is, from the one before this to the first and on to the last.
 * @returns what was drawn on the way. A page of the app that is opened in the end shows that it would have been noted.
 */
async function everyEntry(visitor: Visitor): Promise<string[]> {
  const { context, page } = visitor;
  const drawn: string[] = [];
  await context.exposeFunction("noteDrawn", (what: string) => drawn.push(what));
  await page.addInitScript(() => {
    const look = () => {
      if (document.body?.offsetHeight > 0) void (window as unknown as Noting).noteDrawn(document.body.innerText);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  const { at, entries } = await historyOf(visitor);
  const steps = [...Array.from({ length: at }, () => "back"), ...entries.slice(1).map(() => "forward")];
  for (const step of steps) {
    await (step === "back" ? page.goBack() : page.goForward()).catch(() => null);
    await eventually(async () => page.url(), NOWHERE);
    await page.waitForTimeout(100);
  }
  const onTheWay = drawn.filter((text) => text.trim() !== "");
  await page.goto("/sign-in");
  await eventually(async () => drawn.join(" "), (text) => text.includes(words("en", "signIn.headline")));
  return onTheWay;
}
type Noting = { noteDrawn: (what: string) => Promise<void> };

const gone = ({ page }: Visitor) => eventually(async () => page.url(), NOWHERE);

async function sessionsOf(handle: string): Promise<{ ended: number; alive: number }> {
  const client = new Client({ connectionString: (await instance.database())! });
  await client.connect();
  try {
    const { rows } = await client.query<{ ended: number; alive: number }>(
      `SELECT count("revokedAt")::int AS ended, count(*) FILTER (WHERE "revokedAt" IS NULL)::int AS alive
         FROM "Session" JOIN "Member" m ON m."id" = "memberId" WHERE m."handle" = $1`,
      [handle],
    );
    return rows[0]!;
  } finally {
    await client.end();
  }
}

test("titles in the history say nothing of what the pages were, from the start", async () => {
  for (const where of ["/members", "/ledger", "/health", "/account", "/nothing-here"]) await steward.page.goto(where);
  const { entries } = await historyOf(steward);
  expect(entries.length).toBeGreaterThan(5);
  expect([...new Set(entries.slice(1).map(({ title }) => title))]).toEqual([words("en", "shell.tab")]);
});

test("one press ends the session, empties the browser, and nothing of the app is behind or ahead", async () => {
  const visitor = await documenter("amal");
  const { page, context } = visitor;
  await wander(visitor);
  await keepThings(page);
  await page.getByRole("button", { name: words("en", "shell.leave") }).click();
  await gone(visitor);
  expect(await context.cookies()).toEqual([]);
  await eventually(async () => (await sessionsOf("amal")).alive, 0);
  expect((await historyOf(visitor)).entries.map(({ url }) => url)).toEqual([NOWHERE, `${instance.address}/`, NOWHERE]);
  expect(await everyEntry(visitor)).toEqual([]);
  expect(await context.cookies()).toEqual([]);
  expect(await kept(visitor)).toEqual(NOTHING);
});

test("the way out is there in a question in front of the page, and does not take the focus of what is asked", async () => {
  const { page } = steward;
  await page.goto("/account");
  await page.getByRole("button", { name: words("en", "account.everywhere") }).click();
  const dialog = page.getByRole("dialog");
  await steward.inspect("leaving: a question");
  const out = dialog.getByRole("button", { name: words("en", "shell.leave") });
  await out.waitFor();
  expect(await out.evaluate((button) => button === document.activeElement)).toBe(false);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
});

test("ending everything puts out every device, and what a browser has kept whole does not come back", async () => {
  const first = await documenter("idris");
  const { passphrase, key } = first.who!;
  const second = await arrive();
  const { page } = second;
  await page.goto("/sign-in", { waitUntil: "networkidle" });
  await page.getByLabel(words("en", "signIn.handle")).fill("idris");
  await page.getByLabel(words("en", "signIn.passphrase")).fill(passphrase);
  await page.getByLabel(words("en", "signIn.code")).fill(await generate({ secret: key, epoch: (Date.now() + STEP_MS) / 1000 }));
  await page.getByRole("button", { name: words("en", "signIn.enter"), exact: true }).click();
  await page.waitForURL("**/incidents");
  await page.getByRole("heading", { level: 1 }).waitFor();
  // As the browser does for a page that it has kept whole.
  const comeBack = () => page.evaluate(() => window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  await comeBack();
  await page.getByRole("heading", { level: 1 }).waitFor();

  await first.page.goto("/account");
  await first.page.getByRole("button", { name: words("en", "account.everywhere") }).click();
  await first.page.getByRole("dialog").getByRole("button", { name: words("en", "account.everywhereConfirm") }).click();
  await gone(first);
  expect(await first.context.cookies()).toEqual([]);
  expect(await sessionsOf("idris")).toEqual({ ended: 2, alive: 0 });

  await comeBack();
  await gone(second);
  await page.goto("/incidents");
  await page.waitForURL("**/sign-in");
}, 300_000);

test("Escape three times empties the screen without a connection, and the session ends with the next request", async () => {
  const { page, context } = steward;
  await page.goto("/members");
  await page.getByRole("heading", { level: 1 }).waitFor();
  await keepThings(page);
  await context.setOffline(true);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  expect(await page.evaluate(() => document.documentElement.hidden)).toBe(false);
  await page.waitForTimeout(2000);
  for (let n = 0; n < 3; n += 1) await page.keyboard.press("Escape");
  await gone(steward);
  expect(await sessionsOf("marta")).toEqual({ ended: 0, alive: 1 });
  await context.setOffline(false);
  // Whoever takes the browser up again has its cookies still, and ends the session by the first thing that they open.
  expect(await everyEntry(steward)).toEqual([]);
  expect(await sessionsOf("marta")).toEqual({ ended: 1, alive: 0 });
  await page.goto("/members");
  await page.waitForURL("**/sign-in");
  expect((await context.cookies()).map(({ name }) => name)).not.toContain("left");
  expect(await kept(steward)).toEqual(NOTHING);
}, 300_000);

test("no page broke the content policy, called a third party, failed a script or an accessibility rule", () => {
  expect(visitors.flatMap(({ faults }) => faults)).toEqual([]);
});
