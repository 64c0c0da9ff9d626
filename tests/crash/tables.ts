import type { Client } from "pg";
import * as z from "zod";

/** What is read of an instance's tables, in one snapshot and past the code that writes them. */
const bytes = z.instanceof(Buffer);

const Item = z.object({
  id: z.uuid(),
  incidentId: z.uuid(),
  digest: bytes,
  size: z.number(),
  state: z.string(),
  refusal: z.string().nullable(),
  wrappedKey: bytes.nullable(),
  intakeBlob: z.string().nullable(),
  wrappedIntake: bytes.nullable(),
  originalBlob: z.string().nullable(),
  originalDigest: bytes.nullable(),
  originalToldBlob: z.string().nullable(),
  toldSealed: bytes.nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  suggestedAt: z.date().nullable(),
});
export type ItemRow = z.infer<typeof Item>;

const Derivative = z.object({
  id: z.uuid(),
  itemId: z.uuid(),
  kind: z.enum(["clean", "redacted", "display", "preview"]),
  blob: z.string().nullable(),
  digest: bytes,
  size: z.number(),
});
export type DerivativeRow = z.infer<typeof Derivative>;

const Event = z.looseObject({ kind: z.string(), item: z.uuid() });
export type EventBody = z.infer<typeof Event>;

const Job = z.object({ name: z.string(), state: z.string(), count: z.number() });

export type Tables = Readonly<{
  items: readonly ItemRow[];
  derivatives: readonly DerivativeRow[];
  /** What the ledger says of items, in its order. */
  events: readonly EventBody[];
  jobs: readonly z.infer<typeof Job>[];
}>;

const JOBS = `SELECT name, state::text AS state, count(*)::int AS count
                FROM jobs.job WHERE name LIKE 'evidence.%' GROUP BY 1, 2`;

export async function readTables(client: Client): Promise<Tables> {
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  try {
    const items = await client.query('SELECT * FROM "EvidenceItem" ORDER BY "receivedAt"');
    const derivatives = await client.query('SELECT * FROM "Derivative"');
    const events = await client.query<{ body: Buffer }>(
      'SELECT "body" FROM "CustodyEvent" WHERE "item" IS NOT NULL ORDER BY "index"',
    );
    const jobs = await client.query(JOBS);
    return {
      items: z.array(Item).parse(items.rows),
      derivatives: z.array(Derivative).parse(derivatives.rows),
      events: events.rows.map(({ body }) => Event.parse(JSON.parse(body.toString("utf8")))),
      jobs: z.array(Job).parse(jobs.rows),
    };
  } finally {
    await client.query("ROLLBACK");
  }
}

/** How far the worker has come. */
export type Progress = Readonly<{ items: number; ready: number; finished: number; waitingJobs: number }>;

const Counted = z.object({ items: z.number(), ready: z.number(), finished: z.number(), waitingJobs: z.number() });

export async function readProgress(client: Client): Promise<Progress> {
  const { rows } = await client.query(
    `SELECT count(*)::int AS items,
            count(*) FILTER (WHERE "state" <> 'received')::int AS ready,
            count(*) FILTER (WHERE "state" <> 'received' AND "suggestedAt" IS NOT NULL)::int AS finished,
            (SELECT count(*)::int FROM jobs.job
              WHERE name LIKE 'evidence.%' AND state IN ('created', 'retry', 'active')) AS "waitingJobs"
       FROM "EvidenceItem"`,
  );
  return Counted.parse(rows[0]);
}
