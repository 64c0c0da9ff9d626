/**
 * A dossier: files that somebody is handed, as a BagIt bag (RFC 8493) in a zip archive, signed, with the page that checks it.
 *
 * Hides: the bag, the archive, the signature's text, and the checks (`verifier.mjs`, which needs nobody).
 *
 * Promises: the same files and signature are the same bytes; whatever is changed, added, left out or put in another order afterwards is
 * named by the checks. Memory does not grow with what is in it: each file is opened twice, once to be digested and once to leave.
 *
 * Does not: know what a disclosure is, or whether anything may leave.
 */
import { createHash } from "node:crypto";
import { Wrong } from "./proofs.mjs";
import { stampOn } from "./stamp.mjs";
import { after, before, crc32, joined, lengthOf } from "./zip.mjs";

export { filled } from "./filled";
export { page, type PageWords } from "./page";
export { makePdf, type Block, type Line, type Paper } from "./pdf";
export { instant, outsideTold, sentence } from "./sentences.mjs";
export { verifyArchive, verifyDossier, type Fault, type Verdict } from "./verifier.mjs";
export { crc32, isSealed, readZip } from "./zip.mjs";

type Bytes = Uint8Array<ArrayBuffer>;
/** A file below `data/`, and how to open it: twice the same. */
export type Payload = { readonly path: string; readonly open: () => Promise<Bytes> };
/** A file below `data/` whose bytes are elsewhere: what it is listed by. They are put in by whoever has them (`filled`). */
export type Apart = { readonly path: string; readonly size: number; readonly crc: number; readonly sha256: string; readonly sha512: string };
export type Archive = {
  /** SHA-256 in hexadecimal: of a dossier of its two lists of lists, one after the other, which is what the whole is called and what is signed; else of the archive. */
  readonly digest: string;
  /** Of what leaves, in bytes: of the archive, but for what is apart. */
  readonly size: number;
  readonly body: () => ReadableStream<Uint8Array>;
};

type Listed = Apart & { readonly open: Payload["open"] | null };

/** Some files as an archive of the same one form, in memory. @throws RangeError for more than an archive holds */
export function zipped(files: ReadonlyMap<string, Bytes>): Bytes {
  const sorted = [...files].map(([path, bytes]) => ({ path, bytes })).toSorted(byPath);
  const entries = sorted.map(({ path, bytes }) => ({ name: path, size: bytes.length, crc: crc32(bytes) }));
  lengthOf(entries);
  return joined(...sorted.flatMap(({ bytes }, at) => [before(entries[at]!), bytes]), after(entries));
}

const utf8 = (text: string): Bytes => new TextEncoder().encode(text);
const digest = (algorithm: "sha256" | "sha512", bytes: Uint8Array): string => createHash(algorithm).update(bytes).digest("hex");
const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : 1);

async function listed(file: Payload): Promise<Listed> {
  const bytes = await file.open();
  return { ...file, size: bytes.length, crc: crc32(bytes), sha256: digest("sha256", bytes), sha512: digest("sha512", bytes) };
}
/** A file that is a text, in UTF-8. */
export const inMemory = (path: string, text: string): Payload => ({ path, open: () => Promise.resolve(utf8(text)) });
const listedText = (path: string, text: string): Promise<Listed> => listed(inMemory(path, text));
const listOf = (files: readonly Listed[], algorithm: "sha256" | "sha512"): string =>
  files.map((file) => `${file[algorithm]}  ${file.path}\n`).join("");

/**
 * @param name of the folder in the archive: letters, digits and hyphens
 * @param info lines of `bag-info.txt`, in their order; each value one line
 * @param apart listed, and left out of what leaves
 * @param verifyPage `verify.html`
 * @param sign vouches for a digest, in a signed note
 * @throws RangeError for more than an archive holds: 4 GB, 65,535 files
 */
export async function makeDossier(input: {
  readonly name: string;
  readonly info: readonly (readonly [label: string, value: string])[];
  readonly payload: readonly Payload[];
  readonly apart?: readonly Apart[];
  readonly verifyPage: string;
  readonly sign: (digest: string) => string;
}): Promise<Archive> {
  const { apart = [] } = input;
  const payload: Listed[] = apart.map((file) => ({ ...file, path: `data/${file.path}`, open: null }));
  for (const file of input.payload) payload.push(await listed({ ...file, path: `data/${file.path}` }));
  payload.sort(byPath);
  const oxum = `${payload.reduce((sum, { size }) => sum + size, 0)}.${payload.length}`;
  const info = [...input.info, ["Payload-Oxum", oxum] as const].map(([label, value]) => `${label}: ${value}\n`).join("");
  const tags = await Promise.all([
    listedText("bag-info.txt", info),
    listedText("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"),
    listedText("manifest-sha256.txt", listOf(payload, "sha256")),
    listedText("manifest-sha512.txt", listOf(payload, "sha512")),
    listedText("verify.html", input.verifyPage),
  ]);
  const [short, long] = [listOf(tags, "sha256"), listOf(tags, "sha512")];
  const lists = await Promise.all([listedText("tagmanifest-sha256.txt", short), listedText("tagmanifest-sha512.txt", long)]);
  const whole = digest("sha256", utf8(short + long));
  const signature = await listedText("signature.txt", input.sign(whole));
  const files = [...payload, ...tags, ...lists, signature].toSorted(byPath);
  const entries = files.map(({ path, size, crc }) => ({ name: `${input.name}/${path}`, size, crc }));
  const elsewhere = apart.reduce((sum, { size }) => sum + size, 0);
  return { digest: whole, size: lengthOf(entries) - elsewhere, body: () => streamed(pieces(files, entries)) };
}

/** Files as an archive of the same one form and nothing else: each is opened once for its digest, and once to leave. @throws RangeError as for a dossier */
export async function archived(payload: readonly Payload[]): Promise<Archive> {
  const files = payload.toSorted(byPath);
  const [whole, entries] = [createHash("sha256"), [] as Parameters<typeof after>[0][number][]];
  for (const { path, open } of files) {
    const bytes = await open();
    const entry = { name: path, size: bytes.length, crc: crc32(bytes) };
    whole.update(before(entry)).update(bytes);
    entries.push(entry);
  }
  return { digest: whole.update(after(entries)).digest("hex"), size: lengthOf(entries), body: () => streamed(pieces(files, entries)) };
}

/**
 * Whether the checks would believe this stamp of `note` where it lay in a dossier. They read less than others do, and what they cannot read is no
 * stamp to them: a dossier that had it would fail.
 */
export async function isBelieved({ token, chain, note }: { readonly token: Uint8Array; readonly chain: string; readonly note: string }): Promise<boolean> {
  try {
    await stampOn(token, chain, utf8(note), "");
    return true;
  } catch (error) {
    if (error instanceof Wrong) return false;
    throw error;
  }
}

/** A piece at a time, as it is asked for. */
const streamed = (from: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> =>
  new ReadableStream({
    async pull(controller) {
      const { done, value } = await from.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await from.return(undefined);
    },
  }, { highWaterMark: 0 });

async function* pieces(files: readonly Pick<Listed, "open">[], entries: Parameters<typeof after>[0]): AsyncGenerator<Uint8Array> {
  for (const [at, file] of files.entries()) {
    yield before(entries[at]!);
    if (file.open) yield await file.open();
  }
  yield after(entries);
}
