/** WebP (RFC 9649). */
import { type Format, type ResidueKind, Tally, latin, startsWith, view } from "./format";

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
    let at = 12;
    while (at + 8 <= end) {
      const type = latin(bytes, at, at + 4);
      const length = data.getUint32(at + 4, true);
      if (type === "ANMF") frames += 1;
      const kind = KINDS[type];
      if (kind !== undefined) tally.add(kind, length);
      else if (!PICTURE.has(type)) tally.add("unknown-block", length);
      at += 8 + length + (length % 2);
    }
    if (end < bytes.length) tally.add("trailing-data", bytes.length - end);
    return tally.survey(frames);
  },
};
