import type { Actor } from "~/domain/roles";
import { readWrap, type WrapHead } from "~/keyring/wrap";
import { db } from "~/server/db";

type Listed = { readonly id: string; readonly createdAt: Date; readonly means: WrapHead["means"]; readonly credentialId: string | null };

/** By what the reader's own key opens, oldest first, and which passkeys those are: nothing with which one could guess. */
export async function list(actor: Actor) {
  const wraps = await db().reviewerWrap.findMany({
    where: { reviewerKey: { memberId: actor.id, endedAt: null } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { id: true, wrap: true, createdAt: true },
  });
  return wraps.flatMap(({ wrap, ...row }): Listed[] => {
    const head = readWrap(wrap);
    if (!head) return [];
    const credentialId = head.means === "passkey" ? Buffer.from(head.credential).toString("base64url") : null;
    return [{ ...row, means: head.means, credentialId }];
  });
}
