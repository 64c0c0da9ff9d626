import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { button, open, photoLink, saying } from "./errands";
import { eventually } from "./eventually";
import type { Visitor } from "./visitor";
import { words } from "./words";

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
  await typeCards(visitor, cards.slice(1));
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

/** @returns the address of an incident's photo, by its number, once its original is sealed */
export async function sealedItem(visitor: Visitor, incident: string, number: number): Promise<string> {
  const { page } = visitor;
  await open(page, incident);
  await photoLink(visitor, number).click({ timeout: 60_000 });
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
  const field = page.getByLabel(say("custody.prove.passphrase"));
  await field.fill(`${passphrase}?`);
  await button(page, say("originals.open.submit")).click();
  await page.getByText(say("custody.wrong.wrong-passphrase")).waitFor({ timeout: 60_000 });
  await field.fill(passphrase);
  await visitor.inspect("original: open");
  await button(page, say("originals.open.submit")).click();
  await isDrawn(visitor);
  await visitor.inspect("original: opened");
}

/** The original is what was received, and on the canvas. */
async function isDrawn({ page, look }: Visitor): Promise<void> {
  await page.getByText(words(look.language, "originals.open.same")).waitFor({ timeout: 60_000 });
  const canvas = page.locator("canvas");
  const colours = () =>
    canvas.evaluate((element: HTMLCanvasElement) => {
      const { data } = element.getContext("2d")!.getImageData(0, 0, element.width, element.height);
      return new Set(new Uint32Array(data.buffer)).size;
    });
  await eventually(colours, (count) => count > 100);
}

/** Without a passphrase: the device is asked, and its owner is there. */
export async function openOriginalWithPasskey(visitor: Visitor, opening: string): Promise<void> {
  await open(visitor.page, opening);
  await visitor.inspect("original: open with a passkey");
  await visitor.page.getByRole("button", { name: saying(visitor)("originals.open.submit") }).click();
  await isDrawn(visitor);
}

/** The form in which something is pressed: there may be several that ask for the same passphrase. */
const formOf = (page: Page, submit: string) => page.locator("form").filter({ has: page.getByRole("button", { name: submit, exact: true }) });

async function typeCards(visitor: Visitor, cards: readonly (readonly string[])[]): Promise<void> {
  const say = saying(visitor);
  for (const [number, lines] of cards.entries()) {
    const typed = visitor.page.getByRole("group", { name: say("custody.typed.card", { number: String(number + 1) }) });
    for (const [line, text] of lines.entries())
      await typed.getByLabel(say("custody.typed.line", { number: String(line + 1) })).fill(text.toLowerCase());
  }
}

/** Nothing opens what they had: another key of their own, and the custody key out of the cards. */
export async function comeBack(visitor: Visitor, cards: readonly (readonly string[])[], passphrase: string): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, "/custody");
  await button(page, say("custody.startAgain.begin")).click();
  await formOf(page, say("custody.askToHold.submit")).getByLabel(say("custody.passphrase.label")).fill(passphrase);
  await page.getByLabel(say("custody.passphrase.again")).fill(passphrase);
  await button(page, say("custody.askToHold.submit")).click();
  await button(page, say("custody.recover.begin")).click({ timeout: 60_000 });
  await typeCards(visitor, cards);
  await visitor.inspect("custody: recover");
  await button(page, say("custody.recover.submit")).click();
  await page.getByText(say("custody.holding.held")).waitFor({ timeout: 60_000 });
}

/** See in the browser whether what is held is the custody key. */
export async function checkHeld(visitor: Visitor, passphrase: string): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  const form = formOf(page, say("custody.check.submit"));
  await form.getByLabel(say("custody.prove.passphrase")).fill(passphrase);
  await button(page, say("custody.check.submit")).click();
  await page.getByText(say("custody.check.right")).waitFor({ timeout: 60_000 });
}

/** A passkey that opens the key as well, and then in the passphrase's place. */
export async function holdByPasskey(visitor: Visitor, passphrase: string): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, "/account");
  await page.getByLabel(say("passkeys.label")).fill("blue phone");
  await button(page, say("passkeys.add")).click();
  await page.getByText(say("passkeys.added")).waitFor({ timeout: 60_000 });
  await open(page, "/custody");
  await button(page, say("wraps.add.begin")).click();
  await formOf(page, say("wraps.add.submit")).getByLabel(say("custody.prove.passphrase")).fill(passphrase);
  await button(page, say("wraps.add.submit")).click();
  await page.getByText(say("wraps.add.added")).waitFor({ timeout: 60_000 });
  await visitor.inspect("custody: passkey");
  const lock = page.getByRole("listitem").filter({ hasText: say("wraps.passphrase") });
  await lock.getByRole("button", { name: say("wraps.remove.begin") }).click();
  await lock.getByRole("button", { name: say("wraps.remove.submit") }).click();
  await lock.waitFor({ state: "detached", timeout: 60_000 });
  await visitor.inspect("custody: passkey only");
}

/** What the file told, with its place on a map, out of the original that is open. @returns everything that is shown of it */
export async function readTold(visitor: Visitor): Promise<string> {
  const { page } = visitor;
  const say = saying(visitor);
  await button(page, say("originals.told.show")).click();
  const section = page.locator("section").filter({ has: page.getByRole("heading", { name: say("originals.told.title") }) }).last();
  await section.getByRole("img", { name: say("item.told.map.region") }).waitFor({ timeout: 30_000 });
  await visitor.inspect("original: told");
  return section.innerText();
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
  await formOf(page, say("custody.fingerprint.show")).getByLabel(say("custody.prove.passphrase")).fill(passphrase);
  await button(page, say("custody.fingerprint.show")).click();
  return page.getByTestId("fingerprint").innerText({ timeout: 60_000 });
}

/** Let in the one who waits. @returns the fingerprint that was compared */
export async function letIn(visitor: Visitor, passphrase: string): Promise<string> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, "/custody");
  const fingerprint = await page.getByTestId("fingerprint").innerText();
  await formOf(page, say("custody.letIn.submit")).getByLabel(say("custody.prove.passphrase")).fill(passphrase);
  await visitor.inspect("custody: let in");
  await button(page, say("custody.letIn.submit")).click();
  await page.getByTestId("fingerprint").waitFor({ state: "detached", timeout: 60_000 });
  return fingerprint;
}
