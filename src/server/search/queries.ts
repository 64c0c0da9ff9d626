import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import * as z from "zod";
import type { IncidentDetails, IncidentState } from "~/domain/incident";
import type { Actor } from "~/domain/roles";
import { Refusal } from "~/domain/refusal";
import { firstMatch, RULES, suits, termsAsked, termsWanted, textsOfReport, wantedIn, wantedOfPlace, type Question, type Snippet, type Term, type Text, type Wanted } from "~/domain/search";
import { Prisma } from "~/generated/prisma/client";
import * as accounts from "~/server/accounts/queries";
import * as comments from "~/server/comments/queries";
import { snapshot, type Tx } from "~/server/db";
import * as incidents from "~/server/incidents/queries";
import { teamsOf } from "~/server/scope";
import { openJson } from "~/server/sealing";

/**
 * Finding words in what is sealed.
 *
 * [Note: Segments] Records are numbered as they come, and 16 384 of them are a segment. A term's digest is made under a key of its
 * segment: whoever reads the table sees which records of one segment share a term, and not that two of different segments do. It also
 * bounds what a frequent word costs. A search goes through the segments from the newest, one, then two, then four at once, and ends
 * when its page is full: a frequent word fills it in the first, and a rare one has little to fetch in any.
 */
export const SEGMENT = 16_384;
/** Digests that stand for nothing, of which each segment has so many, fill a row up to the next of its sizes. */
const DECOYS = 4096;
const SMALLEST = 64;
const STEP = 1.25;

const PAGE = 20;
/** How many candidates are fetched and opened at once, a page and a few that turn out to be none, and the most that one search opens: the page that it did not fill is gone on with. */
const AT_ONCE = 24;
const MOST_OPENED = 48;

const Key = z.strictObject({ key: z.base64() });

/** The key of the digests, or null while nothing was ever taken apart. Kept sealed: whoever has the table alone can try no word against it. */
export async function digestKey(tx: Tx): Promise<Buffer | null> {
  const row = await tx.searchKey.findUnique({ where: { id: 1 }, select: { sealed: true } });
  return row && Buffer.from((await openJson(row.sealed, { kind: "search", id: "instance" }, Key)).key, "base64");
}

/** Under a key that was made ready once: that costs five times what a digest does. */
const mac = (key: KeyObject, of: string): Buffer => createHmac("sha256", key).update(of).digest();
const keyOf = (key: Buffer, segment: number): KeyObject => createSecretKey(mac(createSecretKey(key), `segment\0${segment}`));
/** The key of the segment in which the record of this number is. */
export const segmentKey = (key: Buffer, seq: bigint): KeyObject => keyOf(key, Math.floor(Number(seq) / SEGMENT));
export const digestOf = (under: KeyObject, { field, sort, text }: Term): bigint => mac(under, `${field}\0${sort}\0${text}`).readBigInt64BE();

const sizeFor = (count: number): number => {
  let size = SMALLEST;
  while (size < count) size = Math.ceil(size * STEP);
  return size;
};

/**
 * A record's digests and decoys up to the next size, in the order of their numbers. The same record always has the same decoys, or two
 * copies of its row would tell which they are.
 */
export function filled(under: KeyObject, id: string, digests: Iterable<bigint>): bigint[] {
  const row = new Set(digests);
  const size = sizeFor(row.size);
  const most = Math.max(DECOYS, 4 * size);
  for (let i = 0; row.size < size; i += 1) {
    const which = mac(under, `decoys of\0${id}\0${i}`).readUInt32BE() % most;
    row.add(mac(under, `decoy\0${which}`).readBigInt64BE());
  }
  return [...row].toSorted((a, b) => (a < b ? -1 : 1));
}

/** What stands in a record's row. */
export function rowOf(key: Buffer, { id, seq }: { readonly id: string; readonly seq: bigint }, terms: readonly Term[]): bigint[] {
  const under = segmentKey(key, seq);
  return filled(under, id, terms.map((term) => digestOf(under, term)));
}

/** As PostgreSQL writes an array: an element of it is a number, whatever a driver makes of large ones. */
export const arrayOf = (numbers: readonly bigint[]): string => `{${numbers.join(",")}}`;

type Candidate = { readonly id: string; readonly incidentId: string; readonly seq: bigint };
type Range = { readonly from: number; readonly to: number };

/** Records of some segments that have one term of each list, newest first, all of them before `before`. */
export async function candidates(
  tx: Pick<Tx, "$queryRaw">, key: Buffer, lists: readonly (readonly Term[])[],
  { from, to, before, state }: Range & { readonly before: bigint; readonly state: IncidentState | null },
): Promise<Candidate[]> {
  const keys = Array.from({ length: to - from + 1 }, (_, i) => keyOf(key, from + i));
  const sought = keys.map((one) => JSON.stringify(lists.map((terms) => arrayOf(terms.map((term) => digestOf(one, term))))));
  const each = lists.map((_, nth) => Prisma.sql`"terms" && ("lists" ->> ${nth}::int)::bigint[]`);
  // [Note: Segment by segment] The index holds every record that it comes by against each digest that is sought at once, so each segment is sought
  // by itself: all of them at once cost the square. And apart, so that nothing but the index answers it. Each incident is then looked up by itself,
  // newest first, until the page is full: there are no statistics of digests to tell that few are found, and PostgreSQL would read every incident.
  return tx.$queryRaw<Candidate[]>`
    WITH "hit" AS MATERIALIZED (
      SELECT "found".* FROM unnest(${sought}::jsonb[]) AS "segment"("lists")
      CROSS JOIN LATERAL (SELECT "id", "incidentId", "seq" FROM "SearchRow" WHERE ${Prisma.join(each, " AND ")}) AS "found"
    )
    SELECT "id", "incidentId", "seq" FROM (SELECT * FROM "hit" WHERE "seq" < ${before} ORDER BY "seq" DESC) AS "newest"
    JOIN LATERAL (
      SELECT FROM "Incident" WHERE "Incident"."id" = "incidentId" AND "erasedAt" IS NULL AND (${state}::text IS NULL OR "state" = ${state}) LIMIT 1
    ) AS "standing" ON true
    ORDER BY "seq" DESC LIMIT ${AT_ONCE}`;
}

export type Hit = {
  readonly id: string; readonly incidentId: string; readonly in: "report" | "account" | "comment"; readonly reference: string; readonly state: IncidentState;
  readonly snippet: Snippet;
};

/**
 * Those of some candidates that the actor may see, opened and read again: null for one in which what is wanted does not stand, or whose report says something
 * else than what is asked for of it. Each report is opened once, and where it is asked for only. In their order.
 */
async function opened(tx: Tx, actor: Actor, found: readonly Candidate[], wanted: readonly Wanted[], question: Question): Promise<{ id: string; hit: Hit | null }[]> {
  const ids = found.map(({ id }) => id);
  const [heads, texts, said] = await Promise.all([
    incidents.headsOf(tx, actor, found.map(({ incidentId }) => incidentId)), accounts.searchedOf(tx, actor, ids), comments.searchedOf(tx, actor, ids),
  ]);
  const reports = new Map<string, Promise<IncidentDetails>>();
  const reportOf = (head: { id: string; sealed: Uint8Array }): Promise<IncidentDetails> => {
    const report = reports.get(head.id) ?? incidents.detailsOf(head);
    reports.set(head.id, report);
    return report;
  };
  const ofReport = question.kind !== null || question.period !== null || question.place !== "";
  const read = found.map(async ({ id, incidentId }) => {
    const head = heads.get(incidentId);
    const [account, comment] = [texts.get(id), said.get(id)];
    if (!head || (!account && !comment && id !== incidentId)) return [];
    const { reference, state } = head;
    const own: Text | null = account ? { field: "account", ...account } : comment ? { field: "comment", language: null, ...comment } : null;
    const snippet = firstMatch(own ? [own] : textsOfReport(await reportOf(head)), wanted);
    if (snippet && ofReport && !suits(await reportOf(head), question)) return [{ id, hit: null }];
    const hit: Hit | null = snippet && { id, incidentId, in: account ? "account" : comment ? "comment" : "report", reference, state, snippet };
    return [{ id, hit }];
  });
  return (await Promise.all(read)).flat();
}

/** Lists of terms of each of which a record has to have one, or null where nothing can be found. */
async function listsOf(tx: Tx, actor: Actor, question: Question, wanted: readonly Wanted[]): Promise<Term[][] | null> {
  const lists = [...termsWanted(wanted), ...termsAsked(question)];
  if (wanted.length === 0 || (question.place !== "" && wantedOfPlace(question.place).length === 0)) return null;
  if (actor.role !== "reviewer") {
    // The index narrows it down; who may see what it finds is said by the filter of every list.
    const teams = await tx.team.findMany({ where: teamsOf(actor), select: { id: true } });
    if (teams.length === 0) return null;
    lists.push(teams.map(({ id }) => ({ field: "team", sort: "is", text: id })));
  }
  return lists;
}

/** Where to go on. @throws Refusal `not-found` for a record that this actor may not see */
async function startOf(tx: Tx, actor: Actor, after: string | null): Promise<bigint> {
  const newest = await tx.searchRow.findFirst({ orderBy: { seq: "desc" }, select: { seq: true } });
  if (after === null) return (newest?.seq ?? -1n) + 1n;
  const row = await tx.searchRow.findUnique({ where: { id: after }, select: { seq: true, incidentId: true } });
  if (!row || !(await incidents.headsOf(tx, actor, [row.incidentId])).has(row.incidentId)) throw new Refusal("not-found");
  return row.seq;
}

/** A page of what is found, newest first. `next` is a record that the actor may see, and says nothing of how many there are. */
export const find = (actor: Actor, question: Question): Promise<{ hits: Hit[]; next: string | null }> =>
  snapshot(async (tx) => {
    const key = await digestKey(tx);
    const wanted = wantedIn(question.words);
    const lists = await listsOf(tx, actor, question, wanted);
    const hits: Hit[] = [];
    if (!key || !lists) return { hits, next: null };
    // What is expected of digests is nothing, for there are no statistics of them.
    await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
    let before = await startOf(tx, actor, question.after);
    let [count, read] = [1, 0];
    let to = Math.floor((Number(before) - 1) / SEGMENT);
    while (to >= 0) {
      const from = Math.max(0, to - count + 1);
      const found = await candidates(tx, key, lists, { from, to, before, state: question.state });
      for (const { id, hit } of await opened(tx, actor, found, wanted, question)) {
        read += 1;
        if (hit) hits.push(hit);
        if (hits.length === PAGE || read === MOST_OPENED) return { hits, next: id };
      }
      if (found.length === AT_ONCE) before = found.at(-1)!.seq;
      else [to, count] = [from - 1, count * 2];
    }
    return { hits, next: null };
  });

/** Incidents of which something is not in the index, was taken apart by other rules, or says something else since; oldest first. */
export async function incomplete(tx: Tx, most: number, except: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Incident" AS i WHERE "erasedAt" IS NULL AND "id" <> ALL(${[...except]}::uuid[]) AND (
      NOT EXISTS (SELECT FROM "SearchRow" AS s WHERE s."id" = i."id" AND s."rules" = ${RULES}) OR EXISTS (
        SELECT FROM "Account" AS a WHERE a."incidentId" = i."id" AND a."erasedAt" IS NULL
          AND NOT EXISTS (SELECT FROM "SearchRow" AS s WHERE s."id" = a."id" AND s."rules" = ${RULES}))
      OR EXISTS (
        SELECT FROM "Comment" AS c WHERE c."incidentId" = i."id"
          AND NOT EXISTS (SELECT FROM "SearchRow" AS s WHERE s."id" = c."id" AND s."rules" = ${RULES})))
    ORDER BY "createdAt", "id" LIMIT ${most}`;
  return rows.map(({ id }) => id);
}
