/** AVIF (AV1 Image File Format over HEIF, ISO/IEC 23008-12). */
import { type Format, Tally, latin, view } from "./format";
import { type Box, boxes, brands } from "./isobmff";

export const avif: Format<"avif"> = {
  id: "avif",
  mime: "image/avif",
  matches: (bytes) => brands(bytes).some((brand) => brand === "avif" || brand === "avis"),
  survey(bytes) {
    const tally = new Tally();
    let pictures = 0;
    let end = 0;
    for (const box of boxes(bytes, 0, bytes.length)) {
      end = box.end;
      if (box.type === "meta") pictures += tallyMeta(bytes, box, tally);
      else if (box.type === "uuid" || box.type === "free" || box.type === "skip") tally.add("unknown-block", box.end - box.body);
      else if (box.type === "moov") pictures += 1;
      else if (box.type !== "ftyp" && box.type !== "mdat") tally.add("unknown-block", box.end - box.body);
    }
    if (end < bytes.length) tally.add("trailing-data", bytes.length - end);
    return tally.survey(pictures);
  },
};

/** Counts the items by their type, which stands in `iinf`, and finds colour profiles. Gives back how many are pictures. */
function tallyMeta(bytes: Uint8Array, meta: Box, tally: Tally): number {
  const inside = boxes(bytes, meta.body + 4, meta.end);
  const iinf = inside.find((box) => box.type === "iinf");
  const iprp = inside.find((box) => box.type === "iprp");
  for (const box of iprp === undefined ? [] : boxes(bytes, iprp.body, iprp.end)) {
    for (const property of box.type === "ipco" ? boxes(bytes, box.body, box.end) : []) {
      const type = property.type === "colr" ? latin(bytes, property.body, property.body + 4) : "";
      if (type === "prof" || type === "rICC") tally.add("colour-profile", property.end - property.body);
    }
  }
  if (iinf === undefined || iinf.body + 8 > bytes.length) return 1;
  const countBytes = view(bytes).getUint8(iinf.body) === 0 ? 2 : 4;
  let pictures = 0;
  for (const entry of boxes(bytes, iinf.body + 4 + countBytes, iinf.end)) {
    const type = latin(bytes, entry.body + 8, entry.body + 12);
    const content = latin(bytes, entry.body + 12, Math.min(entry.end, entry.body + 200));
    if (type === "Exif") tally.add("exif", entry.end - entry.body);
    else if (type === "mime" && content.includes("rdf+xml")) tally.add("xmp", entry.end - entry.body);
    else if (type === "mime" || type === "uri ") tally.add("unknown-block", entry.end - entry.body);
    else if (type === "av01" || type === "grid") pictures += 1;
  }
  return pictures > 0 ? 1 : 0;
}
