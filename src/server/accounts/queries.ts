import { AccountText } from "~/domain/incident";
import type { Actor } from "~/domain/roles";
import { db, type Tx } from "~/server/db";
import { openJson } from "~/server/sealing";

const shape = {
  id: true, authorId: true, grantorId: true, sealed: true, lookedAt: true, createdAt: true,
  mentions: { select: { grantorId: true } },
} as const;

/** Open what an account says. @throws VaultError when it was damaged */
export const textOf = (account: { id: string; sealed: Uint8Array }): Promise<AccountText> =>
  openJson(account.sealed, { kind: "account", id: account.id }, AccountText);

/** The accounts of an incident whose scope the caller has checked, oldest first. */
export async function ofIncident(actor: Actor, incidentId: string) {
  const rows = await db().account.findMany({ where: { incidentId, erasedAt: null }, orderBy: { createdAt: "asc" }, select: shape });
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      mine: row.authorId === actor.id,
      ...(await textOf(row)),
      looked: row.lookedAt !== null,
      mentions: row.mentions.map((mention) => mention.grantorId),
      authorGrantorId: row.grantorId,
      createdAt: row.createdAt,
    })),
  );
}

/** Texts of the accounts in a cleared disclosure. */
export async function textsOf(tx: Tx, ids: readonly string[]) {
  const rows = await tx.account.findMany({ where: { id: { in: [...ids] }, erasedAt: null }, select: { id: true, sealed: true } });
  return new Map(await Promise.all(rows.map(async (row) => [row.id, await textOf(row)] as const)));
}

/** The incident of an account that is there; null where it is not, or was erased. */
export async function incidentOf(tx: Tx, accountId: string): Promise<string | null> {
  const row = await tx.account.findFirst({ where: { id: accountId, erasedAt: null }, select: { incidentId: true } });
  return row?.incidentId ?? null;
}
