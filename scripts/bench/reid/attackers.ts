/** Who attacks: a crop of a face becomes a vector, and the nearest vector of a gallery says who it is. */
import { InferenceSession, Tensor } from "onnxruntime-node";

import { type Pixels, resized } from "./pixels";
import { weights } from "./weights";

export type Attacker = {
  readonly name: string;
  /** Of unit length where it is compared by angle. */
  readonly vector: (crop: Pixels) => Promise<Float32Array>;
};

const SIDE = 112;
const PLAIN = 32;
const QUIET = 3;

/** Both models take 112 × 112 pixels, red, green, blue, plane after plane, as the scripts of their packages give them. */
async function embedding(name: "sface" | "mobile", cache: string, value: (byte: number) => number): Promise<Attacker["vector"]> {
  const session = await InferenceSession.create(await weights(name, cache), { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: QUIET });
  const [input, output] = [session.inputNames[0]!, session.outputNames[0]!];
  return async (crop) => {
    const { data } = await resized(crop, SIDE, SIDE);
    const plane = SIDE * SIDE;
    const planes = new Float32Array(3 * plane);
    for (let at = 0; at < planes.length; at += 1) planes[at] = value(data[(at % plane) * 3 + Math.floor(at / plane)]!);
    const found = await session.run({ [input]: new Tensor("float32", planes, [1, 3, SIDE, SIDE]) });
    return unit(found[output]!.data as Float32Array);
  };
}

function unit(values: Float32Array): Float32Array {
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

export async function attackers(cache: string): Promise<Attacker[]> {
  return [
    { name: "SFace", vector: await embedding("sface", cache, (byte) => byte) },
    { name: "MobileFaceNet", vector: await embedding("mobile", cache, (byte) => byte / 127.5 - 1) },
    { name: "pixels", vector: async (crop) => Float32Array.from((await resized(crop, PLAIN, PLAIN)).data) },
  ];
}

/** Vectors nearer than this differ by rounding only. */
const SAME = 1e-6;

/**
 * How likely the nearest of the gallery is the right one: 1 or 0, or a share where several are equally near, which is what a choice
 * among them at random comes to. Index never decides.
 */
export function hit(probe: Float32Array, gallery: readonly Float32Array[], right: number): number {
  const distances = gallery.map((other) => {
    let sum = 0;
    for (let at = 0; at < probe.length; at += 1) sum += (other[at]! - probe[at]!) ** 2;
    return sum;
  });
  const least = Math.min(...distances);
  const nearest = distances.flatMap((distance, index) => (distance <= least + SAME ? [index] : []));
  return nearest.includes(right) ? 1 / nearest.length : 0;
}
