import { isFounding } from "~/domain/founding";
import { Refusal } from "~/domain/refusal";
import { MemberRole, type Actor } from "~/domain/roles";
import { db, type Tx } from "~/server/db";

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

/** For how long stewards are told that somebody has gone. */
const TOLD_MS = 14 * 24 * 3600_000;

/** Everybody, and the invites that are still open: a founder's, made by a steward, and a candidate's alike. */
export async function list(at: Date) {
  const [members, invites] = await Promise.all([
    db().member.findMany({
      orderBy: { handle: "asc" },
      select: {
        id: true, handle: true, role: true, vettedAt: true, suspendedAt: true, leftAt: true, createdAt: true,
        places: { select: { team: { select: { id: true, name: true } } }, orderBy: { team: { name: "asc" } } },
      },
    }),
    db().invite.findMany({
      where: { usedAt: null, expiresAt: { gt: at } },
      orderBy: { createdAt: "asc" },
      select: { id: true, role: true, introduced: true, expiresAt: true, team: { select: { id: true, name: true } } },
    }),
  ]);
  return {
    members: members.map(({ places, role, ...row }) => ({
      ...row,
      role: MemberRole.parse(role),
      justLeft: row.leftAt !== null && at.getTime() - row.leftAt.getTime() < TOLD_MS,
      teams: places.map(({ team }) => team),
    })),
    invites: invites.map(({ role, ...row }) => ({ ...row, role: MemberRole.parse(role) })),
  };
}

/** Members by id: what they are called, and what they are here for. */
export async function knownAs(ids: readonly string[]) {
  const rows = await db().member.findMany({ where: { id: { in: [...new Set(ids)] } }, select: { id: true, handle: true, role: true } });
  return new Map(rows.map((row) => [row.id, row]));
}

/** Members' handles by id, for whoever shows who did something. */
export async function handlesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return new Map([...(await knownAs(ids))].map(([id, { handle }]) => [id, handle]));
}

const isIn = { suspendedAt: null, vettedAt: { not: null } } as const;

/** The reviewers who are in, by handle: whom a reviewer may give work to. */
export const reviewers = (): Promise<{ id: string; handle: string }[]> =>
  db().member.findMany({ where: { ...isIn, role: "reviewer" }, orderBy: { handle: "asc" }, select: { id: true, handle: true } });

/** Of these handles, the members who are in and read what is said to reviewers, or to a team's documenters as well. */
export async function readersAmong(tx: Tx, handles: readonly string[], teamId: string | null): Promise<string[]> {
  const documents = { role: "documenter", places: { some: { teamId: teamId ?? "" } } };
  const rows = await tx.member.findMany({
    where: { ...isIn, handle: { in: [...handles] }, OR: [{ role: "reviewer" }, ...(teamId === null ? [] : [documents])] },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

const foundingShape = { startedAt: true, founders: true, endedAt: true } as const;

/** The founding as it stands. Under its lock, nobody else founds anything or ends it meanwhile. */
export async function founding(tx: Tx, options: { lock: boolean } = { lock: false }) {
  if (options.lock) await tx.$queryRaw`SELECT "id" FROM "Founding" WHERE "id" = 1 FOR UPDATE`;
  return tx.founding.findUniqueOrThrow({ where: { id: 1 }, select: foundingShape });
}

/** What a steward is told of it. */
export async function foundingNow(at: Date) {
  const now = await founding(db());
  return { ...now, open: isFounding(now, at) };
}

/** The open links that a member made: invites to the founding, and of `introductions` those that nobody has used. */
export async function openLinksOf(tx: Tx, memberId: string, introductions: readonly string[], at: Date): Promise<string[]> {
  const rows = await tx.invite.findMany({
    where: { usedAt: null, expiresAt: { gt: at }, OR: [{ invitedBy: memberId }, { id: { in: [...introductions] } }] },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}
