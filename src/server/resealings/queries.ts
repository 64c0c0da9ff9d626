import {
  resealFaults, resealingEndsAt, resealingState, resealTasks, whyNotAgree, whyNotReseal, type ResealTask,
} from "~/domain/resealing";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import type { Prisma } from "~/generated/prisma/client";
import * as custodyKeys from "~/server/custodyKeys/queries";
import { db, type Tx } from "~/server/db";
import { hex } from "~/server/digest";
import * as members from "~/server/members/queries";
import { itemsOf, resealingsOf, whoIsIn } from "~/server/scope";

export const factsShape = {
  id: true, custodyKeyId: true, askedBy: true, askedAt: true, agreed: true, decidedBy: true, decidedAt: true, endedAt: true, items: true,
} as const satisfies Prisma.ResealingSelect;

/** Whether those who asked and agreed are both in: without one of them nothing is handed out. */
export async function bothIn(tx: Pick<Tx, "$queryRaw">, actor: Actor, { askedBy, decidedBy }: { askedBy: string; decidedBy: string | null }) {
  const named = [askedBy, ...(decidedBy === null ? [] : [decidedBy])];
  const here = await whoIsIn(tx, actor, named);
  return named.every((id) => here.has(id));
}

/** Whether a stored object waits to be checked. */
export const names = async (name: string): Promise<boolean> =>
  (await db().reseal.count({ where: { OR: [{ originalBlob: name }, { toldBlob: name }] } })) > 0;

const sealed = (actor: Actor): Prisma.EvidenceItemWhereInput => ({ AND: [itemsOf(actor), { originalBlob: { not: null } }] });

/** What is still to be sealed to the key in use. */
const toSeal = (actor: Actor, inUse: string): Prisma.EvidenceItemWhereInput => ({
  AND: [sealed(actor), { custodyKeyId: { not: inUse } }, { OR: [{ reseal: null }, { reseal: { custodyKeyId: { not: inUse } } }] }],
});
/** What was sealed to it and waits to be checked. */
const toCheck = (actor: Actor, inUse: string): Prisma.EvidenceItemWhereInput => ({
  AND: [sealed(actor), { custodyKeyId: { not: inUse } }, { reseal: { custodyKeyId: inUse } }],
});

/** How many items are not under the key in use yet. */
export const left = (tx: Pick<Tx, "evidenceItem">, actor: Actor, inUse: string): Promise<number> =>
  tx.evidenceItem.count({ where: { AND: [sealed(actor), { custodyKeyId: { not: inUse } }] } });

async function amount(where: Prisma.EvidenceItemWhereInput) {
  const { _count, _sum } = await db().evidenceItem.aggregate({ where, _count: { _all: true }, _sum: { size: true } });
  return { items: _count._all, bytes: _sum.size ?? 0 };
}

const word = <T extends string>(words: readonly T[], written: string): T | null => words.find((known) => known === written) ?? null;

/** Where sealing anew stands: what is done, to check and left, what failed, and what was asked for last. Null until there is a key. */
export async function state(actor: Actor, at: Date) {
  const key = await custodyKeys.current();
  if (!key) return null;
  const ofNobodyElse: Prisma.EvidenceItemWhereInput = { AND: [toCheck(actor, key.id), { reseal: { sealedBy: { not: actor.id } } }] };
  const [done, seal, check, checkMine, faults, latest, grants] = await Promise.all([
    amount({ AND: [sealed(actor), { custodyKeyId: key.id }] }),
    amount(toSeal(actor, key.id)),
    amount(toCheck(actor, key.id)),
    amount(ofNobodyElse),
    db().resealFault.findMany({
      where: { item: sealed(actor) },
      orderBy: { at: "asc" },
      select: { itemId: true, task: true, why: true, at: true, item: { select: { incidentId: true, incident: { select: { reference: true } } } } },
    }),
    db().resealing.findFirst({ where: resealingsOf(actor), orderBy: { askedAt: "desc" }, select: factsShape }),
    db().custodyGrant.count({ where: { custodyKeyId: key.id, reviewerKey: { memberId: actor.id, endedAt: null } } }),
  ]);
  const held = grants > 0;
  const handles = await members.handlesOf([latest?.askedBy, latest?.decidedBy].filter((id) => typeof id === "string"));
  const current = latest?.custodyKeyId === key.id && (await bothIn(db(), actor, latest)) ? latest : null;
  return {
    key: { id: key.id, recipient: key.recipient, held },
    done, seal, check,
    faults: faults.map(({ item, task, why, ...row }) => ({
      itemId: row.itemId, at: row.at, incidentId: item.incidentId, reference: item.incident.reference,
      task: word(resealTasks, task), why: word(resealFaults, why),
    })),
    resealing: current && {
      id: current.id,
      state: resealingState(current, at),
      endsAt: resealingEndsAt(current, at),
      items: current.items,
      askedBy: { handle: handles.get(current.askedBy) ?? null, me: current.askedBy === actor.id },
      decidedBy: current.decidedBy ? (handles.get(current.decidedBy) ?? null) : null,
      may: {
        decide: held && whyNotAgree(current, actor.id, at) === null,
        seal: current.askedBy === actor.id && whyNotReseal(current, actor.id, at) === null,
        check: whyNotReseal(current, actor.id, at) === null,
      },
    },
    /** What this reader may check: nobody checks what they sealed. */
    forMe: { check: checkMine },
  };
}

const MOST_AT_ONCE = 50;

/**
 * The next items to seal or to check, in an order that does not change, with what a browser needs for each.
 * @throws Refusal `not-found`; `not-now` too where the reader has gone on in another session, or another key has come into use
 */
export async function next(
  { actor, session }: { readonly actor: Actor; readonly session: string },
  input: { resealingId: string; task: ResealTask; after: string | null },
  at: Date,
) {
  const { task, after } = input;
  const resealing = await db().resealing.findFirst({
    where: { AND: [{ id: input.resealingId }, resealingsOf(actor)] },
    select: factsShape,
  });
  if (!resealing) throw new Refusal("not-found");
  const code = whyNotReseal(resealing, actor.id, at);
  if (code) throw new Refusal(code);
  const inUse = resealing.custodyKeyId;
  const turn = await db().resealingTurn.findUnique({
    where: { resealingId_memberId: { resealingId: input.resealingId, memberId: actor.id } },
    select: { sessionId: true },
  });
  if (turn?.sessionId !== session || (await custodyKeys.current(db()))?.id !== inUse) throw new Refusal("not-now");
  const todo = task === "seal" ? toSeal(actor, inUse) : { AND: [toCheck(actor, inUse), { reseal: { sealedBy: { not: actor.id } } }] };
  const rows = await db().evidenceItem.findMany({
    where: { AND: [todo, after === null ? {} : { id: { gt: after } }] },
    orderBy: { id: "asc" },
    take: MOST_AT_ONCE,
    select: { id: true, digest: true, size: true, custodyKeyId: true, reseal: { select: { custodyKeyId: true, mark: true } } },
  });
  return rows.map(({ id, digest, size, custodyKeyId, reseal }) => ({
    id, digest: hex(digest), size,
    /** The key to which what is handed out is sealed. */
    custodyKeyId: task === "seal" ? custodyKeyId : (reseal?.custodyKeyId ?? null),
    mark: task === "check" ? (reseal?.mark ?? null) : null,
  }));
}

/** The objects of the store that wait to be checked. */
export async function objects() {
  const rows = await db().reseal.findMany({ select: { itemId: true, originalBlob: true, originalDigest: true, toldBlob: true } });
  return rows.flatMap(({ itemId: item, originalBlob, originalDigest, toldBlob }) => [
    { name: originalBlob, item, digest: originalDigest },
    ...(toldBlob === null ? [] : [{ name: toldBlob, item, digest: null }]),
  ]);
}
