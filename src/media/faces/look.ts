/** The detectors that come with the project and those that an operator named, over one picture. Runs in the thread of `inside.ts` only. */
import type { Pixels } from "../decode";
import type { Box, Detector, FaceModel, ModelKind } from "./detector";
import { merge } from "./merge";
import { HEARD } from "./parameters";
import { type Sight, pool } from "./pool";
import { retina } from "./retina";
import { scrfd } from "./scrfd";
import { lookThrough } from "./windows";
import { yolo } from "./yolo";
import { yunet } from "./yunet";

/** Below the project's folder. yolov8n-face (GPL-3.0) misses other faces than RetinaFace (MIT) does. */
export const OWN: Readonly<Record<NonNullable<Sight["ours"]>, FaceModel>> = {
  yolo: {
    kind: "yolov8-face",
    path: "node_modules/@good-i-deer/node-red-contrib-face-detection/model/yolov8n-face.onnx",
    sha256: "52d50f2c689f935251b6e492f1934bfc9086d2853c2628667cbdb28ef8a76178",
  },
  retina: {
    kind: "retinaface",
    path: "node_modules/retinaface/mnet.25_v1.onnx",
    sha256: "a4bb1e33c921877ecccca2a2e757d44c4fb511ae84d85a833c5a77e6f2461744",
  },
};

const makers: Readonly<Record<ModelKind, (named: FaceModel) => Promise<Detector>>> = {
  "yolov8-face": yolo,
  "retinaface": retina,
  "scrfd": scrfd,
  "yunet": yunet,
};

type Looker = (pixels: Pixels) => Promise<Box[]>;

/**
 * Loads every detector and has each look at an empty window, so that a wrong file, digest or shape is an error now and not a detector that
 * finds nobody later.
 */
export async function looker(further: readonly FaceModel[]): Promise<Looker> {
  const detectors: { detector: Detector; ours?: Sight["ours"] }[] = [
    { detector: await proved(OWN.yolo), ours: "yolo" },
    { detector: await proved(OWN.retina), ours: "retina" },
  ];
  for (const named of further) detectors.push({ detector: await proved(named) });
  return async (pixels) => {
    const sights: Sight[] = [];
    for (const { detector, ours } of detectors) {
      const looks = await lookThrough(pixels, detector.window, async (planes) => merge(await detector.find(planes, HEARD)));
      sights.push({ kind: detector.kind, looks, ...(ours && { ours }) });
    }
    return pool(sights);
  };
}

async function proved(named: FaceModel): Promise<Detector> {
  const detector = await makers[named.kind](named);
  await detector.find(new Float32Array(3 * detector.window ** 2), HEARD);
  return detector;
}
