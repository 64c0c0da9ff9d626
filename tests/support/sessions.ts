import { tokenDigest } from "~/server/digest";
import { newTicketSecret, writeTicket } from "~/server/tickets";
import type { World } from "./world";

type Row = { readonly createdAt: Date; readonly idleUntil: Date; readonly expiresAt: Date; readonly revokedAt: Date | null; readonly provenAt: Date };

const HOUR = 3_600_000;

/** A session straight into the table, where nobody needs to sign in for it, and the ticket to it. */
export async function openSession(world: Pick<World, "db" | "now">, memberId: string, over: Partial<Row> = {}) {
  const [at, secret] = [world.now(), newTicketSecret()];
  const later = new Date(+at + HOUR);
  const { id } = await world.db().session.create({
    data: { memberId, secretDigest: tokenDigest(secret), createdAt: at, provenAt: at, idleUntil: later, expiresAt: later, ...over },
    select: { id: true },
  });
  return { id, ticket: writeTicket({ id, secret }) };
}
