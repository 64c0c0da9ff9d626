import { expect } from "vitest";
import { personDirectionOf, personLanguages } from "~/messages/wordings/languages";
import { button, open, saying } from "./errands";
import { picture, type Visitor } from "./visitor";

/**
 * The consent sheet in each language in which somebody is asked, as far as its first purpose, with nothing answered. Leaves a picture of
 * each where SCREENSHOTS is set, of which `npm run docs:sheets` makes those in `docs/`.
 */
export async function everyLanguage(visitor: Visitor, person: string): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, person);
  for (const language of personLanguages) {
    await page.getByLabel(say("people.sheet.wordingLanguage")).selectOption(language);
    for (const forward of ["begin", "next", "next"]) await button(page, say(`asking.${forward}`)).click();
    await page.locator("input[name=answer-legal-advice][value=refused]").waitFor();
    expect(await page.locator(`section[lang="${language}"]`).getAttribute("dir")).toBe(personDirectionOf[language]);
    await visitor.inspect(`consent sheet in ${language}`);
    // Folded: what stands on the screen is the person's.
    const beside = page.locator("details[open] > summary").filter({ hasText: say("asking.beside") });
    if ((await beside.count()) > 0) await beside.click();
    await page.getByText(say("asking.screen", { at: "4", of: "10" })).evaluate((head) => head.scrollIntoView());
    await picture(page, `consent ${language}`, false);
    for (let at = 0; at < 3; at += 1) await button(page, say("asking.back")).click();
  }
}
