import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { begins, button, open, saying } from "./errands";
import type { Visitor } from "./visitor";

/** Everything of an incident, for a court, originals too. @returns the disclosure's address */
export async function proposeWhole(visitor: Visitor, incident: string): Promise<string> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, incident);
  await page.getByRole("link", { name: say("whole.prepare") }).click();
  await page.getByRole("combobox", { name: say("disclosures.new.purpose") }).selectOption("court");
  await page.getByLabel(say("disclosures.new.reason")).fill("The court wants all of it");
  await page.getByLabel(say("disclosures.new.name")).fill("The court");
  await page.getByRole("checkbox", { name: say("whole.originals") }).check();
  await page.getByRole("listitem").filter({ hasText: say("terms.forms.original") }).waitFor();
  // What is left out says what would close each gap.
  await page.getByText(say("terms.gaps.nobody-looked")).first().waitFor();
  await visitor.inspect("whole: propose");
  await button(page, say("disclosures.new.submit")).click();
  await page.waitForURL(/\/disclosures\/[0-9a-f-]{36}$/);
  await page.getByText(say("whole.why.not-prepared")).waitFor();
  return new URL(page.url()).pathname;
}

export async function approveAndRelease(visitor: Visitor, disclosure: string): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, disclosure);
  await page.getByLabel(say("disclosures.decide.reason")).fill("Covered by consent");
  await button(page, say("disclosures.decide.approve")).click();
  await button(page, say("disclosures.release.submit")).click();
  await page.getByRole("dialog").getByRole("button", { name: say("disclosures.release.confirmYes") }).click();
  await page.getByRole("textbox", { name: begins(say("disclosures.release.link")) }).waitFor();
}

/** Ask, on the disclosure's page, that another agrees to its one original being opened. */
export async function askForOriginals(visitor: Visitor, disclosure: string): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, disclosure);
  await page.getByRole("textbox", { name: say("originals.ask.reason") }).fill("The court wants the file itself.");
  await visitor.inspect("dossier: ask for originals");
  // One of them: its name is a sentence that counts.
  await page.getByRole("button", { name: begins(say("dossier.originals.ask")) }).click();
  await page.getByText(say("dossier.originals.waiting")).waitFor();
}

export async function agreeToOriginals(visitor: Visitor, disclosure: string): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, disclosure);
  await page.getByRole("heading", { name: say("dossier.originals.agreeTitle") }).waitFor();
  await page.getByText("The court wants the file itself.").waitFor();
  await visitor.inspect("dossier: agree to originals");
  await button(page, say("originals.agree.agree")).click();
  await page.getByRole("heading", { name: say("dossier.originals.agreeTitle") }).waitFor({ state: "detached" });
}

/** The reviewer's browser opens the originals and puts the dossier together. @returns the archive */
export async function makeWithOriginals(visitor: Visitor, disclosure: string, passphrase: string): Promise<Buffer> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, disclosure);
  await page.getByLabel(say("custody.prove.passphrase")).fill(passphrase);
  await visitor.inspect("dossier: with originals");
  const [download] = await Promise.all([page.waitForEvent("download", { timeout: 60_000 }), button(page, say("dossier.originals.open")).click()]);
  const folder = await mkdtemp(path.join(tmpdir(), "vouchsafe-dossier-"));
  try {
    await download.saveAs(path.join(folder, "dossier.zip"));
    return await readFile(path.join(folder, "dossier.zip"));
  } finally {
    await rm(folder, { recursive: true });
  }
}
