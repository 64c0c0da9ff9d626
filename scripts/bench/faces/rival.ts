/** The best single detector that npm carries, with the product's windows and merging and without its pool. */
import sharp from "sharp";

import type { CleanImage } from "~/media";

import { OWN } from "../../../src/media/faces/look";
import { merge } from "../../../src/media/faces/merge";
import { HEARD } from "../../../src/media/faces/parameters";
import { longestEdge, lookThrough } from "../../../src/media/faces/windows";
import { yolo } from "../../../src/media/faces/yolo";
import type { Found } from "./measure";

/** Boxes in pixels of the picture, not enlarged. */
export async function rival(): Promise<(clean: CleanImage) => Promise<Found[]>> {
  const detector = await yolo(OWN.yolo);
  return async (clean) => {
    const { data, info } = await sharp(clean.bytes).resize({ width: longestEdge, height: longestEdge, fit: "inside", withoutEnlargement: true }).raw().toBuffer({ resolveWithObject: true });
    const looks = await lookThrough({ width: info.width, height: info.height, data }, detector.window, async (planes) => merge(await detector.find(planes, HEARD)));
    const scale = clean.width / info.width;
    return merge(looks.flat()).map(({ x, y, width, height, score }) => ({ x: x * scale, y: y * scale, width: width * scale, height: height * scale, score }));
  };
}
