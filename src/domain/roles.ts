import * as z from "zod";

/** What a member can be here for. */
export const memberRoles = ["documenter", "reviewer", "steward", "auditor"] as const;
export const MemberRole = z.enum(memberRoles);
export type MemberRole = z.infer<typeof MemberRole>;

/** Everyone who can hold a session. A name added here may do nothing until `policy.ts` lists it. */
export const roles = [...memberRoles, "candidate"] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

/** As what somebody acts: whoever is not vetted yet is a candidate, whatever they are meant for. */
export const actingAs = (member: { readonly role: string; readonly vettedAt: Date | null }): Role =>
  member.vettedAt === null ? "candidate" : MemberRole.parse(member.role);

/** How a session can end before its time. */
export const sessionEnds = [
  "signed-out", "signed-out-everywhere", "signed-in-anew", "ended-by-owner", "passphrase-changed", "recovered", "suspended", "left", "restored",
] as const;
export type SessionEnd = (typeof sessionEnds)[number];

/** Who is acting now. Minted from the session row by `server/auth.ts` on every request. */
export type Actor = { readonly id: string; readonly role: Role };
