import { createHmac } from "node:crypto";
import { byName, LOOKED_BACK_MS } from "~/domain/looking";
import { MemberRole } from "~/domain/roles";
import { Refusal } from "~/domain/refusal";
import { withoutWordOf, type Circle } from "~/domain/vouching";
import { authSecret } from "~/env";
import { digestOf } from "~/server/custody";
import { heldByNobodyElse } from "~/server/custodyKeys/queries";
import type { Tx } from "~/server/db";
import { decidedBy } from "~/server/disclosures/queries";
import { previewedBy } from "~/server/ledger/queries";
import { openLinksOf } from "~/server/members/queries";
import { inUse } from "~/server/sessions/queries";
import { circle } from "~/server/vouching/queries";

/** What a suspension reaches beyond the member. */
export type Wake = {
  /** Vetted members of whose vouches some fall, and candidates who lose one. */
  readonly under: readonly string[];
  readonly candidates: readonly string[];
  /** Links that stop working: invites of this steward's and introductions that nobody has used. */
  readonly links: readonly string[];
  readonly disclosures: readonly { readonly id: string; readonly state: string }[];
  /** Whether nobody else holds a custody key that they hold. */
  readonly lastHolder: boolean;
};

const isSuspended = ({ people }: Circle, id: string, suspended: boolean): Circle["people"] => {
  const person = people.get(id);
  return person ? new Map(people).set(id, { ...person, suspended }) : people;
};

/** As it would be, or is, with that member out. */
export async function wakeOf(tx: Tx, all: Circle, memberId: string, at: Date) {
  const without = { ...all, people: isSuspended(all, memberId, true) };
  const fallen = withoutWordOf(without, memberId, at);
  const touched = [...new Set(fallen.fell.map(({ to }) => to))];
  const wake: Wake = {
    under: fallen.under.map(({ member }) => member).toSorted(),
    candidates: touched.filter((id) => all.people.get(id)?.vetted === false && !all.people.get(id)?.suspended).toSorted(),
    links: await openLinksOf(tx, memberId, touched.filter((id) => !all.people.has(id)), at),
    disclosures: await decidedBy(tx, memberId),
    lastHolder: await heldByNobodyElse(tx, memberId),
  };
  return { wake, fallen };
}

/**
 * What was previewed is what is confirmed: the same people, links and disclosures, in the same states. Under a key, or whoever is told only
 * how many they are could try who.
 */
export function digestOfWake(memberId: string, { under, candidates, links, disclosures, lastHolder }: Wake): string {
  const states = disclosures.map(({ id, state }) => [id, state]);
  const plain = digestOf({ memberId, under: [...under], candidates: [...candidates], links: [...links], disclosures: states, lastHolder });
  return createHmac("sha256", authSecret()).update(`wake\0${plain}`).digest("hex");
}

/** Whether this steward sees by name whom it reaches (`domain/looking.ts`). */
async function seesNames(tx: Tx, steward: string, memberId: string, at: Date): Promise<boolean> {
  const looked = await previewedBy(tx, steward, new Date(+at - LOOKED_BACK_MS));
  const stayed = await tx.member.findMany({ where: { id: { in: looked }, suspendedAt: null }, select: { id: true } });
  return byName(stayed.map(({ id }) => id), memberId);
}

/** Whom and what a suspension would reach, for a steward to read before they confirm it. @throws Refusal `not-found`, `not-now` */
export async function preview(tx: Tx, steward: string, memberId: string, at: Date) {
  const member = await tx.member.findUnique({ where: { id: memberId }, select: { handle: true, role: true, suspendedAt: true, leftAt: true } });
  if (!member) throw new Refusal("not-found");
  if (member.suspendedAt && !member.leftAt) throw new Refusal("not-now");
  const all = await circle(tx);
  const { wake, fallen } = await wakeOf(tx, all, memberId, at);
  const rows = await tx.member.findMany({
    where: { id: { in: [...wake.under, ...wake.candidates] } },
    orderBy: { handle: "asc" },
    select: { id: true, handle: true, role: true },
  });
  const names = await seesNames(tx, steward, memberId, at);
  const reached = (ids: readonly string[]) => {
    const people = rows.filter(({ id }) => ids.includes(id)).map(({ handle, role }) => ({ handle, role: MemberRole.parse(role) }));
    return { count: people.length, people: names ? people : null };
  };
  const sessions = await tx.session.count({ where: { memberId, ...inUse(at) } });
  return {
    handle: member.handle,
    digest: digestOfWake(memberId, wake),
    sessions,
    under: reached(wake.under),
    due: fallen.under.length > 0 ? new Date(at.getTime() + all.settings.replaceDays * 86_400_000) : null,
    candidates: reached(wake.candidates),
    lastHolder: wake.lastHolder,
    named: names,
    links: wake.links.length,
    disclosures: {
      approved: wake.disclosures.filter(({ state }) => state === "approved").length,
      released: wake.disclosures.filter(({ state }) => state === "released").length,
    },
  };
}
