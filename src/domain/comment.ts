import * as z from "zod";
import type { Role } from "./roles";

/** Who reads a comment: reviewers alone, or the documenters of the incident's team as well. */
export const audiences = ["reviewers", "team"] as const;
export const Audience = z.enum(audiences);
export type Audience = z.infer<typeof Audience>;

export const MOST_LETTERS = 4_000;
export const CommentText = z.string().trim().min(1).max(MOST_LETTERS);

/** Of one incident. */
export const MOST_COMMENTS = 1_000;

/** Reviewers talk among themselves or with the documenters; documenters with the reviewers, before their team. */
export const mayAddress = (role: Role, audience: Audience): boolean => role === "reviewer" || (role === "documenter" && audience === "team");

/** Whoever wrote it takes it away, and a reviewer any: somebody may have to be taken out of it. */
export const mayRemove = (actor: { readonly id: string; readonly role: Role }, authorId: string): boolean =>
  actor.role === "reviewer" || actor.id === authorId;

/** As many as a comment may call. */
const MOST_MENTIONS = 20;

/** The handles that a comment calls with an `@`, in small letters, each once. Whose they are, and whether anybody's, is not known here. */
export function handlesIn(text: string): string[] {
  const found = text.matchAll(/(?<![\p{L}\p{N}_.@-])@([a-z0-9][a-z0-9-]{2,30})(?![\p{L}\p{N}_-])/giu);
  return [...new Set([...found].map(([, handle]) => handle!.toLowerCase()))].slice(0, MOST_MENTIONS);
}
