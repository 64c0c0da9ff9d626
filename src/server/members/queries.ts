import { Refusal } from "~/domain/refusal";
import { Role, type Actor } from "~/domain/roles";
import { db } from "~/server/db";

const teams = { select: { team: { select: { id: true, name: true, code: true } } } } as const;

/** Who is asking, with their teams. */
export async function me(actor: Actor) {
  const member = await db().member.findUnique({
    where: { id: actor.id },
    select: { id: true, handle: true, places: { ...teams, orderBy: { team: { name: "asc" } } } },
  });
  if (!member) throw new Refusal("not-found");
  const { places, ...row } = member;
  return { ...row, role: actor.role, teams: places.map(({ team }) => team) };
}

/** Everybody, and the invites that are still open. */
export async function list(at: Date) {
  const [members, invites] = await Promise.all([
    db().member.findMany({
      orderBy: { handle: "asc" },
      select: {
        id: true, handle: true, role: true, suspendedAt: true, createdAt: true,
        places: { select: { team: { select: { id: true, name: true } } }, orderBy: { team: { name: "asc" } } },
      },
    }),
    db().invite.findMany({
      where: { usedAt: null, expiresAt: { gt: at } },
      orderBy: { createdAt: "asc" },
      select: { id: true, role: true, expiresAt: true, team: { select: { id: true, name: true } } },
    }),
  ]);
  return {
    members: members.map(({ places, role, ...row }) => ({
      ...row,
      role: Role.parse(role),
      teams: places.map(({ team }) => team),
    })),
    invites: invites.map(({ role, ...row }) => ({ ...row, role: Role.parse(role) })),
  };
}

/** Members' handles by id, for whoever shows who did something. */
export async function handlesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db().member.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, handle: true },
  });
  return new Map(rows.map(({ id, handle }) => [id, handle]));
}
