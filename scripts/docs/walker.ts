import { generate } from "otplib";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import sharp from "sharp";
import { words } from "../../tests/e2e/support/words";
import { inCheckout } from "../launch/checkout.mjs";
import type { SignIn } from "./demonstration";

/** Wide enough for a desk, and small enough to be read in a column of text. */
const VIEW = { width: 1040, height: 1200 };
const COLOURS = 48;
const MARGIN = 12;
const BAR = 80;
/** A code counts once, and for half a minute. */
const CODE_MS = 31_000;

/** Somebody at a desk, who does one thing after the other and is counted along. */
export class Walker {
  #acts = 0;
  #letters = 0;
  #bytes = 0;
  readonly #pages = new Set<string>();
  readonly #began = performance.now();

  private constructor(readonly page: Page) {}

  static async arrive(browser: Browser, options: BrowserContextOptions = {}): Promise<Walker> {
    const context = await browser.newContext({ viewport: VIEW, locale: "en-GB", acceptDownloads: true, ...options });
    const walker = new Walker(await context.newPage());
    walker.page.on("framenavigated", (frame) => walker.#pages.add(frame.url().replace(/[?#].*/, "")));
    return walker;
  }

  static async signedIn(browser: Browser, address: string, { handle, passphrase, key }: SignIn): Promise<Walker> {
    const walker = await Walker.arrive(browser, { baseURL: address });
    const { page } = walker;
    const field = (name: string) => page.getByLabel(words("en", `signIn.${name}`));
    await page.goto("/sign-in", { waitUntil: "networkidle" });
    await walker.type(field("handle"), handle);
    await walker.type(field("passphrase"), passphrase);
    // Asked again, where the code was late, the field is still there; on a slow machine it may be the page that is late.
    const inside = () => page.waitForURL(/\/incidents$/, { timeout: CODE_MS }).then(() => true, () => false);
    do {
      if (!(await field("code").isVisible())) continue;
      await walker.type(field("code"), await generate({ secret: key }));
      await walker.press(page.getByRole("button", { name: words("en", "signIn.enter"), exact: true }));
    } while (!(await inside()));
    return walker;
  }

  /** The card of this title. */
  card = (title: string): Locator => this.page.locator("section", { has: this.page.getByRole("heading", { name: title, exact: true }) }).last();

  async press(target: Locator): Promise<void> {
    this.#acts += 1;
    await target.click();
  }

  async choose(target: Locator, value: string): Promise<void> {
    this.#acts += 1;
    await target.selectOption(value);
  }

  async type(target: Locator, text: string): Promise<void> {
    this.#acts += 1;
    this.#letters += text.length;
    await target.fill(text);
  }

  /** What is shown of this, of at most so many pixels in height, into `docs/reviewers`. */
  async picture(name: string, of: Locator, most = Number.MAX_SAFE_INTEGER): Promise<void> {
    await this.page.locator("h1").first().waitFor();
    await this.page.waitForLoadState("networkidle");
    // Nothing that is only there for whoever is at it: what has the focus, and what the pointer is on.
    await this.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await this.page.mouse.move(0, 0);
    const box = await of.boundingBox();
    if (box === null) throw new Error(`There is nothing to be seen for the picture ${name}.`);
    const top = await this.page.evaluate(() => scrollY);
    // What begins right below the bar begins there.
    const y = box.y + top;
    const clip = { x: 0, y: y < BAR ? y : y - MARGIN, width: VIEW.width, height: Math.min(box.height + 2 * MARGIN, most) };
    const shot = await this.page.screenshot({ clip, fullPage: true, animations: "disabled" });
    const { size } = await sharp(shot)
      .png({ palette: true, colours: COLOURS, compressionLevel: 9, effort: 10, dither: 0 })
      .toFile(inCheckout("docs", "reviewers", `${name}.png`));
    this.#bytes += size;
  }

  told = () => ({ acts: this.#acts, letters: this.#letters, pages: this.#pages.size, bytes: this.#bytes, seconds: Math.round((performance.now() - this.#began) / 1000) });
}
