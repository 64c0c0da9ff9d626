import { randomBytes, randomUUID } from "node:crypto";
import { Refusal } from "~/domain/refusal";
import type { Actor, MemberRole } from "~/domain/roles";
import { dayOf, hindrance, introductionEnds, reviewOf, takenBackFrom, trustPlace, vet, withEdge, without, type Edge, type Trust, type Vetting } from "~/domain/vouching";
import * as course from "~/server/course/queries";
import { digestOf, record } from "~/server/custody";
import { transaction, type Tx } from "~/server/db";
import { insertInvite, lapseLinks } from "~/server/members/commands";
import { stillIn } from "~/server/scope";
import { sealJson } from "~/server/sealing";
import { circle, digestOfTakingBack, idOf, ownEdge } from "./queries";

/** The map's sealed length grows in steps of this. */
const PADDED_TO = 16 * 1024;

/** Seal the map anew. The caller holds its lock. */
export async function keep(tx: Tx, trust: Trust): Promise<void> {
  const { length } = JSON.stringify(trust);
  const kept = { trust, padding: " ".repeat(PADDED_TO - (length % PADDED_TO)) };
  const sealed = await sealJson(kept, trustPlace);
  await tx.trust.update({ where: { id: 1 }, data: { sealed, version: { increment: 1 } } });
}

/** What the ledger holds of an edge: whoever is shown the edge can see that it was this one, and nobody else can tell. */
export const edgeDigest = ({ id, kind, from, to, at, nonce }: Omit<Edge, "fellAt">): string =>
  digestOf({ id, kind, from, to, at: at.toISOString(), nonce });

const newEdge = (kind: Edge["kind"], from: string, to: string, at: Date): Edge => ({
  id: randomUUID(), kind, from, to, at, fellAt: null, nonce: randomBytes(16).toString("hex"),
});

async function insert(tx: Tx, trust: Trust, edge: Edge, sentence: Uint8Array<ArrayBuffer>): Promise<string> {
  await tx.vouchSentence.create({ data: { id: edge.id, sealed: sentence } });
  await keep(tx, withEdge(trust, edge));
  return edgeDigest(edge);
}

const sealSentence = (edge: Edge, text: string) => sealJson({ text }, { kind: "vouch", id: edge.id });

/**
 * Introduce somebody: a link that lets one person become a candidate. Who introduced them is in the sealed map only: the
 * invite says the day, and the ledger's entry whom it is about to nobody.
 * @returns the token, which exists nowhere else from here on
 * @throws Refusal `cannot-vouch` with why
 */
export async function introduce(actor: Actor, input: { role: MemberRole; sentence: string }, at: Date) {
  const edge = newEdge("introduction", actor.id, randomUUID(), at);
  const sentence = await sealSentence(edge, input.sentence);
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    const all = await circle(tx, { lock: true });
    const why = hindrance(all, actor.id, null, at);
    if (why) throw new Refusal("cannot-vouch", { why });
    const { token, expiresAt } = await insertInvite(
      tx, { id: edge.to, role: input.role, teamId: null, invitedBy: null, introduced: true },
      { createdAt: dayOf(at), expiresAt: introductionEnds(at) },
    );
    const digest = await insert(tx, all.trust, edge, sentence);
    await record(tx, null, at, { kind: "member.introduced", edge: digest });
    return { token, expiresAt };
  });
}

/**
 * Stand behind a candidate, or behind a member of whose vouches one fell. Whoever vouches knows the handle from the person
 * themselves: nobody is listed to choose from.
 * @throws Refusal `not-found` for a handle that nobody has and for one whose owner waits for no vouch alike, `cannot-vouch` with why
 */
export async function vouch(actor: Actor, input: { handle: string; sentence: string }, at: Date): Promise<{}> {
  // Sealed under the id of an edge before it is known whether it may be: nothing is waited for under the lock but the map.
  const id = randomUUID();
  const sentence = await sealJson({ text: input.sentence }, { kind: "vouch", id });
  await transaction(async (tx) => {
    await stillIn(tx, actor);
    const all = await circle(tx, { lock: true });
    const memberId = await idOf(tx, input.handle);
    const person = memberId === null ? undefined : all.people.get(memberId);
    const waits = person && !person.suspended && (!person.vetted || reviewOf(all.trust, memberId!) !== undefined);
    if (memberId === null || !waits) {
      // Whoever can stand behind nobody is told that of every handle, and so not which of them are candidates'.
      const anyway = hindrance(all, actor.id, null, at);
      throw anyway ? new Refusal("cannot-vouch", { why: anyway }) : new Refusal("not-found");
    }
    const why = hindrance(all, actor.id, memberId, at);
    if (why) throw new Refusal("cannot-vouch", { why });
    const edge = { ...newEdge("vouch", actor.id, memberId, at), id };
    const digest = await insert(tx, all.trust, edge, sentence);
    await record(tx, null, at, { kind: "member.vouched", edge: digest });
  });
  return {};
}

/**
 * Take back one word. The ledger says that one was, and neither whose nor for whom.
 * @param input.preview the digest of what was shown
 * @throws Refusal `not-found` for whatever is no word of theirs that stands, `changed-meanwhile`
 */
export async function takeBack(actor: Actor, input: { edgeId: string; preview: string }, at: Date): Promise<{}> {
  await transaction(async (tx) => {
    await stillIn(tx, actor);
    const all = await circle(tx, { lock: true });
    const edge = ownEdge(all, actor, input.edgeId);
    if (digestOfTakingBack(all, edge) !== input.preview) throw new Refusal("changed-meanwhile");
    await keep(tx, without(all, ({ id }) => id === edge.id, at).trust);
    if (takenBackFrom(all, edge) === "link") await lapseLinks(tx, [edge.to], at);
    const { id, nonce } = edge;
    await record(tx, null, at, { kind: "member.tookBack", edge: digestOf({ id, nonce, takenBack: true }) });
  });
  return {};
}

/** Nobody becomes vetted without the proof that the rules were kept. @returns whether they were still a candidate */
async function admit(tx: Tx, { candidateId, at }: Vetting): Promise<boolean> {
  const { count } = await tx.member.updateMany({
    where: { id: candidateId, vettedAt: null, suspendedAt: null },
    data: { vettedAt: at },
  });
  return count === 1;
}

/**
 * Confirm that every rule was kept. A steward can waive none.
 * @throws Refusal `not-vetted-yet` with every rule that is not kept, `not-found`
 */
export async function confirm(actor: Actor, input: { memberId: string }, at: Date): Promise<{}> {
  const candidateId = input.memberId;
  await transaction(async (tx) => {
    await stillIn(tx, actor);
    const all = await circle(tx, { lock: true });
    const person = all.people.get(candidateId);
    if (!person || person.vetted || person.suspended) throw new Refusal("not-found");
    const passed = (await course.passedBy(tx, [candidateId])).has(candidateId);
    const answer = vet(all, { candidateId, passed, confirmedBy: actor.id }, at);
    if (!answer.ok) throw new Refusal("not-vetted-yet", { shortfalls: answer.shortfalls });
    if (!(await admit(tx, answer.vetting))) throw new Refusal("not-found");
    const edges = all.trust.edges.filter(({ id }) => answer.vetting.edges.includes(id)).map(edgeDigest);
    await record(tx, actor.id, at, { kind: "member.confirmed", member: candidateId, facts: digestOf({ candidateId, edges }) });
  });
  return {};
}
