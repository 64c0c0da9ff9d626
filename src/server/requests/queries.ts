import type { RequestAnswer, RequestKind } from "~/domain/request";
import type { Tx } from "~/server/db";

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
