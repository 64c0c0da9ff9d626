/**
 * Several detectors, each looking at several scales, disagree: what they say together becomes one rectangle and one probability a face.
 * Two that miss different people find more of them than either, and what both see is surer than what one does.
 */
import type { Box, ModelKind } from "./detector";
import { merge, overlap } from "./merge";
import { NOT_SEEN, OURS, THEIRS } from "./parameters";

/** What one detector saw at each scale. `ours`: its place among the detectors that come with the project; absent for an operator's. */
export type Sight = { readonly kind: ModelKind; readonly ours?: keyof typeof OURS.weights; readonly looks: readonly (readonly Box[])[] };

type Seen = { readonly box: Box; readonly sight: number; readonly look: number };

/** Intersection over union from which two rectangles are sightings of one face: less than neighbours in a crowd share with each other. */
const SAME = 0.4;

/** `score` of what comes back is the probability that it is a face; best first. In whatever order the sights and rectangles come. */
export function pool(sights: readonly Sight[]): Box[] {
  const seen = sights.flatMap(({ looks }, sight) => looks.flatMap((boxes, look) => merge(boxes).map((box): Seen => ({ box, sight, look }))));
  return merge(together(seen).map((group) => ({ ...middle(group), score: probability(group, sights) })));
}

/** Each group begins with its surest sighting; a rectangle joins the one that it overlaps most. */
function together(seen: readonly Seen[]): Seen[][] {
  const groups: Seen[][] = [];
  for (const one of seen.toSorted((a, b) => surest(a.box, b.box))) {
    let [best, most] = [undefined as Seen[] | undefined, SAME];
    for (const group of groups) {
      const shared = overlap(one.box, group[0]!.box);
      if (shared >= most) [best, most] = [group, shared];
    }
    if (best) best.push(one);
    else groups.push([one]);
  }
  return groups;
}

/** A total order, so that the outcome does not depend on which detector came first. */
const surest = (a: Box, b: Box) => b.score - a.score || a.x - b.x || a.y - b.y || a.width - b.width || a.height - b.height;

/** The mean of the sightings, the surer ones counting more. */
function middle(group: readonly Seen[]): Omit<Box, "score"> {
  const whole = group.reduce((sum, { box }) => sum + box.score, 0);
  const mean = (side: "x" | "y" | "width" | "height") => group.reduce((sum, { box }) => sum + box[side] * box.score, 0) / whole;
  return { x: mean("x"), y: mean("y"), width: mean("width"), height: mean("height") };
}

const odds = (probable: number) => Math.log(probable / (1 - probable));
const logistic = (evidence: number) => 1 / (1 + Math.exp(-evidence));
const bounded = (score: number) => Math.min(1 - NOT_SEEN, Math.max(NOT_SEEN, score));

/**
 * Our own detectors: a logistic regression on the mean log-odds of each one's two best looks, where not seen is the lowest score that counts.
 * An operator's detector was not there when it was fitted: what it says is read through the curve of its kind, and adds to it as
 * independent evidence, so that it can find more faces and never takes one away.
 */
function probability(group: readonly Seen[], sights: readonly Sight[]): number {
  let evidence = OURS.bias;
  let missed = 1;
  for (const [index, { kind, ours, looks }] of sights.entries()) {
    const best = looks.map((_, look) => Math.max(NOT_SEEN, ...group.filter((one) => one.sight === index && one.look === look).map(({ box }) => box.score)));
    if (ours !== undefined) {
      const two = best.toSorted((a, b) => b - a).slice(0, 2).map((score) => odds(bounded(score)));
      evidence += OURS.weights[ours] * (two.reduce((sum, one) => sum + one, 0) / two.length);
    } else {
      const score = Math.max(...best);
      const { bias, weight } = THEIRS[kind];
      if (score > NOT_SEEN) missed *= 1 - logistic(bias + weight * odds(bounded(score)));
    }
  }
  return 1 - (1 - logistic(evidence)) * missed;
}
