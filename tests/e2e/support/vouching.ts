import path from "node:path";
import { Client } from "pg";
import { questionNames, questions } from "~/domain/course";
import { KeptTrust, trustPlace } from "~/domain/vouching";
import { fileHolder, openRecord, sealRecord } from "~/vault";
import type { Instance } from "../../crash/instance";
import type { Visitor } from "./visitor";
import { words } from "./words";

/** How people come in and go, in the interface. */
const saying = (visitor: Visitor) => (at: string, filled?: Record<string, string>) => words(visitor.look.language, at, filled);
const open = (visitor: Visitor, where: string) => visitor.page.goto(where, { waitUntil: "networkidle" });
const button = (visitor: Visitor, name: string) => visitor.page.getByRole("button", { name, exact: true });
const inDialog = (visitor: Visitor, name: string) => visitor.page.getByRole("dialog").getByRole("button", { name, exact: true });
const SENTENCE = "We cooked together every week for two winters.";

export async function endFounding(visitor: Visitor): Promise<void> {
  const say = saying(visitor);
  await open(visitor, "/members");
  await button(visitor, say("vouching.founding.end")).click();
  await inDialog(visitor, say("vouching.founding.end")).click();
  await visitor.page.getByText(say("vouching.founding.over")).waitFor();
  await visitor.inspect("members: founded");
}

/** @returns the one-use link */
export async function introduce(visitor: Visitor): Promise<string> {
  const say = saying(visitor);
  await open(visitor, "/vouching");
  await visitor.inspect("vouching");
  await visitor.page.getByLabel(say("vouching.introduce.sentence")).first().fill(SENTENCE);
  await button(visitor, say("vouching.introduce.make")).click();
  const link = await visitor.page.getByRole("textbox", { name: say("vouching.introduce.link") }).inputValue();
  await visitor.inspect("vouching: link");
  return link;
}

export async function vouch(visitor: Visitor, handle: string): Promise<void> {
  const say = saying(visitor);
  await open(visitor, "/vouching");
  await visitor.page.getByLabel(say("vouching.vouch.handle")).fill(handle);
  await visitor.page.getByLabel(say("vouching.introduce.sentence")).last().fill(SENTENCE);
  await button(visitor, say("vouching.vouch.submit")).click();
  await inDialog(visitor, say("vouching.vouch.submit")).click();
  await visitor.page.getByText(say("vouching.vouch.done")).waitFor();
}

/** Answer the course, the first question wrongly at first. */
export async function takeCourse(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(visitor, "/course");
  await page.getByText(say("course.candidate.title")).waitFor();
  await visitor.inspect("course");
  const answer = (name: (typeof questionNames)[number], value: string) =>
    page.getByRole("radio", { name: say(`course.questions.${name}.answers.${value}`), exact: true }).check();
  for (const name of questionNames) await answer(name, questions[name].right);
  await answer("consent", "silence");
  await button(visitor, say("course.submit")).click();
  await page.getByText(say("course.questions.consent.why")).waitFor();
  await visitor.inspect("course: wrong");
  await answer("consent", "asked");
  await button(visitor, say("course.submit")).click();
  await page.getByText(say("course.passed")).waitFor();
}

export async function confirm(visitor: Visitor): Promise<void> {
  const say = saying(visitor);
  await open(visitor, "/members");
  await visitor.inspect("members: candidate");
  await button(visitor, say("vouching.candidates.confirm")).click();
  await inDialog(visitor, say("vouching.candidates.confirm")).click();
  await visitor.page.getByText(say("vouching.candidates.none")).waitFor();
}

/** Look at what follows, and confirm it. @returns what was shown */
export async function suspend(visitor: Visitor, handle: string): Promise<string> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(visitor, "/members");
  await page
    .getByRole("listitem")
    .filter({ hasText: handle })
    .getByRole("button", { name: say("stewardship.suspension.button"), exact: true })
    .click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(say("stewardship.suspension.recorded")).waitFor();
  const shown = await dialog.innerText();
  await visitor.inspect("members: suspending");
  await inDialog(visitor, say("stewardship.suspension.confirm")).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByRole("listitem").filter({ hasText: handle }).getByText(say("members.suspended"), { exact: true }).waitFor();
  return shown;
}

/** As if this long had passed since everything on the map: it is opened with the instance's key, and sealed again. */
export async function letPass(instance: Instance, ms: number): Promise<void> {
  const holder = await fileHolder(path.join(instance.data, "keys", "instance.key"));
  const client = new Client({ connectionString: (await instance.database()) ?? "" });
  await client.connect();
  try {
    const { rows } = await client.query<{ sealed: Buffer }>(`SELECT "sealed" FROM "Trust"`);
    const kept = KeptTrust.parse(JSON.parse(new TextDecoder().decode(await openRecord(rows[0]!.sealed, trustPlace, holder))));
    const earlier = (at: Date) => new Date(at.getTime() - ms);
    const trust = {
      edges: kept.trust.edges.map((edge) => ({ ...edge, at: earlier(edge.at) })),
      reviews: kept.trust.reviews.map((review) => ({ ...review, due: earlier(review.due) })),
    };
    const sealed = await sealRecord(JSON.stringify({ ...kept, trust }), trustPlace, holder);
    await client.query(`UPDATE "Trust" SET "sealed" = $1`, [Buffer.from(sealed)]);
  } finally {
    await client.end();
  }
}
