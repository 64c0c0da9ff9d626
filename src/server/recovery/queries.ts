import * as z from "zod";
import { counted, WORDS } from "~/domain/recovery";
import type { Actor } from "~/domain/roles";
import { db, snapshot } from "~/server/db";
import { openJson } from "~/server/sealing";
import { behindWhom, standingFor } from "~/server/vouching/queries";

/**
 * Who has said that it is them, and the digest of the code that each was given to tell. Sealed, since whoever may say so stands
 * behind them; padded, so that its length tells nothing.
 */
export const Confirmed = z.object({ said: z.array(z.object({ by: z.uuid(), code: z.string() })), padding: z.string() });

/** Words may be given for it. */
export const isOpen = (at: Date) => ({ usedAt: null, stoppedAt: null, expiresAt: { gt: at } });
/** The same, or there is a link that still works. */
export const isRunning = (at: Date) =>
  ({
  usedAt: null,
  stoppedAt: null,
  OR: [{ expiresAt: { gt: at } }, { linkUntil: { gt: at } }],
});
/** Shown to those whom it concerns: what is open, and what was stopped, for as long as it would have been. */
const isShown = (at: Date) => ({ usedAt: null, expiresAt: { gt: at } });

const shape = {
  id: true, memberId: true, openedAt: true, expiresAt: true, stoppedAt: true, sealed: true, member: { select: { handle: true } },
} as const;

/** The one that runs in the asker's own name, if any, for whoever is signed in and did not ask for it. */
export const running = (actor: Actor, at: Date) =>
  db().recovery.findFirst({
    where: { memberId: actor.id, ...isRunning(at) },
    orderBy: { openedAt: "desc" },
    select: { id: true, openedAt: true },
  });

/** What is under way, with how many words there are that count; not whose. */
export const list = (actor: Actor, at: Date) =>
  snapshot(async (tx) => {
    const rows = await tx.recovery.findMany({ where: isShown(at), orderBy: { openedAt: "asc" }, select: shape });
    return Promise.all(
      rows.map(async ({ id, memberId, member, expiresAt, stoppedAt, sealed }) => {
        const { said } = await openJson(sealed, { kind: "recovery", id }, Confirmed);
        const standing = await standingFor(tx, memberId);
        const have = counted({ memberId, standing, confirmed: said.map(({ by }) => by), steward: actor.id }).length;
        return { id, handle: member.handle, expiresAt, stoppedAt, have: Math.min(have, WORDS), need: WORDS };
      }),
    );
  });

/** Those behind whom the asker stands and who want to come back. */
export const mine = (actor: Actor, at: Date) =>
  snapshot(async (tx) => {
    const rows = await tx.recovery.findMany({
      where: { ...isShown(at), memberId: { in: await behindWhom(tx, actor.id) } },
      orderBy: { openedAt: "asc" },
      select: shape,
    });
    return Promise.all(
      rows.map(async ({ id, member, openedAt, stoppedAt, sealed }) => {
        const { said } = await openJson(sealed, { kind: "recovery", id }, Confirmed);
        return { id, handle: member.handle, openedAt, stoppedAt, said: said.some(({ by }) => by === actor.id) };
      }),
    );
  });
