import { ErasureGround, isOpen, mayCallOff, whyNotNow } from "~/domain/erasure";
import type { Actor } from "~/domain/roles";
import type { Prisma } from "~/generated/prisma/client";
import { db, type Tx } from "~/server/db";
import * as holds from "~/server/holds/queries";
import * as members from "~/server/members/queries";
import { erasuresOf, incidentInScope, itemInScope } from "~/server/scope";

/** What an erasure is of. */
export type Target = { readonly itemId: string } | { readonly accountId: string };
/** What remains where there is nothing else: what a person said, and the report of an incident. */
export type Remainder = { readonly grantorId: string } | { readonly reportOf: string };
type Names = { readonly itemId: string | null; readonly accountId: string | null; readonly grantorId: string | null };
export const isRemainder = ({ grantorId, report }: Names & { readonly report: boolean }): boolean => grantorId !== null || report;
const whatOf = ({ itemId, accountId, grantorId }: Names) => {
  if (itemId !== null) return "item" as const;
  if (accountId !== null) return "account" as const;
  return grantorId === null ? ("report" as const) : ("person" as const);
};

const MOST_LISTED = 200;
const shape = {
  id: true, itemId: true, accountId: true, grantorId: true, report: true, ground: true, plannedBy: true, plannedAt: true, dueAt: true, calledOffAt: true, doneAt: true,
  doneBy: true, scrubbedAt: true,
  incident: { select: { id: true, reference: true, erasedAt: true } },
} as const satisfies Prisma.ErasureSelect;
type Row = Prisma.ErasureGetPayload<{ select: typeof shape }>;

/** Rows as they are shown, each with what keeps it and what its reader may do. */
async function lines(actor: Actor, rows: readonly Row[], at: Date) {
  const held = await holds.holdsOn(db(), rows.flatMap(({ itemId, accountId }) => itemId ?? accountId ?? []), at);
  const handles = await members.handlesOf(rows.flatMap(({ plannedBy }) => plannedBy ?? []));
  return rows.map(({ plannedBy, doneBy, scrubbedAt, incident, ...row }) => {
    const facts = { ...row, plannedBy, ground: ErasureGround.parse(row.ground) };
    const hold = held.get(row.itemId ?? row.accountId ?? "") ?? null;
    const open = isOpen(facts);
    return {
      id: row.id,
      what: whatOf(row),
      itemId: row.itemId,
      incidentId: incident.id,
      /** Whether its incident can still be read. */
      readable: incident.erasedAt === null,
      reference: incident.reference,
      ground: facts.ground,
      plannedAt: row.plannedAt,
      plannedBy: plannedBy === null ? null : { handle: handles.get(plannedBy) ?? null, me: plannedBy === actor.id },
      dueAt: row.dueAt,
      doneAt: row.doneAt,
      byTheClock: row.doneAt !== null && doneBy === null,
      /** Nothing on the machine's disk opens it any more, the database's own files included. */
      scrubbed: scrubbedAt !== null,
      hold: open ? hold : null,
      may: { erase: !isRemainder(row) && whyNotNow(facts, actor.id, hold !== null) === null, callOff: mayCallOff(facts) },
    };
  });
}
export type ErasureLine = Awaited<ReturnType<typeof lines>>[number];

/** What is to go, the next first, and what went last. */
export async function list(actor: Actor, at: Date) {
  const mine = erasuresOf(actor);
  const [open, done] = await Promise.all([
    db().erasure.findMany({
      where: { AND: [mine, { doneAt: null, calledOffAt: null }] }, orderBy: { dueAt: "asc" }, take: MOST_LISTED, select: shape,
    }),
    db().erasure.findMany({
      where: { AND: [mine, { doneAt: { not: null } }] }, orderBy: { doneAt: "desc" }, take: MOST_LISTED, select: shape,
    }),
  ]);
  return { open: await lines(actor, open, at), done: await lines(actor, done, at) };
}

/** When things of which incident are to go. */
export async function dueOf(actor: Actor) {
  const rows = await db().erasure.findMany({
    where: { AND: [erasuresOf(actor), { doneAt: null, calledOffAt: null }] }, select: { incidentId: true, dueAt: true },
  });
  return rows.map(({ incidentId, dueAt }) => ({ incidentId, by: dueAt }));
}

/** What is to become of one item, and what it is kept for. @throws Refusal `not-found` */
export async function ofItem(actor: Actor, itemId: string, at: Date) {
  const { id } = await itemInScope(db(), actor, itemId);
  const rows = await db().erasure.findMany({
    where: { AND: [{ itemId: id, doneAt: null, calledOffAt: null }, erasuresOf(actor)] }, orderBy: { dueAt: "asc" }, select: shape,
  });
  return { erasures: await lines(actor, rows, at), holds: await holds.ofTarget(actor, { itemId: id }, at) };
}

/** The same of each account that there is in an incident, oldest first. @throws Refusal `not-found` */
export async function ofAccounts(actor: Actor, incidentId: string, at: Date) {
  const { id } = await incidentInScope(db(), actor, incidentId);
  const there = await db().account.findMany({
    where: { incidentId: id, erasedAt: null },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { id: true, createdAt: true, erasures: { where: { doneAt: null, calledOffAt: null }, orderBy: { dueAt: "asc" }, select: shape } },
  });
  return Promise.all(
    there.map(async ({ id: accountId, createdAt, erasures }) => ({
      id: accountId, createdAt, erasures: await lines(actor, erasures, at), holds: await holds.ofTarget(actor, { accountId }, at),
    })),
  );
}

/** What was erased of an incident whose scope the caller has checked: when, and why. */
export async function tombstonesOf(incidentId: string) {
  const rows = await db().erasure.findMany({
    where: { incidentId, doneAt: { not: null } }, orderBy: { doneAt: "asc" },
    select: { id: true, itemId: true, accountId: true, grantorId: true, ground: true, doneAt: true },
  });
  return rows.flatMap(({ id, ground, doneAt, ...names }) =>
    doneAt === null ? [] : [{ id, what: whatOf(names), ground: ErasureGround.parse(ground), doneAt }],
  );
}

/** Of whom, or of which incident's report, nobody has said since `before` that what remains is needed, and nothing is planned yet. */
export async function unspared<T extends { readonly incidentId: string } & Remainder>(tx: Tx, some: readonly T[], before: Date): Promise<T[]> {
  const named = some.map((one) => ("grantorId" in one ? { grantorId: one.grantorId } : { incidentId: one.reportOf, report: true }));
  const rows = await tx.erasure.findMany({
    where: {
      AND: [{ OR: named }, { OR: [{ calledOffAt: { gte: before } }, { doneAt: null, calledOffAt: null }] }],
    },
    select: { incidentId: true, grantorId: true },
  });
  return some.filter((one) =>
    rows.every((row) => ("grantorId" in one ? row.grantorId !== one.grantorId : row.grantorId !== null || row.incidentId !== one.reportOf)),
  );
}

/** What there is of an incident that could go, and of what nobody has said since `before` that it is needed. The evidence of a consent goes with that. */
export async function keptSince(tx: Tx, incidentId: string, before: Date): Promise<Target[]> {
  const spared = { some: { calledOffAt: { gte: before } } };
  const planned = { some: { ground: "kept-long-enough", doneAt: null, calledOffAt: null } };
  const none = { NOT: { OR: [{ erasures: spared }, { erasures: planned }] } };
  const items = await tx.evidenceItem.findMany({ where: { incidentId, state: { not: "erased" }, evidenceOf: { none: {} }, ...none }, select: { id: true } });
  const accounts = await tx.account.findMany({ where: { incidentId, erasedAt: null, ...none }, select: { id: true } });
  return [...items.map(({ id: itemId }) => ({ itemId })), ...accounts.map(({ id: accountId }) => ({ accountId }))];
}

/** In counts, for whoever looks after the instance. */
export async function counts() {
  const [toGo, erased, toForget] = await Promise.all([
    db().erasure.count({ where: { doneAt: null, calledOffAt: null } }),
    db().erasure.count({ where: { doneAt: { not: null } } }),
    db().erasure.count({ where: { doneAt: { not: null }, scrubbedAt: null } }),
  ]);
  return { toGo, erased, toForget };
}

/** Whether the database's files may still remember something that was erased. */
export const isScrubDue = async (before: Date): Promise<boolean> =>
  (await db().erasure.count({ where: { doneAt: { lt: before }, scrubbedAt: null } })) > 0;

/** Whether this server lets the service write its tables anew. On one of the operator's own it may be the operator's to do. */
export async function mayScrub(): Promise<boolean> {
  const [server] = await db().$queryRaw<{ version: number }[]>`SELECT current_setting('server_version_num')::int AS "version"`;
  if (!server || server.version < 170_000) return false;
  const [row] = await db().$queryRaw<{ may: boolean }[]>`
    SELECT has_table_privilege('"EvidenceItem"', 'MAINTAIN') AND has_table_privilege('"Reseal"', 'MAINTAIN') AND has_table_privilege('"CustodyEvent"', 'MAINTAIN')
       AND has_table_privilege('"ConsentRecord"', 'MAINTAIN') AND has_table_privilege('"Feature"', 'MAINTAIN')
       AND has_table_privilege('"Comment"', 'MAINTAIN')
       AND pg_has_role('pg_checkpoint', 'USAGE') AND has_function_privilege('pg_switch_wal()', 'EXECUTE') AS "may"`;
  return row?.may === true;
}
