import NextAuth from "next-auth/next";
import type { NextRequest } from "next/server";
import { authOptions } from "~/server/auth";
import { turnedAway } from "~/server/bytes";
import { setDevice } from "~/server/devices";
import { fromOurselves } from "~/server/origin";
import { deviceFor } from "~/server/sessions/commands";

/**
 * Signing in and out, and what the browser has to fetch for it. next-auth would answer more: pages of its own, the
 * session as JSON, a log that anybody may write to. What is not named here is not there.
 */
const doors = new Set(["GET csrf", "GET providers", "POST callback/credentials", "POST callback/passkey", "POST signout"]);

/** next-auth reads a body whole. A handle, a passphrase and a code are less than this, and so is what a passkey signed. */
const MOST_BYTES = 16 * 1024;

type Context = { readonly params: Promise<{ nextauth: string[] }> };

async function handle(request: NextRequest, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  if (!doors.has(`${request.method} ${nextauth.join("/")}`)) return new Response(null, { status: 404 });
  if (request.method === "POST") {
    if (!fromOurselves(request.headers)) return turnedAway("sign-in", "elsewhere", 403);
    const length = Number(request.headers.get("content-length") ?? Number.NaN);
    if (!(length <= MOST_BYTES)) return turnedAway("sign-in", "too-large", 413);
  }
  let failed = false;
  let session: string | null = null;
  const options = authOptions({
    onSignIn: (started) => {
      session = started;
    },
    onFailedSignOut: () => {
      failed = true;
    },
  });
  const response: unknown = await NextAuth(request, context, options);
  // Without its cookies: whoever could not be signed out has to see that they still are in.
  if (!(response instanceof Response) || failed) return new Response(null, { status: 500 });
  const device = session === null ? null : await deviceFor(session, new Date());
  if (device !== null) response.headers.append("set-cookie", setDevice(device));
  return response;
}

export { handle as GET, handle as POST };
