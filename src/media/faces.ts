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
import type { Rectangle, Size } from "./redaction/shapes";

/** `score`: the probability that it is a face, 0 to 1. `confident`: applied unless a person says no; otherwise shown and asked about. */
export type Suggestion = Region & { readonly score: number; readonly confident: boolean };

/** Each side, about the centre: a detector frames the features, a redaction has to cover the head. */
const ENLARGED = 1.3;
const MOST = 500;

/** A face as the detectors frame it, in pixels of the clean image, not clamped to it. `score` as of a suggestion. */
export type FramedFace = Box;

/**
 * Every face that may be one, best first. Takes seconds of both cores, in a thread of its own.
 * Throws MediaInterrupted, MediaRefusal, or an Error when the weights are not the ones that were measured.
 */
export async function frameFaces(clean: CleanImage): Promise<FramedFace[]> {
  const pixels = await decode("jpeg", clean.bytes, longestEdge);
  const scale = clean.width / pixels.width;
  const found = (await findFaces(pixels)).filter(({ score }) => score >= POSSIBLE);
  return found.slice(0, MOST).map(({ x, y, width, height, score }) => ({
    x: x * scale,
    y: y * scale,
    width: width * scale,
    height: height * scale,
    score: Math.min(1, score),
  }));
}

/** Rectangles to redact, in whole pixels of `clean` and within it, best first, already enlarged to cover the head. Throws as `frameFaces` does. */
export async function suggestFaces(clean: CleanImage): Promise<Suggestion[]> {
  return (await frameFaces(clean)).flatMap((face) => {
    const head = headOf(face, clean);
    return head === undefined ? [] : [{ ...head, score: face.score, confident: face.score >= CONFIDENT }];
  });
}

const clamp = (value: number, edge: number) => Math.min(edge, Math.max(0, Math.round(value)));

/** What covers the head around a framed face, in whole pixels within the picture; undefined where nothing of it lies inside. */
export function headOf(face: Rectangle, size: Size): Region | undefined {
  const grow = (ENLARGED - 1) / 2;
  const left = clamp(face.x - face.width * grow, size.width);
  const top = clamp(face.y - face.height * grow, size.height);
  const right = clamp(face.x + face.width * (1 + grow), size.width);
  const bottom = clamp(face.y + face.height * (1 + grow), size.height);
  return right > left && bottom > top ? { x: left, y: top, width: right - left, height: bottom - top } : undefined;
}
