import { readFile } from "node:fs/promises";
import { button, open, photoLink, saying } from "./errands";
import { eventually } from "./eventually";
import type { Visitor } from "./visitor";

/** What reviewers do with the custody key and the originals that it opens. */

/** The reviewer's browser makes the key and brings it back from the cards; @returns the lines of each card */
export async function makeCustodyKey(visitor: Visitor, passphrase: string): Promise<string[][]> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, "/custody");
  await page.getByLabel(say("custody.passphrase.label")).fill(passphrase);
  await page.getByLabel(say("custody.passphrase.again")).fill(passphrase);
  await visitor.inspect("custody: make");
  await button(page, say("custody.make.submit")).click();
  const cards = await printAndProve(visitor, passphrase);
  await page.getByText(say("custody.current.since")).waitFor({ timeout: 120_000 });
  await visitor.inspect("custody: done");
  return cards;
}

/** The cards as they are shown, typed again from the second on. @returns the lines of each */
async function printAndProve(visitor: Visitor, passphrase: string): Promise<string[][]> {
  const { page } = visitor;
  const say = saying(visitor);
  await button(page, say("custody.cards.next")).waitFor({ timeout: 120_000 });
  await visitor.inspect("custody: cards");
  const cards: string[][] = [];
  for (const card of await page.getByTestId("card").all()) cards.push(await card.getByRole("listitem").allInnerTexts());
  await button(page, say("custody.cards.next")).click();
  for (const [number, lines] of cards.slice(1).entries()) {
    const typed = page.getByRole("group", { name: say("custody.typed.card", { number: String(number + 1) }) });
    for (const [line, text] of lines.entries())
      await typed.getByLabel(say("custody.typed.line", { number: String(line + 1) })).fill(text.toLowerCase());
  }
  await page.getByLabel(say("custody.prove.passphrase")).fill(passphrase);
  await visitor.inspect("custody: prove");
  await button(page, say("custody.prove.submit")).click();
  return cards;
}

/** Because somebody has left: another key, made by who holds the one in use. */
export async function makeNewKey(visitor: Visitor, passphrase: string, gone: string): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, "/custody");
  await page.getByText(say("newKey.due")).waitFor();
  await page.getByRole("listitem").filter({ hasText: gone }).first().waitFor();
  await visitor.inspect("custody: a new key is due");
  await page.getByRole("link", { name: say("newKey.begin") }).click();
  await page.waitForURL(/\/custody\/new$/);
  await page.getByLabel(say("custody.prove.passphrase")).fill(passphrase);
  await visitor.inspect("custody: new key");
  await button(page, say("custody.make.submit")).click();
  await printAndProve(visitor, passphrase);
  await page.getByText(say("newKey.done")).waitFor({ timeout: 120_000 });
  await page.getByRole("link", { name: say("newKey.back") }).click();
  await page.getByText(say("newKey.older.explain")).waitFor();
  await visitor.inspect("custody: new key in use");
}

/** @returns the address of an incident's first photo, once its original is sealed */
export async function firstItem(visitor: Visitor, incident: string): Promise<string> {
  const { page } = visitor;
  await open(page, incident);
  await photoLink(visitor, 1).click({ timeout: 60_000 });
  await page.waitForURL(/\/items\//);
  await page.getByText(saying(visitor)("terms.custody.evidence.sealed")).waitFor({ timeout: 60_000 });
  return new URL(page.url()).pathname;
}

/** @returns the address at which it is asked for */
export async function askToOpen(visitor: Visitor, item: string): Promise<string> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, item);
  await page.getByRole("radio", { name: say("originals.purposes.court") }).check();
  await page.getByRole("textbox", { name: say("originals.ask.reason") }).fill("The court wants to see the file itself.");
  await visitor.inspect("original: ask");
  await button(page, say("originals.ask.submit")).click();
  await page.waitForURL(/\/originals\/[0-9a-f-]{36}$/);
  await page.getByText(say("originals.waiting.asked")).waitFor();
  await visitor.inspect("original: asked");
  return new URL(page.url()).pathname;
}

export async function agreeToOpening(visitor: Visitor, opening: string): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, "/originals");
  await visitor.inspect("originals");
  await page.locator(`a[href="${opening}"]`).click();
  await page.getByRole("heading", { name: say("originals.agree.title") }).waitFor();
  await visitor.inspect("original: agree");
  await button(page, say("originals.agree.agree")).click();
  await page.getByText(say("originals.others.agreed")).waitFor();
}

/** Once with a wrong passphrase, then with the right one, until the picture is drawn. */
export async function openOriginal(visitor: Visitor, opening: string, passphrase: string): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, opening);
  const field = page.getByLabel(say("originals.open.passphrase"));
  await field.fill(`${passphrase}?`);
  await button(page, say("originals.open.submit")).click();
  await page.getByText(say("custody.wrong.wrong-passphrase")).waitFor({ timeout: 60_000 });
  await field.fill(passphrase);
  await visitor.inspect("original: open");
  await button(page, say("originals.open.submit")).click();
  await page.getByText(say("originals.open.same")).waitFor({ timeout: 60_000 });
  const canvas = page.locator("canvas");
  const colours = () =>
    canvas.evaluate((element: HTMLCanvasElement) => {
      const { data } = element.getContext("2d")!.getImageData(0, 0, element.width, element.height);
      return new Set(new Uint32Array(data.buffer)).size;
    });
  await eventually(colours, (count) => count > 100);
  await visitor.inspect("original: opened");
}

/** @returns the copy that then lies on the disk */
export async function saveOriginal(visitor: Visitor): Promise<Buffer> {
  const { page } = visitor;
  const say = saying(visitor);
  await button(page, say("originals.open.save")).click();
  await visitor.inspect("original: save");
  const saved = page.waitForEvent("download");
  await button(page, say("originals.open.saveConfirm")).click();
  const file = await saved;
  if (!/^original-[0-9a-f]{8}\.jpeg$/.test(file.suggestedFilename())) throw new Error("A copy's name tells more than it should.");
  return readFile(await file.path());
}

/** Ask to hold the custody key. @returns the fingerprint that is read out */
export async function askToHold(visitor: Visitor, passphrase: string): Promise<string> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, "/custody");
  await page.getByLabel(say("custody.passphrase.label")).fill(passphrase);
  await page.getByLabel(say("custody.passphrase.again")).fill(passphrase);
  await button(page, say("custody.askToHold.submit")).click();
  await button(page, say("custody.fingerprint.show")).waitFor({ timeout: 60_000 });
  await visitor.inspect("custody: asked");
  const form = page.locator("form").filter({ has: page.getByRole("button", { name: say("custody.fingerprint.show") }) });
  await form.getByLabel(say("custody.prove.passphrase")).fill(passphrase);
  await button(page, say("custody.fingerprint.show")).click();
  return page.getByTestId("fingerprint").innerText({ timeout: 60_000 });
}

/** Let in the one who waits. @returns the fingerprint that was compared */
export async function letIn(visitor: Visitor, passphrase: string): Promise<string> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, "/custody");
  const fingerprint = await page.getByTestId("fingerprint").innerText();
  await page.getByLabel(say("custody.prove.passphrase")).fill(passphrase);
  await visitor.inspect("custody: let in");
  await button(page, say("custody.letIn.submit")).click();
  await page.getByTestId("fingerprint").waitFor({ state: "detached", timeout: 60_000 });
  return fingerprint;
}
