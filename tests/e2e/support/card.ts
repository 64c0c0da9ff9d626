import type { Browser, BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";
import type { Purpose } from "~/domain/consent";
import { cardWords, type CardWords } from "~/messages/receipt/words";
import { personDirectionOf, personLanguages, personNameOf, type PersonLanguage } from "~/messages/wordings/languages";
import { button, saying } from "./errands";
import { picture, sizes, violations, type Visitor } from "./visitor";
import { askToWithdraw } from "./withdrawing";

/** What somebody does who was given a card: on a telephone whose browser runs no script, without an account. */

/** A sheet of A6 in PostScript points, upright. */
const A6 = { width: 298, height: 420 };

/** Begin to take something back in somebody's place, think better of it, and give them a card. @returns its number */
export async function makeCard(visitor: Visitor, person: string, language: PersonLanguage): Promise<string> {
  const { page } = visitor;
  const say = saying(visitor);
  await askToWithdraw(visitor, person);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await button(page, say("receipts.make")).click();
  const code = await page.getByTestId("card-code").first().innerText();
  const languages = page.getByRole("combobox", { name: say("receipts.language") });
  // Of every language once: what the printer is given takes a while to draw.
  for (const each of visitor.look.language === "en" ? personLanguages : [language]) {
    await languages.selectOption(each);
    expect(await sheetsOf(page)).toEqual([A6]);
  }
  await languages.selectOption(language);
  await visitor.inspect("card");
  await button(page, say("receipts.done")).click();
  await button(page, say("receipts.again")).waitFor();
  expect(await page.content()).not.toContain(code);
  return code;
}

/** The sheets of paper that the printer would be given. */
async function sheetsOf(page: Page): Promise<{ width: number; height: number }[]> {
  const paper = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  return [...paper.matchAll(/\/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => ({
    width: Math.round(Number(width)),
    height: Math.round(Number(height)),
  }));
}

/** Somebody with a card. What goes wrong on their pages is kept, and told at the end. */
export class CardHolder {
  readonly faults: string[] = [];

  private constructor(
    private readonly context: BrowserContext,
    private readonly page: Page,
    /** Runs scripts, so that the same markup can be examined; nothing is ever pressed in it. */
    private readonly mirror: Page,
    readonly language: PersonLanguage,
  ) {}

  static async arrive(browser: Browser, address: string, language: PersonLanguage): Promise<CardHolder> {
    const look = { viewport: sizes.phone, hasTouch: true } as const;
    const context = await browser.newContext({ ...look, baseURL: address, javaScriptEnabled: false });
    const page = await context.newPage();
    page.setDefaultTimeout(45_000);
    const holder = new CardHolder(context, page, await browser.newPage(look), language);
    page.on("request", (request) => {
      if (new URL(request.url()).origin !== address) holder.faults.push(`request to a third party: ${request.url()}`);
    });
    return holder;
  }

  get words(): CardWords {
    return cardWords[this.language];
  }

  /** Follow the QR code, choose a language, and type the number, which no script has put there. */
  async comeIn(code: string): Promise<void> {
    const { page, words } = this;
    await page.goto(`/r#${code.replaceAll(" ", "")}`);
    if ((await page.locator("#code").inputValue()) !== "") this.faults.push("card: a script put the number in");
    await this.press(personNameOf[this.language]);
    const { lang, dir } = { lang: this.language, dir: personDirectionOf[this.language] };
    await page.locator(`html[lang="${lang}"][dir="${dir}"]`).waitFor();
    await page.getByLabel(words.enter.code).fill(`${code.slice(0, -1)}${code.endsWith("2") ? "3" : "2"}`);
    await this.press(words.enter.submit);
    await page.getByText(words.wrong.mistyped).waitFor();
    await this.inspect("mistyped");
    await page.getByLabel(words.enter.code).fill(code.toLowerCase());
    await this.press(words.enter.submit);
    await this.sees(words.said.title);
    if (new URL(page.url()).pathname !== "/r" || new URL(page.url()).search !== "") this.faults.push(`card: its address tells more: ${page.url()}`);
  }

  /** Ask for something, say yes once more, and read that it is done. */
  async askFor(wish: string, done: string): Promise<void> {
    await this.press(wish);
    await this.sees(this.words.sure.title);
    await this.inspect("sure?");
    await this.press(this.words.sure.yes);
    await this.sees(this.words.happened.title);
    await this.sees(done);
    await this.inspect("done");
  }

  async back(): Promise<void> {
    await this.press(this.words.back);
    await this.sees(this.words.said.title);
  }

  press = (name: string): Promise<void> => this.page.getByRole("button", { name, exact: true }).click();

  /** Words up to where a day or a number is put into them. */
  sees = (words: string): Promise<void> => this.page.getByText(words.split("{")[0]!).first().waitFor();

  offers = async (name: string): Promise<boolean> => (await this.page.getByRole("button", { name, exact: true }).count()) > 0;

  async inspect(where: string): Promise<void> {
    await picture(this.page, `card ${this.language} ${where}`);
    await this.mirror.setContent(await this.page.content());
    this.faults.push(...(await violations(this.mirror)).map((fault) => `card, ${where}: ${fault}`));
  }

  async leave(): Promise<void> {
    await this.mirror.close();
    await this.context.close();
  }
}

/** Take one purpose back, for which something is open, and read on the page that nobody can open it any more. */
export async function takeBackOne(holder: CardHolder, code: string, purpose: Purpose): Promise<void> {
  const { words } = holder;
  await holder.comeIn(code);
  await holder.sees(words.given.open);
  await holder.inspect("answers");
  const wish = words.change.withdrawal.replace("{purpose}", words.purposes[purpose]);
  await holder.askFor(wish, words.happened.withdrawal);
  await holder.sees(words.happened.closed.replace("{closed}", "1"));
  await holder.back();
  await holder.sees(words.given.closed);
  expect(await holder.offers(wish)).toBe(false);
}

/** Take everything back, and then have it deleted. */
export async function takeBackAll(holder: CardHolder, code: string): Promise<void> {
  const { words } = holder;
  await holder.comeIn(code);
  await holder.askFor(words.change.everything, words.happened.everything);
  await holder.back();
  expect(await holder.offers(words.change.everything)).toBe(false);
  await holder.askFor(words.change.deletion, words.happened.deletion);
  await holder.back();
  await holder.sees(words.kinds.deletion);
  expect(await holder.offers(words.change.deletion)).toBe(false);
  await holder.inspect("answers afterwards");
}
