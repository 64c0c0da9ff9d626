/**
 * SCRFD as InsightFace exports it (2.5G, 10G and their like, with landmarks or without): at each stride two anchors a cell, a score that
 * has been through the sigmoid, and the distances from the cell's corner to the four sides in strides. The outputs' names are numbers that
 * differ from export to export, so each is known by its shape. Landmarks are not read.
 */
import type { Box, Detector, FaceModel } from "./detector";
import { load, output } from "./weights";

const WINDOW = 640;
const STRIDES = [8, 16, 32] as const;
const ANCHORS = 2;
const MEAN = 127.5;
const SPREAD = 128;

export async function scrfd(named: FaceModel): Promise<Detector> {
  const model = await load(named);
  const window = model.window ?? WINDOW;
  return {
    kind: named.kind,
    window,
    async find(planes, threshold) {
      const outputs = await model.run(planes.map((value) => (value - MEAN) / SPREAD), window);
      return STRIDES.flatMap((stride) => {
        const rows = ANCHORS * (window / stride) ** 2;
        const shaped = (what: string, columns: number) =>
          output(model, outputs, `${what} at stride ${stride}`, ({ dims, data }) => dims.at(-1) === columns && data.length === rows * columns);
        return boxes(shaped("scores", 1), shaped("distances", 4), { stride, side: window / stride, threshold });
      });
    },
  };
}

type Grid = { readonly stride: number; readonly side: number; readonly threshold: number };

function boxes(scores: Float32Array, distances: Float32Array, { stride, side, threshold }: Grid): Box[] {
  const found: Box[] = [];
  for (const [row, score] of scores.entries()) {
    if (score < threshold) continue;
    const cell = Math.floor(row / ANCHORS);
    const [left, top, right, bottom] = [0, 1, 2, 3].map((column) => distances[row * 4 + column]! * stride);
    found.push({
      x: (cell % side) * stride - left!,
      y: Math.floor(cell / side) * stride - top!,
      width: left! + right!,
      height: top! + bottom!,
      score,
    });
  }
  return found;
}
