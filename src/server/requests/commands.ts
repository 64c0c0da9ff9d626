import { randomUUID } from "node:crypto";
import type { CustodyStatement } from "~/domain/custody";
import { aMonthAfter, deletedFrom, type RequestKind } from "~/domain/request";
import type { Tx } from "~/server/db";

type Asked = { readonly grantorId: string; readonly receiptId: string | null; readonly kind: RequestKind };

/**
 * Write down what somebody asked for. A withdrawal is done with the asking; the others wait for an answer. A second deletion changes nothing
 * of the first, nor of its day. The caller holds the incident's lock, and records what is returned, last.
 */
export async function insertRequest(tx: Tx, asked: Asked, at: Date): Promise<{ id: string; statements: CustodyStatement[] }> {
  const { grantorId, receiptId, kind } = asked;
  const open = await tx.request.findFirst({ where: { grantorId, kind, answeredAt: null }, select: { id: true } });
  if (open) return { id: open.id, statements: [] };
  const id = randomUUID();
  const done = kind === "withdrawal";
  await tx.request.create({
    data: {
      id, grantorId, receiptId, kind, at, due: aMonthAfter(at),
      ...(kind === "deletion" && { actsAt: deletedFrom(at) }),
      ...(done && { answer: "done", answeredAt: at }),
    },
  });
  return { id, statements: done ? [{ kind: "request.answered", request: id, grantor: grantorId, answer: "done" }] : [] };
}
