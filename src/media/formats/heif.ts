/** What AVIF and HEIC files carry, which are one container (HEIF, ISO/IEC 23008-12) around two codecs. */
import { latin } from "../confined/bytes.mjs";
import { type Extent, type Items, type Reference, itemsOf, textIn } from "../confined/heif-items.mjs";
import { type Box, boxes } from "../confined/isobmff.mjs";
import { type ResidueKind, type Survey, Tally } from "./format";

/** Coded pictures, and pictures made of others. */
const PICTURES = new Set(["hvc1", "av01", "grid", "iovl", "iden", "tmap", "jpeg", "j2k1", "avc1", "vvc1", "unci"]);

/** How the picture is to be read and placed. */
const DESCRIBING = new Set("hvcC av1C ispe pixi colr irot imir clap pasp auxC a1op a1lx lsel lhvC clli mdcv amve cclv prem".split(" "));
const PROPERTIES: Readonly<Record<string, ResidueKind>> = { udes: "text", crtt: "time", mdft: "time", itai: "time", taic: "time" };

/** Boxes of the file that hold the picture or what it is made of; `mdat` is looked into. */
const STRUCTURE = new Set(["ftyp", "meta", "mdat"]);
/** Image sequences and films: Samsung's motion photo, a live photo, a burst. */
const FILMS = new Set(["moov", "mpvd", "moof"]);

/** The extended type that C2PA gives its box (technical specification 2.1, A.5). */
const C2PA = "\u00d8\u00fe\u00c3\u00d6\u001b\u000eH<\u0092\u0097X(\u0087~\u00c4\u0081";

const ALPHA = /alpha|:auxid:1$/;

export function surveyHeif(bytes: Uint8Array): Survey {
  const tally = new Tally();
  const all = boxes(bytes, 0, bytes.length);
  const meta = all.find(({ type }) => type === "meta");
  const found = meta === undefined ? undefined : itemsOf(bytes, meta);
  for (const box of all) {
    const length = box.end - box.body;
    if (FILMS.has(box.type)) tally.add("further-picture", length);
    else if (box.type === "uuid" && latin(bytes, box.body, box.body + 16) === C2PA) tally.add("provenance", length);
    else if (!STRUCTURE.has(box.type) || (box.type === "meta" && box !== meta)) tally.add("unknown-block", length);
  }
  if (found !== undefined) tallyItems(bytes, found, tally);
  if (meta !== undefined) tallyMeta(bytes, meta, tally);
  if (found !== undefined && !all.some(({ type }) => FILMS.has(type))) {
    const unused = gaps(all.filter(({ type }) => type === "mdat"), found);
    if (unused > 0) tally.add("unknown-block", unused);
  }
  const end = all.at(-1)?.end ?? 0;
  if (end < bytes.length) tally.add("trailing-data", bytes.length - end);
  return tally.survey(1);
}

const lengthOf = (extents: readonly Extent[]) => extents.reduce((sum, { from, to }) => sum + to - from, 0);

function tallyItems(bytes: Uint8Array, { items, primary, references, properties, associations }: Items, tally: Tally): void {
  const parts = partsOf(references);
  const shown = new Set<number>();
  show(primary, parts, shown);
  const describing = (id: number) => (associations.get(id) ?? []).flatMap((place) => properties[place - 1] ?? []);
  const isAlpha = (id: number) => describing(id).some((box) => box.type === "auxC" && ALPHA.test(textIn(bytes, box)));
  const auxiliary = references.filter(({ type, to }) => type === "auxl" && to.some((id) => shown.has(id))).map(({ from }) => from);
  for (const id of new Set(auxiliary)) if (isAlpha(id)) show(id, parts, shown);
  for (const { id, type, mime, name, extents } of items) {
    const length = lengthOf(extents);
    if (name !== "") tally.add("text", name.length);
    if (type === "Exif") tally.add("exif", length);
    else if (type === "mime") tally.add(mime.includes("rdf+xml") ? "xmp" : "unknown-block", length);
    else if (!PICTURES.has(type)) tally.add("unknown-block", length);
    else if (!shown.has(id)) tally.add("further-picture", length);
  }
  for (const box of properties) {
    const length = box.end - box.body;
    const kind = PROPERTIES[box.type];
    const colour = box.type === "colr" ? latin(bytes, box.body, box.body + 4) : "";
    if (colour === "prof" || colour === "rICC") tally.add("colour-profile", length);
    else if (kind !== undefined) tally.add(kind, length);
    else if (!DESCRIBING.has(box.type)) tally.add("unknown-block", length);
  }
}

/** Of what an item is made: its tiles or layers. */
function partsOf(references: readonly Reference[]): Map<number, number[]> {
  const parts = new Map<number, number[]>();
  for (const { type, from, to } of references) {
    if (type === "dimg") parts.set(from, [...(parts.get(from) ?? []), ...to]);
  }
  return parts;
}

/** Adds an item to `shown`, and whatever it is made of. */
function show(item: number, parts: ReadonlyMap<number, readonly number[]>, shown: Set<number>): void {
  const left = [item];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    if (shown.has(id)) continue;
    shown.add(id);
    for (const part of parts.get(id) ?? []) left.push(part);
  }
}

const OF_META = new Set("hdlr pitm iinf iloc iprp iref idat dinf grpl".split(" "));

function tallyMeta(bytes: Uint8Array, meta: Box, tally: Tally): void {
  for (const box of boxes(bytes, meta.body + 4, meta.end)) {
    if (!OF_META.has(box.type)) tally.add("unknown-block", box.end - box.body);
  }
}

/** Bytes of `mdat` that no item points to. */
function gaps(data: readonly Box[], { items }: Items): number {
  const used = items.flatMap(({ extents }) => extents).toSorted((a, b) => a.from - b.from);
  let unused = 0;
  for (const { body, end } of data) {
    let at = body;
    for (const { from, to } of used) {
      if (to <= at || from >= end) continue;
      unused += Math.max(0, from - at);
      at = Math.min(end, to);
    }
    unused += end - at;
  }
  return unused;
}
