import { config } from "~/env";
import { CustodyEvent } from "~/domain/custody";
import { Refusal } from "~/domain/refusal";
import {
  attest, checkpoint, commit, loadSigner, parseCheckpoint, proveAll, proveConsistency, type Signer, type TreeSource, verifyInclusion, writeSlip,
} from "~/ledger";
import type { Actor } from "~/domain/roles";
import type { Prisma } from "~/generated/prisma/client";
import { settle } from "~/server/custody";
import { db, type Tx } from "~/server/db";
import { hex } from "~/server/digest";
import * as members from "~/server/members/queries";
import * as pseudonyms from "~/server/pseudonyms/queries";
import { itemInScope } from "~/server/scope";
import { sealSlip } from "~/vault";

let loaded: Promise<Signer> | undefined;
/** The instance's checkpoint signer, loaded once per process. */
const instanceSigner = (): Promise<Signer> => (loaded ??= loadSigner(config().keys.ledger));

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const bodyOf = (bytes: Uint8Array): CustodyEvent => CustodyEvent.parse(JSON.parse(new TextDecoder().decode(bytes)));

async function headNow(tx: Tx = db()) {
  const head = await tx.ledgerHead.findUniqueOrThrow({ where: { id: 1 } });
  return { size: Number(head.size), frontier: new Uint8Array(head.frontier) };
}

export type SignedHead = { readonly size: number; readonly note: string; readonly publicKey: string };

/**
 * The head as it stands, signed, with everything that was committed by now. Never within a transaction (`settle`).
 * Keeping it is `keepCheckpoint`.
 */
export async function signedHead(): Promise<SignedHead> {
  const by = await instanceSigner();
  await settle();
  const head = await headNow();
  return { size: head.size, note: checkpoint(head, by), publicKey: by.verifierKey };
}

/** How this instance vouches for a dossier by its digest. */
export async function dossierSigner(): Promise<(digest: string) => string> {
  const by = await instanceSigner();
  return (digest) => attest("dossier", digest, by);
}

export type ProvenEntry = {
  readonly index: number;
  readonly salt: string;
  readonly event: CustodyEvent;
  /** Hashes from the leaf upwards, base64, against the manifest's checkpoint. */
  readonly proof: readonly string[];
};

/** The tree as it is stored. What is proven from it is checked before it is handed on. */
const treeIn = (tx: Tx): TreeSource => ({
  async leaves(indices) {
    const rows = await tx.ledgerEntry.findMany({ where: { index: { in: indices.map(BigInt) } }, select: { index: true, commitment: true } });
    const found = new Map(rows.map(({ index, commitment }) => [Number(index), commitment]));
    return indices.flatMap((index) => found.get(index) ?? []);
  },
  async nodes(places) {
    const rows = await tx.$queryRaw<{ hash: Uint8Array }[]>`
      SELECT "hash" FROM unnest(${places.map(({ size }) => BigInt(size))}::bigint[], ${places.map(({ height }) => height)}::int[])
        WITH ORDINALITY AS place("size", "height", "nth") JOIN "LedgerNode" USING ("size", "height") ORDER BY "nth"`;
    return rows.map(({ hash }) => hash);
  },
});

/** The proof, base64, that the tree of `size` entries begins with the one of `first`. Whoever asks checks it. */
export const continues = async (first: number, size: number, tx: Tx = db()): Promise<string[]> =>
  (await proveConsistency(treeIn(tx), first, size)).map(base64);

/**
 * Whether what stands here begins with what a checkpoint says. A hint for an operator who is honest, and no proof to anybody: whoever writes the
 * tables may write this too.
 */
export async function beginsWith(note: string, tx: Tx = db()): Promise<boolean> {
  const { size, root } = parseCheckpoint(note);
  if (size === 0) return true;
  const [{ size: now }, entry] = await Promise.all([headNow(tx), tx.ledgerEntry.findUnique({ where: { index: size - 1 }, select: { root: true } })]);
  return size <= now && entry !== null && Buffer.from(root).equals(entry.root);
}

/** What entries are about that are proven: an item as far as one of its derivatives or as its original, an account, or what was decided of a disclosure. */
export type About = { readonly item: string; readonly derivative: string | null } | { readonly account: string } | { readonly disclosure: string };

const decided = ["disclosure.approved", "disclosure.released"] as const;
const isDecided = (event: CustodyEvent): event is Extract<CustodyEvent, { kind: (typeof decided)[number] }> => decided.some((kind) => kind === event.kind);

function speaksOf(event: CustodyEvent, about: About): boolean {
  if ("disclosure" in about) return isDecided(event) && event.disclosure === about.disclosure;
  if ("account" in about) return event.kind === "account.worded" && event.account === about.account;
  if (event.kind === "derivative.made") return event.item === about.item && event.derivative === about.derivative;
  return (event.kind === "evidence.received" || event.kind === "evidence.sealed") && event.item === about.item;
}

/** For each of `abouts` the entries before `head` that speak of it, with their proofs. */
export function provenEntries(tx: Tx, head: SignedHead, abouts: readonly About[]): Promise<ProvenEntry[][]> {
  const items = abouts.flatMap((about) => ("item" in about ? about.item : []));
  const others = abouts.flatMap((about) => ("account" in about ? about.account : "disclosure" in about ? about.disclosure : []));
  return provenAmong(tx, head, { items, others }, abouts.map((about) => (event: CustodyEvent) => speaksOf(event, about)));
}

/** Of the entries before `head` about these items, accounts and disclosures, for each of `wanted` those that are, with their proofs. */
export async function provenAmong(
  tx: Tx,
  head: SignedHead,
  { items, others }: { readonly items: readonly string[]; readonly others: readonly string[] },
  wanted: readonly ((event: CustodyEvent) => boolean)[],
): Promise<ProvenEntry[][]> {
  const rows = await tx.custodyEvent.findMany({
    where: { index: { lt: head.size }, OR: [{ item: { in: [...items] } }, { about: { in: [...others] } }] },
    orderBy: { index: "asc" },
    select: { index: true, salt: true, body: true },
  });
  const all = rows.map(({ index, salt, body }) => ({ index: Number(index), salt, body, event: bodyOf(body) }));
  const found = wanted.map((isWanted) => all.filter(({ event }) => isWanted(event)));
  const proofs = await proveAll(treeIn(tx), found.flat().map(({ index }) => index), head.size);
  const { root } = parseCheckpoint(head.note);
  return found.map((entries) => entries.map(({ index, salt, body, event }) => {
    const proof = proofs.shift()!;
    if (!verifyInclusion({ commitment: commit(salt, body), index, size: head.size, proof, root }))
      throw new Error(`What is stored of the ledger's tree does not prove entry ${index}.`);
    return { index, salt: base64(salt), event, proof: proof.map(base64) };
  }));
}

/** What a person answered, and to what, is for reviewers: to everybody else the entry says that somebody was asked. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  "consent.recorded": ["purpose", "answer", "form", "wording"],
  "consent.tied": ["disclosure"],
  "receipt.used": ["what"],
  "request.answered": ["answer"],
};
const visible = (actor: Actor, kind: string, body: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  actor.role === "reviewer"
    ? { ...body }
    : Object.fromEntries(Object.entries(body).filter(([name]) => !ANSWERS[kind]?.includes(name)));

/** Fifty entries, newest first. */
export async function entries(actor: Actor, before: number | null) {
  const { size } = await headNow();
  const rows = await db().ledgerEntry.findMany({
    where: before === null ? {} : { index: { lt: before } },
    orderBy: { index: "desc" },
    take: 50,
  });
  const events = await db().custodyEvent.findMany({ where: { index: { in: rows.map((row) => row.index) } } });
  const byIndex = new Map(events.map((event) => [event.index, bodyOf(event.body)]));
  return {
    size,
    entries: rows.map((row) => {
      const entry = { index: Number(row.index), commitment: hex(row.commitment) };
      const event = byIndex.get(row.index);
      // Its content went with what it was about; a later entry says so.
      if (!event) return { ...entry, at: null, kind: null, body: {} };
      const { at, kind, v: _version, ...body } = event;
      return { ...entry, at: new Date(at), kind, body: visible(actor, kind, body) };
    }),
  };
}

/** By whose hand something happened, as far as whoever asks is told it. */
export type Hand = { readonly who: "named"; readonly handle: string } | { readonly who: "you" | "reviewer" | "documenter" | "somebody" | "recipient" | "system" };

/**
 * What documenters are told of an incident itself: who looks after it, and what it may have in common with others, is said among reviewers, as
 * are some comments.
 */
const toldToTeams: readonly CustodyEvent["kind"][] = [
  "incident.created", "incident.revised", "incident.advanced", "incident.viewed", "incident.toGo", "incident.spared", "comment.written",
];
function isTold(actor: Actor, event: CustodyEvent): boolean {
  if (actor.role === "reviewer") return true;
  if ("disclosure" in event) return false;
  if ("item" in event || "account" in event) return true;
  return toldToTeams.includes(event.kind) && (!("audience" in event) || event.audience === "team");
}

/**
 * Entries as a history tells them, in their order. Reviewers are told who did it. Whoever is none is told no more of others than what they are
 * here for, and nothing of disclosures: their phone may be taken from them.
 */
async function toldOf(actor: Actor, stored: readonly { index: bigint | null; at: Date; by: string | null; body: Uint8Array }[]) {
  const rows = stored.map(({ body, ...row }) => ({ ...row, event: bodyOf(body) })).filter(({ event }) => isTold(actor, event));
  const who = await pseudonyms.membersOf(db(), rows.flatMap(({ by }) => by ?? []));
  const known = await members.knownAs([...who.values()]);
  const handOf = (by: string | null, { kind }: CustodyEvent): Hand => {
    if (by === null) return { who: kind === "disclosure.exhibited" ? "recipient" : "system" };
    const member = known.get(who.get(by)!);
    if (!member) return { who: "somebody" };
    if (actor.role === "reviewer") return { who: "named", handle: member.handle };
    if (member.id === actor.id) return { who: "you" };
    return { who: member.role === "reviewer" || member.role === "documenter" ? member.role : "somebody" };
  };
  return rows.map(({ index, at, by, event }) => ({
    index: Number(index), at, kind: event.kind, by: handOf(by, event), form: "form" in event ? event.form : null, item: "item" in event ? event.item : null,
  }));
}

/** What happened to one item, oldest first. @throws Refusal `not-found` */
export async function custodyOf(actor: Actor, itemId: string) {
  const { id } = await itemInScope(db(), actor, itemId);
  return toldOf(actor, await db().custodyEvent.findMany({ where: { item: id, index: { not: null } }, orderBy: { index: "asc" } }));
}

const HISTORY_PAGE = 20;

/** What is said of two incidents stands by the first in the ledger, and so would be told of one of them alone. */
const ofTwo: CustodyEvent["kind"][] = ["connection.confirmed", "connection.dismissed"];

/**
 * What happened to an incident, and to these items and accounts of it, newest first, and where what was before goes on; for whoever's scope the
 * caller has checked.
 */
export async function historyOf(
  actor: Actor,
  of: { readonly incident: string; readonly items: readonly string[]; readonly accounts: readonly string[] },
  before: number | null,
): Promise<{ entries: Awaited<ReturnType<typeof toldOf>>; before: number | null }> {
  const stored = await db().custodyEvent.findMany({
    where: {
      index: before === null ? { not: null } : { lt: before },
      OR: [
        { incident: of.incident, item: null, about: null, kind: actor.role === "reviewer" ? { notIn: ofTwo } : { in: [...toldToTeams] } }, { item: { in: [...of.items] } }, { about: { in: [...of.accounts] } },
      ],
    },
    orderBy: { index: "desc" },
    take: HISTORY_PAGE,
  });
  const oldest = stored.length < HISTORY_PAGE ? null : Number(stored.at(-1)!.index);
  const entries = await toldOf(actor, stored);
  return entries.length === 0 && oldest !== null ? historyOf(actor, of, oldest) : { entries, before: oldest };
}

/**
 * How whoever handed a file in shows later, without us, that they did: the entry that says so with its proof, as text that stands for itself
 * and that only the file itself opens, or its digest.
 * @param which of these entries the first in this order
 * @throws Refusal `not-found` where there is none
 */
async function slip(which: Prisma.CustodyEventWhereInput, orderBy: Prisma.CustodyEventOrderByWithRelationInput) {
  const { size, note } = await signedHead();
  const row = await db().custodyEvent.findFirst({ where: { AND: [which, { index: { lt: size } }] }, orderBy });
  const event = row && bodyOf(row.body);
  if (!row || !event || !("digest" in event)) throw new Refusal("not-found");
  const index = Number(row.index);
  const [proof = []] = await proveAll(treeIn(db()), [index], size);
  return { index, at: row.at, digest: event.digest, text: sealSlip(writeSlip({ index, salt: row.salt, body: row.body, proof, note }), event.digest) };
}

/** Of an item: of its arrival. @throws Refusal `not-found` for what somebody else handed in */
export async function slipOf(actor: Actor, itemId: string) {
  const { id, submittedBy } = await itemInScope(db(), actor, itemId);
  if (submittedBy !== actor.id) throw new Refusal("not-found");
  return slip({ item: id, kind: { in: ["evidence.received", "evidence.kept"] } }, { index: "asc" });
}

/** Of an account whose author the caller has checked: of the words that it has now. */
export const slipOfWords = (accountId: string) => slip({ about: accountId, kind: "account.worded" }, { index: "desc" });

/** What a suspension would reach of whom this steward was shown since then, once for each look. */
export async function previewedBy(tx: Tx, steward: string, since: Date): Promise<string[]> {
  const rows = await tx.custodyEvent.findMany({
    where: { kind: "member.previewed", by: { in: await pseudonyms.namesOf(tx, steward) }, at: { gt: since } },
    select: { body: true },
  });
  const named = rows.flatMap(({ body }) => {
    const event = bodyOf(body);
    return event.kind === "member.previewed" ? [event.member] : [];
  });
  const who = await pseudonyms.membersOf(tx, named);
  return named.map((name) => who.get(name)!);
}

/** When which of `items` was looked at by whoever holds a disclosure's link, oldest first, the latest `most`. */
export async function exhibited(disclosureId: string, items: readonly string[], most: number) {
  const rows = await db().custodyEvent.findMany({
    where: { kind: "disclosure.exhibited", item: { in: [...items] } },
    orderBy: { id: "desc" },
    take: most,
    select: { body: true, at: true },
  });
  return rows.toReversed().flatMap(({ body, at }) => {
    const event = bodyOf(body);
    return event.kind === "disclosure.exhibited" && event.disclosure === disclosureId ? [{ item: event.item, at }] : [];
  });
}
