import { warningsFor, wordsAfter, type DepartureWarning } from "~/domain/departure";
import { MemberRole, type Actor } from "~/domain/roles";
import type { Circle } from "~/domain/vouching";
import { digestOf } from "~/server/custody";
import { heldByNobodyElse } from "~/server/custodyKeys/queries";
import { snapshot, type Tx } from "~/server/db";
import { decidedBy } from "~/server/disclosures/queries";
import { openLinksOf } from "~/server/members/queries";
import { inUse } from "~/server/sessions/queries";
import { circle } from "~/server/vouching/queries";

/** What somebody's going reaches. */
export async function wakeOf(tx: Tx, all: Circle, actor: Actor, at: Date) {
  const { id } = actor;
  const words = wordsAfter(all, id, at);
  const { role, vettedAt } = await tx.member.findUniqueOrThrow({ where: { id }, select: { role: true, vettedAt: true } });
  const others = await tx.member.count({ where: { id: { not: id }, role, vettedAt: { not: null }, suspendedAt: null } });
  const warnings: DepartureWarning[] = vettedAt === null ? [] : warningsFor(MemberRole.parse(role), others, await heldByNobodyElse(tx, id));
  const unheld = words.fell.map(({ to }) => to).filter((to) => !all.people.has(to));
  return {
    words,
    warnings,
    under: words.under.map(({ member }) => member).toSorted(),
    candidates: words.fell.map(({ to }) => to).filter((to) => all.people.get(to)?.vetted === false).toSorted(),
    links: await openLinksOf(tx, id, unheld, at),
    disclosures: await decidedBy(tx, id),
  };
}
type Wake = Awaited<ReturnType<typeof wakeOf>>;

/** What was previewed is what is confirmed. */
export const digestOfWake = (id: string, { words, warnings, under, candidates, links, disclosures }: Wake): string =>
  digestOf({
    id, stand: words.stand, warnings, under, candidates, links, disclosures: disclosures.map(({ id: one, state }) => [one, state]),
  });

/** What follows from going, for whoever thinks of it. */
export const preview = (actor: Actor, at: Date) =>
  snapshot(async (tx) => {
    const wake = await wakeOf(tx, await circle(tx), actor, at);
    return {
      stand: wake.words.stand,
      warnings: wake.warnings,
      sessions: await tx.session.count({ where: { memberId: actor.id, ...inUse(at) } }),
      links: wake.links.length,
      under: wake.under.length,
      candidates: wake.candidates.length,
      disclosures: wake.disclosures.length,
      digest: digestOfWake(actor.id, wake),
    };
  });
