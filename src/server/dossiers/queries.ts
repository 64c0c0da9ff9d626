import type { GivenForm } from "~/domain/consent";
import type { Clearance } from "~/domain/disclosure";
import { originalPath, recordOf, recordSchema } from "~/domain/dossier";
import { exchanged, type Exchangeable } from "~/domain/exchange";
import { uwaziFilesWith, type Exhibited } from "~/domain/uwazi";
import { inMemory, isBelieved, makePdf, type Apart, type Payload } from "~/dossier";
import { paperTranslators } from "~/messages/dossier/paper-words";
import type { Language } from "~/messages/languages";
import * as connections from "~/server/connections/queries";
import type { Tx } from "~/server/db";
import { sha256Hex } from "~/server/digest";
import * as histories from "~/server/histories/queries";
import type { ProvenEntry, SignedHead } from "~/server/ledger/queries";
import * as ledger from "~/server/ledger/queries";
import type { Exported } from "~/server/originals/commands";
import { paperOf, pictureName, type Told } from "~/server/paper";
import * as recipients from "~/server/recipients/queries";
import * as stamps from "~/server/stamps/queries";
import * as witnesses from "~/server/witnesses/queries";

/** A file is opened when it is wanted, by the clearance under which the dossier was made; one that was erased meanwhile is not there. */
export type Opener = (clearance: Clearance, exhibit: number) => Promise<Uint8Array<ArrayBuffer>>;

/** What was decided and released, proven before `head`; null where it was released after that was signed. */
async function decision(tx: Tx, head: SignedHead, disclosureId: string): Promise<{ decided: ProvenEntry; released: ProvenEntry } | null> {
  const [entries = []] = await ledger.provenEntries(tx, head, [{ disclosure: disclosureId }]);
  const of = (kind: string) => entries.find(({ event }) => event.kind === kind);
  const [decided, released] = [of("disclosure.approved"), of("disclosure.released")];
  return decided && released ? { decided, released } : null;
}

/**
 * What proves the ledger's own state, as files that others' tools read: the checkpoint, the newest one that witnesses countersigned, with their keys and the
 * proof that the checkpoint continues it, and by when authorities of time knew of the release. What an authority stamped is `checkpoint.txt` beside its token, and `released.json`
 * is proven against that one: `openssl ts -verify -token_in -in <authority>.tst -data checkpoint.txt -CAfile <authority>.pem`.
 */
async function ledgerFiles(tx: Tx, head: SignedHead, disclosureId: string, released: ProvenEntry): Promise<Payload[]> {
  const files = [inMemory("ledger/checkpoint.txt", head.note)];
  const witnessed = await witnesses.countersigned(tx, head.size);
  // A witness of what a backup that was put back does not know any more says nothing of what there is now.
  if (witnessed && (await ledger.beginsWith(witnessed.note, tx)))
    files.push(
      inMemory("ledger/countersigned.txt", witnessed.note), inMemory("ledger/witnesses.txt", witnessed.keys.map((key) => `${key}\n`).join("")),
      inMemory("ledger/continues.json", JSON.stringify(await ledger.continues(witnessed.size, head.size, tx), null, 2)),
    );
  for (const { size, note, stamps: kept } of await stamps.stampsOf(tx, released.index + 1)) {
    const of: typeof kept[number][] = [];
    // One that was kept, and that the checks cannot read, is left out: it would make of an honest dossier one that fails.
    for (const stamp of kept) if (await isBelieved({ ...stamp, note })) of.push(stamp);
    if (of.length === 0) continue;
    const proven = await decision(tx, { size, note, publicKey: head.publicKey }, disclosureId);
    if (!proven) throw new Error(`The checkpoint of ${size} entries does not have the release of ${released.index}.`);
    const folder = `timestamps/${size}`;
    files.push(inMemory(`${folder}/checkpoint.txt`, note), inMemory(`${folder}/released.json`, JSON.stringify(proven.released, null, 2)));
    for (const { authority, token, chain } of of)
      files.push({ path: `${folder}/${authority}.tst`, open: () => Promise.resolve(new Uint8Array(token)) }, inMemory(`${folder}/${authority}.pem`, chain));
  }
  return files;
}

type How = { readonly language: Language; readonly at: Date; readonly open: Opener; readonly exported: readonly Exported[] };

/** Pixels of the pictures that a PDF holds, together: it holds them unpacked while it is made. Twelve of a telephone at full size. */
const MOST_PIXELS = 150_000_000;

/** The pictures that stand in the PDF: as many of the first as it can hold. */
function pictured(photos: Told["photos"]): ReadonlySet<number> {
  let pixels = 0;
  return new Set(photos.filter(({ width, height }) => (pixels += width * height) <= MOST_PIXELS).map(({ exhibit }) => exhibit));
}

/**
 * The PDF: made when it is first wanted, and kept until all has left. What was erased meanwhile leaves in it as little as by itself: each of
 * its pictures is opened again before it goes.
 */
function printed(told: Told, picture: (exhibit: number) => Promise<Uint8Array<ArrayBuffer>>): Payload {
  const at = Math.floor(Date.parse(told.record.madeAt) / 1000);
  let made: Promise<Uint8Array<ArrayBuffer>> | undefined;
  const make = async () => {
    const pictures: [string, Uint8Array][] = [];
    for (const exhibit of told.pictured) pictures.push([pictureName(exhibit), await picture(exhibit)]);
    return makePdf({ paper: paperOf(told), pictures, at });
  };
  const open = async () => {
    if (made) for (const exhibit of told.pictured) await picture(exhibit);
    return (made ??= make());
  };
  return { path: "dossier.pdf", open };
}

/**
 * What is in the dossier of a released disclosure: a PDF to read, the report and the exhibits in the form in which they were released, the manifest that
 * stands in the ledger, and a record that says which file is which exhibit and proves who decided.
 * @param how.language in which the PDF is to be read
 * @param how.exported every original in it, by the opening by which its reader has it
 * @returns null where it was released after `head` was signed
 */
export async function contents(tx: Tx, clearance: Clearance, head: SignedHead, { language, at, open, exported }: How) {
  const proven = await decision(tx, head, clearance.disclosureId);
  if (!proven) return null;
  const { reference, report, purpose, recipientClass, until, accounts, photos, originals, manifest } = await recipients.view(tx, clearance);
  const fileOf = (exhibit: number, kind: "jpg" | "txt") => `exhibits/exhibit-${exhibit}.${kind}`;
  const apart = originals.map(({ exhibit, digest }): [number, Apart] => {
    const { size, crc, sha256, sha512, format } = exported.find((one) => one.sha256 === digest)!;
    return [exhibit, { path: originalPath(exhibit, format), size, crc, sha256, sha512 }];
  });
  const files = new Map([
    ...apart.map(([exhibit, { path }]) => [exhibit, path] as const),
    ...photos.map(({ exhibit }) => [exhibit, fileOf(exhibit, "jpg")] as const),
    ...accounts.map(({ exhibit }) => [exhibit, fileOf(exhibit, "txt")] as const),
  ]);
  const record = recordOf(
    manifest,
    {
      disclosure: clearance.disclosureId, reference, purpose, madeAt: at.toISOString(), until: until.toISOString(), report,
      languages: Object.fromEntries(accounts.map(({ exhibit, language }) => [exhibit, language])),
      ...proven, checkpoint: head.note, verifierKey: head.publicKey,
    },
    (exhibit) => `data/${files.get(exhibit)!}`,
    await histories.ofExhibits(tx, clearance, head),
  );
  const recorded = JSON.stringify(record, null, 2);
  const payload: Payload[] = [
    printed(
      { language, record, digest: sha256Hex(recorded), recipientClass, accounts, photos, manifest, pictured: pictured(photos) },
      (exhibit) => open(clearance, exhibit),
    ),
    inMemory("manifest.json", manifest), inMemory("record.json", recorded), inMemory("record.schema.json", recordSchema()),
    ...(await ledgerFiles(tx, head, clearance.disclosureId, proven.released)),
    ...accounts.map(({ exhibit, text }) => inMemory(fileOf(exhibit, "txt"), text)),
    ...photos.map(({ exhibit }): Payload => ({ path: fileOf(exhibit, "jpg"), open: () => open(clearance, exhibit) })),
  ];
  return { reference, payload, apart: apart.map(([, file]) => file) };
}

/**
 * What a released disclosure is for Uwazi: its incident with the place and the units, as the report says them that its recipient is told, and each
 * exhibit with its file in the form in which it was released. An original is a row without a file. Where the place is nobody is told by a report,
 * so it has no position; an incident goes by the reference that its recipient has, which nobody finds in what leaves for monitoring.
 * @param how.language in which it says what was done
 */
export async function forUwazi(tx: Tx, clearance: Clearance, { language, open }: Pick<How, "language" | "open">): Promise<Payload[]> {
  const { reference, report, accounts, photos, originals } = await recipients.view(tx, clearance);
  const { start, end, place, kinds, forces } = report;
  const incident: Exchangeable = { id: reference, start, end, place, kinds, forces };
  const names = await connections.naming(tx);
  const told = exchanged([incident], (thing, key) => (thing === "incident" ? key : names(thing, key)), () => null);
  const { t, terms, words } = paperTranslators(language);
  const photo = (number: number, form: GivenForm) => ({ number, title: `${reference} ${t("photo", { number: String(number) })}`, form: terms(`forms.${form}`), language: null });
  const exhibits: Exhibited[] = [
    ...photos.map(({ exhibit, form, digest: sha256 }) => ({ ...photo(exhibit, form), sha256, file: `exhibit-${exhibit}.jpg` })),
    ...accounts.map(({ exhibit: number, form, language: spoken, text }) => ({
      number, title: `${reference} ${t("account", { number: String(number) })}`, form: words(`forms.${form}`), language: spoken, sha256: sha256Hex(text), file: `exhibit-${number}.txt`,
    })),
    ...originals.map(({ exhibit, digest: sha256 }) => ({ ...photo(exhibit, "original"), sha256, file: null })),
  ];
  const tables = uwaziFilesWith(exhibits, told, (kind) => terms(`kinds.${kind}`));
  return [
    ...[...tables].map(([name, text]) => inMemory(name, text)),
    ...accounts.map(({ exhibit, text }) => inMemory(`exhibit-${exhibit}.txt`, text)),
    ...photos.map(({ exhibit }): Payload => ({ path: `exhibit-${exhibit}.jpg`, open: () => open(clearance, exhibit) })),
  ];
}
