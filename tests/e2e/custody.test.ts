import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { rebuild } from "~/keyring/shares";
import { Instance } from "../crash/instance";
import * as errands from "./support/errands";
import { launch, Visitor, type Size, type State } from "./support/visitor";
import type { Language } from "./support/words";

/** The custody key, as reviewers have it: made in one browser. */
const passphrase = "sept hérons fatigués comptent";

let instance: Instance;
let browser: Browser;
let states: Readonly<Record<"rosa", State>>;
const faults: string[] = [];
type Look = { readonly size: Size; readonly language: Language };
const desktop = { size: "desktop", language: "en" } as const;

async function visit<T>(look: Look, state: State | undefined, errand: (visitor: Visitor) => Promise<T>) {
  const visitor = await Visitor.arrive(browser, instance.address, look, state);
  try {
    const result = await errand(visitor);
    return { result, state: await visitor.state(), requests: visitor.requests };
  } catch (error) {
    await visitor.page.screenshot({ path: `test-results/failed-${Date.now()}.png`, fullPage: true });
    throw error;
  } finally {
    faults.push(...visitor.faults);
    await visitor.leave();
  }
}

beforeAll(async () => {
  [instance, browser] = await Promise.all([Instance.create(), launch()]);
  await instance.start();
  const joined = async (link: string, handle: string) =>
    (await visit(desktop, undefined, (visitor) => errands.join(visitor, link, handle))).state;
  const steward = await joined(instance.firstStewardLink, "marta");
  const { result: link } = await visit(desktop, steward, (visitor) => errands.invite(visitor, "reviewer"));
  states = { rosa: await joined(link, "rosa") };
}, 400_000);
afterAll(async () => {
  await browser?.close();
  await instance?.remove();
});

test("the key is made in a reviewer's browser, printed in parts, and used only after it came back from them", async () => {
  const { result: cards, requests } = await visit({ size: "phone", language: "ar" }, states.rosa, (visitor) =>
    errands.makeCustodyKey(visitor, passphrase),
  );
  expect(cards.map((lines) => lines.length)).toEqual([4, 4, 4]);
  const rebuilt = await rebuild([cards[0]!, cards[2]!], null);
  if (!rebuilt.ok) throw new Error("The cards that were shown do not bring a key back.");
  const secret = Buffer.from(rebuilt.secret);
  const telling = [secret.toString("base64"), secret.toString("hex"), secret.join(","), "AGE-SECRET-KEY", passphrase];
  for (const { url, body } of requests)
    for (const told of [...telling, ...cards.flat()]) expect(`${url} ${body ?? ""}`).not.toContain(told);
}, 240_000);

test("no page broke the content policy, called a third party, failed a script or an accessibility rule", () => {
  expect([...new Set(faults)]).toEqual([]);
});
