import { randomBytes, randomUUID } from "node:crypto";
import type { CustodyStatement } from "~/domain/custody";
import type { AccountText, AccountWords } from "~/domain/incident";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { leaving, peopleIn, tidy } from "~/domain/words";
import { authorGrantor } from "~/server/consents/commands";
import { record } from "~/server/custody";
import { transaction, type Tx } from "~/server/db";
import { sha256Hex } from "~/server/digest";
import { openIncidentInScope, stillIn } from "~/server/scope";
import * as search from "~/server/search/commands";
import { sealJson } from "~/server/sealing";
import { fileOf, versionOf, wordsOf, type Sealed } from "./queries";

type Prepared = { readonly id: string; readonly sealed: Uint8Array<ArrayBuffer>; readonly digest: string };

/**
 * Seal an account's words before the transaction that stores them. What the ledger says of them is a digest behind a
 * salt: of words of which all but a name has left, a bare digest would tell the name to whoever tries names.
 */
export async function prepare(
  { language, text, masks }: AccountText & Partial<Pick<AccountWords, "masks">>,
  id: string = randomUUID(),
): Promise<Prepared> {
  const sealed: Sealed = { language, text, masks: tidy({ text, masks: masks ?? [] }), salt: randomBytes(32).toString("hex") };
  return { id, sealed: await sealJson(sealed, { kind: "account", id }), digest: sha256Hex(fileOf(sealed)) };
}

const written = ({ id, digest }: Prepared, incident: string): CustodyStatement => ({
  kind: "account.worded", account: id, incident, digest,
});

/** The grantor whose words they are: a witness of the incident, or who writes them. @throws Refusal `not-found` */
async function speaker(tx: Tx, actor: Actor, incidentId: string, spokenBy: string | null) {
  if (spokenBy === null) return authorGrantor(tx, actor, incidentId);
  const known = await tx.grantor.findFirst({
    where: { id: spokenBy, incidentId, kind: { not: "documenter" } },
    select: { id: true },
  });
  if (!known) throw new Refusal("not-found");
  return { id: known.id, statements: [] };
}

type New = { readonly mentions: readonly string[]; readonly spokenBy: string | null };

/** Store a new account, which nobody has looked at a second time, in the caller's transaction. @returns what the caller records, last */
export async function insert(
  tx: Tx,
  actor: Actor,
  incidentId: string,
  account: Prepared,
  { mentions, spokenBy }: New = { mentions: [], spokenBy: null },
): Promise<CustodyStatement[]> {
  const author = await speaker(tx, actor, incidentId, spokenBy);
  await tx.account.create({
    data: {
      id: account.id, incidentId, authorId: actor.id, grantorId: author.id, sealed: account.sealed, lookedAt: null,
      mentions: { create: mentions.map((grantorId) => ({ grantorId })) },
    },
  });
  await search.changed(tx, incidentId, account.id);
  return [...author.statements, written(account, incidentId)];
}

/** Everybody whom the words mention: who was ticked, and whoever's token stands in them. @throws Refusal `not-found` */
async function mentioned(tx: Tx, incidentId: string, text: string, ticked: readonly string[]): Promise<string[]> {
  const named = peopleIn(text);
  const grantors = await tx.grantor.findMany({
    where: { incidentId, OR: [{ id: { in: [...ticked] } }, { pseudonym: { in: named } }] },
    select: { id: true, pseudonym: true },
  });
  const [ids, pseudonyms] = [new Set(grantors.map((g) => g.id)), new Set(grantors.map((g) => g.pseudonym))];
  if (ticked.some((id) => !ids.has(id)) || named.some((one) => !pseudonyms.has(one))) throw new Refusal("not-found");
  return [...ids];
}

const ownShape = {
  id: true, incidentId: true, grantorId: true, sealed: true, lookedAt: true,
  mentions: { select: { grantorId: true } },
  _count: { select: { consents: true, disclosures: true } },
  disclosures: { where: { disclosure: { state: "released" } }, select: { disclosureId: true } },
} as const;

/** Under the lock of its incident: what is said of an account, and what leaves of it, stands still meanwhile. */
const ownAccount = (tx: Tx, actor: Actor, accountId: string) =>
  tx.account.findFirst({ where: { id: accountId, authorId: actor.id, erasedAt: null }, select: ownShape });
type Own = NonNullable<Awaited<ReturnType<typeof ownAccount>>>;

/** Whether every character that was hidden still is. */
const hidesAsMuch = (before: Sealed["masks"], after: Sealed["masks"]): boolean =>
  before.every((old) => after.some((mask) => mask.from <= old.from && old.to <= mask.to));

/**
 * Somebody consented to these very words, or they were proposed to leave: other words are another account, whoever was
 * named in them stays named, and what is hidden stays so. That somebody else is, and that more is to be hidden, may be
 * added; not the latter while it is out there, since what leaves is what the manifest says.
 */
function mayBecome(own: Own, before: Sealed, words: AccountWords, { mentions, speakerId }: { mentions: readonly string[]; speakerId: string }): boolean {
  if (own._count.consents + own._count.disclosures === 0) return true;
  const masks = tidy(words);
  const same = before.text === words.text && before.language === words.language && own.grantorId === speakerId;
  const isOut = own.disclosures.length > 0;
  const asHidden = isOut ? leaving({ ...words, masks }, "redacted") === leaving(before, "redacted") : hidesAsMuch(before.masks, masks);
  return same && asHidden && own.mentions.every(({ grantorId }) => mentions.includes(grantorId));
}

/**
 * Write an account, or rewrite one's own while nobody has consented to its words and it is in no disclosure; after that
 * only more mentions, and more that is hidden. However it is changed, somebody has to look at it a second time.
 * @throws Refusal `not-found` for somebody else's account or a person of another incident; `not-now` for bound words;
 * `changed-meanwhile` when `version` is not the newest
 */
export async function write(
  actor: Actor,
  input: {
    incidentId: string; accountId: string | null; version: string | null; spokenBy: string | null; words: AccountWords; mentions: readonly string[];
  },
  at: Date,
): Promise<{ id: string }> {
  const { words, spokenBy } = input;
  const account = await prepare(words, input.accountId ?? undefined);
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    // A consent to the old words is recorded under the same lock: it comes before and binds them, or after and sees the new.
    const { id: incidentId } = await openIncidentInScope(tx, actor, input.incidentId);
    const mentions = await mentioned(tx, incidentId, words.text, [...new Set(input.mentions)]);
    if (input.accountId === null) {
      const statements = await insert(tx, actor, incidentId, account, { mentions, spokenBy });
      await record(tx, actor.id, at, ...statements);
      return { id: account.id };
    }
    const own = await ownAccount(tx, actor, input.accountId);
    if (!own || own.incidentId !== incidentId) throw new Refusal("not-found");
    const before = await wordsOf(own);
    // Before anything else is said of it: what was written on another device meanwhile is not in what the writer has seen.
    if (versionOf(before, own.grantorId, own.mentions.map(({ grantorId }) => grantorId)) !== input.version) throw new Refusal("changed-meanwhile");
    const author = await speaker(tx, actor, incidentId, spokenBy);
    if (!mayBecome(own, before, words, { mentions, speakerId: author.id })) throw new Refusal("not-now");
    await tx.mention.deleteMany({ where: { accountId: own.id } });
    await tx.account.update({
      where: { id: own.id },
      data: {
        sealed: account.sealed, grantorId: author.id, lookedAt: null,
        mentions: { create: mentions.map((grantorId) => ({ grantorId })) },
      },
    });
    await search.changed(tx, incidentId, own.id);
    await record(tx, actor.id, at, ...author.statements, written(account, incidentId));
    return { id: own.id };
  });
}

/**
 * Say, of one's own account as one was shown it once it was saved, that it names nobody and mentions those whom it says
 * it mentions. Only this counts as having looked.
 * @param input.version of what was shown
 * @throws Refusal `not-found`; `changed-meanwhile` when it is another by now
 */
export async function check(actor: Actor, input: { accountId: string; version: string }, at: Date): Promise<Record<string, never>> {
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    const seen = await tx.account.findFirst({
      where: { id: input.accountId, authorId: actor.id, erasedAt: null },
      select: { incidentId: true },
    });
    if (!seen) throw new Refusal("not-found");
    const { id: incidentId } = await openIncidentInScope(tx, actor, seen.incidentId);
    const own = await ownAccount(tx, actor, input.accountId);
    if (!own) throw new Refusal("not-found");
    const words = await wordsOf(own);
    const mentions = own.mentions.map(({ grantorId }) => grantorId);
    if (versionOf(words, own.grantorId, mentions) !== input.version) throw new Refusal("changed-meanwhile");
    await tx.account.update({ where: { id: own.id }, data: { lookedAt: at } });
    const digest = sha256Hex(JSON.stringify([words.salt, input.version]));
    await record(tx, actor.id, at, { kind: "account.checked", account: own.id, incident: incidentId, digest });
    return {};
  });
}

/** Destroy what an account says, and whom it mentions, under its incident's lock. */
export async function forget(tx: Tx, accountId: string, at: Date): Promise<void> {
  await tx.mention.deleteMany({ where: { accountId } });
  await search.forget(tx, accountId);
  await tx.account.update({ where: { id: accountId }, data: { sealed: new Uint8Array(), lookedAt: null, erasedAt: at } });
}
