import * as z from "zod";
import { Purpose, type Size } from "~/domain/consent";
import type { Clearance } from "~/domain/disclosure";
import type { DerivativeKind } from "~/domain/evidence";
import { bearsMark, markText } from "~/domain/mark";
import { lookedAt } from "~/domain/remaining";
import type { Role } from "~/domain/roles";
import type { Prisma } from "~/generated/prisma/client";
import * as media from "~/media";
import * as blobs from "~/server/blobs";
import { db, type Tx } from "~/server/db";
import { instanceHolder } from "~/server/sealing";
import { open, unwrapKey } from "~/vault";

const openShape = { id: true, kind: true, itemId: true, blob: true, recipe: true } as const;
export type Opened = {
  id: string; itemId: string; kind: DerivativeKind; bytes: Uint8Array<ArrayBuffer>; recipe: Prisma.JsonValue;
};

/**
 * Open a derivative for somebody whose right to it the caller has checked.
 * @returns null where it has been erased
 */
export async function openDerivative(tx: Tx, derivativeId: string): Promise<Opened | null> {
  const row = await tx.derivative.findUnique({ where: { id: derivativeId }, select: openShape });
  if (!row?.blob) return null;
  const item = await tx.evidenceItem.findUniqueOrThrow({ where: { id: row.itemId }, select: { wrappedKey: true } });
  const sealed = await blobs.get(row.blob);
  if (!item.wrappedKey || !sealed) return null;
  const key = await unwrapKey(item.wrappedKey, { kind: "item-key", id: row.itemId }, await instanceHolder());
  const kind = row.kind as DerivativeKind;
  const bytes = open(sealed, { kind, id: row.id }, key);
  return { id: row.id, itemId: row.itemId, kind, bytes, recipe: row.recipe };
}

/** What {@link covers} asks of a row. */
export const coverShape = { redaction: { select: { regions: true } } } as const;
const Covered = z.array(z.object({ id: z.string() }));
/** The regions that a picture covers, by their ids. */
export const covers = ({ redaction }: { readonly redaction: { readonly regions: Prisma.JsonValue } | null }): string[] =>
  redaction ? Covered.parse(redaction.regions).map(({ id }) => id) : [];

/** The regions of whoever took everything back, by item. */
export type Gone = ReadonlyMap<string, readonly string[]>;

/** Previews by item, of items whose scope the caller has checked; none where there is none that this role may look at. */
export async function previewsOf(itemIds: readonly string[], role: Role, gone: Gone) {
  const rows = await db().derivative.findMany({
    where: { itemId: { in: [...itemIds] }, kind: "preview", erasedAt: null },
    select: { id: true, itemId: true, width: true, height: true, ...coverShape },
  });
  const shown = rows.filter((row) => lookedAt([{ covers: covers(row) }], gone.get(row.itemId) ?? [], role).length > 0);
  return new Map(shown.map(({ id, itemId, width, height }) => [itemId, { derivativeId: id, width, height }]));
}

/** The clean working copy as an image again, walked anew, with the key that it lies under. */
export async function openClean(itemId: string) {
  const item = await db().evidenceItem.findUniqueOrThrow({
    where: { id: itemId },
    select: {
      wrappedKey: true,
      derivatives: { where: { kind: "clean", leavesAs: null, erasedAt: null }, select: { id: true, digest: true } },
    },
  });
  const [clean] = item.derivatives;
  const opened = clean && (await openDerivative(db(), clean.id));
  if (!clean || !opened || !item.wrappedKey) return null;
  const { steps } = opened.recipe as { steps: unknown };
  return {
    image: media.readmit(opened.bytes, media.Recipe.parse(steps)),
    digest: clean.digest,
    key: await unwrapKey(item.wrappedKey, { kind: "item-key", id: itemId }, await instanceHolder()),
  };
}

/** For whom something leaves: a copy that bears a mark leaves for that disclosure alone. */
export type For = { readonly disclosureId: string; readonly purpose: Purpose };

/**
 * The very derivative that leaves for a cleared item: of its form and size, made with the redaction that cleared, and
 * bearing the mark of its disclosure, or none where it is to bear none.
 * @returns null while it has not been made, and for an original, of which there is none
 */
export const leaving = (tx: Tx, { disclosureId, purpose }: For, { id, form, size, redactionId }: Clearance["items"][number]) =>
  tx.derivative.findFirst({
    where: {
      itemId: id, kind: form, leavesAs: size, erasedAt: null, disclosureId: bearsMark(purpose) ? disclosureId : null,
      ...(redactionId !== null && { redactionId }),
    },
    orderBy: { createdAt: "desc" },
    select: { id: true, digest: true, width: true, height: true, item: { select: { digest: true } } },
  });

export type Wanted = {
  readonly form: "redacted" | "clean";
  readonly size: Size;
  readonly redaction: { readonly id: string; readonly regions: Prisma.JsonValue; readonly method: string } | null;
  /** The disclosure for which alone it is made and what stands under it; null for what bears no mark. */
  readonly copy: { readonly disclosureId: string; readonly text: string } | null;
};

export const same = (a: Wanted, b: Wanted): boolean =>
  a.form === b.form && a.size === b.size && a.redaction?.id === b.redaction?.id && a.copy?.disclosureId === b.copy?.disclosureId;

/**
 * What approved disclosures wait for of one item. A redacted picture is wanted as soon as there is a redaction of the
 * regions as they are now: until then nothing clears, and the redaction asks again when it is done.
 */
export async function wantedOf(tx: Tx, itemId: string): Promise<Wanted[]> {
  const item = await tx.evidenceItem.findUnique({
    where: { id: itemId },
    select: {
      state: true, regionsVersion: true,
      disclosures: {
        where: { form: { in: ["redacted", "clean"] }, disclosure: { state: "approved" } },
        orderBy: { disclosureId: "asc" },
        select: { form: true, size: true, disclosure: { select: { id: true, purpose: true, mark: true } } },
      },
      redactions: {
        where: { doneAt: { not: null } }, orderBy: { version: "desc" }, take: 1,
        select: { id: true, version: true, regions: true, method: true },
      },
    },
  });
  if (item?.state !== "ready") return [];
  const [latest] = item.redactions;
  const current = latest?.version === item.regionsVersion ? latest : null;
  const wanted: Wanted[] = [];
  for (const asked of item.disclosures) {
    const form = asked.form as Wanted["form"];
    const size = asked.size as Size;
    if (form === "redacted" && !current) continue;
    const redaction = form === "redacted" ? current : null;
    const { id: disclosureId, mark } = asked.disclosure;
    const purpose = Purpose.parse(asked.disclosure.purpose);
    const text = markText({ purpose, mark });
    if (bearsMark(purpose) && text === null) continue;
    if (await leaving(tx, { disclosureId, purpose }, { id: itemId, form, size, redactionId: redaction?.id ?? null })) continue;
    const picture: Wanted = { form, size, redaction, copy: text === null ? null : { disclosureId, text } };
    if (!wanted.some((other) => same(other, picture))) wanted.push(picture);
  }
  return wanted;
}

/** The objects of the store that pictures are. */
export async function objects() {
  const rows = await db().derivative.findMany({ where: { blob: { not: null } }, select: { blob: true, itemId: true } });
  return rows.map(({ blob, itemId }) => ({ name: blob!, item: itemId, digest: null }));
}
