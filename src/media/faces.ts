/**
 * Where faces may be. Detectors that miss different people look at the picture whole and in overlapping windows; what they find together is
 * suggested. Gives rectangles only: no embedding, no identity, nothing that could find a person again. A person looks at every picture
 * whatever is suggested here: profiles, covered and very small faces are missed.
 */
import { decode } from "./decode";
import type { Box } from "./faces/detector";
import { findFaces } from "./faces/thread";
import { longestEdge } from "./faces/windows";
import { CONFIDENT, POSSIBLE } from "./faces/parameters";
import type { CleanImage } from "./proof";
import type { Region } from "./redact";

/** `score`: the probability that it is a face, 0 to 1. `confident`: applied unless a person says no; otherwise shown and asked about. */
export type Suggestion = Region & { readonly score: number; readonly confident: boolean };

/** Each side, about the centre: a detector frames the features, a redaction has to cover the head. */
const ENLARGED = 1.3;
const MOST = 500;

/**
 * Rectangles to redact, in whole pixels of `clean` and within it, best first, already enlarged to cover the head.
 * Takes seconds of both cores, in a thread of its own. Throws MediaInterrupted, MediaRefusal, or an Error when the weights are not the ones that
 * were measured.
 */
export async function suggestFaces(clean: CleanImage): Promise<Suggestion[]> {
  const pixels = await decode("jpeg", clean.bytes, longestEdge);
  const found = (await findFaces(pixels)).filter(({ score }) => score >= POSSIBLE);
  const scale = clean.width / pixels.width;
  return found.slice(0, MOST).flatMap((box) => suggestion(box, scale, clean) ?? []);
}

const clamp = (value: number, edge: number) => Math.min(edge, Math.max(0, Math.round(value)));

function suggestion(box: Box, scale: number, size: { width: number; height: number }): Suggestion | undefined {
  const grow = (ENLARGED - 1) / 2;
  const left = clamp((box.x - box.width * grow) * scale, size.width);
  const top = clamp((box.y - box.height * grow) * scale, size.height);
  const right = clamp((box.x + box.width * (1 + grow)) * scale, size.width);
  const bottom = clamp((box.y + box.height * (1 + grow)) * scale, size.height);
  if (right <= left || bottom <= top) return undefined;
  const score = Math.min(1, box.score);
  return { x: left, y: top, width: right - left, height: bottom - top, score, confident: score >= CONFIDENT };
}
