/**
 * YuNet as the OpenCV zoo exports it (2023mar): for each cell of a stride whether there is an object, whether it is a face, its centre from
 * the cell's corner in strides and the logarithm of its size in strides. Takes blue first. Landmarks are not read.
 */
import type { Box, Detector, FaceModel, Planes } from "./detector";
import { load, output } from "./weights";

const WINDOW = 640;
const STRIDES = [8, 16, 32] as const;

export async function yunet(named: FaceModel): Promise<Detector> {
  const model = await load(named);
  const window = model.window ?? WINDOW;
  return {
    kind: named.kind,
    window,
    async find(planes, threshold) {
      const outputs = await model.run(blueFirst(planes), window);
      return STRIDES.flatMap((stride) => {
        const side = window / stride;
        const called = (name: string, columns: number) =>
          output(model, outputs, `${name}_${stride}`, (one) => one.name === `${name}_${stride}` && one.data.length === side * side * columns);
        return boxes({ faces: called("cls", 1), objects: called("obj", 1), places: called("bbox", 4), stride, side, threshold });
      });
    },
  };
}

function blueFirst(planes: Planes): Planes {
  const plane = planes.length / 3;
  const turned = new Float32Array(planes.length);
  for (const colour of [0, 1, 2]) turned.set(planes.subarray(colour * plane, (colour + 1) * plane), (2 - colour) * plane);
  return turned;
}

type Grid = {
  readonly faces: Float32Array;
  readonly objects: Float32Array;
  readonly places: Float32Array;
  readonly stride: number;
  readonly side: number;
  readonly threshold: number;
};

const unit = (value: number) => Math.min(1, Math.max(0, value));

function boxes({ faces, objects, places, stride, side, threshold }: Grid): Box[] {
  const found: Box[] = [];
  for (const [cell, face] of faces.entries()) {
    const score = Math.sqrt(unit(face) * unit(objects[cell]!));
    if (score < threshold) continue;
    const [dx, dy, dw, dh] = [0, 1, 2, 3].map((column) => places[cell * 4 + column]!);
    const width = Math.exp(dw!) * stride;
    const height = Math.exp(dh!) * stride;
    const x = ((cell % side) + dx!) * stride - width / 2;
    const y = (Math.floor(cell / side) + dy!) * stride - height / 2;
    found.push({ x, y, width, height, score });
  }
  return found;
}
