/**
 * When a candidate is vetted. Today a steward's invite is the whole of it: who holds an unexpired, unused invite
 * is let in with the invite's role. Introductions and vouches by members are counted here once they exist, so that
 * `server/members` keeps asking one question.
 */
export type Candidate = { readonly invite: { readonly expiresAt: Date; readonly usedAt: Date | null } | null };

export const vetted = (candidate: Candidate, at: Date): boolean =>
  candidate.invite !== null && candidate.invite.usedAt === null && candidate.invite.expiresAt > at;
