import { randomInt, randomUUID } from "node:crypto";
import type { Client } from "pg";
import { CODE_BASE, CODE_CHANCE, codeOf } from "~/domain/receipt";
import { codeDigest, digestKey } from "~/server/receipts/queries";
import { sealJson } from "~/server/sealing";

/** Somebody who spoke, has a card, and whose words were given to many. */
export type Person = { readonly code: string; readonly disclosures: readonly string[] };

/** The key of the cards' digests, made as the first card would make it. */
async function cardKey(sql: Client): Promise<Buffer> {
  const { db } = await import("~/server/db");
  const found = await digestKey(db());
  if (found) return found;
  const sealed = await sealJson({ key: Buffer.alloc(32, 7).toString("base64") }, { kind: "receipts", id: "instance" });
  await sql.query(`INSERT INTO "ReceiptKey" ("id", "sealed") VALUES (1, $1)`, [Buffer.from(sealed)]);
  return (await digestKey(db()))!;
}

/** One incident with a witness, what they said, their yes to a court, their card, and `count` courts that were given it. */
export async function person(sql: Client, count: number, newToken: () => Buffer): Promise<Person> {
  const key = await cardKey(sql);
  const [team, incident, grantor, account, record, receipt, recipient] = Array.from({ length: 7 }, () => randomUUID());
  const [documenter, proposer, decider] = Array.from({ length: 3 }, () => randomUUID());
  const sealed = Buffer.from(await sealJson({ name: "The court" }, { kind: "recipient", id: recipient! }));
  const code = codeOf(Array.from({ length: CODE_CHANCE }, () => randomInt(CODE_BASE)));
  const letters = Array.from({ length: 5 }, () => String.fromCharCode(65 + randomInt(26))).join("");
  await sql.query(`INSERT INTO "Team" ("id", "name", "code") VALUES ($1, $2, $2)`, [team, letters]);
  await sql.query(
    `INSERT INTO "Incident" ("id", "teamId", "reference", "sealed", "createdBy") VALUES ($1, $2, $3, '\\x00', $4)`,
    [incident, team, `2026-11-${letters}-0001`, documenter],
  );
  await sql.query(
    `INSERT INTO "Grantor" ("id", "incidentId", "pseudonym", "kind", "minor", "createdBy") VALUES ($1, $2, 'A', 'witness', false, $3)`,
    [grantor, incident, documenter],
  );
  await sql.query(
    `INSERT INTO "Account" ("id", "incidentId", "grantorId", "sealed", "lookedAt", "authorId") VALUES ($1, $2, $3, '\\x00', now(), $4)`,
    [account, incident, grantor, documenter],
  );
  await sql.query(
    `INSERT INTO "ConsentRecord" ("id", "grantorId", "purpose", "answer", "form", "recipients", "capacity", "manner", "everything", "wordingId", "wordingVersion",
       "wordingLanguage", "wordingDigest", "interpreter", "recordedBy", "recordedAt")
     VALUES ($1, $2, 'court', 'given', 'clean', '{"kind":"any"}', 'self', 'spoken', false, 'court', 1, 'en', '\\x00', false, $3, now() - interval '1 day')`,
    [record, grantor, documenter],
  );
  await sql.query(`INSERT INTO "ConsentAccount" ("recordId", "accountId") VALUES ($1, $2)`, [record, account]);
  await sql.query(
    `INSERT INTO "Receipt" ("id", "grantorId", "digest", "madeBy", "madeAt") VALUES ($1, $2, $3, $4, now())`,
    [receipt, grantor, Buffer.from(codeDigest(key, code)), documenter],
  );
  await sql.query(`INSERT INTO "Recipient" ("id", "class", "sealed") VALUES ($1, 'court', $2)`, [recipient, sealed]);
  const disclosures = Array.from({ length: count }, () => randomUUID());
  await sql.query(
    `INSERT INTO "Disclosure" ("id", "incidentId", "purpose", "recipientId", "state", "reasonSealed", "until", "proposedBy", "proposedAt", "decidedBy", "decidedAt",
       "releasedAt", "tokenDigest")
     SELECT d, $2, 'court', $3, 'released', '\\x00', now() + interval '30 days', $4, now(), $5, now(), now(), t
     FROM unnest($1::uuid[], $6::bytea[]) AS given(d, t)`,
    [disclosures, incident, recipient, proposer, decider, disclosures.map(newToken)],
  );
  await sql.query(
    `INSERT INTO "DisclosureAccount" ("disclosureId", "accountId", "form") SELECT d, $2, 'redacted' FROM unnest($1::uuid[]) AS d`,
    [disclosures, account],
  );
  return { code, disclosures };
}
