import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import type { Joined } from "../../crash/people";
import { proveAgain, type Who } from "./prove-again";
import type { Language } from "./words";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const sizes = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } } as const;
export type Size = keyof typeof sizes;

/** The browser that the test run provides. */
export function launch(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM;
  if (!executablePath) throw new Error("CHROMIUM names no browser: run the tests with npm test.");
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync",
    ],
  });
}

/** What is wrong on a page as it is shown now: violations of WCAG A or AA, and whatever is wider than the screen. */
export async function violations(page: Page): Promise<string[]> {
  // Through the debugger: the page's own policy would not let it in.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  return page.evaluate(async () => {
    type Result = { violations: { id: string; nodes: { html: string }[] }[] };
    const { axe } = window as unknown as { axe: { run: (options: object) => Promise<Result> } };
    const { violations: found } = await axe.run({
      runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
      resultTypes: ["violations"],
    });
    const { scrollWidth, clientWidth } = document.documentElement;
    return [
      ...found.map((v) => `${v.id}: ${v.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`),
      ...(scrollWidth > clientWidth + 1 ? [`wider than the screen: ${scrollWidth}`] : []),
    ];
  });
}

/** A picture to look at, where SCREENSHOTS is set: taking one costs more than looking a page over does. */
export async function picture(page: Page, name: string, fullPage = true): Promise<void> {
  if (!process.env.SCREENSHOTS) return;
  await page.screenshot({ path: `test-results/${name.replaceAll(/[^a-z]+/g, " ").trim().replaceAll(" ", "-")}.png`, fullPage });
}

export type Look = { readonly size: Size; readonly language: Language };

/** Somebody at a browser: what goes wrong on their pages is kept, and told at the end. */
export class Visitor {
  readonly faults: string[] = [];
  readonly requests: { url: string; body: string | null }[] = [];
  /** What they show for who they are, once they have joined. */
  who: Who | undefined;

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    readonly look: Look,
  ) {}

  static async arrive(browser: Browser, address: string, look: Look, state?: State): Promise<Visitor> {
    const context = await browser.newContext({
      viewport: sizes[look.size],
      baseURL: address,
      acceptDownloads: true,
      hasTouch: look.size === "phone",
      ...(state ? { storageState: state.browser } : {}),
    });
    await context.addCookies([{ name: "locale", value: look.language, url: address }]);
    const page = await context.newPage();
    page.setDefaultTimeout(45_000);
    const visitor = new Visitor(context, page, look);
    visitor.who = state?.who;
    await proveAgain(visitor);
    page.on("console", (message) => {
      // A refused request is an answer of ours, shown on the page; everything else in red is a fault.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
        visitor.faults.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => visitor.faults.push(`page: ${error.message}`));
    page.on("request", (request) => {
      visitor.requests.push({ url: request.url(), body: request.postData() });
      const { origin, protocol } = new URL(request.url());
      if (protocol.startsWith("http") && origin !== address) visitor.faults.push(`request to a third party: ${origin}`);
    });
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) =>
        console.error(`content policy: ${event.violatedDirective} ${event.blockedURI}`),
      );
    });
    return visitor;
  }

  /** No violation of WCAG A or AA on what is shown now, and nothing wider than the screen. */
  async inspect(where: string): Promise<void> {
    // On a way within the app the title comes with the page's own data, a moment after its address.
    await this.page.waitForFunction(() => document.title !== "");
    await picture(this.page, `${this.look.size} ${this.look.language} ${where}`);
    const found = await violations(this.page);
    this.faults.push(...found.map((fault) => `${where}: ${fault}`));
  }

  /** Who is signed in, to come back as them at another size. */
  state = async (): Promise<State> => ({ browser: await this.context.storageState(), who: this.who });

  leave = (): Promise<void> => this.context.close();
}
export type State = Readonly<{ browser: Awaited<ReturnType<BrowserContext["storageState"]>>; who: Who | undefined }>;

/** Of somebody who came in without a browser, which the journeys of joining do. */
export function stateOf(address: string, { cookie, passphrase, key }: Joined): State {
  const { hostname: domain } = new URL(address);
  const cookies = cookie.split("; ").map((one) => {
    const [name = "", ...value] = one.split("=");
    return { name, value: value.join("="), domain, path: "/", expires: -1, httpOnly: true, secure: false, sameSite: "Strict" as const };
  });
  return { browser: { cookies, origins: [] }, who: { passphrase, key } };
}
