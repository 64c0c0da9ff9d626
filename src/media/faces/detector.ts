/** What a detector is to the rest: a size of window, and rectangles with scores found in it. Rectangles only: nothing here or behind it makes an embedding. */

/** In pixels of whatever it was found in. `score`: 0 to 1, on the detector's own scale until `pool` has weighed it. */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly score: number };

/** A window's pixels, colour plane after colour plane (R, G, B), 0 to 255. */
export type Planes = Float32Array;

/** The families of models whose outputs can be read. */
export type ModelKind = "yolov8-face" | "retinaface" | "scrfd" | "yunet";

export type Detector = {
  readonly kind: ModelKind;
  /** Side of the square window that it looks at, in pixels. */
  readonly window: number;
  /** Everything with at least this score, on the detector's own scale; the same face several times over. */
  readonly find: (planes: Planes, threshold: number) => Promise<Box[]>;
};

/** An ONNX file and the digest (lower-case hexadecimal SHA-256) without which it is not run. */
export type FaceModel = { readonly kind: ModelKind; readonly path: string; readonly sha256: string };
