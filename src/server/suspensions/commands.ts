import type { CustodyStatement } from "~/domain/custody";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { counted } from "~/domain/vouching";
import { digestOf, record } from "~/server/custody";
import { db, transaction, type Tx } from "~/server/db";
import { closeDecided } from "~/server/disclosures/commands";
import { lapseLinks } from "~/server/members/commands";
import { stillIn } from "~/server/scope";
import { revokeAll } from "~/server/sessions/commands";
import { edgeDigest, keep } from "~/server/vouching/commands";
import { circle } from "~/server/vouching/queries";
import * as queries from "./queries";

/**
 * Putting somebody out, and what follows from it, in one transaction: their sessions end, their links stop working, every
 * word that they gave falls, whoever was let in on it is under review, and what they alone decided is closed.
 *
 * Locks: the stewards, the member, the map, the disclosures, and the ledger's head last. Whoever decides a disclosure
 * holds their own row first (`stillIn`), so that a decision comes wholly before a suspension, and is closed by it,
 * or not at all.
 */

/** The active stewards, locked: two who suspend each other come here one after the other, and one is always left. */
async function stewards(tx: Tx): Promise<readonly string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Member"
    WHERE "role" = 'steward' AND "vettedAt" IS NOT NULL AND "suspendedAt" IS NULL ORDER BY "id" FOR UPDATE`;
  return rows.map(({ id }) => id);
}

/** Nobody was changed: because there is nobody, or because it is so already. */
async function refuseAsItStands(tx: Tx, memberId: string): Promise<never> {
  throw new Refusal((await tx.member.count({ where: { id: memberId } })) === 0 ? "not-found" : "not-now");
}

/**
 * @param previewed what was shown to whoever confirms it, or null where the clock does it
 * @returns what the caller records, last
 * @throws Refusal `changed-meanwhile` where it would reach somebody or something else by now
 */
async function putOut(tx: Tx, memberId: string, previewed: string | null, at: Date): Promise<CustodyStatement[]> {
  // Also somebody who has left, whose words stood until now.
  const { count } = await tx.member.updateMany({
    where: { id: memberId, OR: [{ suspendedAt: null }, { leftAt: { not: null } }] },
    data: { suspendedAt: at, leftAt: null },
  });
  if (count === 0) await refuseAsItStands(tx, memberId);
  const all = await circle(tx, { lock: true });
  const closed = await closeDecided(tx, memberId, at, "decider-suspended");
  const { wake, fallen } = await queries.wakeOf(tx, all, memberId, at);
  const reached = { ...wake, disclosures: closed.disclosures };
  if (previewed !== null && previewed !== queries.digestOfWake(memberId, reached)) throw new Refusal("changed-meanwhile");
  await keep(tx, fallen.trust);
  await lapseLinks(tx, wake.links, at);
  const ended = await revokeAll(tx, memberId, at, "suspended");
  return [
    { kind: "member.suspended", member: memberId },
    { kind: "member.wordFell", member: memberId, edges: digestOf(fallen.fell.map(edgeDigest).toSorted()) },
    ...closed.statements,
    ...ended,
  ];
}

/**
 * Whom and what a suspension would reach. It shows edges that are somebody else's, so that it was asked for stands in
 * the ledger before it is answered, where it is counted as well (`domain/looking.ts`).
 * @throws Refusal `not-found`, `not-now` for somebody suspended
 */
export const preview = (actor: Actor, input: { memberId: string }, at: Date) =>
  transaction(async (tx) => {
    await stillIn(tx, actor);
    // One look after another: of two at once neither would be counted.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('suspensions.preview'))`;
    const shown = await queries.preview(tx, actor.id, input.memberId, at);
    await record(tx, actor.id, at, { kind: shown.named ? "member.previewed" : "member.counted", member: input.memberId });
    return shown;
  });

/**
 * Put a member out at once: their next request is refused.
 * @param input.preview the digest of what was shown
 * @throws Refusal `last-steward`, `second-person-required` for oneself, `changed-meanwhile`, `not-found`, `not-now` for
 *   somebody suspended
 */
export async function suspend(actor: Actor, input: { memberId: string; preview: string }, at: Date): Promise<{}> {
  const { memberId } = input;
  await transaction(async (tx) => {
    const left = await stewards(tx);
    if (!left.includes(actor.id)) throw new Refusal("not-found");
    if (memberId === actor.id) throw new Refusal(left.length === 1 ? "last-steward" : "second-person-required");
    await record(tx, actor.id, at, ...(await putOut(tx, memberId, input.preview, at)));
  });
  return {};
}

/**
 * Let somebody back in, on which two stewards agreed. Nothing comes back that fell: neither their sessions and links, nor the
 * words that they gave. Whoever has no longer enough members behind them comes back as a candidate, under the rules
 * for candidates.
 * @returns what the caller records, last
 * @throws Refusal `not-found`, `not-now` for somebody who is not suspended
 */
export async function restore(tx: Tx, memberId: string): Promise<CustodyStatement[]> {
  const { count } = await tx.member.updateMany({
    where: { id: memberId, suspendedAt: { not: null } },
    data: { suspendedAt: null, leftAt: null },
  });
  if (count === 0) await refuseAsItStands(tx, memberId);
  const all = await circle(tx, { lock: true });
  const person = all.people.get(memberId);
  const restored: CustodyStatement = { kind: "member.restored", member: memberId };
  if (!person?.vetted || person.founder || counted(all, memberId).length > all.settings.vouches) return [restored];
  await tx.member.update({ where: { id: memberId }, data: { vettedAt: null } });
  return [restored, { kind: "member.unvetted", member: memberId }];
}

/**
 * Put out whoever was under review and has not had the missing vouches given anew in time; whom they let in is then under
 * review in turn. The last steward stays, under review, until there is another.
 */
export async function lapse(at: Date): Promise<void> {
  const due = (await circle(db())).trust.reviews.filter((review) => review.due <= at).map(({ member }) => member);
  for (const memberId of due) {
    await transaction(async (tx) => {
      const left = await stewards(tx);
      if (left.length === 1 && left[0] === memberId) return;
      // Somebody may have vouched at this very moment.
      const { trust } = await circle(tx, { lock: true });
      if (!trust.reviews.some((review) => review.member === memberId && review.due <= at)) return;
      await record(tx, null, at, ...(await putOut(tx, memberId, null, at)));
    });
  }
}
