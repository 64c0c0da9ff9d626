import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { personLanguages, type PersonLanguage } from "~/messages/wordings/languages";
import { passages, spokenWords, type Passage } from "~/messages/wordings/passages";
import * as blobs from "~/server/blobs";
import { db } from "~/server/db";
import { hex, sha256 } from "~/server/digest";
import { recordingsOf } from "~/server/scope";
import { instanceHolder } from "~/server/sealing";
import { open, unwrapKey } from "~/vault";

/** What a recording is bound to: not a version's number but the words themselves, as they are spoken. */
export const wordingOf = (language: PersonLanguage, passage: Passage): Uint8Array<ArrayBuffer> =>
  sha256(JSON.stringify({ language, passage, words: spokenWords(passage, language) }));

/** By language and passage: the digest of its words now. They change only with the program. */
const now: ReadonlyMap<string, string> = new Map(
  personLanguages.flatMap((language) => passages.map((passage) => [`${language} ${passage}`, hex(wordingOf(language, passage))] as const)),
);

type Row = { readonly language: string; readonly passage: string; readonly wordingDigest: Uint8Array };
const fits = ({ language, passage, wordingDigest }: Row): boolean => now.get(`${language} ${passage}`) === hex(wordingDigest);

/** Every recording there is, also one of a passage that is read out no more, and whether it still speaks what is shown. */
export async function list(actor: Actor) {
  const rows = await db().recording.findMany({
    where: recordingsOf(actor),
    orderBy: [{ language: "asc" }, { passage: "asc" }],
    select: { id: true, language: true, passage: true, wordingDigest: true, milliseconds: true, addedAt: true },
  });
  return rows.map(({ wordingDigest, ...row }) => ({ ...row, fits: fits({ ...row, wordingDigest }) }));
}

/** By language and passage, those that speak exactly what a sheet shows now. */
export type Fitting = Readonly<Partial<Record<PersonLanguage, Readonly<Partial<Record<Passage, string>>>>>>;
export async function fitting(actor: Actor): Promise<Fitting> {
  const found: Partial<Record<string, Record<string, string>>> = {};
  for (const one of await list(actor)) if (one.fits) (found[one.language] ??= {})[one.passage] = one.id;
  return found;
}

/** The sound of one. @throws Refusal `not-found` */
export async function hear(actor: Actor, recordingId: string): Promise<Uint8Array<ArrayBuffer>> {
  const row = await db().recording.findFirst({
    where: { AND: [{ id: recordingId }, recordingsOf(actor)] },
    select: { id: true, blob: true, wrappedKey: true },
  });
  const sealed = row && (await blobs.get(row.blob));
  if (!row || !sealed) throw new Refusal("not-found");
  const place = { kind: "recording", id: row.id } as const;
  return open(sealed, place, await unwrapKey(row.wrappedKey, place, await instanceHolder()));
}

/** Whether an object of the store is one of these. */
export const names = async (blob: string): Promise<boolean> => (await db().recording.count({ where: { blob } })) > 0;
