import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Instance } from "../crash/instance";
import { founders } from "../crash/people";
import * as errands from "./support/errands";
import { listen, record } from "./support/recordings";
import { launch, stateOf, Visitor, type Look, type State } from "./support/visitor";

/** Words that are written down, on a phone and from right to left, and words that are heard where no phone has a voice for them. */
const phone = { size: "phone", language: "ar" } as const;
const NAME = "حسن";
const TEXT = `رأيت ${NAME} عند الجسر.`;

let instance: Instance;
let browser: Browser;
let sol: State, maya: State;
let incident: string;
const faults: string[] = [];

beforeAll(async () => {
  [instance, browser] = await Promise.all([Instance.create(), launch()]);
  await instance.start();
  const came = await founders(instance.address, instance.firstStewardLink, { maya: "documenter" });
  [sol, maya] = [stateOf(instance.address, came.sol), stateOf(instance.address, came.maya)];
}, 400_000);
afterAll(async () => {
  await browser?.close();
  await instance?.remove();
});

async function visit(look: Look, state: State, errand: (visitor: Visitor) => Promise<void>): Promise<void> {
  const visitor = await Visitor.arrive(browser, instance.address, look, state);
  try {
    await errand(visitor);
  } catch (error) {
    await visitor.page.screenshot({ path: `test-results/failed-${Date.now()}.png`, fullPage: true });
    throw error;
  } finally {
    faults.push(...visitor.faults);
    await visitor.leave();
  }
}

test("a documenter hides a name, writes a person in, and looks at the account a second time", () =>
  visit(phone, maya, async (visitor) => {
    const { page } = visitor;
    const say = errands.saying(visitor);
    incident = await errands.report(visitor);
    await errands.button(page, say("people.add.open")).click();
    await page.getByRole("radio", { name: say("terms.grantorKinds.witness") }).check();
    await page.getByRole("radio", { name: say("people.add.adult") }).check();
    await errands.button(page, say("people.add.submit")).click();
    const person = say("terms.grantor", { pseudonym: "A" });
    await page.getByRole("link", { name: person }).first().waitFor();

    await errands.button(page, say("incidents.accounts.write")).click();
    const area = page.getByLabel(say("incidents.form.text"));
    await area.fill(TEXT);
    await errands.button(page, say("words.editor.hide.name")).click();
    await page.getByText(say("words.editor.selectFirst")).waitFor();
    // Part of the word is enough: the whole of it goes.
    const at = TEXT.indexOf(NAME);
    await area.evaluate((field: HTMLTextAreaElement, from) => field.setSelectionRange(from, from + 1), at);
    await errands.button(page, say("words.editor.hide.name")).click();
    await area.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(field.value.length, field.value.length));
    await errands.button(page, say("words.editor.put", { person })).click();
    expect(await area.inputValue()).toBe(`${TEXT}⟦A⟧`);
    await visitor.inspect("account: editor");
    await errands.button(page, say("incidents.accounts.save")).click();

    await errands.button(page, say("words.second.confirm")).waitFor();
    const shown = page.locator("p", { hasText: say("words.leftOut.name") }).last();
    expect(await shown.innerText()).not.toContain(NAME);
    expect(await shown.innerText()).toContain(person);
    await visitor.inspect("account: second look");
    await errands.button(page, say("words.second.confirm")).click();
    await page.getByText(say("incidents.accounts.checked"), { exact: true }).waitFor();
    await visitor.inspect("account: checked");
  }), 240_000);

test("a steward adds a recording, and whoever is asked hears it", async () => {
  await visit({ size: "desktop", language: "en" }, sol, (visitor) => record(visitor, "ti"));
  await visit(phone, sol, async (visitor) => {
    await errands.open(visitor.page, "/recordings?language=ckb");
    await visitor.inspect("recordings in another language");
  });
  await visit(phone, maya, async (visitor) => {
    const { page } = visitor;
    const say = errands.saying(visitor);
    await errands.open(page, incident);
    await page.locator("a[href*='/people/']").first().click();
    await page.waitForURL(/\/people\//);
    await page.getByLabel(say("people.sheet.wordingLanguage")).selectOption("ti");
    await errands.button(page, say("asking.begin")).click();
    await listen(visitor, "ti");
    await visitor.inspect("consent sheet: heard");
    // The next screen has no recording: it says so, and nothing is half heard.
    await errands.button(page, say("asking.next")).click();
    await page.getByText(say("asking.noVoice")).waitFor();
  });
}, 180_000);

test("no page broke the content policy, called a third party, failed a script or an accessibility rule", () => {
  expect(faults).toEqual([]);
});
