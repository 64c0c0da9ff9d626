import type { Actor } from "~/domain/roles";
import { db } from "~/server/db";
import { teamsOf } from "~/server/scope";

/** The teams that the actor may know of. Who is in them is for stewards. */
export async function list(actor: Actor) {
  const teams = await db().team.findMany({
    where: teamsOf(actor),
    orderBy: { name: "asc" },
    select: {
      id: true, name: true, code: true,
      places: {
        where: actor.role === "steward" ? {} : { memberId: { in: [] } },
        orderBy: { member: { handle: "asc" } },
        select: { member: { select: { id: true, handle: true } } },
      },
    },
  });
  return teams.map(({ places, ...team }) => ({ ...team, members: places.map(({ member }) => member) }));
}
