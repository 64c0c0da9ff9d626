import { randomUUID } from "node:crypto";
import { handlesIn, MOST_COMMENTS, mayAddress, mayRemove, type Audience } from "~/domain/comment";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { record } from "~/server/custody";
import { transaction, type Tx } from "~/server/db";
import * as members from "~/server/members/queries";
import { commentsOf, incidentInScope, lockIncident, stillIn } from "~/server/scope";
import { sealJson } from "~/server/sealing";
import * as search from "~/server/search/commands";
import { openCallsOf } from "./queries";

/**
 * Say something on an incident, closed ones as well. Whom its `@handles` call finds it in their queue; whether a handle is anybody's is
 * told to nobody. Whoever answers has answered what called them there.
 * @throws Refusal `not-found`, `too-many-comments`
 */
export async function write(actor: Actor, input: { incidentId: string; audience: Audience; text: string }, at: Date): Promise<{ id: string }> {
  if (!mayAddress(actor.role, input.audience)) throw new Refusal("not-found");
  const id = randomUUID();
  const sealed = await sealJson({ text: input.text }, { kind: "comment", id });
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    const { id: incidentId, teamId } = await incidentInScope(tx, actor, input.incidentId);
    // All of them are taken apart for the index again when the report says something else.
    if ((await tx.comment.count({ where: { incidentId } })) >= MOST_COMMENTS) throw new Refusal("too-many-comments", { most: MOST_COMMENTS });
    const called = await members.readersAmong(tx, handlesIn(input.text), input.audience === "team" ? teamId : null);
    await tx.commentMention.deleteMany({ where: openCallsOf(actor, incidentId) });
    await tx.comment.create({
      data: {
        id, incidentId, authorId: actor.id, byReviewer: actor.role === "reviewer", audience: input.audience, sealed, createdAt: at,
        mentions: { create: called.filter((memberId) => memberId !== actor.id).map((memberId) => ({ memberId })) },
      },
    });
    await search.changed(tx, incidentId, id);
    await record(tx, actor.id, at, { kind: "comment.written", comment: id, incident: incidentId, audience: input.audience });
    return { id };
  });
}

/** Take a comment away, whom it called included. @throws Refusal `not-found`, for somebody else's as for none */
export async function remove(actor: Actor, commentId: string, at: Date): Promise<{}> {
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    const comment = await tx.comment.findFirst({
      where: { AND: [{ id: commentId }, commentsOf(actor)] }, select: { incidentId: true, authorId: true },
    });
    if (!comment || !mayRemove(actor, comment.authorId)) throw new Refusal("not-found");
    // Who takes it apart for the index has this lock as well, and puts back nothing that goes.
    await lockIncident(tx, comment.incidentId);
    const { count } = await tx.comment.deleteMany({ where: { id: commentId } });
    if (count === 0) throw new Refusal("not-found");
    await search.forget(tx, commentId);
    await record(tx, actor.id, at, { kind: "comment.removed", comment: commentId, incident: comment.incidentId });
    return {};
  });
}

/** What called the actor on an incident needs no answer. It is a note to oneself, and no entry. @throws Refusal `not-found` */
export async function layAside(actor: Actor, incidentId: string): Promise<{}> {
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    const { id } = await incidentInScope(tx, actor, incidentId);
    await tx.commentMention.deleteMany({ where: openCallsOf(actor, id) });
    return {};
  });
}

/**
 * What a documenter said needs no answer: as their last word it waits for no reviewer any more, and what they say after it does.
 * @throws Refusal `not-found`, for what a reviewer said as for none
 */
export async function layWordAside(actor: Actor, commentId: string, at: Date): Promise<{}> {
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    const theirs = { AND: [{ id: commentId, byReviewer: false }, commentsOf(actor)] };
    const comment = await tx.comment.findFirst({ where: theirs, select: { incidentId: true } });
    if (!comment) throw new Refusal("not-found");
    // Whoever takes it away has this lock as well.
    await lockIncident(tx, comment.incidentId);
    if ((await tx.comment.count({ where: theirs })) === 0) throw new Refusal("not-found");
    const { count } = await tx.commentAside.createMany({ data: { commentId, memberId: actor.id, at }, skipDuplicates: true });
    if (count === 1) await record(tx, actor.id, at, { kind: "comment.laidAside", comment: commentId, incident: comment.incidentId });
    return {};
  });
}

/** Everything that was said on an incident goes with its report, in the caller's transaction and under its incident's lock. */
export async function forget(tx: Tx, incidentId: string): Promise<void> {
  const said = await tx.comment.findMany({ where: { incidentId }, select: { id: true } });
  await search.forget(tx, ...said.map(({ id }) => id));
  await tx.comment.deleteMany({ where: { incidentId } });
}
