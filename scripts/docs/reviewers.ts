/**
 * `npm run docs:reviewers`: goes the way of `docs/reviewers.md` in a browser, in a demonstration that is begun for it and removed afterwards,
 * takes the pictures that stand there, and prints how many things a person does on it and how long the machine took. The other side's check of
 * the dossier is part of it. A machine without Chromium is given one as `npm test` does.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { readZip } from "~/dossier";
import { dossierWords } from "~/messages/dossier/words";
import { launch } from "../../tests/e2e/support/visitor";
import { words } from "../../tests/e2e/support/words";
import { ensureTools } from "../testing/tools";
import { Demonstration } from "./demonstration";
import { Walker } from "./walker";

const say = (at: string, filled?: Readonly<Record<string, string>>) => words("en", at, filled);
const UNIT = "Third company, Police";

/** Finds three incidents of one unit, and proposes what a lawyer may have of the newest. @returns the disclosure's path */
async function proposes(rosa: Walker): Promise<string> {
  const { page } = rosa;
  await page.getByRole("link", { name: say("desk.link") }).waitFor();
  await rosa.press(page.getByRole("link", { name: say("desk.link") }));
  await page.waitForURL(/\/desk$/);
  await rosa.picture("desk", rosa.card(say("desk.queue")), 440);
  await page.goBack();
  await rosa.press(page.getByRole("link", { name: say("patterns.title"), exact: true }));
  await page.waitForURL(/\/patterns$/);
  await rosa.picture("patterns", page.locator("main"), 490);
  await rosa.press(page.getByRole("link", { name: UNIT }));
  await page.waitForURL(/\/patterns\/./);
  await rosa.picture("unit", rosa.card(say("patterns.read.behind")));
  await rosa.press(rosa.card(say("patterns.read.behind")).getByRole("link").first());
  await page.waitForURL(/\/incidents\/./);

  const connections = rosa.card(say("patterns.connections.title"));
  await connections.waitFor();
  await rosa.picture("connections", connections, 540);
  for (const confirmed of [1, 2]) {
    await rosa.press(connections.getByRole("listitem").filter({ hasText: UNIT }).getByRole("button", { name: say("patterns.connections.confirm") }).first());
    await connections.getByText(say("patterns.connections.confirmed"), { exact: true }).nth(confirmed - 1).waitFor();
  }

  await rosa.press(page.getByRole("link", { name: say("incidents.disclosures.prepare") }));
  await rosa.choose(page.getByRole("combobox", { name: say("disclosures.new.purpose") }), "court");
  await rosa.type(page.getByLabel(say("disclosures.new.reason")), "For the hearing about the evictions");
  await rosa.type(page.getByLabel(say("disclosures.new.name")), "A. Lawyer");
  for (const photo of await page.getByRole("radio", { name: say("terms.forms.redacted"), exact: true }).all()) await rosa.press(photo);
  await rosa.press(page.getByRole("radio", { name: say("words.forms.redacted"), exact: true }));
  await page.getByText(say("disclosures.gaps.none")).waitFor();
  await rosa.picture("nothing-in-the-way", rosa.card(say("disclosures.new.gaps")));
  await rosa.press(page.getByRole("button", { name: say("disclosures.new.submit"), exact: true }));
  await page.waitForURL(/\/disclosures\/[0-9a-f-]{36}$/);
  return new URL(page.url()).pathname;
}

/** Reads it, approves, releases, and makes the dossier in this folder. @returns the file */
async function decides(idris: Walker, disclosure: string, folder: string): Promise<string> {
  const { page } = idris;
  await idris.press(page.getByRole("navigation").getByRole("link", { name: say("shell.nav.disclosures") }));
  await idris.press(page.locator(`main a[href="${disclosure}"]`));
  await page.waitForURL(`**${disclosure}`);
  await idris.type(page.getByLabel(say("disclosures.decide.reason")), "Everybody in it said yes to a court");
  await idris.picture("decide", idris.card(say("disclosures.decide.title")));
  await idris.press(page.getByRole("button", { name: say("disclosures.decide.approve"), exact: true }));
  await idris.press(page.getByRole("button", { name: say("disclosures.release.submit"), exact: true }));
  await idris.press(page.getByRole("dialog").getByRole("button", { name: say("disclosures.release.confirmYes"), exact: true }));
  const card = idris.card(say("dossier.title"));
  await card.waitFor();
  await idris.picture("dossier", card);
  const [download] = await Promise.all([page.waitForEvent("download"), idris.press(card.getByRole("button"))]);
  const file = path.join(folder, "dossier.zip");
  await download.saveAs(file);
  return file;
}

/** What a lawyer does, without a network. */
async function checks(browser: Browser, file: string, folder: string): Promise<Walker> {
  const verifier = [...(readZip(new Uint8Array(await readFile(file))) ?? [])].find(([name]) => name.endsWith("/verify.html"));
  if (!verifier) throw new Error("The dossier has no page that checks it.");
  await writeFile(path.join(folder, "verify.html"), verifier[1]);
  const lawyer = await Walker.arrive(browser, { offline: true });
  await lawyer.page.goto(pathToFileURL(path.join(folder, "verify.html")).href);
  await lawyer.page.locator('input[type="file"]').first().setInputFiles(file);
  await lawyer.page.getByRole("heading", { name: dossierWords.en.pass }).waitFor();
  await lawyer.picture("verify", lawyer.page.locator("#main"), 640);
  return lawyer;
}

process.env.CHROMIUM ??= (await ensureTools()).chromium;
const folder = await mkdtemp(path.join(tmpdir(), "vouchsafe-docs-"));
const demonstration = await Demonstration.begin();
const browser = await launch();
try {
  const rosa = await Walker.signedIn(browser, demonstration.address, demonstration.signIn("rosa"));
  const disclosure = await proposes(rosa);
  const idris = await Walker.signedIn(browser, demonstration.address, demonstration.signIn("idris"));
  const file = await decides(idris, disclosure, folder);
  const lawyer = await checks(browser, file, folder);
  for (const [who, { acts, letters, pages, seconds, bytes }] of Object.entries({ rosa: rosa.told(), idris: idris.told(), lawyer: lawyer.told() }))
    process.stdout.write(`${who.padEnd(8)} ${acts} acts, ${letters} letters, ${pages} pages; the machine took ${seconds} s; pictures of ${Math.round(bytes / 1024)} KB\n`);
} finally {
  await browser.close();
  await demonstration.end();
  await rm(folder, { recursive: true });
}
