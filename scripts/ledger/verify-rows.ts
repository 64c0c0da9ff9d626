import type { Client } from "pg";

/**
 * Holds the rows that the service works with against the entries that speak of them: the ledger proves what was recorded, and nothing else
 * ties a row to it. What an erasing took from the ledger is judged by nobody any more.
 *
 * Not held against it, since no entry says it: to whom and until when somebody said yes, and to which photos; regions; until when a
 * disclosure is open; what the report of an incident says, of which the ledger has no more than that it was revised, so that an older one put
 * back in its place is not found (what left of it stands in a manifest, of which it has the digest). Sealed columns are bound to their places by the
 * vault. The words of accounts are held against it where somebody can open them (`verify-accounts.ts`), and otherwise not.
 *
 * Entries name members by pseudonym. Where the sealed map is open, what a row says of who did it is held against it. Where it is not, as for an
 * auditor without the instance's keys, it is held against the other rows: one pseudonym is one member, in all of them.
 */
export type Rule = { readonly why: string; readonly sql: string };

/** What entries of some kinds say, beside their number, with who acted by the name that the entry has of them. */
export const entriesOf = (...kinds: readonly string[]): string =>
  `(SELECT "index", "kind", "by", convert_from("body", 'UTF8')::jsonb AS b FROM "CustodyEvent" WHERE "kind" IN (${kinds.map((kind) => `'${kind}'`).join(", ")}))`;
/** The same, with the member where the map tells which that is: for {@link firstOf}. */
const said = (...kinds: readonly string[]): string =>
  `(SELECT "index", "kind", coalesce(m."member", "by") AS "by", convert_from("body", 'UTF8')::jsonb AS b FROM "CustodyEvent" LEFT JOIN map m ON m."name" = "by" WHERE "kind" IN (${kinds.map((kind) => `'${kind}'`).join(", ")}))`;
const id = (name: string): string => `(e.b->>'${name}')::uuid`;
/** The latest entry about each. */
const latest = (about: string, ...kinds: readonly string[]): string =>
  `(SELECT DISTINCT ON (b->>'${about}') * FROM ${said(...kinds)} s ORDER BY b->>'${about}', "index" DESC)`;

/** Whether a row names somebody else than the entry does: where nobody can tell who that is, no. */
const another = (column: string): string =>
  `(${column} IS DISTINCT FROM e."by" AND ((SELECT "open" FROM known) OR e."by" IS NULL OR EXISTS (SELECT FROM "Member" m WHERE m."id" = e."by")))`;

const RECEIVED = said("evidence.received", "evidence.kept");
const STATES = `CASE e."kind" WHEN 'disclosure.approved' THEN 'approved' WHEN 'disclosure.refused' THEN 'refused'
  WHEN 'disclosure.released' THEN 'released' WHEN 'disclosure.closed' THEN 'closed' ELSE 'proposed' END`;

/** Each entry under a pseudonym that nobody opened, beside whom a row names for it. */
const BESIDE = `(
  SELECT e."index", e."by", i."submittedBy" AS "member" FROM ${RECEIVED} e JOIN "EvidenceItem" i ON i."id" = ${id("item")}
  UNION ALL SELECT e."index", e."by", d."proposedBy" FROM ${said("disclosure.proposed")} e JOIN "Disclosure" d ON d."id" = ${id("disclosure")}
  UNION ALL SELECT e."index", e."by", d."decidedBy" FROM ${said("disclosure.approved")} e JOIN "Disclosure" d ON d."id" = ${id("disclosure")} WHERE d."decidedBy" IS NOT NULL
)`;
/** Of what stands beside something, whichever does most often. */
const mostly = (of: string, beside: string): string =>
  `(SELECT DISTINCT ON ("${of}") "${of}", "${beside}" FROM beside GROUP BY "${of}", "${beside}" ORDER BY "${of}", count(*) DESC, "${beside}")`;

/** Each gives the numbers of the entries that a row contradicts; −1 for a row of which no entry speaks. */
const rules: readonly Rule[] = [
  {
    why: "the photo that this entry speaks of is gone, or another",
    sql: `SELECT e."index" FROM ${RECEIVED} e LEFT JOIN "EvidenceItem" i ON i."id" = ${id("item")}
      WHERE (i."id" IS NULL OR coalesce(i."wrappedKey", i."wrappedIntake") IS NULL OR encode(i."digest", 'hex') <> e.b->>'digest' OR i."size"::text <> e.b->>'size'
        OR i."format" <> e.b->>'format' OR i."incidentId" <> ${id("incident")} OR ${another('i."submittedBy"')})
        AND NOT EXISTS (SELECT FROM ${said("item.erased")} g WHERE g.b->>'item' = e.b->>'item')`,
  },
  {
    why: "there is a photo that no entry speaks of",
    sql: `SELECT -1 AS "index" FROM "EvidenceItem" i WHERE i."wrappedKey" IS NOT NULL
      AND NOT EXISTS (SELECT FROM "CustodyEvent" e WHERE e."item" = i."id" AND e."kind" IN ('evidence.received', 'evidence.kept'))`,
  },
  {
    why: "the sealed original is not the one that this entry speaks of",
    sql: `SELECT e."index" FROM ${latest("item", "evidence.sealed", "original.checked")} e JOIN "EvidenceItem" i ON i."id" = ${id("item")}
      WHERE i."wrappedKey" IS NOT NULL AND (i."originalDigest" IS NULL OR encode(i."originalDigest", 'hex') <> e.b->>'sealed' OR i."custodyKeyId" IS DISTINCT FROM ${id("key")})`,
  },
  {
    why: "the picture that this entry speaks of is gone, or another",
    sql: `SELECT e."index" FROM ${said("derivative.made")} e LEFT JOIN "Derivative" d ON d."id" = ${id("derivative")}
      WHERE (d."id" IS NULL OR encode(d."digest", 'hex') <> e.b->>'digest' OR d."itemId" <> ${id("item")} OR d."kind" <> e.b->>'form'
          OR (d."erasedAt" IS NOT NULL AND NOT EXISTS (SELECT FROM ${said("derivative.erased")} g WHERE g.b->>'derivative' = e.b->>'derivative')))
        AND NOT EXISTS (SELECT FROM ${said("item.erased")} g WHERE g.b->>'item' = e.b->>'item')`,
  },
  {
    why: "there is a picture that no entry speaks of",
    sql: `SELECT -1 AS "index" FROM "Derivative" d WHERE d."erasedAt" IS NULL
      AND NOT EXISTS (SELECT FROM ${said("derivative.made")} e WHERE e.b->>'derivative' = d."id"::text)`,
  },
  {
    why: "what somebody said is gone, or is not what this entry says",
    sql: `SELECT e."index" FROM ${said("consent.recorded")} e LEFT JOIN "ConsentRecord" c ON c."id" = ${id("record")}
      WHERE (c."id" IS NULL OR c."grantorId" <> ${id("grantor")} OR c."purpose" <> e.b->>'purpose' OR c."answer" <> e.b->>'answer'
        OR c."form" <> e.b->>'form' OR encode(c."wordingDigest", 'hex') <> e.b->>'wording')
        AND NOT EXISTS (SELECT FROM ${said("grantor.erased")} g WHERE g.b->>'grantor' = e.b->>'grantor')`,
  },
  {
    why: "somebody is said to have answered, and no entry speaks of it",
    sql: `SELECT -1 AS "index" FROM "ConsentRecord" c WHERE NOT EXISTS (SELECT FROM ${said("consent.recorded")} e WHERE e.b->>'record' = c."id"::text)`,
  },
  {
    why: "a disclosure is not in the state of which this entry, its last one, speaks",
    sql: `SELECT e."index" FROM ${latest("disclosure", "disclosure.proposed", "disclosure.approved", "disclosure.refused", "disclosure.released", "disclosure.closed")} e
      LEFT JOIN "Disclosure" d ON d."id" = ${id("disclosure")}
      WHERE (d."id" IS NULL AND e."kind" IN ('disclosure.approved', 'disclosure.released')) OR d."state" <> ${STATES}`,
  },
  {
    why: "a disclosure was decided by somebody else, or for something else, than this entry says",
    sql: `SELECT e."index" FROM ${said("disclosure.proposed", "disclosure.approved")} e JOIN "Disclosure" d ON d."id" = ${id("disclosure")}
      WHERE (e."kind" = 'disclosure.proposed' AND (d."purpose" <> e.b->>'purpose' OR ${another('d."proposedBy"')}))
        OR (e."kind" = 'disclosure.approved' AND ${another('d."decidedBy"')})`,
  },
  {
    why: "whoever this entry names is somebody else in other rows",
    sql: `WITH beside AS (SELECT * FROM ${BESIDE} b WHERE NOT (SELECT "open" FROM known) AND NOT EXISTS (SELECT FROM "Member" m WHERE m."id" = b."by"))
      SELECT b."index" FROM beside b JOIN ${mostly("by", "member")} u USING ("by") JOIN ${mostly("member", "by")} w ON w."member" = b."member"
      WHERE u."member" <> b."member" OR w."by" <> b."by"`,
  },
  {
    why: "there is a disclosure that no entry speaks of",
    sql: `SELECT -1 AS "index" FROM "Disclosure" d WHERE NOT EXISTS (SELECT FROM ${said("disclosure.proposed")} e WHERE e.b->>'disclosure' = d."id"::text)`,
  },
];

export type RowFault = { readonly at: number; readonly why: string };

/**
 * The first fault that a rule finds, by its entry. What no entry speaks of has no place among them: it comes last.
 * @param members by pseudonym, or null where the map is not open
 */
export async function firstOf(client: Client, of: readonly Rule[], members: ReadonlyMap<string, string> | null): Promise<RowFault | null> {
  const faults: RowFault[] = [];
  const map = JSON.stringify(Object.fromEntries(members ?? []));
  for (const { why, sql } of of) {
    const { rows } = await client.query<{ index: string }>(
      `WITH map AS (SELECT key::uuid AS "name", value::uuid AS "member" FROM jsonb_each_text($1::jsonb)), known AS (SELECT $2::boolean AS "open")
       SELECT x."index" FROM (${sql}) x ORDER BY 1 LIMIT 1`,
      [map, members !== null],
    );
    for (const { index } of rows) faults.push({ at: Number(index), why });
  }
  return faults.toSorted((a, b) => Number(a.at < 0) - Number(b.at < 0) || a.at - b.at)[0] ?? null;
}

/**
 * The first row that is not what the ledger says of it, by its entry, or null.
 * @param client within a transaction of the caller's, whose ledger verifies: entries are believed here
 * @param members by pseudonym, or null where the map is not open
 */
export const verifyRows = (client: Client, members: ReadonlyMap<string, string> | null): Promise<RowFault | null> => firstOf(client, rules, members);
