/** WebP (RFC 9649). */
import { latin, view } from "../confined/bytes.mjs";
import { type Format, type ResidueKind, Tally, startsWith } from "./format";

const PICTURE = new Set(["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF"]);
const KINDS: Readonly<Record<string, ResidueKind>> = {
  "EXIF": "exif",
  "XMP ": "xmp",
  "ICCP": "colour-profile",
  "C2PA": "provenance",
};

export const webp: Format<"webp"> = {
  id: "webp",
  mime: "image/webp",
  matches: (bytes) => startsWith(bytes, [0x52, 0x49, 0x46, 0x46]) && latin(bytes, 8, 12) === "WEBP",
  survey(bytes) {
    const tally = new Tally();
    const data = view(bytes);
    const end = Math.min(bytes.length, 8 + data.getUint32(4, true));
    let frames = 0;
    let pixels = 0;
    let at = 12;
    while (at + 8 <= end) {
      const type = latin(bytes, at, at + 4);
      const length = data.getUint32(at + 4, true);
      if (type === "ANMF") frames += 1;
      pixels = Math.max(pixels, canvas(type, bytes.subarray(at + 8)));
      const kind = KINDS[type];
      if (kind !== undefined) tally.add(kind, length);
      else if (!PICTURE.has(type)) tally.add("unknown-block", length);
      at += 8 + length + (length % 2);
    }
    if (end < bytes.length) tally.add("trailing-data", bytes.length - end);
    return { ...tally.survey(frames), pixels };
  },
};

/** Width × height as the chunk declares it; 0 for a chunk that declares none. RFC 9649 2.7, RFC 6386 9.1, WebP lossless 3. */
function canvas(type: string, body: Uint8Array): number {
  if (body.length < 10) return 0;
  const data = view(body);
  if (type === "VP8X") return (1 + (data.getUint32(3, true) >>> 8)) * (1 + (data.getUint32(6, true) >>> 8));
  if (type === "VP8 ") return (data.getUint16(6, true) & 0x3fff) * (data.getUint16(8, true) & 0x3fff);
  if (type === "VP8L") {
    const sizes = data.getUint32(1, true);
    return (1 + (sizes & 0x3fff)) * (1 + ((sizes >>> 14) & 0x3fff));
  }
  return 0;
}
