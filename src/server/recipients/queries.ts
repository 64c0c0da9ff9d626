import * as z from "zod";
import { GivenForm, Purpose, RecipientClass, Size } from "~/domain/consent";
import { clear, takenBack, type Clearance, type Closing } from "~/domain/disclosure";
import { ToldReport } from "~/domain/incident";
import { Refusal } from "~/domain/refusal";
import { Condition } from "~/domain/visit";
import { WordsForm } from "~/domain/words";
import { textsOf } from "~/server/accounts/queries";
import { db, snapshot, type Tx } from "~/server/db";
import { openDerivative } from "~/server/derivatives/queries";
import { hex } from "~/server/digest";
import { standingFacts } from "~/server/facts/queries";
import { reportOf, type Told } from "~/server/incidents/queries";
import { openJson } from "~/server/sealing";

/** Everything that a recipient is given; a field that is not named here does not leave. */
export const RecipientView = z.strictObject({
  reference: z.string(),
  purpose: Purpose,
  recipientClass: RecipientClass,
  until: z.date(),
  releasedAt: z.date(),
  report: ToldReport,
  accounts: z.array(z.strictObject({ exhibit: z.number(), form: WordsForm, language: z.string(), text: z.string() })),
  photos: z.array(
    z.strictObject({
      exhibit: z.number(), form: GivenForm, size: Size, width: z.number(), height: z.number(), digest: z.string(),
      file: z.string(),
    }),
  ),
  /** What leaves as an original is handed over in a dossier, and not here: its number and its digest. */
  originals: z.array(z.strictObject({ exhibit: z.number(), digest: z.string() })),
  checkpoint: z.string(),
  manifest: z.string(),
  conditions: z.array(Condition),
  /** How often it may still be opened, null where that is not limited. */
  left: z.number().nullable(),
  /** By which the exhibits are asked for, and whether all of it is still open; of this opening only. */
  pass: z.string(),
});
export type RecipientView = z.infer<typeof RecipientView>;

/** What is told before anything is accepted. */
export const Threshold = z.strictObject({
  purpose: Purpose, recipientClass: RecipientClass, until: z.date(), conditions: z.array(Condition), left: z.number().nullable(),
});
export type Threshold = z.infer<typeof Threshold>;

export const threshold = async (tx: Tx, id: string) => {
  const { purpose, until, recipient } = await tx.disclosure.findUniqueOrThrow({
    where: { id },
    select: { purpose: true, until: true, recipient: { select: { class: true } } },
  });
  return { purpose: Purpose.parse(purpose), recipientClass: RecipientClass.parse(recipient.class), until };
};

/** Whose link it is, and what its second secret has to fit. */
export const byToken = (digest: Uint8Array<ArrayBuffer>) =>
  db().disclosure.findUnique({ where: { tokenDigest: digest }, select: { id: true, secretHash: true } });

/** What was opened, by the pass of its opening. @throws Refusal `not-found` */
export async function visited(digest: Uint8Array<ArrayBuffer>, at: Date): Promise<string> {
  const visit = await db().visit.findUnique({ where: { passDigest: digest }, select: { disclosureId: true, until: true } });
  if (!visit || visit.until <= at) throw new Refusal("not-found");
  return visit.disclosureId;
}

/** That it was taken back is said beside the code, to whoever showed what would have opened it; by whom and why is said to nobody. */
export const shut = (closing: Closing | null): Refusal => new Refusal("disclosure-closed", takenBack(closing) ? { takenBack: true } : {});

/**
 * Whether what was opened is still open: asked every few seconds by a page that shows it, so nothing is locked and
 * nothing recorded. @throws Refusal `not-found`, `disclosure-closed`
 */
export async function watch(digest: Uint8Array<ArrayBuffer>, at: Date) {
  const id = await visited(digest, at);
  const { open, closing } = await snapshot(async (tx) => {
    const { state, closing, facts } = await standingFacts(tx, id);
    return { open: state === "released" && clear(facts, at).ok, closing };
  });
  if (!open) throw shut(closing);
  return {};
}

/**
 * What the service itself reads of a manifest. One that was written before files had names of their own names none, and one from before the
 * report was bound by it has no report.
 */
const Manifest = z.object({
  checkpoint: z.string(),
  reference: z.string().optional(),
  report: ToldReport.optional(),
  exhibits: z.array(z.object({ number: z.number(), digest: z.string(), file: z.string().regex(/^[0-9a-f]{16}\.jpg$/).nullish() })),
});

async function manifestOf(id: string, sealed: Uint8Array) {
  const text = await openJson(sealed, { kind: "manifest", id }, z.string());
  const { checkpoint, exhibits, reference, report } = Manifest.parse(JSON.parse(text));
  const told: Told | null = reference !== undefined && report ? { reference, report } : null;
  const fileOf = (number: number): string => exhibits.find((exhibit) => exhibit.number === number)?.file ?? "picture.jpg";
  const digestOf = (number: number): string | undefined => exhibits.find((exhibit) => exhibit.number === number)?.digest;
  return { text, checkpoint, told, fileOf, digestOf };
}

/** The report of a disclosure as its recipient is told it: as it was released, whatever was revised since; before that as it is now. */
export const reportFor = async (tx: Tx, { id, incidentId, manifestSealed }: { id: string; incidentId: string; manifestSealed: Uint8Array | null }): Promise<Told> =>
  (manifestSealed && (await manifestOf(id, manifestSealed)).told) ?? reportOf(tx, incidentId);

/** What the holder of a clearance, and nobody else, is shown. */
export async function view(tx: Tx, clearance: Clearance): Promise<Omit<RecipientView, "conditions" | "left" | "pass">> {
  const row = await tx.disclosure.findUniqueOrThrow({
    where: { id: clearance.disclosureId },
    select: {
      id: true, incidentId: true, purpose: true, until: true, releasedAt: true, manifestSealed: true,
      recipient: { select: { class: true } },
      items: {
        where: { itemId: { in: clearance.items.map((item) => item.id) } },
        orderBy: { exhibit: "asc" },
        select: { exhibit: true, form: true, size: true, derivative: { select: { width: true, height: true, digest: true } } },
      },
      accounts: {
        where: { accountId: { in: clearance.accounts.map(({ id }) => id) } },
        orderBy: { exhibit: "asc" },
        select: { exhibit: true, accountId: true, form: true },
      },
    },
  });
  const texts = await textsOf(tx, clearance.accounts);
  const manifest = await manifestOf(row.id, row.manifestSealed!);
  return {
    ...(manifest.told ?? (await reportOf(tx, row.incidentId))),
    purpose: Purpose.parse(row.purpose),
    recipientClass: RecipientClass.parse(row.recipient.class),
    until: row.until,
    releasedAt: row.releasedAt!,
    accounts: row.accounts.map(({ accountId, exhibit, form }) => {
      const { language, text, digest } = texts.get(accountId)!;
      if (manifest.digestOf(exhibit!) !== digest) throw new Error("An account is not what its manifest says.");
      return { exhibit: exhibit!, form: WordsForm.parse(form), language, text };
    }),
    originals: row.items.flatMap(({ exhibit, form }) => (form === "original" ? [{ exhibit: exhibit!, digest: manifest.digestOf(exhibit!)! }] : [])),
    photos: row.items.filter(({ form }) => form !== "original").map(({ exhibit, form, size, derivative }) => ({
      exhibit: exhibit!,
      form: GivenForm.parse(form),
      size: Size.parse(size),
      file: manifest.fileOf(exhibit!),
      width: derivative!.width,
      height: derivative!.height,
      digest: hex(derivative!.digest),
    })),
    checkpoint: manifest.checkpoint,
    manifest: manifest.text,
  };
}

/** The bytes of one numbered picture and the name of its file, or null where the clearance does not reach it or it is gone. */
export async function exhibit(tx: Tx, { disclosureId, items }: Clearance, number: number) {
  const row = await tx.disclosureItem.findFirst({
    where: { disclosureId, exhibit: number, itemId: { in: items.map((item) => item.id) } },
    select: { derivativeId: true, disclosure: { select: { manifestSealed: true } } },
  });
  const opened = row?.derivativeId ? await openDerivative(tx, row.derivativeId) : null;
  if (!row || !opened) return null;
  const manifest = await manifestOf(disclosureId, row.disclosure.manifestSealed!);
  return { ...opened, file: manifest.fileOf(number) };
}
