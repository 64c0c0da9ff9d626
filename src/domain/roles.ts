import * as z from "zod";

/** Everyone who can hold a session. A name added here may do nothing until `policy.ts` lists it. */
export const roles = ["documenter", "reviewer", "steward", "auditor"] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

/** How a session can end before its time. */
export const sessionEnds = ["signed-out", "signed-out-everywhere", "ended-by-owner", "suspended"] as const;
export type SessionEnd = (typeof sessionEnds)[number];

/** Who is acting now. Minted from the session row by `server/auth.ts` on every request. */
export type Actor = { readonly id: string; readonly role: Role };
