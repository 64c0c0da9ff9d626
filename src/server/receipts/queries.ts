import { createHmac, timingSafeEqual } from "node:crypto";
import * as z from "zod";
import { yeses, type Answer, type ConsentRecord, type Form, type Purpose } from "~/domain/consent";
import { PAGE_LASTS_MS } from "~/domain/receipt";
import { requestKinds } from "~/domain/request";
import { saidBy } from "~/server/consents/queries";
import { db, snapshot, type Tx } from "~/server/db";
import { givenOf } from "~/server/disclosures/queries";
import { holdsOn } from "~/server/holds/queries";
import * as requests from "~/server/requests/queries";
import { tiedTo } from "~/server/ties/queries";
import { grantorInScope } from "~/server/scope";
import { openJson } from "~/server/sealing";
import type { Actor } from "~/domain/roles";

const Key = z.strictObject({ key: z.base64() });

/** The key of the digests, or null while nobody was given a card. Kept sealed: whoever has the table alone can look for no code in it. */
export async function digestKey(tx: Tx): Promise<Buffer | null> {
  const row = await tx.receiptKey.findUnique({ where: { id: 1 }, select: { sealed: true } });
  return row && Buffer.from((await openJson(row.sealed, { kind: "receipts", id: "instance" }, Key)).key, "base64");
}

const mac = (key: Buffer, of: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHmac("sha256", key).update(of).digest());

export const codeDigest = (key: Buffer, code: string): Uint8Array<ArrayBuffer> => mac(key, `code\0${code}`);

/** Somebody who has shown a card that works: the receipt and whose it is. */
export type Holder = { readonly receiptId: string; readonly grantorId: string; readonly incidentId: string };

const holderShape = { id: true, grantorId: true, grantor: { select: { incidentId: true } } } as const;
type HolderRow = { id: string; grantorId: string; grantor: { incidentId: string } };
const holderOf = (row: HolderRow | null): Holder | null =>
  row && { receiptId: row.id, grantorId: row.grantorId, incidentId: row.grantor.incidentId };

/** Whose card it is, or null for one that has ended and one that never was: one look at one index, whichever it is. */
export async function byCode(key: Buffer | null, code: string): Promise<Holder | null> {
  // Where no card was made yet the same is looked for, in vain.
  const digest = codeDigest(key ?? Buffer.alloc(32), code);
  return holderOf(await db().receipt.findFirst({ where: { digest, endedAt: null }, select: holderShape }));
}

/** What stands in the page's forms instead of the code, and is worth nothing a quarter of an hour later. */
export const passOf = (key: Buffer, receiptId: string, at: Date): string => {
  const said = `${receiptId}.${+at + PAGE_LASTS_MS}`;
  return `${said}.${Buffer.from(mac(key, `pass\0${said}`)).toString("base64url")}`;
};

const Pass = /^([0-9a-f-]{36})\.(\d{13,15})\.([\w-]{43})$/;

/** Whose page it is, or null where it has rested too long, or the card has ended meanwhile. */
export async function byPass(key: Buffer | null, pass: string, at: Date): Promise<Holder | null> {
  const [, id, until, signed] = Pass.exec(pass) ?? [];
  if (!key || !id || !until || !signed) return null;
  const right = mac(key, `pass\0${id}.${until}`);
  if (!timingSafeEqual(right, Buffer.from(signed, "base64url")) || Number(until) <= +at) return null;
  return holderOf(await db().receipt.findFirst({ where: { id, endedAt: null }, select: holderShape }));
}

/** When the latest card that works was made, theirs or that of whom they are tied to, or null where there is none. @throws Refusal `not-found` */
export async function current(actor: Actor, grantorId: string) {
  const { id } = await grantorInScope(db(), actor, grantorId);
  const all = { in: (await tiedTo(db(), id)).map((one) => one.id) };
  const live = await db().receipt.findFirst({
    where: { grantorId: all, endedAt: null }, orderBy: { madeAt: "desc" }, select: { madeAt: true },
  });
  return { madeAt: live?.madeAt ?? null };
}

/** What `read` finds of each, one after another. */
async function together<T>(ids: readonly string[], read: (id: string) => Promise<readonly T[]>): Promise<T[]> {
  const found: T[] = [];
  for (const id of ids) found.push(...(await read(id)));
  return found;
}

type PurposeSaid = {
  readonly purpose: Purpose;
  readonly answer: Answer | "expired";
  readonly form: Form;
  readonly at: Date;
  readonly until: Date | null;
  /** Said to one recipient at one occasion, and to nobody else. */
  readonly once: boolean;
};

/** By what one answer takes the place of another: for each purpose one in general, and one to each single occasion. */
const placeOf = ({ purpose, recipients }: ConsentRecord): string => `${purpose} ${recipients.kind === "disclosure" ? recipients.disclosureId : ""}`;

/**
 * The latest answer for each purpose that was asked for, and what was said since to single occasions; latest first. Where that is no yes, beside it the
 * latest yes that still counts for something else: what can be taken back is never hidden by what was said of another thing.
 */
async function lastSaid(tx: Tx, grantorId: string, at: Date): Promise<PurposeSaid[]> {
  const [latest, standing] = [new Map<string, ConsentRecord>(), new Map<string, ConsentRecord>()];
  const records = await saidBy(tx, grantorId);
  for (const record of records) {
    // A general word ends what was said before it, to whomever.
    if (record.recipients.kind !== "disclosure") for (const key of latest.keys()) if (key.startsWith(`${record.purpose} `)) latest.delete(key);
    latest.set(placeOf(record), record);
  }
  const told = (record: ConsentRecord): "given" | "expired" | Answer =>
    record.answer === "given" && record.until !== null && record.until <= at ? "expired" : record.answer;
  for (const record of yeses(records, at)) {
    const instead = latest.get(placeOf(record));
    if (!instead || told(instead) !== "given") standing.set(placeOf(record), record);
  }
  return [...latest.values(), ...standing.values()]
    .map((record) => ({
      purpose: record.purpose, form: record.form, until: record.until, once: record.recipients.kind === "disclosure", at: record.recordedAt, answer: told(record),
    }))
    .toSorted((a, b) => +b.at - +a.at);
}

/**
 * Everything that a person is shown of what is kept about them, in all incidents in which somebody said that it is them. No picture, no place and nobody's words: whoever finds the card
 * is shown the same.
 */
export const view = (holder: Holder, at: Date) =>
  snapshot(async (tx) => {
    const all = (await tiedTo(tx, holder.grantorId)).map(({ id }) => id);
    const theirs = { grantorId: { in: all } };
    const accounts = await tx.account.findMany({
      where: { erasedAt: null, OR: [theirs, { mentions: { some: theirs } }] }, select: { id: true },
    });
    const photos = await tx.evidenceItem.findMany({ where: { regions: { some: theirs } }, select: { id: true } });
    // What was said or asked for once with a card stands in as many rows as there are incidents, and is told once.
    const said = await together(all, (id) => lastSaid(tx, id, at));
    const asked = await together(all, (id) => requests.ofGrantor(tx, id));
    return {
      photos: photos.length,
      /** Why some of it is kept although they want it gone. */
      held: [...(await holdsOn(tx, [...photos, ...accounts].map(({ id }) => id), at)).values()],
      accounts: accounts.length,
      said: [...new Map(said.map((one) => [JSON.stringify(one), one])).values()].toSorted((a, b) => +b.at - +a.at),
      given: (await together(all, (id) => givenOf(tx, id))).toSorted((a, b) => Number(b.releasedAt) - Number(a.releasedAt)),
      requests: [...new Map(asked.map((one) => [`${one.kind} ${+one.at} ${one.answer} ${Number(one.answeredAt)}`, one])).values()]
        .toSorted((a, b) => +b.at - +a.at),
      /** What is asked for already for all of it, and waits: asking again changes nothing. */
      pending: requestKinds.filter((kind) => asked.filter((one) => one.kind === kind && one.answer === null).length >= all.length),
    };
  });
