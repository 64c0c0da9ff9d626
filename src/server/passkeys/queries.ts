import type { Actor } from "~/domain/roles";
import { db } from "~/server/db";
import { openJson } from "~/server/sealing";
import { Kept } from "./commands";

/** A member's own passkeys, oldest first. */
export async function list(actor: Actor) {
  const rows = await db().passkey.findMany({
    where: { memberId: actor.id },
    orderBy: { createdAt: "asc" },
    select: { id: true, createdAt: true, usedAt: true, sealed: true },
  });
  return Promise.all(
    rows.map(async ({ sealed, ...row }) => {
      const { credentialId, label, prf } = await openJson(sealed, { kind: "passkey", id: row.id }, Kept);
      return { ...row, credentialId, label, prf };
    }),
  );
}
