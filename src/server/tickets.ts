import { randomBytes, timingSafeEqual } from "node:crypto";
import { tokenDigest } from "./digest";

/**
 * [Note: Tickets] A session's cookie holds a ticket: the session's id, and 32 bytes of chance that nobody has but that
 * browser. The id is no secret, for it stands in the ledger. Of the other half the session's row keeps the SHA-256, so
 * that whoever holds the secret under which cookies are sealed, and reads every table, can still make none that fits a session.
 */
type Ticket = { readonly id: string; readonly secret: string };

const SHAPE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})$/;

/** The half that is the browser's, in base64url. */
export const newTicketSecret = (): string => randomBytes(32).toString("base64url");

export const writeTicket = ({ id, secret }: Ticket): string => `${id}.${secret}`;

/** @returns null for what has not the shape of a ticket, whatever it is */
export function readTicket(untrusted: string): Ticket | null {
  const [, id, secret] = SHAPE.exec(untrusted) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

/** @param digest of the session's row; null, of a session from before there were tickets, fits none */
export const fits = ({ secret }: Ticket, digest: Uint8Array | null): boolean =>
  digest !== null && timingSafeEqual(tokenDigest(secret), digest);
