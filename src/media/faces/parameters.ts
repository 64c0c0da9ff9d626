/**
 * The numbers of the pool, fitted to annotated photographs of crowds (`npm run bench:faces` measures them again). They belong to these weights and
 * to these looks: whoever changes either fits them anew.
 */
import type { ModelKind } from "./detector";

/**
 * Where a suggestion is applied unless a person says no, and from where on it is shown at all: probabilities that the rectangle frames a face
 * which somebody annotated. A false box costs a tap, a missed face costs a person.
 */
export const CONFIDENT = 0.056;
export const POSSIBLE = 0.009;

/** The lowest score that is listened to, on a detector's own scale, and what a look counts as that saw nothing. */
export const HEARD = 0.01;
export const NOT_SEEN = 0.005;

/** A logistic regression: log-odds of "a face" = bias + the sum of weight × mean log-odds of a detector's two best looks. */
export const OURS = {
  bias: 2.01,
  weights: { yolo: 1.02, retina: 0.3 },
} as const;

/**
 * Log-odds of "a face" against log-odds of the score, from the precision that was measured between two thresholds of each kind. An order of
 * magnitude: a model that an operator names was trained on pictures that nobody here knows.
 */
export const THEIRS: Readonly<Record<ModelKind, { readonly bias: number; readonly weight: number }>> = {
  "scrfd": { bias: 0.2, weight: 2.3 },
  "yunet": { bias: -0.4, weight: 1.6 },
  "yolov8-face": { bias: 0.6, weight: 1.3 },
  "retinaface": { bias: 0, weight: 1 },
};
