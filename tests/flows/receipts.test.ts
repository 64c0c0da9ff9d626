import { afterAll, beforeAll, expect, test } from "vitest";
import { cardWords } from "~/messages/receipt/words";
import { checkedAccount } from "../support/accounts";
import { asked } from "../support/asked";
import { cardReader } from "../support/card";
import { collective } from "../support/collective";
import { serveDoors } from "../support/doors";
import { given, saysYes, withWitness, type Team } from "../support/witnessed";
import { openWorld, type World } from "../support/world";

/** Taking back with a card, as somebody does it whose browser runs no script. */
let world: World;
let team: Team;
let served: Awaited<ReturnType<typeof serveDoors>>;
const words = cardWords.en;

beforeAll(async () => {
  world = await openWorld();
  team = await collective(world);
  served = await serveDoors(["src/app/r/route.ts"]);
});
afterAll(async () => {
  await served.close();
  await world.close();
});

const reader = (language?: string) => cardReader(served.origin, language);

async function withCard(...purposes: ("court" | "legal-advice" | "press")[]) {
  const person = await withWitness(world, team);
  await saysYes(world, team, person, purposes);
  const { code } = await world.as(team.documenter).receipts.make({ grantorId: person.grantorId });
  return { person, code };
}
const readable = (disclosureId: string) => world.as(team.proposer).disclosures.read({ disclosureId });
const open = (token: string) => world.as(null).recipient.open({ token });
const kindsSince = async (size: number) =>
  (await world.db().custodyEvent.findMany({ where: { index: { gte: size } }, orderBy: { index: "asc" }, select: { kind: true, by: true } }))
    .map(({ kind, by }) => `${kind}${by === null ? "" : " by a member"}`);
const ledgerSize = async () => Number((await world.db().ledgerHead.findUniqueOrThrow({ where: { id: 1 } })).size);

test("with a card somebody reads what was recorded and who received what, by name, and no picture, place or word of it", async () => {
  const { person, code } = await withCard("court", "press");
  await given(world, team, person, "court", "The court of <b>Lille</b>");
  const page = await reader().type(code);
  expect(page.status).toBe(200);
  for (const said of [words.purposes.court, words.purposes.press, words.answers.given, "The court of &lt;b&gt;Lille&lt;/b&gt;", words.given.open])
    expect(page.text).toContain(said);
  for (const hidden of ["Under the bridge", "dogs", person.incidentId, person.grantorId, "Vouchsafe"]) expect(page.text).not.toContain(hidden);
});

test("taking back one purpose closes what relied on it at once, and touches no other", async () => {
  const { person, code } = await withCard("court", "legal-advice");
  const [court, lawyer] = [await given(world, team, person, "court"), await given(world, team, person, "legal-advice")];
  const at = reader();
  const sure = await at.press(await at.type(code), words.change.withdrawal.replace("{purpose}", words.purposes.court));
  expect(await readable(court.disclosureId)).toMatchObject({ state: "released" });
  const size = await ledgerSize();
  const happened = await at.press(sure, words.sure.yes);
  expect(happened.text).toContain(words.happened.withdrawal);
  expect(happened.text).toContain(words.happened.closed.replace("{closed}", "1"));
  expect(await readable(court.disclosureId)).toMatchObject({ state: "closed", closing: "withdrawn" });
  await expect(open(court.token)).rejects.toThrow("disclosure-closed");
  expect((await open(lawyer.token)).purpose).toBe("legal-advice");
  expect((await kindsSince(size)).slice(0, 4)).toEqual(["receipt.used", "consent.recorded", "disclosure.closed", "request.answered"]);
  const again = await at.press(happened, words.back);
  expect(again.text).toContain(words.answers.withdrawn);
  expect(again.text).not.toContain(words.change.withdrawal.replace("{purpose}", words.purposes.court));
});

test("a yes that is relied on can be taken back, whatever was said since of something else", async () => {
  const { person, code } = await withCard("court");
  const { token } = await given(world, team, person, "court");
  const me = world.as(team.documenter);
  const other = await checkedAccount(me, person.incidentId, "I saw the tents burn.", { spokenBy: person.grantorId });
  const say = (accounts: string[], answer: "refused" | "ask-again") =>
    me.consents.record({
      grantorId: person.grantorId, capacity: "self", manner: "spoken", language: "en", ...asked, items: [], accounts, recipients: { kind: "any" }, until: null,
      answers: [{ purpose: "court", answer, form: "none" }],
    });
  const takeable = async (of = person) => (await world.as(team.documenter).consents.read({ grantorId: of.grantorId })).grantor.takeable;
  await say([other], "refused");
  expect(await takeable()).toEqual(["court"]);
  const at = reader();
  const page = await at.type(code);
  for (const said of [words.answers.given, words.answers.refused]) expect(page.text).toContain(said);
  expect((await open(token)).purpose).toBe("court");
  await at.press(await at.press(page, words.change.withdrawal.replace("{purpose}", words.purposes.court)), words.sure.yes);
  await expect(open(token)).rejects.toThrow("disclosure-closed");
  expect(await takeable()).toEqual([]);

  // What was said of one occasion alone.
  const { person: once } = await withCard("press");
  await me.consents.record({
    grantorId: once.grantorId, capacity: "self", manner: "spoken", language: "en", ...asked, items: [], accounts: [once.accountId], recipients: { kind: "any" }, until: null,
    answers: [{ purpose: "court", answer: "ask-again", form: "none" }],
  });
  const { id: disclosureId } = await world.as(team.proposer).disclosures.propose({
    incidentId: once.incidentId, purpose: "court", recipient: { class: "court", name: "The court" }, until: new Date(+world.now() + 86_400_000), reason: "for the hearing",
    items: [], accounts: [{ id: once.accountId }],
  });
  await me.consents.record({
    grantorId: once.grantorId, capacity: "self", manner: "spoken", language: "en", ...asked, items: [], accounts: [once.accountId], recipients: { kind: "disclosure", disclosureId },
    until: null, answers: [{ purpose: "court", answer: "given", form: "redacted" }],
  });
  expect(new Set(await takeable(once))).toEqual(new Set(["court", "press"]));
});

test("taking everything back leaves nothing open, and the members see that the person said it with their card", async () => {
  const { person, code } = await withCard("court", "legal-advice");
  const links = [await given(world, team, person, "court"), await given(world, team, person, "legal-advice")];
  const at = reader();
  const happened = await at.press(await at.press(await at.type(code), words.change.everything), words.sure.yes);
  expect(happened.text).toContain(words.happened.everything);
  for (const { token } of links) await expect(open(token)).rejects.toThrow("disclosure-closed");
  const { records } = await world.as(team.documenter).consents.read({ grantorId: person.grantorId });
  expect(records.filter(({ byCard }) => byCard).map(({ answer }) => answer)).toEqual(Array(6).fill("withdrawn"));
});

test("a deletion takes everything back at once, waits for seven days, and is asked for once", async () => {
  const { person, code } = await withCard("court");
  const link = await given(world, team, person, "court");
  const at = reader();
  const happened = await at.press(await at.press(await at.type(code), words.change.deletion), words.sure.yes);
  await expect(open(link.token)).rejects.toThrow("disclosure-closed");
  const back = await at.press(happened, words.back);
  expect(back.forms.map(({ button }) => button)).not.toContain(words.change.deletion);
  const rows = await world.db().request.findMany({ where: { grantorId: person.grantorId } });
  expect(rows).toHaveLength(1);
  const [request] = rows;
  expect(+request!.actsAt! - +request!.at).toBe(7 * 86_400_000);
  expect(+request!.due).toBeGreaterThan(+request!.actsAt!);
  expect(await world.db().account.count({ where: { id: person.accountId } })).toBe(1);
});

test("what is asked for twice at the same moment is done once", async () => {
  const { person, code } = await withCard("court");
  const at = reader();
  const sure = await at.press(await at.type(code), words.change.deletion);
  const both = await Promise.all([at.press(sure, words.sure.yes), at.press(sure, words.sure.yes)]);
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  expect(await world.db().request.count({ where: { grantorId: person.grantorId } })).toBe(1);
});

test("another card ends the one before, also on a page that is open", async () => {
  const { person, code } = await withCard("court");
  const at = reader();
  const page = await at.type(code);
  const { code: second } = await world.as(team.documenter).receipts.make({ grantorId: person.grantorId });
  expect((await at.type(code)).text).toContain(words.wrong.unknown);
  expect((await at.press(page, words.change.everything)).text).toContain(words.wrong.rested);
  expect((await at.type(second)).status).toBe(200);
  await expect(world.db().receipt.updateMany({ where: { grantorId: person.grantorId }, data: { endedAt: null } })).rejects.toThrow("Unique constraint");
});

test("a wrong code and one that has ended are answered in the same words, and a mistake in typing in others", async () => {
  const { person, code } = await withCard("court");
  await world.as(team.documenter).receipts.make({ grantorId: person.grantorId });
  const { codeOf } = await import("~/domain/receipt");
  const never = codeOf(Array.from({ length: 17 }, (_, n) => (n * 7) % 31));
  const [ended, unknown] = [await reader().type(code), await reader().type(never)];
  const without = ({ text, status }: { text: string; status: number }, typed: string) => `${status} ${text.replaceAll(typed, "CODE")}`;
  expect(without(ended, code)).toBe(without(unknown, never));
  expect(ended.status).toBe(404);
  expect((await reader().type(code.slice(1))).text).toContain(words.wrong.mistyped);
});

test("while somebody guesses without pause, a card that works still opens its page", async () => {
  const { code } = await withCard("court");
  const { codeOf } = await import("~/domain/receipt");
  const guess = (n: number) => codeOf(Array.from({ length: 17 }, (_, place) => (n * 31 + place * 5) % 31));
  const answers = await Promise.all(Array.from({ length: 31 }, (_, n) => reader().type(guess(n))));
  expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(10);
  expect((await reader().type(code)).status).toBe(200);
});

test("a page that has rested for a quarter of an hour asks for the number again, and a forged one opens nothing", async () => {
  const { code } = await withCard("court");
  const page = await reader().type(code);
  const pass = page.forms.map(({ fields }) => fields.pass ?? "").find((each) => each !== "")!;
  const { goOn } = await import("~/server/receipts/commands");
  const later = (ms: number) => new Date(Date.now() + ms);
  expect(await goOn(pass, later(14 * 60_000))).not.toBeNull();
  expect(await goOn(pass, later(16 * 60_000))).toBeNull();
  const [id, until, signed] = pass.split(".") as [string, string, string];
  const longer = `${id}.${Number(until) + 1}.${signed}`;
  for (const forged of [longer, `${id}.${until}.${"A".repeat(43)}`, "", "x"]) expect(await goOn(forged, new Date())).toBeNull();
});

test("the number stands in no address, and the page tells nobody, keeps nothing and runs only what is its own", async () => {
  const { code } = await withCard("court");
  const pages = [await reader().arrive(), await reader().type(code)];
  for (const { text, headers } of pages) {
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("set-cookie")).toBeNull();
    expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-/);
    expect(text).not.toMatch(/<a |<img|src=|href=|method="get"/);
  }
  expect(pages[1]!.text).not.toContain(code.replaceAll(" ", ""));
});

test("other sites, and bodies too long to be a form of ours, are turned away unread", async () => {
  const at = reader();
  expect((await at.post({ step: "enter", code: "x" }, { "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect((await at.post({ step: "enter", code: "x" }, { origin: "https://elsewhere.example" })).status).toBe(403);
  expect((await at.post({ step: "enter", code: "x".repeat(5000) })).status).toBe(413);
});

test("the page is in the language that was chosen, right to left where that is so, and what was typed stays", async () => {
  const { code } = await withCard("court");
  const arabic = await reader().post({ in: "en", language: "ar", step: "enter", code });
  expect(arabic.text).toContain('<html lang="ar" dir="rtl">');
  expect(arabic.text).toContain(`value="${code}"`);
  const open = await reader("ar").type(code);
  expect(open.text).toContain(cardWords.ar.answers.given);
});

test("leaving empties the browser and shows nothing", async () => {
  const left = await reader().post({ step: "leave" });
  expect(left.headers.get("clear-site-data")).toContain("cache");
  expect(left.text).not.toContain(words.title);
});

test("a card is for somebody who was asked, and made by a documenter of their team alone", async () => {
  const person = await withWitness(world, team);
  const make = (actor = team.documenter) => world.as(actor).receipts.make({ grantorId: person.grantorId });
  await expect(make()).rejects.toThrow("not-now");
  await saysYes(world, team, person, ["court"]);
  await expect(make(team.proposer)).rejects.toThrow("not-found");
  await expect(make(await world.member("documenter"))).rejects.toThrow("not-found");
  expect((await make()).address).toBe("http://localhost:3000/r");
});

test("the database keeps neither a code nor what finds one without the instance's key", async () => {
  const { code } = await withCard("court");
  const plain = code.replaceAll(" ", "");
  const { createHash } = await import("node:crypto");
  const rows = await world.db().receipt.findMany({ select: { digest: true } });
  const digests = rows.map(({ digest }) => Buffer.from(digest).toString("hex"));
  expect(digests).not.toContain(createHash("sha256").update(plain).digest("hex"));
  const [key] = await world.db().$queryRaw<{ sealed: Uint8Array }[]>`SELECT "sealed" FROM "ReceiptKey"`;
  expect(key!.sealed.length).toBeGreaterThan(60);
});

test("whoever was given what is taken back stands in the list of those to be told, until a reviewer has told them", async () => {
  const { person, code } = await withCard("court");
  const { disclosureId } = await given(world, team, person, "court", "The court of Lille");
  const at = reader();
  await at.press(await at.press(await at.type(code), words.change.everything), words.sure.yes);
  const mine = async () => (await world.as(team.decider).notices.list()).filter((notice) => notice.disclosureId === disclosureId);
  const [notice] = await mine();
  expect(notice).toMatchObject({ closing: "withdrawn", recipient: { class: "court", name: "The court of Lille" } });
  expect(+notice!.due - +notice!.at).toBe(3 * 86_400_000);
  await world.as(team.decider).notices.tell({ noticeId: notice!.id });
  expect(await mine()).toEqual([]);
  await expect(world.as(team.decider).notices.tell({ noticeId: notice!.id })).rejects.toThrow("not-now");
});

test("a deletion is carried out on its day, not before, answered by that, and the person reads both", async () => {
  const { person, code } = await withCard("court");
  const at = reader();
  await at.press(await at.press(await at.type(code), words.change.deletion), words.sure.yes);
  const request = () => world.db().request.findFirstOrThrow({ where: { grantorId: person.grantorId } });
  const { actsAt, erasureIds } = await request();
  const on = (ms: number) => new Date(+actsAt! + ms);
  await clocks(on(-60_000));
  expect((await request()).answer).toBeNull();
  expect((await at.type(code)).text).toContain(words.requests.deletes.split("{")[0]);
  await clocks(on(60_000));
  expect(await world.db().erasure.count({ where: { id: { in: erasureIds }, doneAt: null } })).toBe(0);
  expect(await request()).toMatchObject({ answer: "done", answeredBy: null });
  expect((await at.type(code)).text).toContain(words.requestAnswers.done);
});

/** The clocks of erasing and of requests, as the worker runs them. */
async function clocks(now: Date): Promise<void> {
  const { due } = await import("~/server/erasures/jobs");
  const { settle } = await import("~/server/requests/commands");
  await due(now);
  await settle(now);
}

test("what came in after somebody asked is not called deleted: it is reached by asking again, and what is gone is not erased twice", async () => {
  const { person, code } = await withCard("court");
  await given(world, team, person, "court", "The court of Douai");
  const at = reader();
  const ask = async () => at.press(await at.press(await at.type(code), words.change.deletion), words.sure.yes);
  const requests = () => world.db().request.findMany({ where: { grantorId: person.grantorId }, orderBy: { at: "asc" } });
  const stale = await at.press(await at.type(code), words.change.deletion);
  await ask();
  const later = await checkedAccount(world.as(team.documenter), person.incidentId, "I saw them again.", { spokenBy: person.grantorId });
  const day = +(await requests())[0]!.actsAt! + 60_000;
  await clocks(new Date(day));
  expect(await requests()).toMatchObject([{ answer: null }]);

  await at.press(stale, words.sure.yes);
  const [asked] = await requests();
  expect(await world.db().erasure.findMany({ where: { id: { in: asked!.erasureIds } }, select: { accountId: true }, orderBy: { dueAt: "asc" } }))
    .toEqual([{ accountId: person.accountId }, { accountId: later }]);
  await clocks(new Date(day + 8 * 86_400_000));
  expect(await requests()).toMatchObject([{ answer: "done" }]);
  // Those who have a copy still have it.
  expect((await at.type(code)).text).toContain("The court of Douai");

  await ask();
  expect(await requests()).toMatchObject([{ answer: "done" }, { answer: null, erasureIds: [] }]);
  expect(await world.db().erasure.count({ where: { incidentId: person.incidentId } })).toBe(2);
});

test("a question is answered by a reviewer, in a word that fits it, once, and the person reads it", async () => {
  const { person, code } = await withCard("court");
  const at = reader();
  await at.press(await at.press(await at.type(code), words.change.access), words.sure.yes);
  const reviewer = world.as(team.decider);
  const [asked] = (await reviewer.requests.list()).filter(({ grantorId }) => grantorId === person.grantorId);
  expect(asked).toMatchObject({ kind: "access", actsAt: null });
  await expect(reviewer.requests.answer({ requestId: asked!.id, answer: "held" })).rejects.toThrow("not-now");
  await reviewer.requests.answer({ requestId: asked!.id, answer: "told" });
  await expect(reviewer.requests.answer({ requestId: asked!.id, answer: "nothing-kept" })).rejects.toThrow("not-now");
  expect((await at.type(code)).text).toContain(words.requestAnswers.told);
});
