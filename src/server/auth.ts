import { randomBytes } from "node:crypto";
import type { NextAuthOptions } from "next-auth";
import { decode } from "next-auth/jwt";
import { getServerSession } from "next-auth/next";
import Credentials from "next-auth/providers/credentials";
import { Refusal } from "~/domain/refusal";
import { authSecret, config } from "~/env";
import { cookieIn, deviceIn } from "./devices";
import { hasLeft } from "./leaving";
import { log } from "./log";
import * as sessions from "./sessions/commands";

/**
 * Between the cookie and the session row.
 *
 * Hides: next-auth, which signs people in over HTTP, guards that with a token of its own against requests forged by
 * other sites, and keeps the cookie. Promises: the cookie holds the ticket to a session ([Note: Tickets]), encrypted, and
 * nothing else; the row is read anew each time. Does not: decide who may come in (`sessions`) or what they may do (`policy`).
 */
declare module "next-auth" {
  interface Session {
    sid: string;
  }
}
declare module "next-auth/jwt" {
  interface JWT {
    sid: string;
  }
}

/** `__Host-` makes a browser insist on https, this very host and the whole of it. It cannot be had without https. */
const named = (what: string): string => `${config().secureCookies ? "__Host-" : ""}vouchsafe.${what}`;
export const sessionCookie = (): string => named("session");

const unexpected = (where: string, error: unknown): void =>
  log.unexpected(randomBytes(4).toString("hex"), `auth.${where}`, error);

/** What anybody can cause with a made-up cookie or address is no event. */
const ordinary = new Set(["JWT_SESSION_ERROR", "SIGNOUT_ERROR", "INVALID_CALLBACK_URL_ERROR"]);

const logger: NonNullable<NextAuthOptions["logger"]> = {
  error(code, metadata) {
    if (!ordinary.has(code)) unexpected(code.toLowerCase(), "error" in metadata ? metadata.error : metadata);
  },
  warn: () => undefined,
  debug: () => undefined,
};

type SignIn = (shown: unknown, at: Date) => Promise<string>;
type Asked = { readonly headers?: Record<string, unknown> | undefined };

/** @returns what next-auth takes for a user: the ticket to a session. Its error's message ends up in an address. */
async function authorize(way: string, signIn: SignIn, shown: unknown): Promise<{ id: string }> {
  try {
    return { id: await signIn(shown, new Date()) };
  } catch (error) {
    if (error instanceof Refusal) {
      log.turnedAway(`sign-in by ${way}`, error.code);
      throw new Error(error.code, { cause: error });
    }
    unexpected("sign-in", error);
    throw new Error("unexpected", { cause: error });
  }
}

let secret: string | undefined;

const cookiesOf = ({ headers }: Asked): string | null => (headers?.["cookie"] as string | undefined) ?? null;

/** The ticket to the session in which the browser is until now. What is made up or too old is none. */
async function ticketIn(cookies: string | null): Promise<string | null> {
  const token = cookieIn(cookies, sessionCookie());
  if (token === null) return null;
  const held = await decode({ token, secret: (secret ??= authSecret()) }).catch(() => null);
  return held?.sid ?? null;
}

type Listener = {
  /** A session has been started, and this is its ticket. */
  readonly onSignIn?: (ticket: string) => void;
  /** A session could not be revoked. */
  readonly onFailedSignOut?: () => void;
};

/** @param listener is told what next-auth would keep to itself */
export function authOptions({ onSignIn, onFailedSignOut }: Listener = {}): NextAuthOptions {
  const secure = config().secureCookies;
  const options = { httpOnly: true, sameSite: "strict", path: "/", secure } as const;
  return {
    secret: (secret ??= authSecret()),
    useSecureCookies: secure,
    session: { strategy: "jwt", maxAge: sessions.LONGEST_SESSION_MS / 1000 },
    // All that this way of signing in sets: the other two are the token against forged requests and where to go next.
    cookies: {
      sessionToken: { name: sessionCookie(), options },
      csrfToken: { name: named("csrf"), options },
      callbackUrl: { name: named("callback"), options },
    },
    providers: [
      Credentials({
        credentials: { handle: {}, passphrase: {}, code: {} },
        authorize: async (shown, asked) => {
          const [device, before] = [deviceIn(cookiesOf(asked)), await ticketIn(cookiesOf(asked))];
          return authorize("passphrase", (untrusted, at) => sessions.signIn(untrusted, at, device, before), shown);
        },
      }),
      Credentials({
        id: "passkey",
        credentials: { assertion: {} },
        authorize: async (shown, asked) => {
          const before = await ticketIn(cookiesOf(asked));
          return authorize("passkey", (untrusted, at) => sessions.signInWithPasskey(untrusted, at, before), shown);
        },
      }),
    ],
    callbacks: {
      // A user is there at sign-in only; afterwards the cookie is its own witness.
      jwt: ({ token, trigger, user }) => ({ sid: trigger === "signIn" ? user.id : token.sid }),
      session: ({ session, token }) => ({ expires: session.expires, sid: token.sid }),
    },
    events: {
      signIn: ({ user }) => onSignIn?.(user.id),
      async signOut({ token }) {
        try {
          await sessions.end(token.sid, new Date());
        } catch (error) {
          onFailedSignOut?.();
          throw error;
        }
      },
    },
    debug: false,
    logger,
  };
}

/**
 * Whose request this is, by its cookie and the session row. Only within a request.
 * The first that comes from a browser which somebody has left ends its session.
 */
export async function currentSession(headers: Headers, at: Date): Promise<sessions.Held | null> {
  const cookie = await getServerSession(authOptions());
  if (!cookie) return null;
  if (!hasLeft(headers)) return sessions.resume(cookie.sid, at);
  await sessions.end(cookie.sid, at);
  return null;
}
