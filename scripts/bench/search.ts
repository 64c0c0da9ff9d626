/**
 * npm run bench:search [-- --sizes 10000,100000,1000000] [--asked N]
 *
 * How long a search takes at the API (scope, entry in the ledger, index, opening and reading a page of hits), over made-up accounts of
 * 200 words in four scripts that are really sealed, beside PostgreSQL's own `tsvector` under GIN over the same words in plaintext in
 * the same database, which is asked for ids and records nothing. Accounts, reports and rows of the index are put into their tables by
 * the bench, each as the service makes it; nothing stands in other tables. The index is made after the rows are in.
 *
 * Exit code: 0 p95 of every kind of question is under 100 ms at every size, 1 one is not.
 */
import { randomUUID, type KeyObject } from "node:crypto";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { Client } from "pg";
import type { IncidentDetails } from "~/domain/incident";
import { openInstance } from "./instance";
import { chance, textOf, vocabularies } from "./search/texts";

const { values } = parseArgs({
  options: { sizes: { type: "string", default: "10000,100000,1000000" }, asked: { type: "string", default: "40" } },
});
const SIZES = values.sizes.split(",").map(Number);
const ASKED = Number(values.asked);
const LIMIT_MS = 100;
const WORDS = 200;
const BATCH = 500;
const TEAMS = 40;
const PER_INCIDENT = 10;

const say = (text = "") => process.stdout.write(`${text}\n`);
const quantile = (times: readonly number[], q: number): number => times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.ceil(q * times.length) - 1)]!;

const instance = await openInstance();
const sql = new Client({ connectionString: instance.ownerUrl });
await sql.connect();
await sql.query("SET session_replication_role = replica");
await sql.query("SET maintenance_work_mem = '768MB'");
const { facetsOf, RULES, termsOf, textsOfReport } = await import("~/domain/search");
const { createCaller } = await import("~/server/trpc/root");
const { sealJson } = await import("~/server/sealing");
const { ensureKey } = await import("~/server/search/commands");
const { arrayOf, digestOf, filled, SEGMENT, segmentKey } = await import("~/server/search/queries");
const key = await ensureKey();

const [reviewer, documenter] = [randomUUID(), randomUUID()];
for (const [id, role] of [[reviewer, "reviewer"], [documenter, "documenter"]] as const) {
  await sql.query(
    `INSERT INTO "Member" ("id", "handle", "passphraseHash", "totpSealed", "role", "vettedAt", "founder") VALUES ($1, $2, 'none', '', $2, now(), true)`, [id, role],
  );
}
const teams = Array.from({ length: TEAMS }, () => randomUUID());
const code = (n: number) => `B${String.fromCharCode(65 + (n % 26))}${String.fromCharCode(65 + Math.floor(n / 26))}`;
for (const [n, id] of teams.entries()) await sql.query(`INSERT INTO "Team" ("id", "name", "code") VALUES ($1, $2, $2)`, [id, code(n)]);
await sql.query(`INSERT INTO "Place" ("teamId", "memberId") VALUES ($1, $2)`, [teams[7], documenter]);
await sql.query(`CREATE TABLE "Plain" ("id" uuid PRIMARY KEY, "seq" bigint UNIQUE, "words" tsvector)`);

type Report = { readonly id: string; readonly teamId: string; readonly details: IncidentDetails };
function report(n: number): Report {
  const month = String(1 + (n % 12)).padStart(2, "0");
  const words = vocabularies.get("en")!;
  return {
    id: randomUUID(), teamId: teams[n % TEAMS]!,
    details: {
      start: `${2020 + (n % 5)}-${month}-02T06:40`, end: null, precision: "about", place: `${words[n % 400]} ${words[(n * 7) % 900]}`, kinds: [n % 3 === 0 ? "eviction" : "beating"],
      forces: [{ service: words[n % 90]!, unit: "", officers: null, plates: [], numbers: [String(1_000_000 + n)] }],
      people: { count: null, minors: "unknown", injuries: "" }, askedOfObservers: "",
    },
  };
}

const put = (table: string, columns: Readonly<Record<string, string>>, rows: readonly (readonly string[])[]) =>
  sql.query(
    `INSERT INTO "${table}" (${Object.keys(columns).map((name) => `"${name}"`).join(", ")})
     SELECT ${Object.values(columns).map((type, n) => `c${n}::${type}`).join(", ")} FROM unnest(${Object.keys(columns).map((_, n) => `$${n + 1}::text[]`).join(", ")})
       AS row(${Object.keys(columns).map((_, n) => `c${n}`).join(", ")})`,
    Object.keys(columns).map((_, n) => rows.map((row) => row[n])),
  );
const hex = (bytes: Uint8Array) => `\\x${Buffer.from(bytes).toString("hex")}`;

let [seq, made] = [0n, 0];
/** What the words of a segment are in it: the same as taking each account apart, for a word's terms are its own. */
let memo: { readonly under: KeyObject; readonly words: Map<string, readonly bigint[]> } | undefined;
function rowOf(id: string, { details, teamId }: Report, account: { language: string; words: string[] } | null): [string, string, string] {
  seq += 1n;
  if (!memo || Number(seq) % SEGMENT === 0) memo = { under: segmentKey(key, seq), words: new Map() };
  const { under, words } = memo;
  const digests = new Set<bigint>();
  const all = [...facetsOf(details, teamId), ...(account ? [] : textsOfReport(details).flatMap(termsOf))];
  for (const term of all) digests.add(digestOf(under, term));
  for (const word of new Set(account?.words)) {
    const name = `${account!.language} ${word}`;
    let known = words.get(name);
    if (!known) {
      known = termsOf({ field: "account", language: account!.language, text: word }).map((term) => digestOf(under, term));
      words.set(name, known);
    }
    for (const digest of known) digests.add(digest);
  }
  return [String(seq), String(RULES), arrayOf(filled(under, id, digests))];
}

async function grow(to: number): Promise<void> {
  for (const index of ["SearchRow_terms_idx", "Plain_words"]) await sql.query(`DROP INDEX IF EXISTS "${index}"`);
  // The server writes one batch while the next is made.
  let written: Promise<unknown> = Promise.resolve();
  while (made < to) {
    const batch = await makeBatch();
    await written;
    written = write(batch);
    written.catch(() => undefined);
  }
  await written;
}

type Batch = Readonly<Record<"incidents" | "accounts" | "rows" | "plain", string[][]>>;
async function makeBatch(): Promise<Batch> {
  const batch: Batch = { incidents: [], accounts: [], rows: [], plain: [] };
  for (let n = 0; n < BATCH; n += PER_INCIDENT) {
    const about = report(made / PER_INCIDENT);
    const { id: incidentId, details, teamId } = about;
    batch.incidents.push([incidentId, `2026-11-BEN-${made}`, teamId, reviewer, hex(await sealJson(details, { kind: "incident", id: incidentId }))]);
    batch.rows.push([incidentId, incidentId, ...rowOf(incidentId, about, null)]);
    for (let i = 0; i < PER_INCIDENT; i += 1, made += 1) {
      const [id, text] = [randomUUID(), textOf(made, WORDS)];
      const sealed = await sealJson({ language: text.language, text: text.words.join(" "), masks: [], salt: "" }, { kind: "account", id });
      batch.accounts.push([id, incidentId, reviewer, reviewer, hex(sealed)]);
      batch.rows.push([id, incidentId, ...rowOf(id, about, text)]);
      batch.plain.push([id, String(seq), text.words.join(" ")]);
    }
  }
  return batch;
}

async function write({ incidents, accounts, rows, plain }: Batch): Promise<void> {
  await put("Incident", { id: "uuid", reference: "text", teamId: "uuid", createdBy: "uuid", sealed: "bytea" }, incidents);
  await put("Account", { id: "uuid", incidentId: "uuid", authorId: "uuid", grantorId: "uuid", sealed: "bytea" }, accounts);
  await put("SearchRow", { id: "uuid", incidentId: "uuid", seq: "bigint", rules: "int", terms: "bigint[]" }, rows);
  await sql.query(`INSERT INTO "Plain" SELECT a::uuid, b::bigint, to_tsvector('simple', c) FROM unnest($1::text[], $2::text[], $3::text[]) AS row(a, b, c)`, [0, 1, 2].map((n) => plain.map((row) => row[n])));
}

const sizeOf = async (name: string) => Number((await sql.query<{ size: string }>(`SELECT pg_total_relation_size($1) AS size`, [`"${name}"`])).rows[0]!.size) / 1e6;
async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** How long each took; the first few find everything cold, and do not count. */
async function each<T>(questions: readonly T[], work: (question: T) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (const question of questions) times.push(await timed(() => work(question)));
  return times.slice(3);
}

const pick = chance("questions");
const word = (language: string, from: number, to: number) => vocabularies.get(language)![from + Math.floor(pick() * (to - from))]!;
type Asked = { readonly words: string; readonly plain: string; readonly more?: object; readonly by?: "documenter" };
const kinds: Readonly<Record<string, () => Asked>> = {
  "rare word": () => { const one = word("fr", 30_000, 50_000); return { words: one, plain: one }; },
  "frequent word": () => { const one = word("en", 5, 60); return { words: one, plain: one }; },
  "word of Arabic": () => { const one = word("ar", 500, 2000); return { words: one, plain: one }; },
  "prefix of 4": () => { const one = word("fr", 100, 5000).slice(0, 4); return { words: `${one}*`, plain: `${one}:*` }; },
  "two words": () => { const [one, two] = [word("en", 5, 60), word("en", 2000, 9000)]; return { words: `${one} ${two}`, plain: `${one} & ${two}` }; },
  "two frequent that never meet": () => { const [one, two] = [word("en", 5, 30), word("ti", 5, 30)]; return { words: `${one} ${two}`, plain: `${one} & ${two}` }; },
  "phrase": () => {
    const { words } = textOf(Math.floor(pick() * made), WORDS);
    const at = Math.floor(pick() * (WORDS - 1));
    return { words: `"${words[at]} ${words[at + 1]}"`, plain: `${words[at]} <-> ${words[at + 1]}` };
  },
  "two words, kind, period, team": () => {
    const [one, two] = [word("en", 5, 60), word("en", 60, 400)];
    return { words: `${one} ${two}`, plain: `${one} & ${two}`, more: { kind: "beating", period: { from: "2021-01", to: "2022-12" }, teamId: teams[Math.floor(pick() * TEAMS)] } };
  },
  "frequent word, by a documenter of one team": () => { const one = word("en", 5, 60); return { words: one, plain: one, by: "documenter" }; },
};

const at = new Date();
const caller = (id: string, role: "reviewer" | "documenter") => createCaller({ actor: { id, role }, session: randomUUID(), provenAt: at, at, headers: new Headers() });
const asking = { reviewer: caller(reviewer, "reviewer"), documenter: caller(documenter, "documenter") };
let slow = 0;
for (const size of SIZES) {
  const filling = await timed(() => grow(size));
  const index = await timed(() => sql.query(`CREATE INDEX "SearchRow_terms_idx" ON "SearchRow" USING GIN ("terms") WITH (fastupdate = off)`));
  await timed(() => sql.query(`CREATE INDEX "Plain_words" ON "Plain" USING GIN ("words")`));
  for (const table of ["SearchRow", "Plain", "Account", "Incident"]) await sql.query(`VACUUM ANALYZE "${table}"`);
  say(`\n${size} accounts of ${WORDS} words, ${size / PER_INCIDENT} reports: sealed, taken apart and put in within ${(filling / 1000).toFixed(0)} s, the index made within ${(index / 1000).toFixed(0)} s`);
  say(`  on disk: keyed rows and index ${(await sizeOf("SearchRow")).toFixed(0)} MB (the index ${(await sizeOf("SearchRow_terms_idx")).toFixed(0)}), tsvector rows and index ${(await sizeOf("Plain")).toFixed(0)} MB (the index ${(await sizeOf("Plain_words")).toFixed(0)})`);
  say(`  ${"".padEnd(44)}   keyed p50    p95     tsvector p50    p95   p95 ratio   hits`);
  for (const [kind, ask] of Object.entries(kinds)) {
    // Ours first, all of them: what a scan of the other leaves in the caches is no part of an answer.
    const questions = Array.from({ length: ASKED + 3 }, ask);
    let hits = 0;
    const ours = await each(questions, async ({ words, more, by }) => (hits += (await asking[by ?? "reviewer"].search.find({ words, ...more })).hits.length));
    const theirs = await each(questions, ({ plain }) => sql.query(`SELECT "id" FROM "Plain" WHERE "words" @@ to_tsquery('simple', $1) ORDER BY "seq" DESC LIMIT 20`, [plain]));
    const [p50, p95, q50, q95] = [quantile(ours, 0.5), quantile(ours, 0.95), quantile(theirs, 0.5), quantile(theirs, 0.95)];
    if (p95 >= LIMIT_MS) slow += 1;
    say(`  ${kind.padEnd(44)} ${p50.toFixed(1).padStart(8)} ms ${p95.toFixed(1).padStart(6)} ms ${q50.toFixed(1).padStart(10)} ms ${q95.toFixed(1).padStart(6)} ms ${(p95 / q95).toFixed(1).padStart(9)}   ${(hits / questions.length).toFixed(1).padStart(5)}${p95 >= LIMIT_MS ? "  over" : ""}`);
  }
}
say(slow === 0 ? `\nEvery kind of question is answered within ${LIMIT_MS} ms in 95 of 100.` : `\n${slow} kinds of question take longer than ${LIMIT_MS} ms in more than 5 of 100.`);
await sql.end();
await instance.close();
process.exitCode = slow === 0 ? 0 : 1;
