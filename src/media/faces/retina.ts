/** RetinaFace in InsightFace's mnet.25 export: squares around each cell, corrected by the model. Its landmarks are not read. */
import type { Box, Detector, FaceModel } from "./detector";
import { load, output } from "./weights";

const WINDOW = 640;
/** Each stride looks for faces around two sizes; the anchors are squares of 16 pixels times the scale. */
const STRIDES = [
  { stride: 32, scales: [32, 16] },
  { stride: 16, scales: [8, 4] },
  { stride: 8, scales: [2, 1] },
] as const;
const BASE = 16;

export async function retina(named: FaceModel): Promise<Detector> {
  const model = await load(named);
  const window = model.window ?? WINDOW;
  return {
    kind: named.kind,
    window,
    async find(planes, threshold) {
      const outputs = await model.run(planes, window);
      const called = (name: string) => output(model, outputs, name, (one) => one.name === name);
      return STRIDES.flatMap(({ stride, scales }) =>
        boxes(called(`face_rpn_cls_prob_reshape_stride${stride}`), called(`face_rpn_bbox_pred_stride${stride}`), {
          stride,
          scales,
          threshold,
          side: window / stride,
        }),
      );
    },
  };
}

type Grid = { readonly stride: number; readonly scales: readonly number[]; readonly threshold: number; readonly side: number };

/** `scores`: a plane of "no face" for each anchor, then one of "face". `deltas`: four planes for each anchor, in parts of its size. */
function boxes(scores: Float32Array, deltas: Float32Array, { stride, scales, threshold, side }: Grid): Box[] {
  const plane = side * side;
  if (scores.length !== 2 * scales.length * plane || deltas.length !== 4 * scales.length * plane) {
    throw new Error("the face detector's outputs do not fit its window");
  }
  const found: Box[] = [];
  for (const [anchor, scale] of scales.entries()) {
    const size = BASE * scale;
    for (let cell = 0; cell < plane; cell += 1) {
      const score = scores[(scales.length + anchor) * plane + cell]!;
      if (score < threshold) continue;
      const [dx, dy, dw, dh] = [0, 1, 2, 3].map((row) => deltas[(anchor * 4 + row) * plane + cell]!);
      const width = size * Math.exp(dw!);
      const height = size * Math.exp(dh!);
      const x = (BASE - 1) / 2 + (cell % side) * stride + size * dx! - width / 2;
      const y = (BASE - 1) / 2 + Math.floor(cell / side) * stride + size * dy! - height / 2;
      found.push({ x, y, width, height, score });
    }
  }
  return found;
}
