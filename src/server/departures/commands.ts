import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { digestOf, record } from "~/server/custody";
import { transaction, type Tx } from "~/server/db";
import { closeDecided } from "~/server/disclosures/commands";
import { lapseLinks } from "~/server/members/commands";
import * as passkeys from "~/server/passkeys/commands";
import * as recoveryCodes from "~/server/recoveryCodes/commands";
import { revokeAll } from "~/server/sessions/commands";
import { edgeDigest, keep } from "~/server/vouching/commands";
import { circle } from "~/server/vouching/queries";
import { digestOfWake, wakeOf } from "./queries";

/**
 * Going for good, in one transaction: sessions, links, passkeys and recovery codes end, and what the member alone decided is
 * closed. They are out as whoever is suspended, and come back as they do; what they said of others stands (`domain/departure`).
 *
 * Locks: everybody of their role, who may be going as well; the map; the disclosures; the ledger's head last.
 */
async function lockPeers(tx: Tx, { id, role }: Actor): Promise<void> {
  await tx.$queryRaw`
    SELECT "id" FROM "Member"
    WHERE "id" = ${id}::uuid OR ("role" = ${role} AND "role" IN ('steward', 'reviewer') AND "suspendedAt" IS NULL)
    ORDER BY "id" FOR UPDATE`;
}

/**
 * @param input.preview the digest of what was shown
 * @param input.accepted that they know what the instance is left without, where that was shown
 * @throws Refusal `changed-meanwhile`, `input-invalid` where a warning was not accepted, `not-found` for somebody put out meanwhile
 */
export async function depart(actor: Actor, input: { preview: string; accepted: boolean }, at: Date): Promise<{}> {
  const memberId = actor.id;
  await transaction(async (tx) => {
    await lockPeers(tx, actor);
    const all = await circle(tx, { lock: true });
    const closed = await closeDecided(tx, memberId, at, "decider-left");
    const wake = { ...(await wakeOf(tx, all, actor, at)), disclosures: closed.disclosures };
    if (input.preview !== digestOfWake(memberId, wake)) throw new Refusal("changed-meanwhile");
    if (wake.warnings.length > 0 && !input.accepted) throw new Refusal("input-invalid", { fields: ["accepted"] });
    const { count } = await tx.member.updateMany({ where: { id: memberId, suspendedAt: null }, data: { suspendedAt: at, leftAt: at } });
    if (count !== 1) throw new Refusal("not-found");
    await keep(tx, wake.words.trust);
    await lapseLinks(tx, wake.links, at);
    await passkeys.removeAll(tx, memberId);
    await recoveryCodes.removeAll(tx, memberId);
    const ended = await revokeAll(tx, memberId, at, "left");
    await record(
      tx, memberId, at,
      { kind: "member.left", member: memberId },
      { kind: "member.wordFell", member: memberId, edges: digestOf(wake.words.fell.map(edgeDigest).toSorted()) },
      ...closed.statements,
      ...ended,
    );
  });
  return {};
}
