import type { Client } from "pg";
import { pick } from "./bag";
import type { Tampering } from "./tables";

/** Changes to the rows that the service works with, of which the ledger speaks. */

const tables = ["EvidenceItem", "Derivative", "ConsentRecord", "Disclosure"] as const;
type Table = (typeof tables)[number];

/** The entries that name a row, and the one before all for a row that none names. */
const speakingOf = async (client: Client, id: string): Promise<number[]> => {
  const { rows } = await client.query<{ index: string }>(`SELECT "index" FROM "CustodyEvent" WHERE position($1 in convert_from("body", 'UTF8')) > 0`, [id]);
  return rows.map(({ index }) => Number(index));
};

/** One row of a table is given other values, as SQL over its own. */
const set = (table: Table, assignments: string, where = "true"): Tampering => async (client, chance) => {
  const { rows } = await client.query<{ id: string }>(`SELECT "id" FROM "${table}" WHERE ${where} ORDER BY "id"`);
  const { id } = pick(rows, chance);
  const before = await client.query(`SELECT to_jsonb(t)::text AS row FROM "${table}" t WHERE "id" = $1`, [id]);
  await client.query(`UPDATE "${table}" SET ${assignments} WHERE "id" = $1`, [id]);
  const after = await client.query(`SELECT to_jsonb(t)::text AS row FROM "${table}" t WHERE "id" = $1`, [id]);
  return JSON.stringify(before.rows) === JSON.stringify(after.rows) ? null : { at: await speakingOf(client, id) };
};
const remove = (table: Table, where = "true"): Tampering => async (client, chance) => {
  const { rows } = await client.query<{ id: string }>(`SELECT "id" FROM "${table}" WHERE ${where} ORDER BY "id"`);
  const { id } = pick(rows, chance);
  await client.query(`DELETE FROM "${table}" WHERE "id" = $1`, [id]);
  return { at: await speakingOf(client, id) };
};
/** A row like another, under an id of its own. `over`: columns of which there may be no two alike. */
const insert = (table: Table, over: Readonly<Record<string, string>> = {}): Tampering => async (client, chance) => {
  const { rows } = await client.query<{ id: string }>(`SELECT "id" FROM "${table}" ORDER BY "id"`);
  const anew = Object.entries({ id: "to_jsonb(gen_random_uuid())", ...over }).map(([column, value]) => `'${column}', ${value}`).join(", ");
  await client.query(`INSERT INTO "${table}" SELECT (jsonb_populate_record(t, jsonb_build_object(${anew}))).* FROM "${table}" t WHERE "id" = $1`, [pick(rows, chance).id]);
  return { at: [-1] };
};

export const rowTamperings: Readonly<Record<string, Tampering>> = {
  "another photo": set("EvidenceItem", `"digest" = sha256("digest")`),
  "another size of a photo": set("EvidenceItem", `"size" = "size" + 1`),
  "another sender": set("EvidenceItem", `"submittedBy" = gen_random_uuid()`),
  "another sealed original": set("EvidenceItem", `"originalDigest" = sha256("originalDigest")`),
  "a photo's key gone": set("EvidenceItem", `"wrappedKey" = NULL`),
  "a photo's row gone": remove("EvidenceItem"),
  "another picture": set("Derivative", `"digest" = sha256("digest")`),
  "a picture of another kind": set("Derivative", `"kind" = CASE "kind" WHEN 'clean' THEN 'redacted' ELSE 'clean' END`),
  "a picture called erased": set("Derivative", `"erasedAt" = coalesce("erasedAt", now())`),
  "a picture's row gone": remove("Derivative"),
  "a picture put in": insert("Derivative", { erasedAt: "null", disclosureId: "null", leavesAs: "null" }),
  "a no that becomes a yes": set("ConsentRecord", `"answer" = CASE "answer" WHEN 'given' THEN 'refused' ELSE 'given' END`),
  "another purpose of a yes": set("ConsentRecord", `"purpose" = CASE "purpose" WHEN 'press' THEN 'publication' ELSE 'press' END`),
  "another form of a yes": set("ConsentRecord", `"form" = CASE "form" WHEN 'clean' THEN 'redacted' ELSE 'clean' END`),
  "a yes of somebody else": set("ConsentRecord", `"grantorId" = gen_random_uuid()`),
  "an answer gone": remove("ConsentRecord"),
  "an answer put in": insert("ConsentRecord"),
  "a disclosure opened again": set("Disclosure", `"state" = CASE "state" WHEN 'released' THEN 'closed' ELSE 'released' END`),
  "a disclosure for something else": set("Disclosure", `"purpose" = CASE "purpose" WHEN 'press' THEN 'court' ELSE 'press' END`),
  "a disclosure decided by another": set("Disclosure", `"decidedBy" = gen_random_uuid()`, `"decidedBy" IS NOT NULL`),
  "a disclosure gone": remove("Disclosure", `"state" IN ('approved', 'released')`),
  "a disclosure put in": insert("Disclosure", { tokenDigest: "null", mark: "null" }),
};
