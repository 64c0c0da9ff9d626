import { randomUUID } from "node:crypto";
import type { CustodyStatement } from "~/domain/custody";
import type { AccountText } from "~/domain/incident";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { authorGrantor, lockIncident } from "~/server/consents/commands";
import { record } from "~/server/custody";
import { transaction, type Tx } from "~/server/db";
import { sha256Hex } from "~/server/digest";
import { openIncidentInScope } from "~/server/scope";
import { sealJson } from "~/server/sealing";
import { textOf } from "./queries";

type Prepared = { readonly id: string; readonly sealed: Uint8Array<ArrayBuffer>; readonly digest: string };
type Looked = { readonly mentions: readonly string[]; readonly looked: boolean };

/** Seal an account's text before the transaction that stores it. */
export async function prepare(text: AccountText, id: string = randomUUID()): Promise<Prepared> {
  const digest = sha256Hex(JSON.stringify([text.language, text.text]));
  return { id, sealed: await sealJson(text, { kind: "account", id }), digest };
}

/** Store a new account, in the caller's transaction. @returns what the caller records, last */
export async function insert(
  tx: Tx,
  actor: Actor,
  incidentId: string,
  account: Prepared,
  { mentions, looked }: Looked,
  at: Date,
): Promise<CustodyStatement[]> {
  const author = await authorGrantor(tx, actor, incidentId);
  await tx.account.create({
    data: {
      id: account.id, incidentId, authorId: actor.id, grantorId: author.id, sealed: account.sealed,
      lookedAt: looked ? at : null,
      mentions: { create: mentions.map((grantorId) => ({ grantorId })) },
    },
  });
  return [
    ...author.statements,
    { kind: "account.written", account: account.id, incident: incidentId, digest: account.digest },
  ];
}

/**
 * Write an account, or rewrite one's own while nobody has consented to its words and it is in no disclosure; after that
 * only more mentions, and that it was checked.
 * @throws Refusal `not-found` for somebody else's account or a person of another incident; `not-now` for bound words
 */
export async function write(
  actor: Actor,
  input: { incidentId: string; accountId: string | null } & AccountText & Looked,
  at: Date,
) {
  const account = await prepare({ language: input.language, text: input.text }, input.accountId ?? undefined);
  return transaction(async (tx) => {
    const { id: incidentId } = await openIncidentInScope(tx, actor, input.incidentId);
    // A consent to the old words is recorded under the same lock: it comes before and binds them, or after and sees the new.
    await lockIncident(tx, incidentId);
    const mentions = [...new Set(input.mentions)];
    const known = await tx.grantor.count({ where: { incidentId, id: { in: mentions } } });
    if (known !== mentions.length) throw new Refusal("not-found");
    if (input.accountId === null) {
      const statements = await insert(tx, actor, incidentId, account, { mentions, looked: input.looked }, at);
      await record(tx, actor.id, at, ...statements);
      return { id: account.id };
    }
    const own = await tx.account.findFirst({
      where: { id: input.accountId, incidentId, authorId: actor.id, erasedAt: null },
      select: {
        id: true,
        sealed: true,
        mentions: { select: { grantorId: true } },
        _count: { select: { consents: true, disclosures: true } },
      },
    });
    if (!own) throw new Refusal("not-found");
    if (own._count.consents + own._count.disclosures > 0) {
      // Somebody consented to these very words, or they were proposed to leave: other words are another account, and
      // whoever was named in them stays named. That somebody else is, or that it was checked, may still be added.
      const words = await textOf(own);
      const same = words.text === input.text && words.language === input.language;
      if (!same || own.mentions.some(({ grantorId }) => !mentions.includes(grantorId))) throw new Refusal("not-now");
    }
    await tx.mention.deleteMany({ where: { accountId: own.id } });
    await tx.account.update({
      where: { id: own.id },
      data: {
        sealed: account.sealed,
        lookedAt: input.looked ? at : null,
        mentions: { create: mentions.map((grantorId) => ({ grantorId })) },
      },
    });
    await record(tx, actor.id, at, {
      kind: "account.written", account: own.id, incident: incidentId, digest: account.digest,
    });
    return { id: own.id };
  });
}

/** Destroy what an account says, and whom it mentions, under its incident's lock. */
export async function forget(tx: Tx, accountId: string, at: Date): Promise<void> {
  await tx.mention.deleteMany({ where: { accountId } });
  await tx.account.update({ where: { id: accountId }, data: { sealed: new Uint8Array(), lookedAt: null, erasedAt: at } });
}
