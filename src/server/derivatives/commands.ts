import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { ConsentRecord, Size } from "~/domain/consent";
import type { CustodyStatement } from "~/domain/custody";
import { RedactionMethod, RegionKind, type DerivativeKind } from "~/domain/evidence";
import { mayStay, narrowed, type MadeToLeave } from "~/domain/remaining";
import * as media from "~/media";
import * as blobs from "~/server/blobs";
import { digestOf, record } from "~/server/custody";
import type { Tx } from "~/server/db";
import { hex, sha256 } from "~/server/digest";
import { seal, type ItemKey } from "~/vault";
import { coverShape, covers } from "./queries";

export type Made = { row: DerivativeRow; statement: CustodyStatement };
type DerivativeRow = {
  id: string; itemId: string; kind: DerivativeKind; leavesAs: Size | null; disclosureId: string | null; blob: string; digest: Uint8Array<ArrayBuffer>;
  size: number; width: number; height: number; recipe: object; createdAt: Date; redactionId: string | null;
};
type About = {
  itemId: string; kind: DerivativeKind; leavesAs?: Size; source: Uint8Array; key: ItemKey; at: Date; redactionId?: string;
  /** Whose mark it bears. */
  disclosureId?: string | null;
};

/** Seal and store one clean image, and prepare its row and its entry. Only a `CleanImage` becomes a derivative. */
export async function keep(image: media.CleanImage, about: About): Promise<Made> {
  const id = randomUUID();
  const digest = sha256(image.bytes);
  const { itemId, kind, leavesAs = null, at, redactionId = null, disclosureId = null } = about;
  const recipe = { source: hex(about.source), steps: image.recipe, ...(leavesAs && { leavesAs }) };
  return {
    row: {
      id, itemId, kind, leavesAs, disclosureId, digest, recipe, createdAt: at, redactionId,
      size: image.bytes.length, width: image.width, height: image.height,
      blob: await blobs.put(seal(image.bytes, { kind, id }, about.key)),
    },
    statement: {
      kind: "derivative.made", item: itemId, derivative: id, form: kind,
      source: recipe.source, digest: hex(digest), recipe: digestOf(recipe),
    },
  };
}

export const discardAll = (names: readonly (string | null)[]) =>
  Promise.all(names.filter((name) => name !== null).map(blobs.discard));

/** Forget that an item's pictures were ever made, under its lock. @returns the names of their objects, to be removed after the commit */
export async function forget(tx: Tx, itemId: string): Promise<string[]> {
  const made = await tx.derivative.findMany({ where: { itemId }, select: { blob: true } });
  await tx.derivative.deleteMany({ where: { itemId } });
  return made.flatMap(({ blob }) => blob ?? []);
}

/**
 * Erase what was made of one person's pictures in order to leave and may not stay any more (`domain/remaining.ts`), after disclosures were
 * closed. Each item is locked, so that nothing is being made of it meanwhile.
 * @param before what had been said before they answered; only what their answers narrowed is asked about then
 * @returns what the caller records, last, and the objects to be removed after the commit
 */
export async function eraseUnpermitted(
  tx: Tx,
  grantorId: string,
  { before, consents }: { readonly before?: readonly ConsentRecord[]; readonly consents: readonly ConsentRecord[] },
  at: Date,
) {
  await tx.$queryRaw`
    SELECT "id" FROM "EvidenceItem" WHERE "id" IN (SELECT "itemId" FROM "Region" WHERE "grantorId" = ${grantorId}::uuid)
    ORDER BY "id" FOR UPDATE`;
  const items = await tx.evidenceItem.findMany({
    where: { regions: { some: { grantorId } } },
    orderBy: { id: "asc" },
    select: {
      id: true,
      regions: { where: { subject: "person", grantorId: { not: null } }, select: { id: true, grantorId: true } },
      disclosures: { where: { disclosure: { state: { in: OPEN } } }, select: { form: true } },
      derivatives: {
        where: { leavesAs: { not: null }, erasedAt: null },
        select: { id: true, kind: true, blob: true, ...coverShape, disclosure: { select: { state: true } } },
      },
    },
  });
  const gone = items.flatMap((item) =>
    item.derivatives.flatMap(({ id, kind, blob, redaction, disclosure }) => {
      // What bears the mark of one that is open is for that one, which has just been asked; of one that is over, for nobody.
      if (disclosure) return OPEN.includes(disclosure.state) ? [] : [{ id, item: item.id, blob }];
      const covered = new Set(covers({ redaction }));
      const made: MadeToLeave = {
        item: item.id,
        form: kind === "redacted" ? "redacted" : "clean",
        people: item.regions.map((region) => ({ grantorId: region.grantorId!, covered: covered.has(region.id) })),
        awaited: item.disclosures.some(({ form }) => form === kind),
      };
      const touched = before === undefined || narrowed(made, grantorId, before, consents, at);
      return !touched || mayStay(made, consents, at) ? [] : [{ id, item: item.id, blob }];
    }),
  );
  await tx.derivative.updateMany({ where: { id: { in: gone.map(({ id }) => id) } }, data: { blob: null, erasedAt: at } });
  return {
    statements: gone.map(({ id, item }): CustodyStatement => ({ kind: "derivative.erased", item, derivative: id })),
    objects: gone.flatMap(({ blob }) => blob ?? []),
  };
}
const OPEN = ["approved", "released"];

/**
 * Erase the copies that were made for disclosures that are over: nobody is given them any more, and none is made, since
 * what is over does not open again. Each item is locked, as for everything that is made of it or erased.
 * @returns the names of their objects, to be removed after the commit
 */
export async function eraseCopies(tx: Tx, at: Date): Promise<string[]> {
  const copies = { erasedAt: null, disclosure: { state: { notIn: OPEN } } } as const;
  const holding = await tx.derivative.findMany({ where: copies, take: COPIES_AT_ONCE, select: { itemId: true } });
  const ids = [...new Set(holding.map(({ itemId }) => itemId))];
  await tx.$queryRaw`SELECT "id" FROM "EvidenceItem" WHERE "id" = ANY(${ids}::uuid[]) ORDER BY "id" FOR UPDATE`;
  const gone = await tx.derivative.findMany({
    where: { ...copies, itemId: { in: ids } }, orderBy: { id: "asc" }, select: { id: true, itemId: true, blob: true },
  });
  if (gone.length === 0) return [];
  await tx.derivative.updateMany({ where: { id: { in: gone.map(({ id }) => id) } }, data: { blob: null, erasedAt: at } });
  await record(tx, null, at, ...gone.map(({ id, itemId }): CustodyStatement => ({ kind: "derivative.erased", item: itemId, derivative: id })));
  return gone.flatMap(({ blob }) => blob ?? []);
}
/** Copies in one transaction; the next run takes those that are left. */
const COPIES_AT_ONCE = 500;

const edgeOf = (image: media.CleanImage, size: Size): number =>
  size === "reduced" ? media.reducedEdge(image) : media.standardEdge(image);

/** What a redaction's row says of its regions. A face, or what nobody named, becomes a square: its aspect would tell who it is. */
const Confirmed = z.array(
  z.object({ kind: RegionKind.optional(), x: z.number(), y: z.number(), width: z.number(), height: z.number() }).transform(
    ({ kind = "face", ...rectangle }): media.Region => ({ ...rectangle, shape: kind === "face" ? "square" : "oblong" }),
  ),
);

/** The redacted picture as it may leave: what was confirmed is destroyed in the full-size clean picture, before anything is shrunk. */
export const redactedAs = (size: Size, clean: media.CleanImage, { regions, method }: { regions: unknown; method: string }) =>
  media.redact(clean, Confirmed.parse(regions), { method: RedactionMethod.parse(method), longEdge: edgeOf(clean, size) });

/** The redacted picture in the size in which most leave, and a preview of it: from one decoding. */
export const redactedWithPreview = (clean: media.CleanImage, { regions, method }: { regions: unknown; method: string }) =>
  media.redactInSizes(clean, Confirmed.parse(regions), [edgeOf(clean, "reduced"), media.PREVIEW_EDGE], {
    method: RedactionMethod.parse(method),
  });

/** The clean picture as it may leave. One that has a length of the fixed set already is not compressed a second time. */
export async function cleanAs(size: Size, clean: media.CleanImage): Promise<media.CleanImage> {
  const edge = edgeOf(clean, size);
  return edge === Math.max(clean.width, clean.height) ? clean : media.resize(clean, edge);
}
