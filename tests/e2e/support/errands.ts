import { generate } from "otplib";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { personDirectionOf, type PersonLanguage } from "~/messages/wordings/languages";
import { answerChecklist } from "./checklist";
import { eventually } from "./eventually";
import type { Photo } from "./photos";
import type { Who } from "./prove-again";
import type { Visitor } from "./visitor";
import { words } from "./words";

/** What people do in the interface, in the words of their language. Each errand ends when the page says it is done. */
export const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
/** Open a page and wait until its scripts answer. */
export const open = (page: Page, where: string) => page.goto(where, { waitUntil: "networkidle" });
export const saying = (visitor: Visitor) => (path: string, filled?: Record<string, string>) =>
  words(visitor.look.language, path, filled);
const NEVER = /$^/;
/** The part of a message before its first argument or tag: enough to recognise it. */
export const begins = (text: string) => new RegExp(text.split(/[{<]/)[0]?.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&") || NEVER);

/** Whoever comes in is sent on from "/" to where their work is, and who goes on before that is brought back to it. */
const arrived = ({ pathname }: URL): boolean => !["/", "/join", "/sign-in"].includes(pathname);

export async function join(visitor: Visitor, link: string, handle: string): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, link);
  await page.getByLabel(say("join.who.handle")).fill(handle);
  await visitor.inspect("join: name");
  expect(new URL(page.url()).hash).toBe("");
  const passphrase = `${handle} walks the dunes at dawn`;
  await page.getByLabel(say("join.who.passphrase"), { exact: true }).fill(passphrase);
  await button(page, say("join.who.next")).click();
  const key = (await page.getByRole("textbox", { name: say("join.phone.key") }).inputValue()).replaceAll(" ", "");
  await visitor.inspect("join: phone");
  await button(page, say("join.phone.next")).click();
  await page.getByLabel(say("join.code.field")).fill(await generate({ secret: key }));
  await button(page, say("join.code.finish")).click();
  await button(page, say("join.passkey.later")).waitFor();
  await visitor.inspect("join: passkey");
  await button(page, say("join.passkey.later")).click();
  await page.waitForURL(arrived);
  await page.getByRole("button", { name: say("shell.leave") }).waitFor();
  visitor.who = { passphrase, key };
}

/** With a passphrase and a code, once there is one that was not used. */
export async function signIn(visitor: Visitor, handle: string, { passphrase, key }: Who): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, "/sign-in");
  await page.getByLabel(say("signIn.handle")).fill(handle);
  await page.getByLabel(say("signIn.passphrase")).fill(passphrase);
  const inside = page.getByRole("button", { name: say("shell.leave") });
  await eventually(
    async () => {
      if (await inside.isVisible()) return 1;
      await page.getByLabel(say("signIn.code")).fill(await generate({ secret: key }));
      await button(page, say("signIn.enter")).click();
      return inside.waitFor({ timeout: 5000 }).then(() => 1, () => 0);
    },
    1,
    60_000,
  );
  await page.waitForURL(arrived);
}

export async function makeTeam(visitor: Visitor, name: string, code: string): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, "/members");
  await page.getByLabel(say("members.teams.name")).fill(name);
  await page.getByRole("textbox", { name: say("members.teams.code") }).fill(code);
  await button(page, say("members.teams.make")).click();
  await page.getByRole("heading", { name }).waitFor();
  await visitor.inspect("members");
}

/** @returns the one-use link */
export async function invite(visitor: Visitor, role: string, team?: string): Promise<string> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, "/members");
  await page.getByRole("radio", { name: say(`terms.roles.${role}`) }).check();
  if (team) await page.getByRole("combobox", { name: say("members.invite.team") }).selectOption({ label: team });
  await button(page, say("members.invite.make")).click();
  return page.getByRole("textbox", { name: say("members.invite.link") }).inputValue();
}

/** @returns the incident's address */
export async function report(visitor: Visitor): Promise<string> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, "/incidents");
  await page.getByRole("link", { name: say("incidents.list.new") }).first().click();
  await page.getByLabel(say("incidents.form.startTime")).fill("05:40");
  await page.getByRole("textbox", { name: say("incidents.form.place") }).fill("Under the bridge, north bank");
  await page.getByRole("checkbox", { name: say("terms.kinds.eviction"), exact: true }).check();
  await page.getByRole("button", { name: say("incidents.form.addFirstForce") }).click();
  await page.getByLabel(say("incidents.form.numbers")).fill("1234567");
  await visitor.inspect("incident: new");
  await button(page, say("incidents.new.submit")).click();
  await page.waitForURL(/\/incidents\/[0-9a-f-]{36}$/);
  return new URL(page.url()).pathname;
}

const stored = (visitor: Visitor, count: number) =>
  eventually(() => visitor.page.getByText(saying(visitor)("upload.stored")).count(), count, 60_000);

/** Upload files, one after the other: two that are on their way at once have the numbers in which they arrive. */
export async function upload(visitor: Visitor, incident: string, files: readonly Photo[]) {
  await open(visitor.page, incident);
  for (const [nth, file] of files.entries()) {
    await visitor.page.getByTestId("photos").setInputFiles([file]);
    await stored(visitor, nth + 1);
  }
}

/** The link to a photo of an incident, by its number. */
export const photoLink = (visitor: Visitor, number: number) =>
  visitor.page.getByRole("link", { name: begins(saying(visitor)("incidents.photos.photo", { number: String(number) })) }).first();

/** Have the file that was just refused, as the `number`th, kept sealed all the same, and see that it is there and cannot be shown. */
export async function keepSealed(visitor: Visitor, incident: string, name: string, number: number): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  await button(page, say("upload.keepNamed", { name })).click();
  await stored(visitor, number);
  await open(page, incident);
  await photoLink(visitor, number).click();
  await page.getByRole("heading", { name: say("item.keptTitle") }).waitFor({ timeout: 30_000 });
  expect(await page.locator("img").count()).toBe(0);
  await visitor.inspect("item: kept sealed");
}

/** Open a photo and wait for the faces that the machine suggests, at least so many; what it is not sure of is covered. */
async function lookAt(visitor: Visitor, incident: string, number: number, faces: number, where: string) {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, incident);
  const photo = photoLink(visitor, number);
  await photo.waitFor({ timeout: 60_000 });
  await visitor.inspect("incident");
  await photo.click();
  await page.waitForURL(/\/items\//);
  await page.getByText(say("regions.suggested")).waitFor({ timeout: 90_000 });
  await visitor.inspect(`${where}: suggested`);
  const rows = page.locator("ol button[aria-pressed]");
  await eventually(() => rows.count(), (count) => count >= faces);
  await decideSuggestions(visitor);
  return rows;
}

async function confirmMarks(visitor: Visitor, where: string): Promise<void> {
  const say = saying(visitor);
  await button(visitor.page, say("regions.confirm")).click();
  await visitor.page.getByText(say("regions.done")).waitFor({ timeout: 60_000 });
  await visitor.inspect(`${where}: redacted`);
}

/** Hide everybody on a photo of many. */
export async function hideCrowd(visitor: Visitor, incident: string, number: number, faces: number): Promise<void> {
  await lookAt(visitor, incident, number, faces, "crowd");
  await button(visitor.page, saying(visitor)("regions.hideUnanswered")).click();
  await confirmMarks(visitor, "crowd");
  await answerChecklist(visitor);
}

/** Look at a photo of nobody, and say so. */
export async function nobodyOn(visitor: Visitor, incident: string, number: number): Promise<void> {
  await lookAt(visitor, incident, number, 0, "nobody");
  await confirmMarks(visitor, "nobody");
  await answerChecklist(visitor);
}

/** Mark everybody on the first photo: the first face is a new person, the rest nobody asked. @returns the item's address */
export async function mark(visitor: Visitor, incident: string): Promise<string> {
  const { page } = visitor;
  const say = saying(visitor);
  const rows = await lookAt(visitor, incident, 1, 2, "item");
  await rows.first().click();
  await page.getByRole("combobox", { name: say("regions.whose") }).selectOption("new");
  await page.getByRole("radio", { name: say("people.add.adult") }).check();
  await button(page, say("people.add.submit")).click();
  // What the server answers becomes an answer of its own, which what follows must not overtake.
  await button(page, say("people.add.submit")).waitFor({ state: "detached" });
  await button(page, say("regions.hideUnanswered")).click();
  await byKeyboard(visitor);
  await confirmMarks(visitor, "item");
  await answerChecklist(visitor);
  await visitor.inspect("item: checklist answered");
  return new URL(page.url()).pathname;
}

/** What the machine is not sure of is covered, one by one, in the list. */
async function decideSuggestions(visitor: Visitor): Promise<void> {
  const answers = visitor.page.locator("ol [data-suggestion]");
  for (let left = await answers.count(); left > 0; left -= 1) {
    await answers.first().getByRole("button").first().click();
    await eventually(() => answers.count(), left - 1);
  }
}

/** Everything can be marked without a pointer: add an area, move it, take it away again, think again twice. */
async function byKeyboard(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  const areas = page.locator("[data-region][tabindex]");
  const before = await areas.count();
  await button(page, say("regions.add")).focus();
  await page.keyboard.press("n");
  await eventually(() => areas.count(), before + 1);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Delete");
  await eventually(() => areas.count(), before);
  await page.keyboard.press("Control+z");
  await eventually(() => areas.count(), before + 1);
  await page.keyboard.press("Control+Shift+z");
  await eventually(() => areas.count(), before);
}

/** Look once at what the file would have told. */
export async function hearTold(visitor: Visitor, item: string): Promise<string> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, item);
  await button(page, say("item.told.show")).click();
  await page.getByRole("region", { name: say("item.told.after") }).getByText(say("item.told.verified")).waitFor();
  const text = await page.getByRole("region", { name: say("item.told.before") }).innerText();
  await visitor.inspect("item: told");
  await page.reload();
  await page.getByText(say("regions.title")).waitFor();
  expect(await button(page, say("item.told.show")).count()).toBe(0);
  return text;
}

/** Ask person A in their language and record a yes for the press, without their face. @returns the address of their page */
export async function ask(visitor: Visitor, incident: string, language: PersonLanguage): Promise<string> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, incident);
  await page.getByRole("link", { name: begins(say("terms.grantor", { pseudonym: "A" })) }).first().click();
  await page.waitForURL(/\/people\//);
  await sheet(visitor, language);
  await visitor.inspect("consent recorded");
  return new URL(page.url()).pathname;
}

/** Go through the consent sheet, screen by screen, in the person's language, and record the answers. */
export async function sheet(
  visitor: Visitor,
  language: PersonLanguage,
): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  const next = () => button(page, say("asking.next")).click();
  await button(page, say("asking.begin")).waitFor();
  await visitor.inspect("consent sheet");
  await page.getByLabel(say("people.sheet.wordingLanguage")).selectOption(language);
  for (const purpose of ["monitoring", "publication"])
    await page.getByRole("checkbox", { name: say(`terms.purposes.${purpose}`), exact: true }).first().uncheck();
  await button(page, say("asking.begin")).click();
  const shown = page.locator("section[lang]").first();
  expect([await shown.getAttribute("lang"), await shown.getAttribute("dir")]).toEqual([language, personDirectionOf[language]]);
  await visitor.inspect("consent sheet: start");
  await next();
  // Once wrongly: the explanation comes again, with another question.
  await page.locator("[data-check=wrong]").click();
  await page.getByText(say("asking.notUnderstood")).waitFor();
  await page.locator("[data-check=right]").click();
  await visitor.inspect("consent sheet: question");
  await next();
  for (const purpose of ["legal-advice", "complaint", "court", "press"]) {
    // Nothing is a yes before somebody made it one.
    const answer = (choice: string) => page.locator(`input[name=answer-${purpose}][value=${choice}]`);
    expect(await answer("refused").isChecked()).toBe(true);
    if (purpose === "court") await answer("ask-again").check();
    if (purpose === "press") await answer("redacted").check();
    if (purpose === "press") await visitor.inspect(`consent sheet: ${purpose} ${language}`);
    await next();
  }
  await page.getByRole("radio", { name: say("terms.manners.spoken"), exact: true }).first().check();
  await visitor.inspect("consent sheet: end");
  await button(page, say("people.sheet.submit")).click();
  await page.getByText(say("people.sheet.recorded")).waitFor();
}

export async function submitForReview(visitor: Visitor, incident: string): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, incident);
  await button(page, say("incidents.moves.draft.submitted")).click();
  await page.getByText(say("terms.incidentStates.submitted"), { exact: true }).first().waitFor();
}

/** All photos of an incident, redacted, to the press. @returns the disclosure's address */
export async function propose(visitor: Visitor, incident: string, photos: number): Promise<string> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, incident);
  await page.getByRole("link", { name: say("incidents.disclosures.prepare") }).click();
  const purpose = page.getByRole("combobox", { name: say("disclosures.new.purpose") });
  const full = page.getByRole("radio", { name: say("terms.sizes.full"), exact: true });
  // For a court the size can be chosen; the press takes it back.
  await purpose.selectOption("court");
  const redacted = page.getByRole("radio", { name: say("terms.forms.redacted"), exact: true });
  await redacted.first().check();
  await full.check();
  // Who wants to be asked each time was not asked about this one: said in the cell of a real table, on a telephone too.
  await page.getByRole("table").getByRole("cell").filter({ hasText: say("terms.gaps.ask-again") }).first().waitFor();
  await visitor.inspect("disclosure: size");
  await purpose.selectOption("press");
  await full.waitFor({ state: "detached" });
  await page.getByLabel(say("disclosures.new.reason")).fill("For the article on the evictions");
  await page.getByLabel(say("disclosures.new.name")).fill("A. Writer");
  for (let at = 0; at < photos; at += 1) await redacted.nth(at).check();
  await page.getByRole("textbox", { name: begins(say("giving.new.most")) }).fill("2");
  await page.getByRole("checkbox", { name: say("giving.new.secret") }).check();
  await page.getByText(say("disclosures.gaps.none")).waitFor();
  await visitor.inspect("disclosure: new");
  await button(page, say("disclosures.new.submit")).click();
  await page.waitForURL(/\/disclosures\/[0-9a-f-]{36}$/);
  await page.getByText(say("disclosures.decide.own")).waitFor();
  await visitor.inspect("disclosure: own");
  return new URL(page.url()).pathname;
}

/** Approve and release. @returns the link and the second secret, shown once */
export async function approveAndRelease(visitor: Visitor, disclosure: string): Promise<{ link: string; secret: string }> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, disclosure);
  await page.getByLabel(say("disclosures.decide.reason")).fill("Covered by consent");
  await visitor.inspect("disclosure: decide");
  await button(page, say("disclosures.decide.approve")).click();
  await button(page, say("disclosures.release.submit")).click();
  await page.getByRole("dialog").getByRole("button", { name: say("disclosures.release.confirmYes") }).click();
  const link = await page.getByRole("textbox", { name: begins(say("disclosures.release.link")) }).inputValue();
  const secret = await page.getByRole("textbox", { name: say("giving.release.secret"), exact: true }).inputValue();
  await visitor.inspect("disclosure: released");
  return { link, secret };
}
