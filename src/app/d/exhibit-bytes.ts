import * as z from "zod";
import { refusalCodes } from "~/domain/refusal";
import type { Refused } from "~/trpc/client";

/** Whether the bytes are those that the manifest lists; null where the browser cannot tell. */
export type Verdict = "matches" | "differs" | null;

const RefusalBody = z.object({ code: z.enum(refusalCodes), details: z.record(z.string(), z.unknown()).default({}) });

export type Fetched = { readonly bytes: Blob } | { readonly refused: Refused };

const refused = (code: Refused["code"], details: Refused["details"] = {}): Fetched => ({ refused: { code, details } });

/** The bytes of one exhibit. No cookie goes with the request: the pass of this opening alone is what opens. */
export async function fetchExhibit(pass: string, exhibit: number, signal: AbortSignal): Promise<Fetched> {
  try {
    const response = await fetch("/api/exhibits", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ pass, exhibit }),
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
      signal,
    });
    if (response.ok) return { bytes: await response.blob() };
    const body = RefusalBody.safeParse(await response.json());
    return body.success ? refused(body.data.code, body.data.details) : refused("unexpected");
  } catch {
    // No connection, or cut off in the middle. A body that is no JSON is a proxy's, which is as good as neither.
    return refused("offline");
  }
}

/** Compare with a SHA-256 in hexadecimal. Only a secure context can. */
export async function compare(bytes: Blob, digest: string): Promise<Verdict> {
  if (!globalThis.isSecureContext) return null;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await bytes.arrayBuffer()));
  const hex = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex === digest ? "matches" : "differs";
}
