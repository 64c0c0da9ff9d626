import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Download } from "playwright-core";
import { expect } from "vitest";
import { readZip } from "~/dossier";
import { dossierWords } from "~/messages/dossier/words";
import { button, saying } from "./errands";
import { violations, type Visitor } from "./visitor";

/** A reviewer makes the dossier of what was just released, and the other side checks it on a computer of its own, without a network; then takes the same along for Uwazi. */
export async function handOver(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, saying(visitor)("dossier.make")).click()]);
  await checkElsewhere(visitor, download);
  const [tables] = await Promise.all([page.waitForEvent("download"), button(page, saying(visitor)("dossier.uwazi.take")).click()]);
  expect(tables.suggestedFilename()).toMatch(/^uwazi-[0-9A-Z-]+\.zip$/);
  expect([...readZip(new Uint8Array(await readFile(await tables.path())))!.keys()]).toEqual(expect.arrayContaining(["exhibit-1.jpg", "import.csv"]));
}

/** What was handed over passes there as it is, and with one byte that is another it fails, and that is said in words. */
export async function checkElsewhere(visitor: Visitor, download: Download): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "vouchsafe-dossier-"));
  try {
    const file = path.join(folder, "dossier.zip");
    await download.saveAs(file);
    const archive = new Uint8Array(await readFile(file));
    const verifier = [...readZip(archive)!].find(([name]) => name.endsWith("/verify.html"))![1];
    await writeFile(path.join(folder, "verify.html"), verifier);
    await writeFile(path.join(folder, "changed.zip"), archive.with(archive.length >> 1, archive[archive.length >> 1]! ^ 1));
    visitor.faults.push(...(await checkedElsewhere(visitor, folder)));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** @returns what is wrong with the page */
async function checkedElsewhere(visitor: Visitor, folder: string): Promise<string[]> {
  const context = await visitor.page.context().browser()!.newContext({ offline: true, locale: visitor.look.language });
  const faults: string[] = [];
  try {
    const page = await context.newPage();
    page.on("request", (request) => {
      if (!request.url().startsWith("file:")) faults.push(`dossier: asked for ${request.url()}`);
    });
    page.on("pageerror", (error) => faults.push(`dossier: ${error.message}`));
    await page.goto(pathToFileURL(path.join(folder, "verify.html")).href);
    const words = dossierWords[visitor.look.language];
    // What is chosen with keeps the focus, and the verdict comes into a place that was there before: only so is it read aloud.
    const [chooser, chosen] = [page.locator('input[type="file"]').first(), page.locator("nav button[aria-pressed=true]")];
    const hasFocus = (one: Element) => one === document.activeElement;
    await chosen.press("Enter");
    expect(await chosen.evaluate(hasFocus)).toBe(true);
    const place = await page.locator('#verdict[aria-live="polite"]').elementHandle();
    await chooser.focus();
    for (const [name, verdict] of [["dossier.zip", words.pass], ["changed.zip", words.fail]] as const) {
      await chooser.setInputFiles(path.join(folder, name));
      await page.getByRole("heading", { name: verdict }).waitFor();
      expect(await place.evaluate((one) => one.isConnected && one.querySelector("h2")?.textContent)).toBe(verdict);
      expect(await chooser.evaluate(hasFocus)).toBe(true);
      if (verdict === words.pass) await page.getByRole("heading", { name: words.steps.left }).first().waitFor();
      else await page.getByRole("heading", { name: words.means }).waitFor();
      if (verdict === words.fail) expect(Object.values(words.faults)).toContain(await page.locator("#verdict p").first().innerText());
      faults.push(...(await violations(page)).map((fault) => `dossier, ${name}: ${fault}`));
    }
    expect(await page.locator("html").getAttribute("lang")).toBe(visitor.look.language);
    return faults;
  } finally {
    await context.close();
  }
}
