import { NextResponse, type NextRequest } from "next/server";
import { config as settings } from "~/env";

/**
 * The content security policy of every page, with a nonce of its own for each request; Next reads the nonce from the
 * request's header and puts it on what it renders. Decides nothing about who may see what.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const { production, publicUrl } = settings();
  const policy = [
    "default-src 'self'",
    // React's development build makes stack traces with eval.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${production ? "" : " 'unsafe-eval'"}`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob:",
    "connect-src 'self'",
    "font-src 'self'",
    "worker-src 'self'",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(publicUrl.protocol === "https:" ? ["upgrade-insecure-requests"] : []),
  ].join("; ");

  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set("x-nonce", nonce);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

/**
 * Not the doors through which bytes pass: what runs here gets a copy of the body that Next cuts at 10 MB without an
 * error. They send no HTML either, and have the policy that `next.config.ts` gives them.
 */
export const config = {
  matcher: ["/((?!api/trpc|api/auth|api/exhibits|api/derivatives|api/dossiers|api/originals|api/recordings|api/resealings|r$|_next/static).*)"],
};
