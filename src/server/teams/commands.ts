import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { Prisma } from "~/generated/prisma/client";
import { record } from "~/server/custody";
import { transaction } from "~/server/db";
import { stillIn } from "~/server/scope";

/** @throws Refusal `input-invalid` with the field `code` when another team has it; `not-found` for who is out */
export async function create(actor: Actor, input: { name: string; code: string }, at: Date): Promise<{ id: string }> {
  try {
    return await transaction(async (tx) => {
      await stillIn(tx, actor);
      const team = await tx.team.create({ data: { ...input, createdAt: at }, select: { id: true } });
      await record(tx, actor.id, at, { kind: "team.created", team: team.id });
      return team;
    });
  } catch (error) {
    const taken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
    if (taken) throw new Refusal("input-invalid", { fields: ["code"] });
    throw error;
  }
}

/**
 * Give a documenter a place in a team, or take it away. As it was already is fine, and no event.
 * @throws Refusal `not-found` for a team that is not there, and for somebody who is no vetted documenter
 */
export async function place(
  actor: Actor,
  input: { teamId: string; memberId: string; placed: boolean },
  at: Date,
): Promise<{}> {
  const { teamId, memberId, placed } = input;
  await transaction(async (tx) => {
    await stillIn(tx, actor);
    const team = await tx.team.count({ where: { id: teamId } });
    const documenter = await tx.member.count({ where: { id: memberId, role: "documenter", vettedAt: { not: null } } });
    if (team === 0 || documenter === 0) throw new Refusal("not-found");
    const { count } = placed
      ? await tx.place.createMany({ data: [{ teamId, memberId }], skipDuplicates: true })
      : await tx.place.deleteMany({ where: { teamId, memberId } });
    if (count > 0) await record(tx, actor.id, at, { kind: "team.placed", team: teamId, member: memberId, placed });
  });
  return {};
}
