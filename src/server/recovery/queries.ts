import * as z from "zod";
import { counted, WORDS } from "~/domain/recovery";
import type { Actor } from "~/domain/roles";
import { snapshot } from "~/server/db";
import { openJson } from "~/server/sealing";
import { behindWhom, standingFor } from "~/server/vouching/queries";

/** Who has said that it is them. Sealed, since whoever may say so stands behind them; padded, so that its length tells nothing. */
export const Confirmed = z.object({ by: z.array(z.uuid()), padding: z.string() });

export const isOpen = (at: Date) => ({ usedAt: null, expiresAt: { gt: at } });

const shape = { id: true, memberId: true, openedAt: true, expiresAt: true, sealed: true, member: { select: { handle: true } } } as const;

/** What is under way, with how many words there are that count; not whose. */
export const list = (actor: Actor, at: Date) =>
  snapshot(async (tx) => {
    const rows = await tx.recovery.findMany({ where: isOpen(at), orderBy: { openedAt: "asc" }, select: shape });
    return Promise.all(
      rows.map(async ({ id, memberId, member, expiresAt, sealed }) => {
        const { by } = await openJson(sealed, { kind: "recovery", id }, Confirmed);
        const standing = await standingFor(tx, memberId);
        const have = counted({ memberId, standing, confirmed: by, steward: actor.id }).length;
        return { id, handle: member.handle, expiresAt, have: Math.min(have, WORDS), need: WORDS };
      }),
    );
  });

/** Those behind whom the asker stands and who want to come back. */
export const mine = (actor: Actor, at: Date) =>
  snapshot(async (tx) => {
    const rows = await tx.recovery.findMany({
      where: { ...isOpen(at), memberId: { in: await behindWhom(tx, actor.id) } },
      orderBy: { openedAt: "asc" },
      select: shape,
    });
    return Promise.all(
      rows.map(async ({ id, member, openedAt, sealed }) => {
        const { by } = await openJson(sealed, { kind: "recovery", id }, Confirmed);
        return { id, handle: member.handle, openedAt, said: by.includes(actor.id) };
      }),
    );
  });
