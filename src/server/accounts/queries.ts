import * as z from "zod";
import { AccountText } from "~/domain/incident";
import { Refusal } from "~/domain/refusal";
import { leaving, Masks, type WordsForm } from "~/domain/words";
import type { Actor } from "~/domain/roles";
import type { Prisma } from "~/generated/prisma/client";
import { db, type Tx } from "~/server/db";
import { sha256Hex } from "~/server/digest";
import * as ledger from "~/server/ledger/queries";
import { accountsOf, incidentsOf } from "~/server/scope";
import { openJson } from "~/server/sealing";

/** What is sealed of an account. One of before anything could be hidden has no masks and no salt. */
const Sealed = z.strictObject({
  language: AccountText.shape.language,
  text: z.string(),
  masks: Masks.default([]),
  salt: z.string().default(""),
});
export type Sealed = z.infer<typeof Sealed>;

const shape = {
  id: true, authorId: true, grantorId: true, sealed: true, lookedAt: true, createdAt: true,
  mentions: { select: { grantorId: true } },
} as const;

/** Open what an account says, to the letter. @throws VaultError when it was damaged */
export const wordsOf = (account: { id: string; sealed: Uint8Array }): Promise<Sealed> =>
  openJson(account.sealed, { kind: "account", id: account.id }, Sealed);

/**
 * An account as a file, whose digest is what the ledger says of it. The salt stands in it, so that nobody who has all but a name of the words
 * can try names against the digest.
 */
export const fileOf = ({ salt, language, text, masks }: Sealed): string => JSON.stringify([salt, language, text, masks]);

/** By what somebody who was shown an account says that it is this one: its words, what is hidden in them, whose they are, and whom they mention. */
export const versionOf = ({ language, text, masks }: Omit<Sealed, "salt">, speaker: string, mentions: readonly string[]): string =>
  sha256Hex(JSON.stringify([language, text, masks, speaker, mentions.toSorted()]));

/** The accounts of an incident whose scope the caller has checked, oldest first. */
export async function ofIncident(actor: Actor, incidentId: string) {
  const rows = await db().account.findMany({ where: { incidentId, erasedAt: null }, orderBy: { createdAt: "asc" }, select: shape });
  return Promise.all(
    rows.map(async (row) => {
      const { language, text, masks } = await wordsOf(row);
      const mentions = row.mentions.map((mention) => mention.grantorId);
      return {
        id: row.id,
        mine: row.authorId === actor.id,
        language,
        text,
        masks,
        version: versionOf({ language, text, masks }, row.grantorId, mentions),
        looked: row.lookedAt !== null,
        mentions,
        authorGrantorId: row.grantorId,
        createdAt: row.createdAt,
      };
    }),
  );
}

/**
 * With what an author shows later, without us, that they handed in these very words, and when: the file of them, and a slip that this file
 * opens. @throws Refusal `not-found` for another's, and for one of before there were such files; `changed-meanwhile`
 */
export async function slipOf(actor: Actor, accountId: string) {
  const row = await db().account.findFirst({
    where: { AND: [{ id: accountId, authorId: actor.id }, accountsOf(actor)] }, select: { id: true, incidentId: true, sealed: true },
  });
  if (!row) throw new Refusal("not-found");
  const file = fileOf(await wordsOf(row));
  const slip = await ledger.slipOfWords(row.id);
  if (slip.digest !== sha256Hex(file)) throw new Refusal("changed-meanwhile");
  return { incidentId: row.incidentId, file, slip };
}

/** Of an incident whose scope the caller has checked. */
export const idsOf = async (incidentId: string): Promise<string[]> =>
  (await db().account.findMany({ where: { incidentId, erasedAt: null }, select: { id: true } })).map(({ id }) => id);

/** Of incidents whose scope the caller has checked, how many accounts nobody has looked at a second time. */
export async function unlookedCounts(incidentIds: readonly string[]): Promise<Map<string, number>> {
  const where = { incidentId: { in: [...incidentIds] }, erasedAt: null, lookedAt: null };
  const rows = await db().account.groupBy({ by: ["incidentId"], where, _count: true });
  return new Map(rows.map((row) => [row.incidentId, row._count]));
}

type Leaving = { readonly language: string; readonly text: string; readonly digest: string };

/** The texts of cleared accounts, each as it leaves in its form, with the digest by which a manifest names it. */
export async function textsOf(
  tx: Tx,
  accounts: readonly { readonly id: string; readonly form: WordsForm }[],
): Promise<Map<string, Leaving>> {
  const rows = await tx.account.findMany({
    where: { id: { in: accounts.map(({ id }) => id) }, erasedAt: null },
    select: { id: true, sealed: true },
  });
  const formOf = new Map(accounts.map(({ id, form }) => [id, form]));
  return new Map(
    await Promise.all(
      rows.map(async (row) => {
        const { language, ...words } = await wordsOf(row);
        const text = leaving(words, formOf.get(row.id) ?? "redacted");
        return [row.id, { language, text, digest: sha256Hex(JSON.stringify([language, text])) }] as const;
      }),
    ),
  );
}

/** What is searched of an account. */
export async function searchedIn(row: { id: string; sealed: Uint8Array }): Promise<{ language: string; text: string }> {
  const { language, text } = await wordsOf(row);
  return { language, text };
}

/** The accounts of an incident that are taken apart for the index, oldest first. */
export const indexedOf = async (tx: Tx, incidentId: string): Promise<string[]> =>
  (await tx.account.findMany({ where: { incidentId, erasedAt: null }, orderBy: { createdAt: "asc" }, select: { id: true } })).map(({ id }) => id);

const unopened = (tx: Tx, where: Prisma.AccountWhereInput) =>
  tx.account.findMany({ where: { AND: [where, { erasedAt: null }] }, select: { id: true, sealed: true } });

/** Those of these accounts that are there, unopened. */
export const sealedOf = (tx: Tx, ids: readonly string[]) => unopened(tx, { id: { in: [...ids] } });

/** Those of these accounts that the actor may see, by id. */
export async function searchedOf(tx: Tx, actor: Actor, ids: readonly string[]) {
  const rows = await unopened(tx, { id: { in: [...ids] }, incident: incidentsOf(actor) });
  return new Map(await Promise.all(rows.map(async (row) => [row.id, await searchedIn(row)] as const)));
}
