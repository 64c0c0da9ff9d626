import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { words as saidByWitness } from "../../scripts/witness/words.mjs";
import { Instance } from "../crash/instance";
import { deskWork, type DeskWork } from "./support/desk";
import { checkElsewhere } from "./support/dossier";
import { eventually } from "./support/eventually";
import { begins, button, saying } from "./support/errands";
import { invented, rewriteHistory } from "./support/forging";
import { choose, enter, focused, tabTo, type, withoutPointer } from "./support/keyboard";
import { launch, stateOf, Visitor, type Look } from "./support/visitor";

/** The reviewers' day: from the queue to the dossier with keys alone, two at one thing, and a witness who finds that history was changed. */
const desk = { size: "desktop", language: "en" } as const;
const arabic = { size: "desktop", language: "ar" } as const;

let instance: Instance;
let browser: Browser;
let work: DeskWork;
const faults: string[] = [];

beforeAll(async () => {
  [instance, browser] = await Promise.all([Instance.create(), launch()]);
  await instance.start();
  work = await deskWork(instance);
}, 400_000);
afterAll(async () => {
  await browser?.close();
  await instance?.remove();
});

type Seat = readonly [keyof DeskWork["came"], Look];
/** Who is at their screens at the same time: one, or two. */
async function meet([first, second]: readonly [Seat, Seat?], errand: (one: Visitor, other: Visitor) => Promise<void>): Promise<void> {
  const arrive = ([who, look]: Seat) => Visitor.arrive(browser, instance.address, look, stateOf(instance.address, work.came[who]));
  const one = await arrive(first);
  const other = second ? await arrive(second) : one;
  try {
    await errand(one, other);
  } catch (error) {
    for (const { page } of [one, other]) await page.screenshot({ path: `test-results/failed-${Date.now()}.png`, fullPage: true });
    throw error;
  } finally {
    for (const visitor of new Set([one, other])) {
      faults.push(...visitor.faults);
      await visitor.leave();
    }
  }
}

test("from the queue to the dossier with the keyboard alone: one reviewer proposes, another decides", () =>
  meet([["rosa", desk], ["idris", arabic]], async (rosa, idris) => {
    const { page } = rosa;
    const say = saying(rosa);
    await withoutPointer(rosa);
    await withoutPointer(idris);
    await page.goto("/", { waitUntil: "networkidle" });
    await page.waitForURL(/\/incidents$/);
    await enter(rosa, page.getByRole("link", { name: say("desk.link") }));
    await page.waitForURL(/\/desk$/);

    // The keys of the queue move the focus itself.
    const lines = work.incidents.map(({ reference }) => page.getByRole("link", { name: reference, exact: true }));
    await lines[0]!.waitFor();
    await page.keyboard.press("j");
    await focused(lines[0]!);
    await page.keyboard.press("j");
    await focused(lines[1]!);
    await page.keyboard.press("k");
    await focused(lines[0]!);
    await page.keyboard.press("x");
    await page.getByText(say("desk.bulk.clear")).waitFor();
    await page.keyboard.press("x");
    await page.getByText(say("desk.bulk.clear")).waitFor({ state: "detached" });
    await focused(lines[0]!);
    await page.keyboard.press("/");
    await focused(page.getByRole("combobox", { name: say("desk.filters.state") }));
    // In a field the letters are the field's; Tab goes on to the queue, at the line where one was.
    await tabTo(rosa, lines[0]!);
    await page.keyboard.press("?");
    const help = page.getByRole("dialog", { name: say("desk.keys.title") });
    await help.waitFor();
    await rosa.inspect("desk: keys");
    await page.keyboard.press("j");
    expect(await help.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true);
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "hidden" });
    await focused(lines[0]!);

    // Whoever puts the keys away gets to every line with Tab, also when the page is read again, and takes them again.
    const use = help.getByRole("checkbox", { name: say("desk.keys.use") });
    await page.keyboard.press("?");
    await tabTo(rosa, use);
    await page.keyboard.press("Space");
    await page.reload({ waitUntil: "networkidle" });
    await tabTo(rosa, lines[0]!);
    await tabTo(rosa, lines[1]!);
    await page.keyboard.press("k");
    await focused(lines[1]!);
    await tabTo(rosa, button(page, say("desk.keys.open")), "Shift+Tab");
    await page.keyboard.press("Enter");
    await tabTo(rosa, use);
    await page.keyboard.press("Space");
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "hidden" });
    await page.keyboard.press("j");
    await focused(lines[0]!);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/incidents/${work.incidents[0]!.id}`);

    await enter(rosa, page.getByRole("link", { name: say("incidents.disclosures.prepare") }));
    await page.waitForURL(/\/disclosures\/new/);
    await choose(rosa, page.getByRole("combobox", { name: say("disclosures.new.purpose") }), "court");
    await type(rosa, page.getByLabel(say("disclosures.new.reason")), "For the hearing on the evictions");
    await choose(rosa, page.getByRole("combobox", { name: say("disclosures.new.class") }), "court");
    await type(rosa, page.getByLabel(say("disclosures.new.name")), "Tribunal judiciaire");
    // Of the answers to one question one is in the order of tabs, and the arrows go on from it.
    await tabTo(rosa, page.getByRole("radiogroup", { name: say("words.formOf", { number: "1" }) }).getByRole("radio", { name: say("disclosures.new.leaveOut") }));
    await page.keyboard.press("ArrowDown");
    await focused(page.getByRole("radio", { name: say("words.forms.redacted"), exact: true }));
    await page.getByText(say("disclosures.gaps.none")).waitFor();
    await enter(rosa, button(page, say("disclosures.new.submit")));
    await page.waitForURL(/\/disclosures\/[0-9a-f-]{36}$/);
    await page.getByText(say("disclosures.decide.own")).waitFor();

    await decide(idris, new URL(page.url()).pathname);
  }), 180_000);

test("on a phone the queue comes first, and what narrows it when it is asked for", () =>
  meet([["rosa", { size: "phone", language: "ar" }]], async (rosa) => {
    const { page } = rosa;
    const say = saying(rosa);
    await page.goto("/desk", { waitUntil: "networkidle" });
    const lines = page.locator("[data-line]");
    const all = await lines.count();
    expect(all).toBe(work.incidents.length);
    const state = page.getByRole("combobox", { name: say("desk.filters.state") });
    const toggle = button(page, say("desk.filters.choose"));
    expect([await state.isVisible(), await toggle.getAttribute("aria-expanded")]).toEqual([false, "false"]);
    await toggle.click();
    await rosa.inspect("desk: filters on a phone");
    await state.selectOption("ready");
    await eventually(() => lines.count(), 0);
    await button(page, "المختار: 1").click();
    await state.waitFor({ state: "hidden" });
  }), 120_000);

/** The second reviewer, from right to left: to the disclosure, past the question, to the link and the dossier. */
async function decide(visitor: Visitor, disclosure: string): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  await page.goto("/", { waitUntil: "networkidle" });
  await page.waitForURL(/\/incidents$/);
  await enter(visitor, page.getByRole("navigation").getByRole("link", { name: say("shell.nav.disclosures") }));
  await page.waitForURL(/\/disclosures$/);
  await enter(visitor, page.locator(`main a[href="${disclosure}"]`));
  await page.waitForURL(`**${disclosure}`);
  await type(visitor, page.getByLabel(say("disclosures.decide.reason")), "موافقة الشخص تشمله");
  await enter(visitor, button(page, say("disclosures.decide.approve")));

  // What was pressed is gone, and the next thing to do is near.
  const release = button(page, say("disclosures.release.submit"));
  expect(await tabTo(visitor, release)).toBeLessThan(4);
  await page.keyboard.press("Enter");
  const question = page.getByRole("dialog", { name: say("disclosures.release.confirmTitle") });
  await question.waitFor();
  expect(await question.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true);
  // Nothing was done by whoever thinks again, and they are where they were.
  await page.keyboard.press("Escape");
  await focused(release);
  await page.keyboard.press("Enter");
  await enter(visitor, question.getByRole("button", { name: say("disclosures.release.confirmYes") }));
  const link = page.getByRole("textbox", { name: begins(say("disclosures.release.link")) });
  await focused(link);
  expect(await link.inputValue()).toContain("/d#");
  await visitor.inspect("disclosure: released by keyboard");
  const make = button(page, say("dossier.make"));
  expect(await tabTo(visitor, make)).toBeLessThan(6);
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  await checkElsewhere(visitor, download);
  await focused(make);
}

test("two reviewers at one thing see each other, and what either of them changed stays", () =>
  meet([["rosa", desk], ["idris", arabic]], async (rosa, idris) => {
    const [say, theirs] = [saying(rosa), saying(idris)];
    const { id } = work.incidents[2]!;
    await Promise.all([rosa.page.goto(`/incidents/${id}`), idris.page.goto(`/incidents/${id}`)]);
    await rosa.page.getByText(say("desk.presence.reading", { handle: "idris" })).waitFor();
    await idris.page.getByText(theirs("desk.presence.reading", { handle: "rosa" })).waitFor();
    await rosa.inspect("incident: two at it");
    await idris.inspect("incident: two at it");
    await idris.page.getByLabel(theirs("comments.text")).fill("هل سُئل الشخص أ؟");
    await rosa.page.getByText(say("desk.presence.writing", { handle: "idris" })).waitFor();

    // Both say who looks after it, from the same page: the second is told, and sees who does.
    const chooser = (visitor: Visitor) => visitor.page.getByRole("combobox", { name: saying(visitor)("desk.bulk.assignTo") });
    await chooser(rosa).selectOption({ label: "rosa" });
    await chooser(idris).selectOption({ label: "idris" });
    // It has not heard yet when it is pressed; a moment later it would have offered nothing to save.
    const presence = "**/api/trpc/presence.here**";
    await idris.page.route(presence, (route) => route.abort());
    await Promise.all([
      button(rosa.page, say("desk.assigned.save")).click(),
      rosa.page.waitForResponse((answer) => answer.url().includes("incidents.assign") && answer.ok()),
    ]);
    await button(idris.page, theirs("desk.assigned.save")).click();
    await idris.page.getByText(theirs("refusals.changed-meanwhile")).waitFor();
    await idris.page.unroute(presence);
    expect(await idris.page.getByLabel(theirs("comments.text")).inputValue()).toBe("هل سُئل الشخص أ؟");
    await eventually(() => chooser(idris).locator("option:checked").innerText(), "rosa");

    // Both mark the same photo. The second to save is asked to look at what the first did, and then both are there.
    const photo = `/incidents/${id}/items/${work.photo}`;
    await Promise.all([rosa.page.goto(photo, { waitUntil: "networkidle" }), idris.page.goto(photo, { waitUntil: "networkidle" })]);
    await rosa.page.getByText(say("desk.presence.reading", { handle: "idris" })).waitFor();
    await idris.page.route(presence, (route) => route.abort());
    const areas = (visitor: Visitor) => visitor.page.locator("[data-region][tabindex]");
    const before = await areas(rosa).count();
    for (const [visitor, key] of [[rosa, "ArrowRight"], [idris, "ArrowLeft"]] as const) {
      await button(visitor.page, saying(visitor)("regions.add")).focus();
      for (const pressed of ["n", ...Array.from({ length: 20 }, () => key)]) await visitor.page.keyboard.press(pressed);
      await eventually(() => areas(visitor).count(), before + 1);
    }
    await button(rosa.page, say("regions.save")).click();
    await rosa.page.getByText(say("regions.saved"), { exact: true }).waitFor();
    await button(idris.page, theirs("regions.save")).click();
    await idris.page.getByText(theirs("regions.changedMeanwhile")).waitFor();
    await idris.inspect("item: changed meanwhile");
    expect(await areas(idris).count()).toBe(before + 1);
    await button(idris.page, theirs("regions.bringIn")).click();
    await eventually(() => areas(idris).count(), before + 2);
    await button(idris.page, theirs("regions.save")).click();
    await idris.page.getByText(theirs("regions.saved"), { exact: true }).waitFor();
    await rosa.page.reload();
    await eventually(() => areas(rosa).count(), before + 2);
  }), 300_000);

test("what is known of an incident, at two screens of a documenter: the second to save is asked, field by field, and nothing that was typed is lost", () =>
  meet([["amal", desk], ["amal", { size: "phone", language: "ar" }]], async (first, second) => {
    const { id } = work.incidents[1]!;
    const [say, theirs] = [saying(first), saying(second)];
    const place = (visitor: Visitor) => visitor.page.getByRole("textbox", { name: saying(visitor)("incidents.form.place") });
    const injuries = (visitor: Visitor) => visitor.page.getByLabel(saying(visitor)("incidents.form.injuries"));
    for (const visitor of [first, second]) {
      await visitor.page.goto(`/incidents/${id}`, { waitUntil: "networkidle" });
      await button(visitor.page, saying(visitor)("incidents.read.edit")).first().click();
    }
    await place(first).fill("North bank, by the weir");
    await injuries(first).fill("One broken wrist");
    await place(second).fill("الضفة الشمالية");
    await button(first.page, say("common.save")).click();
    // The words themselves stand in the field before it is saved.
    await button(first.page, say("common.save")).waitFor({ state: "hidden" });
    await first.page.getByText("One broken wrist").waitFor();
    await button(second.page, theirs("common.save")).click();
    await second.page.getByRole("heading", { name: theirs("merge.title") }).waitFor();
    await second.inspect("incident: merge question");
    const question = second.page.getByRole("radiogroup", { name: theirs("merge.fields.place") });
    await question.getByRole("radio", { name: theirs("merge.mine") }).check();
    await button(second.page, theirs("merge.use")).click();
    await button(second.page, theirs("common.save")).click();
    await second.page.getByText("الضفة الشمالية").waitFor();
    // What only the first changed came along.
    await second.page.getByText("One broken wrist").waitFor();
    await first.page.reload();
    await first.page.getByText("الضفة الشمالية").waitFor();
  }), 300_000);

/** The witness's own program, in a process of its own, as cron runs it. */
const witness = (...args: string[]) =>
  new Promise<{ code: number; said: string }>((resolve) => {
    execFile(process.execPath, ["scripts/witness/witness.mjs", ...args], (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, said: stdout + stderr }));
  });
const outcome = (code: keyof (typeof saidByWitness)["en"]["outcomes"]) => begins(saidByWitness.en.outcomes[code]);

test("a witness who was here before finds that history was changed in the database, keeps the proof, and the page says until when it was vouched for", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "vouchsafe-witness-"));
  const database = async () => (await instance.database())!;
  const visit = () => witness(instance.address, "--data", folder);
  try {
    await meet([["watch", desk]], async (watch) => {
      const { page } = watch;
      const say = saying(watch);
      await page.goto("/ledger", { waitUntil: "networkidle" });
      const ledger = await page.getByRole("textbox", { name: say("ledger.checkpoint.key"), exact: true }).inputValue();
      const begun = await witness("new", "--data", folder, "--name", "witness.example.net", "--ledger", ledger);
      expect(begun.code).toBe(0);
      await page.getByLabel(say("ledger.witnesses.key")).fill(begun.said.trim().split("\n").at(-1)!);
      await button(page, say("ledger.witnesses.add")).click();
      await writeFile(path.join(folder, "token"), await page.getByRole("textbox", { name: say("ledger.witnesses.token") }).inputValue());
      expect(await visit()).toEqual({ code: 0, said: expect.stringMatching(outcome("first")) });
      const { note } = JSON.parse(await readFile(path.join(folder, "checkpoints.jsonl"), "utf8")) as { note: string };
      const seen = Number(note.split("\n")[1]);

      await rewriteHistory(await database(), (all) => all.with(2, invented()));
      expect(await visit()).toEqual({ code: 1, said: expect.stringMatching(outcome("rewritten")) });
      await rewriteHistory(await database(), (all) => [...all.slice(0, seen - 1), invented()]);
      expect(await visit()).toEqual({ code: 1, said: expect.stringMatching(outcome("forked")) });
      const findings = await Promise.all((await readdir(path.join(folder, "findings"))).toSorted().map((name) => readFile(path.join(folder, "findings", name), "utf8")));
      expect(findings.map((text) => (JSON.parse(text) as { found: string; kept: string }))).toMatchObject([{ found: "rewritten", kept: note }, { found: "forked", kept: note }]);

      await page.reload();
      await page.getByText("witness.example.net").first().waitFor();
      await page.getByText(say("ledger.witnesses.broken").split("{")[0]!).waitFor();
      await watch.inspect("ledger: another history");
    });
    // The operator's own verifier says so as well.
    const verified = await new Promise<number>((resolve) => {
      execFile(process.execPath, ["scripts/run.mjs", "scripts/ledger/verify.ts"], { env: { ...process.env, VOUCHSAFE_DATA: instance.data } }, (error) => resolve(Number(error?.code ?? 0)));
    });
    expect(verified).toBe(1);
  } finally {
    await rm(folder, { recursive: true });
  }
}, 300_000);

test("no page broke the content policy, called a third party, failed a script, an accessibility rule or a key", () => {
  expect([...new Set(faults)]).toEqual([]);
});
