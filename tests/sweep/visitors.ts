import { randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import superjson from "superjson";
import type { Actor } from "~/domain/roles";
import { newTicketSecret, writeTicket } from "~/server/tickets";
import { sessionOf } from "../support/identity";
import { openSession } from "../support/sessions";
import type { World } from "../support/world";

/** Requests as a browser sends them, and the cookies in them. */
export type Sent = { readonly method?: string; readonly path: string; readonly headers?: Record<string, string>; readonly body?: BodyInit };
export type Answered = { readonly status: number; readonly type: string | null; readonly location: string | null; readonly text: string };

const HOUR = 3_600_000;
const OURS = { origin: "http://localhost:3000", "sec-fetch-site": "same-origin" };

/** A call of a procedure. */
export const rpc = (action: string, input: unknown): Sent => ({
  path: `/api/trpc/${action}`,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(superjson.serialize(input)),
});

/** An upload as `trpc/upload.ts` sends it. */
export const octets = (action: string, incident: string, bytes: Uint8Array<ArrayBuffer>, digest: string): Sent => ({
  path: `/api/trpc/${action}`,
  headers: {
    "content-type": "application/octet-stream", "x-vouchsafe-incident": encodeURIComponent(incident), "x-vouchsafe-digest": digest,
    "x-vouchsafe-size": String(bytes.length),
  },
  body: bytes,
});

/** @param cookie the header's whole text, or none; @param headers over what our own pages say of themselves */
export async function knock(
  origin: string,
  { method = "POST", path, headers, body }: Sent,
  cookie: string | null,
  over: Record<string, string> = OURS,
): Promise<Answered> {
  const response = await fetch(origin + path, {
    method, redirect: "manual", headers: { ...over, ...headers, ...(cookie !== null && { cookie }) }, ...(body !== undefined && { body }),
  });
  return { status: response.status, type: response.headers.get("content-type"), location: response.headers.get("location"), text: await response.text() };
}

export async function cookies(world: World) {
  const { authSecret } = await import("~/env");
  const { sessionCookie } = await import("~/server/auth");
  const sealed = (sid: string, secret = authSecret(), maxAge = HOUR) => encode({ token: { sid }, secret, maxAge });
  /** A session's row, and the ticket to it. */
  const row = async (actor: Actor, over: Parameters<typeof openSession>[2] = {}): Promise<string> =>
    (await openSession(world, actor.id, { createdAt: new Date(+world.now() - HOUR), ...over })).ticket;
  /** What a row keeps of the half that it does not know, as the half is written. */
  const kept = async (id: string): Promise<string> => {
    const { secretDigest } = await world.db().session.findUniqueOrThrow({ where: { id }, select: { secretDigest: true } });
    return Buffer.from(secretDigest!).toString("base64url");
  };
  const named = (value: string, name = sessionCookie()) => `${name}=${value}`;
  return {
    /** Of somebody who is signed in. */
    of: async (actor: Actor) => named(await sealed(await row(actor))),
    /** Of somebody who is signed in and has not shown for an hour who they are. */
    unproven: async (actor: Actor) => named(await sealed(await row(actor, { provenAt: new Date(+world.now() - HOUR) }))),
    /** Of somebody who is signed in, and whose next request keeps their session awake for longer. */
    drowsy: async (actor: Actor) => named(await sealed(await row(actor, { idleUntil: new Date(+world.now() + 120_000) }))),
    /** The encrypted text alone, for whoever carries it in another way. */
    text: async (actor: Actor) => sealed(await row(actor)),
    named,
    /** Every way known to us of having a cookie and no session. */
    async worthless(actor: Actor): Promise<Record<string, string | null>> {
      const past = new Date(+world.now() - 1000);
      const live = await row(actor);
      const inLedger = sessionOf(live);
      const other = await row(actor);
      const json = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
      const suspended = await world.member(actor.role);
      const ofSuspended = await row(suspended);
      await world.db().member.update({ where: { id: suspended.id }, data: { suspendedAt: past } });
      const good = await sealed(live);
      const flipped = good.slice(0, -8) + (good.at(-8) === "A" ? "B" : "A") + good.slice(-7);
      return {
        "no cookie": null,
        "an empty one": named(""),
        "anything": named("let-me-in"),
        "a ticket without encryption": named(live),
        "what another instance sealed": named(await sealed(live, randomUUID() + randomUUID())),
        "a token that nobody signed": named(`${json({ alg: "none" })}.${json({ sid: live, exp: 4_000_000_000 })}.`),
        "a token whose key nobody needs": named(`${json({ alg: "dir", enc: "none" })}..${json({ iv: 0 })}.${json({ sid: live })}.`),
        "one letter changed": named(flipped),
        "sealed too long ago": named(await sealed(live, authSecret(), -HOUR)),
        "of a session that never was": named(await sealed(writeTicket({ id: randomUUID(), secret: newTicketSecret() }))),
        "made with the secret and an id out of the ledger": named(await sealed(inLedger)),
        "made with the secret, such an id and a guess": named(await sealed(writeTicket({ id: inLedger, secret: newTicketSecret() }))),
        "made with the secret, such an id and another session's half": named(await sealed(inLedger + other.slice(inLedger.length))),
        "made with the secret and what the table keeps": named(await sealed(`${inLedger}.${await kept(inLedger)}`)),
        "of a member's id": named(await sealed(actor.id)),
        "of a session that has come to its end": named(await sealed(await row(actor, { expiresAt: past }))),
        "of a session that lay idle": named(await sealed(await row(actor, { idleUntil: past }))),
        "of a session that was ended": named(await sealed(await row(actor, { revokedAt: past }))),
        "of somebody suspended": named(await sealed(ofSuspended)),
        "under the name that next-auth gives": named(good, "next-auth.session-token"),
        "under the name for https": named(good, "__Host-vouchsafe.session"),
      };
    },
  };
}
