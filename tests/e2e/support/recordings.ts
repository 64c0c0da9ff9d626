import { expect } from "vitest";
import type { PersonLanguage } from "~/messages/wordings/languages";
import { id3v2, silence } from "../../support/mp3";
import { open, saying } from "./errands";
import type { Visitor } from "./visitor";

/** Some seconds of silence, in a file that says who speaks. */
const file = () => ({ name: "IMG voice.mp3", mimeType: "audio/mpeg", buffer: Buffer.concat([id3v2("Somebody, somewhere"), silence(90)]) });

/** A steward adds what people are told first, in their language, and listens to it. */
export async function record(visitor: Visitor, language: PersonLanguage): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, `/recordings?language=${language}`);
  await visitor.inspect("recordings");
  const input = page.getByLabel(say("recordings.file", { passage: say("recordings.passages.start") }));
  await input.setInputFiles({ name: "notes.mp3", mimeType: "audio/mpeg", buffer: Buffer.from("hello, nobody speaks here") });
  await page.getByText(say("refusals.not-a-recording")).waitFor();
  await input.setInputFiles(file());
  await page.getByText(say("recordings.added")).waitFor();
  const passage = page.locator("[data-heard]").first();
  await passage.getByRole("button").first().click();
  await page.locator("[data-heard=playing]").waitFor();
  await visitor.inspect("recordings: heard");
  await page.locator("[data-heard=quiet]").waitFor();
}

/** On a sheet that has come to its beginning: what was recorded is heard, without a trace of a player. */
export async function listen(visitor: Visitor, language: PersonLanguage): Promise<void> {
  const { page } = visitor;
  const shown = page.locator(`section[lang="${language}"] [data-heard]`);
  await shown.getByRole("button").click();
  await page.locator("[data-heard=playing]").waitFor();
  expect(await page.locator("audio, video").count()).toBe(0);
  expect(await page.evaluate(() => navigator.mediaSession.metadata)).toBeNull();
  await shown.getByRole("button").click();
  await page.locator("[data-heard=quiet]").waitFor();
  expect(visitor.requests.filter(({ url }) => url.includes("/api/recordings/")).every(({ url }) => /\/[0-9a-f-]{36}$/.test(url))).toBe(true);
}
