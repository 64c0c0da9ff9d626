import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Instance } from "../crash/instance";
import { founders } from "../crash/people";
import * as errands from "./support/errands";
import { launch, stateOf, Visitor, type State } from "./support/visitor";

/** What a documenter hides in an account, on a phone and from right to left, is not in what they are then shown as leaving. */
const phone = { size: "phone", language: "ar" } as const;
const NAME = "حسن";
const TEXT = `رأيت ${NAME} عند الجسر.`;

let instance: Instance;
let browser: Browser;
let maya: State;

beforeAll(async () => {
  [instance, browser] = await Promise.all([Instance.create(), launch()]);
  await instance.start();
  const came = await founders(instance.address, instance.firstStewardLink, { maya: "documenter" });
  maya = stateOf(instance.address, came.maya);
}, 400_000);
afterAll(async () => {
  await browser?.close();
  await instance?.remove();
});

test("a documenter hides a name, writes a person in, and looks at the account a second time", async () => {
  const visitor = await Visitor.arrive(browser, instance.address, phone, maya);
  const { page } = visitor;
  const say = errands.saying(visitor);
  try {
    await errands.report(visitor);
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
    expect(visitor.faults).toEqual([]);
  } catch (error) {
    await page.screenshot({ path: `test-results/failed-${Date.now()}.png`, fullPage: true });
    throw error;
  } finally {
    await visitor.leave();
  }
}, 240_000);
