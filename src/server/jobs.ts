import * as z from "zod";

/** The jobs, by name. A payload carries ids only: a queue row is worthless to whoever reads it. */
export const jobs = {
  "evidence.sanitise": z.strictObject({ itemId: z.uuid() }),
  "evidence.suggest": z.strictObject({ itemId: z.uuid() }),
  "evidence.redact": z.strictObject({ redactionId: z.uuid() }),
  "evidence.sweep": z.strictObject({}),
  "fixity.read": z.strictObject({}),
  "derivatives.prepare": z.strictObject({ itemId: z.uuid() }),
  "derivatives.retire": z.strictObject({}),
  "disclosures.expire": z.strictObject({}),
  "erasures.due": z.strictObject({}),
  "erasures.finish": z.strictObject({}),
  "notices.mail": z.strictObject({ noticeId: z.uuid() }),
  "requests.settle": z.strictObject({}),
  "erasures.retain": z.strictObject({}),
  "connections.index": z.strictObject({}),
  "ledger.checkpoint": z.strictObject({}),
  "ledger.stamp": z.strictObject({}),
  "members.founding": z.strictObject({}),
  "search.index": z.strictObject({ incidentId: z.uuid() }),
  "search.complete": z.strictObject({}),
  "suspensions.lapse": z.strictObject({}),
} as const;

export type JobName = keyof typeof jobs;
export type Payload<N extends JobName> = z.infer<(typeof jobs)[N]>;
/** The worker fails to compile until every job is handled. */
export type Handlers = { readonly [N in JobName]: (payload: Payload<N>) => Promise<void> };

export const jobNames = Object.keys(jobs) as readonly JobName[];

/** Jobs that run by the clock: cron in UTC. */
export const schedules = {
  "evidence.sweep": "17 3 * * *",
  "fixity.read": "37 * * * *",
  "derivatives.retire": "*/10 * * * *",
  "disclosures.expire": "*/10 * * * *",
  "erasures.due": "*/10 * * * *",
  "requests.settle": "*/10 * * * *",
  "erasures.retain": "47 3 * * *",
  "connections.index": "*/10 * * * *",
  "ledger.checkpoint": "*/5 * * * *",
  "ledger.stamp": "*/2 * * * *",
  "members.founding": "*/10 * * * *",
  "search.complete": "7 * * * *",
  "suspensions.lapse": "*/10 * * * *",
} as const satisfies Partial<Record<JobName, string>>;
