import { may } from "~/domain/policy";
import type { Actor } from "~/domain/roles";
import type { Prisma } from "~/generated/prisma/client";
import { db, type Tx } from "~/server/db";
import { grantorInScope, grantorsOf } from "~/server/scope";

const MOST_LISTED = 300;
const shape = {
  id: true, pseudonym: true, kind: true, incidentId: true, incident: { select: { reference: true, teamId: true } },
} as const satisfies Prisma.GrantorSelect;

/** Everybody who is said to be the same person as this one, themselves included. */
export async function tiedTo(tx: Tx, grantorId: string) {
  const tie = await tx.tie.findUnique({ where: { grantorId }, select: { personId: true } });
  const where = tie ? { tie: { personId: tie.personId } } : { id: grantorId };
  const rows = await tx.grantor.findMany({ where, orderBy: { createdAt: "asc" }, select: shape });
  return rows.map(({ incident, ...row }) => ({ ...row, ...incident, personId: tie?.personId ?? null }));
}

/**
 * As whom else this person is known, and, for whoever may say so, whom else of their team they could be. Both are of incidents in the
 * actor's scope: a tie never leaves a team. @throws Refusal `not-found`
 */
export async function read(actor: Actor, grantorId: string) {
  const { id, kind } = await grantorInScope(db(), actor, grantorId);
  const all = await tiedTo(db(), id);
  const own = all.find((one) => one.id === id);
  const tieable = may(actor.role, "ties.make") && kind !== "documenter" && own !== undefined;
  const others = tieable
    ? await db().grantor.findMany({
        where: {
          AND: [grantorsOf(actor)], kind: { not: "documenter" }, incidentId: { notIn: all.map(({ incidentId }) => incidentId) },
          incident: { teamId: own.teamId },
        },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        take: MOST_LISTED,
        select: shape,
      })
    : [];
  const line = (one: { id: string; pseudonym: string; incidentId: string; reference: string }) =>
    ({ id: one.id, pseudonym: one.pseudonym, incidentId: one.incidentId, reference: one.reference });
  return {
    tied: all.filter((one) => one.id !== id).map(line),
    others: others.map(({ incident, ...row }) => line({ ...row, ...incident })),
    may: tieable,
  };
}
