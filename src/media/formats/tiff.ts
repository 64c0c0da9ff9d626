/** TIFF 6.0, first page. Camera raw files are TIFF inside: told apart by what their directories say, never by their name. */
import { view } from "../confined/bytes.mjs";
import { type Format, type ResidueKind, Tally, startsWith } from "./format";

const LITTLE = [0x49, 0x49, 0x2a, 0x00];
const BIG = [0x4d, 0x4d, 0x00, 0x2a];
/** Directories and entries looked at, in all: more than any picture has, and a bound on what a hostile file makes us do. */
const DIRECTORIES = 600;
const ENTRIES = 20_000;

const SUB_IFDS = 0x014a;
const PHOTOMETRIC = 0x0106;
const COMPRESSION = 0x0103;
const DNG_VERSION = 0xc612;
const CFA_PATTERNS = new Set([0x828d, 0x828e]);
const RAW_PHOTOMETRIC = new Set([32803, 34892]);
/** Nikon, Sony, Pentax, Kodak, Samsung, Epson, lossy DNG. */
const RAW_COMPRESSION = new Set([34713, 32767, 65535, 65000, 32769, 32770, 32772, 32867, 34892]);
/** Panasonic's, Kodak's and Leaf's own raw fields. */
const MAKER_RAW = new Set([0xfe00, 0x8606, 0x9216]);

const KINDS: Readonly<Record<number, ResidueKind>> = {
  0x010e: "text",
  0x010f: "exif",
  0x0110: "exif",
  0x0131: "text",
  0x0132: "time",
  0x013b: "text",
  0x02bc: "xmp",
  0x8298: "text",
  0x83bb: "iptc",
  0x8649: "iptc",
  0x8769: "exif",
  0x8773: "colour-profile",
  0x8825: "exif",
  0xcd41: "provenance",
};

type Entry = { readonly tag: number; readonly type: number; readonly count: number; readonly value: number };

export const isTiff = (bytes: Uint8Array) => startsWith(bytes, LITTLE) || startsWith(bytes, BIG);

/** What a camera's sensor wrote, behind a small preview that a decoder would take for the picture. */
export function isRaw(bytes: Uint8Array): boolean {
  if (!isTiff(bytes)) return false;
  if (bytes[8] === 0x43 && bytes[9] === 0x52 && bytes[10] === 0x02) return true; // Canon CR2
  return walk(bytes).some((directory) =>
    directory.some(
      (entry) =>
        entry.tag === DNG_VERSION ||
        CFA_PATTERNS.has(entry.tag) ||
        MAKER_RAW.has(entry.tag) ||
        (entry.tag === PHOTOMETRIC && RAW_PHOTOMETRIC.has(entry.value)) ||
        (entry.tag === COMPRESSION && RAW_COMPRESSION.has(entry.value)),
    ),
  );
}

export const tiff: Format<"tiff"> = {
  id: "tiff",
  mime: "image/tiff",
  matches: (bytes) => isTiff(bytes) && !isRaw(bytes),
  survey(bytes) {
    const tally = new Tally();
    const directories = walk(bytes);
    for (const entry of directories.flat()) {
      const kind = KINDS[entry.tag] ?? (entry.tag >= 0x8000 ? "unknown-block" : undefined);
      if (kind !== undefined) tally.add(kind, entry.count);
    }
    return tally.survey(directories.length);
  },
};

/** Every directory that the chain and the sub-directory pointers lead to, each once. */
function walk(bytes: Uint8Array): Entry[][] {
  const data = view(bytes);
  const little = bytes[0] === 0x49;
  const found: Entry[][] = [];
  const seen = new Set<number>();
  let budget = ENTRIES;
  const queue = [data.byteLength >= 8 ? data.getUint32(4, little) : 0];
  while (queue.length > 0 && found.length < DIRECTORIES) {
    const at = queue.shift()!;
    if (at < 8 || at + 2 > bytes.length || seen.has(at)) continue;
    seen.add(at);
    const entries: Entry[] = [];
    const count = data.getUint16(at, little);
    for (let index = 0; index < count && at + 14 + index * 12 <= bytes.length && budget > 0; index += 1) {
      budget -= 1;
      entries.push(entryAt(data, at + 2 + index * 12, little));
    }
    found.push(entries);
    const next = at + 2 + count * 12;
    if (next + 4 <= bytes.length) queue.push(data.getUint32(next, little));
    queue.push(...subDirectories(data, entries, little));
  }
  return found;
}

function entryAt(data: DataView, at: number, little: boolean): Entry {
  const type = data.getUint16(at + 2, little);
  const short = type === 3 && data.getUint32(at + 4, little) === 1;
  return {
    tag: data.getUint16(at, little),
    type,
    count: data.getUint32(at + 4, little),
    value: short ? data.getUint16(at + 8, little) : data.getUint32(at + 8, little),
  };
}

function subDirectories(data: DataView, entries: readonly Entry[], little: boolean): number[] {
  return entries
    .filter((entry) => entry.tag === SUB_IFDS)
    .flatMap((entry) => {
      if (entry.count === 1) return [entry.value];
      const many = Math.min(entry.count, 16);
      return Array.from({ length: many }, (_, index) => entry.value + index * 4)
        .filter((at) => at + 4 <= data.byteLength)
        .map((at) => data.getUint32(at, little));
    });
}
