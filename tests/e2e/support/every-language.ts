import { expect } from "vitest";
import { personDirectionOf, personLanguages, type PersonLanguage } from "~/messages/wordings/languages";
import { button, open, saying } from "./errands";
import { picture, type Visitor } from "./visitor";

/**
 * The consent sheet as it begins in each language in which somebody is asked, with nothing answered. Leaves a picture of its first purpose
 * in each where SCREENSHOTS is set, of which `npm run docs:sheets` makes those in `docs/`.
 */
export async function everyLanguage(visitor: Visitor, person: string): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, person);
  for (const language of personLanguages) {
    await page.getByLabel(say("people.sheet.wordingLanguage")).selectOption(language);
    await button(page, say("asking.begin")).click();
    const sheet = page.locator(`section[lang="${language}"]`);
    await sheet.waitFor();
    expect(await sheet.getAttribute("dir")).toBe(personDirectionOf[language]);
    await visitor.inspect(`consent sheet in ${language}`);
    if (process.env.SCREENSHOTS) await firstPurpose(visitor, language);
    await button(page, say("asking.back")).click();
  }
}

/** Go on to the first purpose, for its picture, and back. */
async function firstPurpose(visitor: Visitor, language: PersonLanguage): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  for (let at = 0; at < 2; at += 1) await button(page, say("asking.next")).click();
  await page.locator("input[name=answer-legal-advice][value=refused]").waitFor();
  // Folded: what stands on the screen is the person's.
  const beside = page.locator("details[open] > summary").filter({ hasText: say("asking.beside") });
  if ((await beside.count()) > 0) await beside.click();
  await page.getByText(say("asking.screen", { at: "4", of: "10" })).evaluate((head) => head.scrollIntoView());
  await picture(page, `consent ${language}`, false);
  for (let at = 0; at < 2; at += 1) await button(page, say("asking.back")).click();
}
