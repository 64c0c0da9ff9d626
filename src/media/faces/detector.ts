/** What a detector is to the rest: a size of window, and rectangles with scores found in it. Rectangles only: nothing here or behind it makes an embedding. */

/** In pixels of whatever it was found in. */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly score: number };

/** A window's pixels, colour plane after colour plane (R, G, B), 0 to 255. */
export type Planes = Float32Array;

export type Detector = {
  /** Side of the square window that it looks at, in pixels. */
  readonly window: number;
  readonly find: (planes: Planes, threshold: number) => Promise<Box[]>;
};
