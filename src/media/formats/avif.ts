/** AVIF (AV1 Image File Format over HEIF, ISO/IEC 23008-12). */
import { brands } from "../confined/isobmff.mjs";
import type { Format } from "./format";
import { surveyHeif } from "./heif";

export const avif: Format<"avif"> = {
  id: "avif",
  mime: "image/avif",
  matches: (bytes) => brands(bytes).some((brand) => brand === "avif" || brand === "avis"),
  survey: surveyHeif,
};
