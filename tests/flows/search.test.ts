import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "~/domain/roles";
import { collective, details } from "../support/collective";
import { whoActed } from "../support/entries";
import { openWorld, type World } from "../support/world";

let world: World;
let documenter: Actor, stranger: Actor, reviewer: Actor, other: Actor;
let incidentId: string, foreignId: string, arabicId: string, accountId: string, foreignAccount: string;

type Asked = Partial<Parameters<ReturnType<World["as"]>["search"]["find"]>[0]>;
const ask = (actor: Actor, words: string, more: Asked = {}) => world.as(actor).search.find({ words, ...more });
const found = async (actor: Actor, words: string, more: Asked = {}) => (await ask(actor, words, more)).hits.map(({ id }) => id);
const versionOf = async (actor: Actor, incidentId: string, account: string) =>
  (await world.as(actor).incidents.read({ incidentId })).accounts.find(({ id }) => id === account)!.version;
const write = async (actor: Actor, incident: string, text: string, language = "en", account: string | null = null) =>
  (await world.as(actor).accounts.write({ incidentId: incident, accountId: account, version: account && (await versionOf(actor, incident, account)), spokenBy: null, words: { language, text, masks: [] }, mentions: [] })).id;
const rows = () => world.db().searchRow.findMany({ orderBy: { seq: "asc" }, select: { id: true, incidentId: true, seq: true, terms: true, rules: true } });

beforeAll(async () => {
  world = await openWorld();
  const people = await collective(world);
  ({ documenter, proposer: reviewer, decider: other } = people);
  const steward = await world.member("steward");
  stranger = await world.member("documenter");
  const { id: teamId } = await world.as(steward).teams.create({ name: "Other team", code: "DKK" });
  await world.as(steward).teams.place({ teamId, memberId: stranger.id, placed: true });
  ({ id: incidentId } = await world.as(documenter).incidents.create({ teamId: people.teamId, details, account: null }));
  const elsewhere = { ...details, start: "2026-09-02T06:40", place: "Old harbour", kinds: ["beating" as const], forces: [{ ...details.forces[0]!, service: "gendarmerie" }] };
  ({ id: foreignId } = await world.as(stranger).incidents.create({ teamId, details: elsewhere, account: null }));
  accountId = await write(documenter, incidentId, "They came at dawn. The policemen slashed every tent under the bridge.");
  arabicId = await write(documenter, incidentId, "كسّرت الشُّرطة الخيام فجرًا", "ar");
  foreignAccount = await write(stranger, foreignId, "The gendarmes slashed a tent and beat a man.");
  await world.settle();
}, 60_000);
afterAll(() => world.close());

test("what was written is found by a word, its beginning, a phrase and several words, with or without vowel signs", async () => {
  const both = [foreignAccount, accountId];
  expect(await found(reviewer, "slashed")).toEqual(both);
  expect(await found(reviewer, "TENTS")).toEqual(both);
  expect(await found(reviewer, "slas*")).toEqual(both);
  expect(await found(reviewer, "tent bridge")).toEqual([accountId]);
  expect(await found(reviewer, '"at dawn"')).toEqual([accountId]);
  expect(await found(reviewer, '"dawn at"')).toEqual([]);
  for (const words of ["الشرطة", "شرطه", "الشُّرْطَة", "شرط*", "خيام"]) expect([words, ...(await found(reviewer, words))]).toEqual([words, arabicId]);
  const { hits } = await ask(reviewer, "bridge");
  expect(hits.map(({ id, snippet }) => [id, snippet.match])).toEqual([[accountId, "bridge"], [incidentId, "bridge"]]);
  expect(await found(reviewer, "1234567")).toEqual([foreignId, incidentId]);
  expect(await found(reviewer, "gendarmerie")).toEqual([foreignId]);
  expect(await found(reviewer, "the")).toEqual([]);
});

test("filters narrow it down: place, kind, period, state and team", async () => {
  expect(await found(reviewer, "slashed", { place: "harbour" })).toEqual([foreignAccount]);
  expect(await found(reviewer, "slashed", { kind: "eviction" })).toEqual([accountId]);
  expect(await found(reviewer, "slashed", { period: { from: "2026-08", to: "2026-10" } })).toEqual([foreignAccount]);
  expect(await found(reviewer, "slashed", { state: "submitted" })).toEqual([]);
  const { teamId } = await world.db().incident.findUniqueOrThrow({ where: { id: incidentId }, select: { teamId: true } });
  expect(await found(reviewer, "slashed", { teamId })).toEqual([accountId]);
});

test("what is asked for of a place is read again: a long beginning is no other, and words that every text has are looked for", async () => {
  for (const place of ["Underqqqq*", "on", "of the", "…"]) expect([place, ...(await found(reviewer, "slashed", { place }))]).toEqual([place]);
  for (const place of ["Under*", "the", "under the", '"the bridge"']) expect([place, ...(await found(reviewer, "slashed", { place }))]).toEqual([place, accountId]);
});

test("a comment is found by whom it is for, and by nobody from the moment in which it is taken away", async () => {
  const say = async (text: string, audience: "reviewers" | "team") => (await world.as(reviewer).comments.write({ incidentId, audience, text })).id;
  const [between, toTeam] = [await say("The bailiff's warrant names another quay.", "reviewers"), await say("Was the warrant shown to anybody?", "team")];
  await world.settle();
  expect(await found(other, "warrant")).toEqual([toTeam, between]);
  expect(await found(documenter, "warrant")).toEqual([toTeam]);
  expect(await found(stranger, "warrant")).toEqual([]);
  const { hits } = await ask(other, "bailiff");
  expect(hits.map(({ in: place, snippet }) => [place, snippet.match])).toEqual([["comment", "bailiff"]]);
  await world.as(reviewer).comments.remove({ commentId: between });
  expect(await world.db().searchRow.count({ where: { id: between } })).toBe(0);
  await world.as(reviewer).comments.remove({ commentId: toTeam });
  await world.settle();
  expect(await found(other, "warrant")).toEqual([]);
});

test("what is out of somebody's scope is not found, not counted, and not gone on from", async () => {
  expect(await found(documenter, "slashed")).toEqual([accountId]);
  expect(await found(stranger, "slashed")).toEqual([foreignAccount]);
  expect(await found(stranger, "bridge")).toEqual([]);
  await expect(ask(documenter, "slashed", { after: foreignAccount })).rejects.toThrow("not-found");
  expect(await found(reviewer, "slashed", { after: foreignAccount })).toEqual([accountId]);
  const nobody = await world.member("documenter");
  expect(await ask(nobody, "slashed")).toEqual({ hits: [], next: null });
  await expect(ask(await world.member("steward"), "slashed")).rejects.toThrow("not-found");
});

test("a search stands in the ledger, without its words", async () => {
  await ask(reviewer, "harbour");
  const { entries } = await world.as(reviewer).ledger.entries({ before: null });
  const made = entries.find(({ kind }) => kind !== "incident.viewed")!;
  expect(made.kind).toBe("search.made");
  expect(await whoActed([made.body as { by: string }])).toEqual([{ by: reviewer.id }]);
  expect(JSON.stringify(entries)).not.toContain("harbour");
});

test("the table holds no word, no digest twice over for two places, and rows of a few sizes only", async () => {
  const { ensureKey } = await import("~/server/search/commands");
  const { rowOf } = await import("~/server/search/queries");
  const all = await rows();
  expect(all.length).toBe(5);
  for (const { terms } of all) expect([64, 80, 100, 125, 157, 197]).toContain(terms.length);
  const key = await ensureKey();
  const of = (field: "account" | "place", seq: bigint) => new Set(rowOf(key, { id: incidentId, seq }, [{ field, sort: "word", text: "bridge" }]));
  const { seq, terms } = all.find(({ id }) => id === incidentId)!;
  const account = all.find(({ id }) => id === accountId)!;
  // Of one word in two places nothing is alike but decoys, of which the same record has the same; nor is it in two segments.
  const [one, two, later] = [of("account", seq), of("place", seq), of("place", seq + 16_384n)];
  expect([...one].filter((digest) => !two.has(digest)).length).toBe(1);
  expect([...later].filter((digest) => two.has(digest))).toEqual([]);
  const [digest] = [...two].filter((each) => !one.has(each));
  expect([terms.includes(digest!), account.terms.includes(digest!)]).toEqual([true, false]);
  const { rows: dumped } = { rows: await world.db().$queryRaw<{ text: string }[]>`SELECT s::text AS "text" FROM "SearchRow" AS s` };
  for (const { text } of dumped) expect(text).not.toMatch(/bridge|tent|الش/);
});

test("what is rewritten is found by its new words and no longer by its old ones", async () => {
  const id = await write(documenter, incidentId, "A blue lorry waited.");
  await world.settle();
  expect(await found(reviewer, "lorry")).toEqual([id]);
  await write(documenter, incidentId, "A blue van waited.", "en", id);
  // Before it is taken apart anew: what its row still lets through is read again.
  expect(await found(reviewer, "lorry")).toEqual([]);
  await world.settle();
  expect([await found(reviewer, "van"), await found(reviewer, "lorry")]).toEqual([[id], []]);
});

test("taking everything apart anew goes on where it was cut off, and loses no place in the order", async () => {
  const before = await rows();
  await world.rest();
  const gone = before[0]!.id;
  await world.db().searchRow.updateMany({ where: { id: { not: gone } }, data: { rules: 0, terms: [] } });
  await world.db().searchRow.delete({ where: { id: gone } });
  const { incomplete } = await import("~/server/search/queries");
  const { complete, index } = await import("~/server/search/jobs");
  expect(await incomplete(world.db(), 10, [])).toEqual([incidentId, foreignId]);
  // One is done, and then the process is killed.
  await index({ incidentId });
  expect(await incomplete(world.db(), 10, [])).toEqual([foreignId]);
  const touched = (await rows()).filter(({ rules }) => rules > 0).map(({ id }) => id);
  await complete();
  expect(await incomplete(world.db(), 10, [])).toEqual([]);
  const after = await rows();
  expect(touched.length).toBe(4);
  for (const row of before.slice(1)) expect(after).toContainEqual(row);
  expect(await found(reviewer, "slashed")).toEqual([foreignAccount, accountId]);
  // Nor does it draw a number for what has one: segments would go empty, and a search through them takes longer for good.
  const drawn = () => world.db().$queryRaw<{ last: bigint }[]>`SELECT pg_sequence_last_value('"SearchRow_seq_seq"') AS "last"`;
  const last = await drawn();
  await world.db().searchRow.updateMany({ data: { rules: 0, terms: [] } });
  await complete();
  expect([await incomplete(world.db(), 10, []), await drawn()]).toEqual([[], last]);
});

test("one that cannot be opened keeps no other waiting, and is told of", async () => {
  const { sealed } = await world.db().account.findUniqueOrThrow({ where: { id: accountId }, select: { sealed: true } });
  await world.db().account.update({ where: { id: accountId }, data: { sealed: new Uint8Array([1, 2, 3]) } });
  await world.db().searchRow.updateMany({ data: { rules: 0 } });
  const { complete } = await import("~/server/search/jobs");
  await expect(complete()).rejects.toThrow(AggregateError);
  expect((await rows()).filter(({ rules }) => rules > 0).map(({ incidentId: of }) => of)).toEqual([foreignId, foreignId]);
  await world.db().account.update({ where: { id: accountId }, data: { sealed } });
  await complete();
  expect((await rows()).filter(({ rules }) => rules === 0)).toEqual([]);
});

test("what was rewritten is in the index by its new words even where the job was lost", async () => {
  const id = await write(documenter, incidentId, "A red barrow stood there.");
  const { incomplete } = await import("~/server/search/queries");
  const { complete } = await import("~/server/search/jobs");
  await world.settle();
  await world.rest();
  const lost = () => world.db().$executeRaw`DELETE FROM "jobs"."job" WHERE "name" = 'search.index'`;
  expect(await incomplete(world.db(), 10, [])).toEqual([]);
  await write(documenter, incidentId, "A red wheelbarrow stood there.", "en", id);
  expect(await lost()).toBeGreaterThan(0);
  // Meanwhile its row leads to what it says now, and to nothing by words that it does not say any more.
  expect([await found(reviewer, "stood"), await found(reviewer, "barrow"), await found(reviewer, "wheelbarrow")]).toEqual([[id], [], []]);
  expect(await incomplete(world.db(), 10, [])).toEqual([incidentId]);
  await complete();
  expect([await found(reviewer, "wheelbarrow"), await incomplete(world.db(), 10, [])]).toEqual([[id], []]);
  // So it is of a report.
  const { version } = await world.db().incident.findUniqueOrThrow({ where: { id: foreignId }, select: { version: true } });
  const { details: said } = await world.as(stranger).incidents.read({ incidentId: foreignId });
  await world.as(stranger).incidents.revise({ incidentId: foreignId, version, details: { ...said, askedOfObservers: "to sing" } });
  await lost();
  expect(await incomplete(world.db(), 10, [])).toEqual([foreignId]);
  await complete();
  expect([await found(stranger, "sing"), await incomplete(world.db(), 10, [])]).toEqual([[foreignId], []]);
});

test("what is erased is out of the index in that very moment, and no job that was late puts it back", async () => {
  const { id: erasureId } = await world.as(reviewer).erasures.plan({ target: { accountId }, ground: "should-not-be-here" });
  await world.as(other).erasures.erase({ erasureId });
  expect(await world.db().searchRow.count({ where: { id: accountId } })).toBe(0);
  expect(await found(reviewer, "slashed")).toEqual([foreignAccount]);
  const { index } = await import("~/server/search/jobs");
  await index({ incidentId });
  expect(await world.db().searchRow.count({ where: { id: accountId } })).toBe(0);
  expect((await world.verifyLedger()).ok).toBe(true);
});
