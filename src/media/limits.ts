/** Every bound of this module, in one place. A file beyond one of them is refused, never cut down to it. */
export const limits = {
  /** Bytes of a file as received. */
  bytes: 50_000_000,
  /** Width × height of the canvas that the file declares: 64 × 2²⁰, so that what phones call 64 megapixels (9248 × 6944) comes in. */
  pixels: 64 * 2 ** 20,
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
  /** Threads and processes of all decoders together, where they have a namespace of their own; each has about 15. */
  tasks: 256,
  /** How long a decoder may take to say that it is ready, in milliseconds. */
  start: 30_000,
  /** How long a decoder waits for a file, in milliseconds; the next one is started when a file has come. */
  spare: 300_000,
  /** Decoders at work at the same time in one process. */
  decoders: 2,
  /** One answer's header, in bytes. */
  answer: 262_144,
  /** Rectangles in one redaction. */
  regions: 1000,
} as const;
