/** PNG and APNG (W3C PNG, third edition). */
import { latin, view } from "../confined/bytes.mjs";
import { type Format, type ResidueKind, Tally, startsWith } from "./format";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

const PICTURE = new Set("IHDR PLTE IDAT IEND tRNS cHRM gAMA sBIT sRGB cICP bKGD hIST sPLT acTL fcTL fdAT".split(" "));
const KINDS: Readonly<Record<string, ResidueKind>> = {
  eXIf: "exif",
  zxIf: "exif",
  tEXt: "text",
  zTXt: "text",
  iTXt: "text",
  tIME: "time",
  iCCP: "colour-profile",
  caBX: "provenance",
};

export const png: Format<"png"> = {
  id: "png",
  mime: "image/png",
  matches: (bytes) => startsWith(bytes, SIGNATURE),
  survey(bytes) {
    const tally = new Tally();
    const data = view(bytes);
    let frames = 1;
    let at = SIGNATURE.length;
    while (at + 12 <= bytes.length) {
      const length = data.getUint32(at);
      const type = latin(bytes, at + 4, at + 8);
      if (type === "acTL" && length >= 4 && at + 12 <= bytes.length) frames = data.getUint32(at + 8);
      const kind = KINDS[type];
      if (type === "iTXt" && latin(bytes, at + 8, at + 25) === "XML:com.adobe.xmp") tally.add("xmp", length);
      else if (kind !== undefined) tally.add(kind, length);
      else if (!PICTURE.has(type) && type !== "pHYs") tally.add("unknown-block", length);
      at += 12 + length;
      if (type === "IEND") {
        if (at < bytes.length) tally.add("trailing-data", bytes.length - at);
        break;
      }
    }
    return tally.survey(frames);
  },
};
