import { randomUUID } from "node:crypto";
import type { CustodyStatement } from "~/domain/custody";
import { Refusal } from "~/domain/refusal";
import { aMonthAfter, answerable, deletedFrom, type RequestKind, type ReviewersAnswer } from "~/domain/request";
import type { Actor } from "~/domain/roles";
import { record } from "~/server/custody";
import { db, transaction, type Tx } from "~/server/db";
import * as erasures from "~/server/erasures/commands";
import type { Target } from "~/server/erasures/queries";
import { lockIncident, requestsOf, stillIn } from "~/server/scope";

type Asked = { readonly grantorId: string; readonly incidentId: string; readonly receiptId: string; readonly kind: RequestKind };

/** What shows somebody, and what they said: what goes when they want it gone. What others said of them is taken back, and stays theirs. */
async function theirs(tx: Tx, grantorId: string): Promise<Target[]> {
  const photos = await tx.region.findMany({ where: { grantorId }, distinct: ["itemId"], select: { itemId: true } });
  const accounts = await tx.account.findMany({ where: { grantorId, erasedAt: null }, select: { id: true } });
  return [...photos.map(({ itemId }) => ({ itemId })), ...accounts.map(({ id }) => ({ accountId: id }))];
}

/**
 * Write down what somebody asked for. A withdrawal is done with the asking; the others wait for an answer, and a deletion for its day. What
 * is asked for again while it waits changes nothing, but that a deletion reaches what came in since. The caller holds the incident's lock,
 * and records what is returned, last.
 */
export async function insertRequest(tx: Tx, asked: Asked, at: Date): Promise<{ id: string; statements: CustodyStatement[] }> {
  const { grantorId, incidentId, receiptId, kind } = asked;
  const open = await tx.request.findFirst({ where: { grantorId, kind, answeredAt: null }, select: { id: true, erasureIds: true } });
  if (open && kind !== "deletion") return { id: open.id, statements: [] };
  const id = open?.id ?? randomUUID();
  const row = { id, grantorId, receiptId, kind, at, due: aMonthAfter(at) };
  if (kind !== "deletion") {
    const done = kind === "withdrawal" && { answer: "done", answeredAt: at };
    await tx.request.create({ data: { ...row, ...done } });
    return { id, statements: done ? [{ kind: "request.answered", request: id, grantor: grantorId, answer: "done" }] : [] };
  }
  const actsAt = deletedFrom(at);
  const { ids, statements } = await erasures.plan(
    tx,
    { incidentId, targets: await theirs(tx, grantorId), ground: "asked-by-person", plannedBy: null, dueAt: actsAt },
    at,
  );
  if (open) await tx.request.update({ where: { id }, data: { erasureIds: [...new Set([...open.erasureIds, ...ids])] } });
  else await tx.request.create({ data: { ...row, actsAt, erasureIds: ids } });
  return { id, statements };
}

/**
 * A reviewer says what became of a request. That a deletion is done says the deletion itself.
 * @throws Refusal `not-found`; `not-now` for one that was answered, or cannot be answered so
 */
export const answer = (actor: Actor, input: { requestId: string; answer: ReviewersAnswer }, at: Date): Promise<{}> =>
  transaction(async (tx) => {
    await stillIn(tx, actor);
    const row = await tx.request.findFirst({
      where: { AND: [{ id: input.requestId }, requestsOf(actor)] },
      select: { kind: true, grantorId: true },
    });
    if (!row) throw new Refusal("not-found");
    if (!answerable[row.kind as RequestKind].includes(input.answer)) throw new Refusal("not-now");
    const { count } = await tx.request.updateMany({
      where: { id: input.requestId, answeredAt: null },
      data: { answer: input.answer, answeredAt: at, answeredBy: actor.id },
    });
    if (count === 0) throw new Refusal("not-now");
    await record(tx, actor.id, at, { kind: "request.answered", request: input.requestId, grantor: row.grantorId, answer: input.answer });
    return {};
  });

/**
 * Answer the deletions of which nothing is left to do. One for which there was nothing waits for a reviewer, who knows what others said;
 * and so does one after which they were marked in, or allowed, something more.
 */
export async function settle(at: Date): Promise<void> {
  const open = await db().request.findMany({
    where: { kind: "deletion", answeredAt: null, erasureIds: { isEmpty: false } },
    select: { id: true, grantorId: true, erasureIds: true, grantor: { select: { incidentId: true } } },
  });
  for (const { id, grantorId, erasureIds, grantor } of open)
    await transaction(async (tx) => {
      await lockIncident(tx, grantor.incidentId);
      if ((await erasures.anyOpen(tx, erasureIds)) || (await theirs(tx, grantorId)).length > 0) return;
      const { count } = await tx.request.updateMany({ where: { id, answeredAt: null }, data: { answer: "done", answeredAt: at } });
      if (count === 1) await record(tx, null, at, { kind: "request.answered", request: id, grantor: grantorId, answer: "done" });
    });
}

/** Forget what somebody asked for, all of which was answered, with what they said. */
export const forget = (tx: Tx, grantorId: string): Promise<unknown> => tx.request.deleteMany({ where: { grantorId } });

/** Forget what was answered before `before`. @returns how many */
export const forgetOld = async (tx: Tx, before: Date): Promise<number> => (await tx.request.deleteMany({ where: { answeredAt: { lt: before } } })).count;
