import { randomUUID } from "node:crypto";
import type { CustodyStatement } from "~/domain/custody";
import { ErasureGround, isDue, mayCallOff, NOTICE_MS, whyNotNow, type ReviewersGround } from "~/domain/erasure";
import { Refusal } from "~/domain/refusal";
import { since } from "~/domain/retention";
import type { Actor } from "~/domain/roles";
import type { Prisma } from "~/generated/prisma/client";
import * as accounts from "~/server/accounts/commands";
import * as blobs from "~/server/blobs";
import * as checklists from "~/server/checklists/commands";
import * as custody from "~/server/custody";
import { record } from "~/server/custody";
import { db, transaction, type Tx } from "~/server/db";
import * as derivatives from "~/server/derivatives/commands";
import * as disclosures from "~/server/disclosures/commands";
import * as evidence from "~/server/evidence/commands";
import * as holds from "~/server/holds/commands";
import { holdsOn } from "~/server/holds/queries";
import { quietSince } from "~/server/incidents/queries";
import * as originals from "~/server/originals/commands";
import { enqueue } from "~/server/queue";
import * as regions from "~/server/regions/commands";
import * as settings from "~/server/settings/queries";
import { accountInScope, erasuresOf, itemInScope, lockIncident, stillIn } from "~/server/scope";
import { isRemainder, type Remainder, type Target } from "./queries";

/**
 * Erasing an item or an account, so that nothing of it can be read again and the ledger still verifies.
 *
 * [Note: Keys first] In one transaction the keys go, the rows that told something of it, and the content of the entries
 * that would tell it; disclosures that hold it close, and an entry says what was erased. From the commit on nothing opens
 * what the store still holds. The erasure's row names those objects until they are removed (`erasures.finish`), so a crash
 * on either side of the commit leaves an item as it was, or sealed bytes without a key and a row that says what is left to
 * do. Then the database's own files are written anew, for what it has deleted lies in them still (`jobs.ts`).
 */

const columnsOf = (to: Target | Remainder) => ({
  itemId: null, accountId: null, grantorId: null, ...("reportOf" in to ? { report: true } : { ...to, report: false }),
});
const targetOf = ({ itemId, accountId }: { readonly itemId: string | null; readonly accountId: string | null }): Target => {
  if (itemId !== null) return { itemId };
  if (accountId !== null) return { accountId };
  throw new Error("The erasure names neither a photo nor an account.");
};
const whateverOf = (row: Row): Target | Remainder => {
  if (row.report) return { reportOf: row.incidentId };
  return row.grantorId === null ? targetOf(row) : { grantorId: row.grantorId };
};
/** What the ledger says of it: of each kind in events of its own, so that an item's history has its own. */
const said = {
  toGo: (to: Target | Remainder, about: { erasure: string; ground: ErasureGround; due: string }): CustodyStatement => {
    if ("itemId" in to) return { kind: "item.toGo", item: to.itemId, ...about };
    if ("accountId" in to) return { kind: "account.toGo", account: to.accountId, ...about };
    if ("grantorId" in to) return { kind: "grantor.toGo", grantor: to.grantorId, ...about };
    return { kind: "incident.toGo", incident: to.reportOf, ...about };
  },
  spared: (to: Target | Remainder, about: { erasure: string }): CustodyStatement => {
    if ("itemId" in to) return { kind: "item.spared", item: to.itemId, ...about };
    if ("accountId" in to) return { kind: "account.spared", account: to.accountId, ...about };
    if ("grantorId" in to) return { kind: "grantor.spared", grantor: to.grantorId, ...about };
    return { kind: "incident.spared", incident: to.reportOf, ...about };
  },
  erased: (to: Target, about: { erasure: string; ground: ErasureGround; entries: number[] }): CustodyStatement =>
    "itemId" in to ? { kind: "item.erased", item: to.itemId, ...about } : { kind: "account.erased", account: to.accountId, ...about },
};

type Plan = {
  readonly incidentId: string;
  readonly targets: readonly (Target | Remainder)[];
  readonly ground: ErasureGround;
  /** The reviewer who wants it; null where a person asks, or the clock. */
  readonly plannedBy: string | null;
  readonly dueAt: Date;
};

/**
 * Let the clock run for what is to go, in the caller's transaction and under its incident's lock. What is on its way
 * already on the same ground is left as it is. What a person wants gone leaves no more from here on: disclosures that hold it are closed.
 * @returns what the caller records, last
 */
export async function plan(tx: Tx, { incidentId, targets, ground, plannedBy, dueAt }: Plan, at: Date) {
  const statements: CustodyStatement[] = [];
  const ids: string[] = [];
  for (const target of targets) {
    const columns = columnsOf(target);
    const standing = await tx.erasure.findFirst({
      where: { incidentId, ...columns, ground, doneAt: null, calledOffAt: null, ...(plannedBy === null && { plannedBy }) },
      select: { id: true },
    });
    if (standing) {
      ids.push(standing.id);
      continue;
    }
    const id = randomUUID();
    await tx.erasure.create({ data: { id, incidentId, ...columns, ground, plannedBy, plannedAt: at, dueAt } });
    statements.push(said.toGo(target, { erasure: id, ground, due: dueAt.toISOString() }));
    ids.push(id);
  }
  if (ground === "asked-by-person" && statements.length > 0) statements.push(...(await disclosures.reassess(tx, incidentId, at)).statements);
  return { ids, statements };
}

/** What a reviewer wants erased, as it is there now and in their scope. @throws Refusal `not-found` */
async function targetInScope(tx: Tx, actor: Actor, target: Target): Promise<string> {
  return ("itemId" in target ? await itemInScope(tx, actor, target.itemId) : await accountInScope(tx, actor, target.accountId)).incidentId;
}

/**
 * A reviewer wants something erased. It happens when another reviewer has it done, or after the notice.
 * @throws Refusal `not-found`; `not-now` where it is on its way already
 */
export async function planByReviewer(actor: Actor, input: { target: Target; ground: ReviewersGround }, at: Date): Promise<{ id: string }> {
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    const incidentId = await targetInScope(tx, actor, input.target);
    await lockIncident(tx, incidentId);
    await targetInScope(tx, actor, input.target);
    const dueAt = new Date(+at + NOTICE_MS);
    const { ids, statements } = await plan(tx, { incidentId, targets: [input.target], ground: input.ground, plannedBy: actor.id, dueAt }, at);
    const [id] = ids;
    if (id === undefined || statements.length === 0) throw new Refusal("not-now");
    await record(tx, actor.id, at, ...statements);
    return { id };
  });
}

const shape = {
  id: true, incidentId: true, itemId: true, accountId: true, grantorId: true, report: true, ground: true, plannedBy: true, dueAt: true, calledOffAt: true, doneAt: true,
} as const;
type Row = Readonly<{
  id: string; incidentId: string; itemId: string | null; accountId: string | null; grantorId: string | null; report: boolean; ground: string;
  plannedBy: string | null;
  dueAt: Date; calledOffAt: Date | null; doneAt: Date | null;
}>;
const factsOf = (row: Row) => ({ ...row, ground: ErasureGround.parse(row.ground) });

/** The row under its incident's lock, which also keeps anybody from recording a hold meanwhile. */
async function locked(tx: Tx, erasureId: string, at: Date) {
  const { incidentId } = await tx.erasure.findUniqueOrThrow({ where: { id: erasureId }, select: { incidentId: true } });
  await lockIncident(tx, incidentId);
  const row = await tx.erasure.findUniqueOrThrow({ where: { id: erasureId }, select: shape });
  const held = await holdsOn(tx, [row.itemId ?? [], row.accountId ?? []].flat(), at);
  return { erasure: factsOf(row), held: held.size > 0 };
}

async function inScope(tx: Tx, actor: Actor, erasureId: string): Promise<void> {
  await stillIn(tx, actor);
  const count = await tx.erasure.count({ where: { AND: [{ id: erasureId }, erasuresOf(actor)] } });
  if (count === 0) throw new Refusal("not-found");
}

/** Have it done at once. @throws Refusal `not-found`, `second-person-required` for whoever planned it, `not-now` while it is held */
export function eraseNow(actor: Actor, erasureId: string, at: Date): Promise<{}> {
  return transaction(async (tx) => {
    await inScope(tx, actor, erasureId);
    const { erasure, held } = await locked(tx, erasureId, at);
    // What was said is proof for as long as it may be asked for: the clock alone lets go of it, and of a report.
    const code = isRemainder(erasure) ? "not-now" : whyNotNow(erasure, actor.id, held);
    if (code) throw new Refusal(code);
    await record(tx, actor.id, at, ...(await erase(tx, erasure, actor.id, at)));
    return {};
  });
}

async function spare(tx: Tx, erasure: Row, by: string | null, at: Date): Promise<CustodyStatement> {
  await tx.erasure.update({ where: { id: erasure.id }, data: { calledOffAt: at, calledOffBy: by } });
  return said.spared(whateverOf(erasure), { erasure: erasure.id });
}

/** Call off what a reviewer or the clock of keeping began. @throws Refusal `not-found`; `not-now` for what a person asked for */
export function callOff(actor: Actor, erasureId: string, at: Date): Promise<{}> {
  return transaction(async (tx) => {
    await inScope(tx, actor, erasureId);
    const { erasure } = await locked(tx, erasureId, at);
    if (!mayCallOff(erasure)) throw new Refusal("not-now");
    await record(tx, actor.id, at, await spare(tx, erasure, actor.id, at));
    return {};
  });
}

/** Nobody planned it, or whoever did was not put out. Locked as a suspension locks them, before everything else. */
async function isMeant(tx: Tx, plannedBy: string | null): Promise<boolean> {
  if (plannedBy === null) return true;
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "Member" WHERE "id" = ${plannedBy}::uuid AND ("suspendedAt" IS NULL OR "leftAt" IS NOT NULL) FOR SHARE`;
  return rows.length === 1;
}

type Due = ReturnType<typeof factsOf>;
/**
 * Do to each erasure of `which` whose time has come and that nobody holds what `does` says, which is given its row under its incident's
 * lock. Each is a transaction of its own, and one that fails keeps no other waiting. What somebody planned who was put out since waits for another
 * reviewer, who has it done or calls it off.
 * @returns of how many `does` said that they are done; it records
 * @throws AggregateError of those that failed, once all were tried
 */
async function each(which: Prisma.ErasureWhereInput, at: Date, does: (tx: Tx, erasure: Due) => Promise<boolean>, first?: (tx: Tx) => Promise<unknown>) {
  const due = await db().erasure.findMany({
    where: { dueAt: { lte: at }, doneAt: null, calledOffAt: null, ...which }, orderBy: { dueAt: "asc" }, select: { id: true, plannedBy: true },
  });
  let done = 0;
  const failed: unknown[] = [];
  for (const { id, plannedBy } of due) {
    const did = await transaction(async (tx) => {
      if (!(await isMeant(tx, plannedBy))) return false;
      await first?.(tx);
      const { erasure, held } = await locked(tx, id, at);
      return isDue(erasure, held, at) && (await does(tx, erasure));
    }).catch((error: unknown) => {
      failed.push(error);
      return false;
    });
    if (did) done += 1;
  }
  if (failed.length > 0) throw new AggregateError(failed, "Not everything that is due could be erased.");
  return done;
}

/** Carry out every erasing of a photo or an account. What was kept long enough is spared where there is news of its incident by now. */
export async function eraseDue(at: Date): Promise<number> {
  const quiet = since((await settings.current(db())).evidenceDays, at);
  return each({ grantorId: null, report: false }, at, async (tx, erasure) => {
    if (erasure.ground === "kept-long-enough" && (await quietSince(tx, quiet, erasure.incidentId)).length === 0) {
      await record(tx, null, at, await spare(tx, erasure, null, at));
      return false;
    }
    await record(tx, null, at, ...(await erase(tx, erasure, null, at)));
    return true;
  });
}

/** How the end of what remains is carried out by whoever knows what that is. */
export type Ending = {
  /** Which of them. */
  readonly which: Prisma.ErasureWhereInput;
  /** What has to be locked before an incident. */
  readonly first?: (tx: Tx) => Promise<unknown>;
  /** Whether it is still to go: `new` spares it, `held` lets it wait. */
  readonly still: (tx: Tx, erasure: Due) => Promise<"to-go" | "new" | "held">;
  /** Forgets it, under the incident's lock and once the erasing is written down as done. @returns what is recorded, last */
  readonly forget: (tx: Tx, erasure: Due) => Promise<CustodyStatement[]>;
};

/** Carry out every erasing of what remains of people and of incidents. */
export const endDue = ({ which, first, still, forget }: Ending, at: Date): Promise<number> =>
  each(which, at, async (tx, erasure) => {
    const now = await still(tx, erasure);
    if (now === "new") await record(tx, null, at, await spare(tx, erasure, null, at));
    if (now !== "to-go") return false;
    await tx.erasure.update({ where: { id: erasure.id }, data: { doneAt: at } });
    await record(tx, null, at, ...(await forget(tx, erasure)));
    return true;
  }, first);

/** Erase a photo that is nothing but the evidence of words that are being forgotten, under its incident's lock. @returns what the caller records, last */
export async function eraseWith(tx: Tx, incidentId: string, itemId: string, at: Date): Promise<CustodyStatement[]> {
  const about = { incidentId, targets: [{ itemId }], ground: "kept-long-enough", plannedBy: null, dueAt: at } as const;
  const { ids, statements } = await plan(tx, about, at);
  const row = await tx.erasure.findUniqueOrThrow({ where: { id: ids[0]! }, select: shape });
  return [...statements, ...(await erase(tx, row, null, at))];
}

/**
 * Erase, under the incident's lock (`[Note: Keys first]`). Every open erasure of the same thing is done with it.
 * @returns what the caller records, last
 */
export async function erase(tx: Tx, erasure: Pick<Row, "id" | "incidentId" | "itemId" | "accountId" | "ground">, by: string | null, at: Date) {
  const { id, incidentId } = erasure;
  const target = targetOf(erasure);
  const closed = await disclosures.forget(tx, incidentId, target, at);
  const objects = "itemId" in target ? await eraseItem(tx, target.itemId, at) : [];
  if ("accountId" in target) await accounts.forget(tx, target.accountId, at);
  await holds.forget(tx, target);
  await tx.erasure.updateMany({ where: { ...columnsOf(target), doneAt: null, calledOffAt: null, id: { not: id } }, data: { calledOffAt: at } });
  await tx.erasure.update({ where: { id }, data: { doneAt: at, doneBy: by, objects } });
  await enqueue(tx, "erasures.finish", {});
  const entries = await custody.forget(tx, "itemId" in target ? { item: target.itemId } : { account: target.accountId });
  return [...closed, said.erased(target, { erasure: id, ground: ErasureGround.parse(erasure.ground), entries })];
}

async function eraseItem(tx: Tx, itemId: string, at: Date): Promise<string[]> {
  await evidence.lockItem(tx, itemId);
  const made = await derivatives.forget(tx, itemId);
  await regions.forget(tx, itemId);
  await checklists.forget(tx, itemId);
  await originals.forget(tx, itemId);
  return [...(await evidence.forget(tx, itemId, at)), ...made];
}

/** Whether any of these is still to be carried out. */
export const anyOpen = async (tx: Tx, ids: readonly string[]): Promise<boolean> =>
  (await tx.erasure.count({ where: { id: { in: [...ids] }, doneAt: null, calledOffAt: null } })) > 0;

/** Remove the objects of what was erased. Their keys are gone already; one that is not there any more is as good as removed. */
export async function removeObjects(): Promise<void> {
  const left = await db().erasure.findMany({ where: { NOT: { objects: { isEmpty: true } } }, select: { id: true, objects: true } });
  for (const { id, objects } of left) {
    await Promise.all(objects.map(blobs.discard));
    await db().erasure.update({ where: { id }, data: { objects: [] } });
  }
}

/** The files of the database hold nothing any more of what was erased before `at`. */
export const noteScrubbed = (before: Date, at: Date): Promise<unknown> =>
  db().erasure.updateMany({ where: { doneAt: { lt: before }, scrubbedAt: null, objects: { isEmpty: true } }, data: { scrubbedAt: at } });
