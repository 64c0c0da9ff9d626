import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { type FaceModel, close, sanitise, suggestFaces, untrust, useDetectors } from "~/media";

import { drawnFaces } from "../../scripts/demo/drawn-face";
import { type Constant, constantModel } from "../support/onnx";

const SIDE = 640;
/** Side of an empty picture, in which only a model sees somebody that answers the same to everything. So small that it is looked at once, at twice its size. */
const PICTURE = SIDE / 2;

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(path.join(tmpdir(), "vouchsafe-models-"))));
afterAll(async () => {
  await close();
  await rm(folder, { recursive: true });
});

async function named(kind: FaceModel["kind"], bytes: Buffer): Promise<FaceModel> {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const file = path.join(folder, `${sha256}.onnx`);
  await writeFile(file, bytes);
  return { kind, path: file, sha256 };
}

const constant = (name: string, dims: readonly number[], values: Readonly<Record<number, number>> = {}): Constant => {
  const data = new Float32Array(dims.reduce((product, dim) => product * dim, 1));
  for (const [index, value] of Object.entries(values)) data[Number(index)] = value;
  return { name, dims, data };
};
const square = { name: "input.1", dims: [1, 3, SIDE, SIDE] } as const;

const empty = async () => sanitise(untrust(await drawnFaces(PICTURE, PICTURE, [])));

/** What is suggested on the empty picture when this model is asked too, in pixels of the window, before it is enlarged for the head. */
async function seenBy(model: FaceModel) {
  await useDetectors([model]);
  const found = await suggestFaces(await empty());
  return found.map(({ x, y, width, height, score }) => {
    const [w, h] = [(2 * width) / 1.3, (2 * height) / 1.3];
    return { x: 2 * x + (2 * width - w) / 2, y: 2 * y + (2 * height - h) / 2, width: w, height: h, score };
  });
}

function about(found: { x: number; y: number; width: number; height: number }, [x, y, width, height]: readonly [number, number, number, number]) {
  for (const [one, other] of [[found.x, x], [found.y, y], [found.width, width], [found.height, height]] as const) {
    expect(Math.abs(one - other)).toBeLessThanOrEqual(3);
  }
}

/** At stride 8 the cell in row 20 and column 30; its second anchor; 5, 4, 6 and 7 strides to the four sides. */
const SCRFD_ROW = (20 * 80 + 30) * 2 + 1;
const scrfd = (prefix: readonly number[]) =>
  [8, 16, 32].flatMap((stride) => {
    const rows = 2 * (SIDE / stride) ** 2;
    const hit = stride === 8;
    return [
      constant(`${stride}-kps`, [...prefix, rows, 10]),
      constant(`${stride}-box`, [...prefix, rows, 4], hit ? Object.fromEntries([5, 4, 6, 7].map((value, side) => [SCRFD_ROW * 4 + side, value])) : {}),
      constant(`${stride}-score`, [...prefix, rows, 1], hit ? { [SCRFD_ROW]: 0.9 } : {}),
    ];
  });

test("SCRFD's distances are read, whatever its outputs are called and in whatever order, with landmarks and with a batch or without", async () => {
  for (const outputs of [scrfd([]), scrfd([1]), scrfd([]).filter(({ name }) => !name.endsWith("kps")).toReversed()]) {
    const [face, ...further] = await seenBy(await named("scrfd", constantModel({ name: "input.1", dims: [1, 3, "height", "width"] }, outputs)));
    expect(further).toEqual([]);
    about(face!, [30 * 8 - 40, 20 * 8 - 32, 88, 88]);
    expect(face!.score).toBeGreaterThan(0.5);
  }
}, 240_000);

test("YuNet's centres and logarithms are read, and its score is the root of both parts", async () => {
  const cell = 5 * 20 + 7;
  const outputs = [8, 16, 32].flatMap((stride) => {
    const cells = (SIDE / stride) ** 2;
    const hit = stride === 32;
    return [
      constant(`cls_${stride}`, [1, cells, 1], hit ? { [cell]: 1 } : {}),
      constant(`obj_${stride}`, [1, cells, 1], hit ? { [cell]: 0.81 } : {}),
      constant(`bbox_${stride}`, [1, cells, 4], hit ? { [cell * 4]: 0.5, [cell * 4 + 1]: 0.25, [cell * 4 + 2]: Math.log(2), [cell * 4 + 3]: Math.log(3) } : {}),
      constant(`kps_${stride}`, [1, cells, 10]),
    ];
  });
  const [face, ...further] = await seenBy(await named("yunet", constantModel({ ...square, name: "input" }, outputs)));
  expect(further).toEqual([]);
  about(face!, [7.5 * 32 - 32, 5.25 * 32 - 48, 64, 96]);
}, 240_000);

test("another export of YOLOv8-face is read by its rows, landmarks or not", async () => {
  const at = 1234;
  const rows = [320, 200, 50, 60, 0.8];
  const output = constant("output0", [1, 20, 8400], Object.fromEntries(rows.map((value, row) => [row * 8400 + at, value])));
  const [face, ...further] = await seenBy(await named("yolov8-face", constantModel({ ...square, name: "images" }, [output])));
  expect(further).toEqual([]);
  about(face!, [295, 170, 50, 60]);
}, 240_000);

test("a model of another kind, shape or digest stops the start, and says what is wrong", async () => {
  const bytes = constantModel(square, scrfd([]));
  const good = await named("scrfd", bytes);
  await expect(useDetectors([{ ...good, sha256: "0".repeat(64) }])).rejects.toThrow(/not the ones that were named/);
  await expect(useDetectors([{ ...good, path: path.join(folder, "absent.onnx") }])).rejects.toThrow(/ENOENT/);
  await expect(useDetectors([{ ...good, kind: "yunet" }])).rejects.toThrow(/has no cls_8 .* but 8-kps \[12800 × 10\]/);
  await expect(useDetectors([{ ...good, kind: "yolov8-face" }])).rejects.toThrow(/has no rows of candidates/);
  await expect(useDetectors([{ ...good, kind: "retinaface" }])).rejects.toThrow(/has no face_rpn/);
  await expect(useDetectors([await named("scrfd", constantModel({ name: "x", dims: [1, 1, SIDE, SIDE] }, scrfd([])))])).rejects.toThrow(/three colour planes/);
  await expect(useDetectors([await named("scrfd", Buffer.from("no model"))])).rejects.toThrow(/model/i);
  // Whoever was refused once is refused at each picture: nobody is told "no faces" by a detector that never ran.
  const clean = await empty();
  await expect(suggestFaces(clean)).rejects.toThrow(/model/i);
  await useDetectors([]);
  expect(await suggestFaces(clean)).toEqual([]);
}, 240_000);
