import * as z from "zod";
import { Refusal } from "~/domain/refusal";
import { MemberRole, type Actor } from "~/domain/roles";
import {
  inGoodStanding, introductionEnds, KeptTrust, nobodyYet, reviewOf, shortfalls, takenBackFrom, trustPlace, type Circle, type Edge,
} from "~/domain/vouching";
import { digestOf } from "~/server/custody";
import * as course from "~/server/course/queries";
import { snapshot, type Tx } from "~/server/db";
import { handlesOf } from "~/server/members/queries";
import { openJson } from "~/server/sealing";
import * as settings from "~/server/settings/queries";

/**
 * Who stands behind whom is one sealed whole ([Note: One sealed map]).
 *
 * [Note: One sealed map] The rules need all edges at once, and the tables must not show one: a row for each edge, even with
 * sealed ends, would show when each was made beside who came in then. So the whole map is one sealed value, opened in
 * memory by the command that needs it and sealed anew under its row's lock. It is padded, so that its length tells its
 * size only roughly, and it holds no sentence: these lie apart, each under its edge's id, and are opened where one is shown.
 */
export const Sentence = z.strictObject({ text: z.string() });

/** The map, the people on it and the instance's numbers. Under the lock nobody else changes the map meanwhile. */
export async function circle(tx: Tx, options: { lock: boolean } = { lock: false }): Promise<Circle> {
  if (options.lock) await tx.$queryRaw`SELECT "id" FROM "Trust" WHERE "id" = 1 FOR UPDATE`;
  const { sealed } = await tx.trust.findUniqueOrThrow({ where: { id: 1 }, select: { sealed: true } });
  const rows = await tx.member.findMany({ select: { id: true, vettedAt: true, suspendedAt: true, leftAt: true, founder: true } });
  return {
    trust: sealed ? (await openJson(sealed, trustPlace, KeptTrust)).trust : nobodyYet,
    people: new Map(
      rows.map(({ id, vettedAt, suspendedAt, leftAt, founder }) => {
        const [vetted, left] = [vettedAt !== null, leftAt !== null];
        // A candidate who has gone waits for nothing any more.
        return [id, { vetted, founder, left, suspended: suspendedAt !== null && !(left && vetted) }];
      }),
    ),
    settings: await settings.current(tx),
  };
}

/** The same, of whom each is here and in good standing: those whose word counts. */
export async function standingFor(tx: Tx, memberId: string): Promise<string[]> {
  const all = await circle(tx);
  const behind = all.trust.edges.filter(({ to, fellAt }) => to === memberId && fellAt === null);
  return [...new Set(behind.map(({ from }) => from))].filter((id) => inGoodStanding(all, id) && all.people.get(id)?.left !== true);
}

/** Behind whom a member stands now. */
export async function behindWhom(tx: Tx, memberId: string): Promise<string[]> {
  const { trust } = await circle(tx);
  return trust.edges.filter(({ from, fellAt }) => from === memberId && fellAt === null).map(({ to }) => to);
}

/** How somebody stands to whom the asker gave their word. */
function stateOf({ people }: Circle, edge: Edge, at: Date): "link-open" | "link-lapsed" | "candidate" | "member" | "suspended" | "left" {
  const person = people.get(edge.to);
  if (!person) return at < introductionEnds(edge.at) && edge.fellAt === null ? "link-open" : "link-lapsed";
  if (person.left) return "left";
  if (person.suspended) return "suspended";
  return person.vetted ? "member" : "candidate";
}

async function sentencesOf(tx: Tx, edges: readonly Edge[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.vouchSentence.findMany({
    where: { id: { in: edges.map(({ id }) => id) } },
    select: { id: true, sealed: true },
  });
  const texts = rows.map(async ({ id, sealed }) => [id, (await openJson(sealed, { kind: "vouch", id }, Sentence)).text] as const);
  return new Map(await Promise.all(texts));
}

/** What the asker gave and, once they are vetted, was given: their own edges and nobody else's. */
export async function mine(actor: Actor, at: Date) {
  return snapshot(async (tx) => {
    const all = await circle(tx);
    const given = all.trust.edges.filter(({ from }) => from === actor.id);
    const received = actor.role === "candidate" ? [] : all.trust.edges.filter(({ to }) => to === actor.id);
    const [handles, texts, passed] = await Promise.all([
      handlesOf([...given.map(({ to }) => to), ...received.map(({ from }) => from)]),
      sentencesOf(tx, given),
      course.passedBy(tx, [actor.id]),
    ]);
    const review = reviewOf(all.trust, actor.id);
    const candidacy = { candidateId: actor.id, passed: passed.has(actor.id), confirmedBy: null };
    return {
      given: given.map((edge) => ({
        id: edge.id, kind: edge.kind, at: edge.at, fellAt: edge.fellAt,
        handle: handles.get(edge.to) ?? null, state: stateOf(all, edge, at), sentence: texts.get(edge.id) ?? null,
      })),
      received: received.map((edge) => ({
        id: edge.id, kind: edge.kind, at: edge.at, fellAt: edge.fellAt, handle: handles.get(edge.from) ?? null,
      })),
      review: review ? { due: review.due, missing: review.missing } : null,
      shortfalls: actor.role === "candidate" ? shortfalls(all, candidacy, at) : null,
    };
  });
}

/** One's own word that stands. @throws Refusal `not-found` for one that fell, for another's and for none, all alike */
export function ownEdge({ trust }: Circle, actor: Actor, edgeId: string): Edge {
  const edge = trust.edges.find(({ id, from, fellAt }) => id === edgeId && from === actor.id && fellAt === null);
  if (!edge) throw new Refusal("not-found");
  return edge;
}

/** What was shown is what is confirmed. */
export const digestOfTakingBack = (all: Circle, edge: Edge): string => digestOf({ edge: edge.id, from: takenBackFrom(all, edge) });

/**
 * What taking back a word brings about, for whoever gave it. Until when somebody has it replaced is told as a number of
 * days: an earlier term would tell that another word for them has fallen.
 */
export const previewTakingBack = (actor: Actor, { edgeId }: { edgeId: string }) =>
  snapshot(async (tx) => {
    const all = await circle(tx);
    const edge = ownEdge(all, actor, edgeId);
    return { from: takenBackFrom(all, edge), days: all.settings.replaceDays, digest: digestOfTakingBack(all, edge) };
  });

/** Those who wait to be confirmed, with what is lacking; not who stands behind them. */
export async function candidates(actor: Actor, at: Date) {
  return snapshot(async (tx) => {
    const all = await circle(tx);
    const rows = await tx.member.findMany({
      where: { vettedAt: null, suspendedAt: null },
      orderBy: { createdAt: "asc" },
      select: { id: true, handle: true, role: true, createdAt: true },
    });
    const passed = await course.passedBy(tx, rows.map(({ id }) => id));
    return rows.map((row) => ({
      ...row,
      role: MemberRole.parse(row.role),
      shortfalls: shortfalls(all, { candidateId: row.id, passed: passed.has(row.id), confirmedBy: actor.id }, at),
    }));
  });
}

/** Those who may be meant by a vouch: a handle that leads to somebody. */
export const idOf = async (tx: Tx, handle: string): Promise<string | null> =>
  (await tx.member.findUnique({ where: { handle }, select: { id: true } }))?.id ?? null;


/** The whole map, with every sentence. Who may ask, and what has to be recorded before, is the caller's. */
export const whole = () =>
  snapshot(async (tx) => {
    const { trust } = await circle(tx);
    const handles = await handlesOf(trust.edges.flatMap(({ from, to }) => [from, to]));
    const texts = await sentencesOf(tx, trust.edges);
    return trust.edges.map(({ id, kind, from, to, at, fellAt }) => ({
      id, kind, at, fellAt,
      from: handles.get(from) ?? null,
      to: handles.get(to) ?? null,
      sentence: texts.get(id) ?? null,
    }));
  });
