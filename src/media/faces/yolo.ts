/** YOLOv8-face, exported to one output: rows of centre x and y, width, height, score, and landmarks that are not read. */
import type { Box, Detector, FaceModel } from "./detector";
import { load, output } from "./weights";

const WINDOW = 640;
const STRIDES = [8, 16, 32] as const;

export async function yolo(named: FaceModel): Promise<Detector> {
  const model = await load(named);
  const window = model.window ?? WINDOW;
  const candidates = STRIDES.reduce((sum, stride) => sum + (window / stride) ** 2, 0);
  return {
    kind: named.kind,
    window,
    async find(planes, threshold) {
      const outputs = await model.run(planes.map((value) => value / 255), window);
      const rows = output(model, outputs, "rows of candidates", ({ dims }) => dims.length === 3 && dims[1]! >= 5 && dims[2] === candidates);
      return boxes(rows, candidates, threshold);
    },
  };
}

function boxes(rows: Float32Array, candidates: number, threshold: number): Box[] {
  const found: Box[] = [];
  for (let index = 0; index < candidates; index += 1) {
    const [x, y, width, height, score] = [0, 1, 2, 3, 4].map((row) => rows[row * candidates + index]!);
    if (score! < threshold) continue;
    found.push({ x: x! - width! / 2, y: y! - height! / 2, width: width!, height: height!, score: score! });
  }
  return found;
}
