/** Every bound of this module, in one place. A file beyond one of them is refused, never cut down to it. */
export const limits = {
  /** Bytes of a file as received. */
  bytes: 50_000_000,
  /** Width × height of the canvas that the file declares. 100 megapixels. */
  pixels: 100_000_000,
  /** Either side: JPEG cannot write more. */
  edge: 65_500,
  /** Frames of an animation or pages of a document; only the first becomes a picture. */
  frames: 500,
  /**
   * From handing a file to the decoder to its answer, in milliseconds; then SIGKILL. Shorter where somebody waits, and so that what was
   * taken then can be decoded later.
   */
  wallClock: { check: 30_000, inspect: 30_000, decode: 60_000 },
  /** Processor seconds of a decoder, its start included. */
  cpuSeconds: 45,
  /**
   * Private memory that a decoder may map, in bytes. Measured at 100 megapixels: AVIF 2.1 GB (1.8 resident), WebP 2.0 (1.1), interlaced PNG of
   * 4 × 16 bits 1.2, GIF 0.8, progressive JPEG and turned TIFF 0.7. At 12 megapixels 0.1 to 0.3.
   */
  memory: 2_400_000_000,
  /** Open descriptors of a decoder. */
  descriptors: 64,
  /** Decoders at work at the same time in one process. */
  decoders: 2,
  /** One answer's header, in bytes. */
  answer: 262_144,
  /** Rectangles in one redaction. */
  regions: 1000,
} as const;
