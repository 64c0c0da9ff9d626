import * as z from "zod";
import { Audience, mayRemove } from "~/domain/comment";
import type { Actor } from "~/domain/roles";
import type { Prisma } from "~/generated/prisma/client";
import { db, type Tx } from "~/server/db";
import * as members from "~/server/members/queries";
import { commentsOf, incidentInScope, teamsOf } from "~/server/scope";
import { openJson } from "~/server/sealing";

const Said = z.strictObject({ text: z.string() });
/** The newest of an incident; those before are shown to nobody any more. */
const MOST_SHOWN = 300;

/** What calls the actor on an incident and is open. */
export const openCallsOf = (actor: Actor, incidentId: string): Prisma.CommentMentionWhereInput => ({
  memberId: actor.id, comment: { AND: [{ incidentId }, commentsOf(actor)] },
});

/**
 * What was said on an incident, oldest first. Reviewers see which reviewer wrote; who is in a team, nobody is told, and documenters
 * are told of no reviewer who it is.
 * @throws Refusal `not-found`
 */
export async function list(actor: Actor, incidentId: string) {
  const incident = await incidentInScope(db(), actor, incidentId);
  const rows = await db().comment.findMany({
    where: { AND: [{ incidentId: incident.id }, commentsOf(actor)] },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: MOST_SHOWN,
    select: {
      id: true, authorId: true, byReviewer: true, audience: true, sealed: true, createdAt: true,
      mentions: { where: { memberId: actor.id }, select: { memberId: true } }, aside: { select: { at: true } },
    },
  });
  const last = rows.find(({ audience }) => audience === "team");
  const waits = actor.role === "reviewer" && last && !last.byReviewer && last.aside === null ? last.id : null;
  const known = actor.role === "reviewer" ? rows.filter(({ byReviewer }) => byReviewer) : [];
  const handles = await members.handlesOf(known.map(({ authorId }) => authorId));
  const comments = await Promise.all(
    rows.map(async ({ id, authorId, byReviewer, audience, sealed, createdAt, mentions }) => ({
      id,
      byReviewer,
      createdAt,
      audience: Audience.parse(audience),
      text: (await openJson(sealed, { kind: "comment", id }, Said)).text,
      mine: authorId === actor.id,
      handle: handles.get(authorId) ?? null,
      callsMe: mentions.length > 0,
      /** A documenter's last word, which waits for a reviewer. */
      waits: id === waits,
      mayRemove: mayRemove(actor, authorId),
    })),
  );
  return comments.toReversed();
}

/** What is searched of a comment. */
export const searchedIn = ({ id, sealed }: { id: string; sealed: Uint8Array }): Promise<{ text: string }> => openJson(sealed, { kind: "comment", id }, Said);

/** The comments on an incident, which are taken apart for the index, oldest first. */
export const indexedOf = async (tx: Tx, incidentId: string): Promise<string[]> =>
  (await tx.comment.findMany({ where: { incidentId }, orderBy: { createdAt: "asc" }, select: { id: true } })).map(({ id }) => id);

const unopened = (tx: Tx, where: Prisma.CommentWhereInput) => tx.comment.findMany({ where, select: { id: true, sealed: true } });

/** Those of these comments that are there, unopened. */
export const sealedOf = (tx: Tx, ids: readonly string[]) => unopened(tx, { id: { in: [...ids] } });

/** Those of these comments that the actor may see, by id. */
export async function searchedOf(tx: Tx, actor: Actor, ids: readonly string[]) {
  const rows = await unopened(tx, { AND: [{ id: { in: [...ids] } }, commentsOf(actor)] });
  return new Map(await Promise.all(rows.map(async (row) => [row.id, await searchedIn(row)] as const)));
}

/** How many of a kind wait at most, the longest first. */
const MOST_WAITING = 500;

/** The last word between reviewers and documenters of each incident in which the other side said it and it needs an answer; in the teams that are named, or in all. */
const lastOfTheOther = (actor: Actor, teams: readonly string[] | null) =>
  db().$queryRaw<{ id: string }[]>`
    SELECT "id" FROM (
      SELECT DISTINCT ON (c."incidentId") c."id", c."byReviewer", c."createdAt"
      FROM "Comment" AS c JOIN "Incident" AS i ON i."id" = c."incidentId"
      WHERE c."audience" = 'team' AND i."erasedAt" IS NULL AND (${teams}::uuid[] IS NULL OR i."teamId" = ANY(${teams}::uuid[]))
      ORDER BY c."incidentId", c."createdAt" DESC, c."id" DESC
    ) AS "last" WHERE "byReviewer" <> ${actor.role === "reviewer"} AND NOT EXISTS (SELECT FROM "CommentAside" WHERE "commentId" = "last"."id")
    ORDER BY "createdAt", "id" LIMIT ${MOST_WAITING}`;

/**
 * On which incidents somebody waits for a word of the actor's, the longest first: they are called there, or what was said last between
 * reviewers and documenters was said by the other side.
 */
export async function waiting(actor: Actor) {
  const shown = { id: true, incidentId: true, createdAt: true, incident: { select: { reference: true } } } as const;
  const teams = actor.role === "reviewer" ? null : await db().team.findMany({ where: teamsOf(actor), select: { id: true } });
  const [calls, last] = await Promise.all([
    db().commentMention.findMany({
      where: { memberId: actor.id, comment: commentsOf(actor) },
      orderBy: { comment: { createdAt: "asc" } }, take: MOST_WAITING, select: { comment: { select: shown } },
    }),
    lastOfTheOther(actor, teams && teams.map(({ id }) => id)),
  ]);
  // The query has narrowed it down; who may see what it found is said by the filter of every list.
  const theirs = await db().comment.findMany({ where: { AND: [{ id: { in: last.map(({ id }) => id) } }, commentsOf(actor)] }, select: shown });
  return [
    ...calls.map(({ comment }) => ({ why: "called" as const, ...comment })),
    ...theirs.map((comment) => ({ why: actor.role === "reviewer" ? ("answered" as const) : ("asked" as const), ...comment })),
  ]
    .map(({ why, id: commentId, incidentId, createdAt: since, incident: { reference } }) => ({ why, commentId, incidentId, reference, since }))
    .toSorted((a, b) => +a.since - +b.since);
}
