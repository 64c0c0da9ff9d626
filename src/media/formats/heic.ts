/** HEIC: HEVC pictures in HEIF (ISO/IEC 23008-12, annex B), as iPhones, Samsung, Canon (.HIF) and Sony (.HIF) write them. */
import { itemsOf } from "../confined/heif-items.mjs";
import { boxes, brands } from "../confined/isobmff.mjs";
import type { Format } from "./format";
import { surveyHeif } from "./heif";

/** The brands that promise HEVC. */
const HEVC = new Set(["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs"]);
/** Brands of the container, which may hold any codec. */
const CONTAINER = new Set(["mif1", "msf1", "mif2", "miaf"]);

export const heic: Format<"heic"> = {
  id: "heic",
  mime: "image/heic",
  runtime: "wasm",
  matches(bytes) {
    const named = brands(bytes);
    if (named.includes("avif") || named.includes("avis")) return false;
    const promised = named.some((brand) => HEVC.has(brand));
    if (!promised && !named.some((brand) => CONTAINER.has(brand))) return false;
    const all = boxes(bytes, 0, bytes.length);
    const meta = all.find(({ type }) => type === "meta");
    // A film alone, by a picture's brand, is no picture; a file that breaks off before its pictures is a damaged one.
    if (meta === undefined) return promised && !all.some(({ type }) => type === "moov");
    return promised || itemsOf(bytes, meta).items.some(({ type }) => type === "hvc1");
  },
  survey: surveyHeif,
};
