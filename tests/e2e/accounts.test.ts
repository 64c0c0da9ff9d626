import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Instance } from "../crash/instance";
import * as errands from "./support/errands";
import { launch, Visitor, type State } from "./support/visitor";

/** What a documenter hides in an account, on a phone and from right to left, is not in what they are then shown as leaving. */
const phone = { size: "phone", language: "ar" } as const;
const NAME = "حسن";
const TEXT = `رأيت ${NAME} عند الجسر.`;

let instance: Instance;
let browser: Browser;
const faults: string[] = [];
let sol: State | undefined;

beforeAll(async () => {
  [instance, browser] = await Promise.all([Instance.create(), launch()]);
  await instance.start();
}, 400_000);
afterAll(async () => {
  await browser?.close();
  await instance?.remove();
});

async function visit<T>(look: typeof phone | { size: "desktop"; language: "en" }, state: State | undefined, errand: (visitor: Visitor) => Promise<T>): Promise<T> {
  const visitor = await Visitor.arrive(browser, instance.address, look, state);
  try {
    return await errand(visitor);
  } catch (error) {
    await visitor.page.screenshot({ path: `test-results/failed-${Date.now()}.png`, fullPage: true });
    throw error;
  } finally {
    faults.push(...visitor.faults);
    await visitor.leave();
  }
}

test("a documenter hides a name, writes a person in, and looks at the account a second time", async () => {
  const link = await visit({ size: "desktop", language: "en" }, undefined, async (visitor) => {
    await errands.join(visitor, instance.firstStewardLink, "sol");
    await errands.makeTeam(visitor, "Dawn team", "CAL");
    sol = await visitor.state();
    return errands.invite(visitor, "documenter", "Dawn team");
  });
  await visit(phone, undefined, async (visitor) => {
    const { page } = visitor;
    const say = errands.saying(visitor);
    await errands.join(visitor, link, "maya");
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
  });
  expect(sol).toBeDefined();
  expect(faults).toEqual([]);
}, 240_000);
