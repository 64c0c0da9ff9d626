import type { RequestAnswer, RequestKind } from "~/domain/request";
import type { Actor } from "~/domain/roles";
import { db, type Tx } from "~/server/db";
import { requestsOf } from "~/server/scope";

/** What one person asked for, newest first; for whoever has found out that it is theirs to see. */
export async function ofGrantor(tx: Tx, grantorId: string) {
  const rows = await tx.request.findMany({
    where: { grantorId },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: 50,
    select: { id: true, kind: true, at: true, due: true, actsAt: true, answer: true, answeredAt: true },
  });
  return rows.map((row) => ({ ...row, kind: row.kind as RequestKind, answer: row.answer as RequestAnswer | null }));
}

/** What waits for an answer, the most urgent first. */
export async function waiting(actor: Actor) {
  const rows = await db().request.findMany({
    where: { AND: [{ answeredAt: null }, requestsOf(actor)] },
    orderBy: [{ due: "asc" }, { id: "asc" }],
    take: 500,
    select: {
      id: true, kind: true, at: true, due: true, actsAt: true, grantorId: true,
      grantor: { select: { pseudonym: true, incidentId: true, incident: { select: { reference: true } } } },
    },
  });
  return rows.map(({ grantor, kind, ...row }) => ({
    ...row,
    kind: kind as RequestKind,
    pseudonym: grantor.pseudonym,
    incidentId: grantor.incidentId,
    reference: grantor.incident.reference,
  }));
}
