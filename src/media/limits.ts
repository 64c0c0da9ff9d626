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
   * From handing a file to the decoder to its answer, in milliseconds; then SIGKILL. For decoders that sleep, and machines that are busy: one that works
   * meets `cpuSeconds` first, so where that is kept, nothing is held against the file. Shorter where somebody waits, and so that what was taken then can
   * be decoded later.
   */
  wallClock: { check: 60_000, inspect: 60_000, decode: 120_000 },
  /** Processor seconds of a decoder, its start included. Measured at 64 megapixels: AVIF of 10 bits 6, HEIC 5, TIFF of 16 bits 4, the rest under 3. */
  cpuSeconds: 45,
  /**
   * Private memory that a decoder may map, in bytes. Measured at 64 megapixels, in gigabytes (resident): AVIF with 10 bits and transparency 1.91 (1.66), AVIF 1.48
   * (1.25), HEIC 1.50 (0.93), WebP 1.39 (0.81), interlaced PNG of 4 × 16 bits 0.84, TIFF of 16 bits 0.70, GIF 0.58, progressive JPEG 0.54, PNG 0.32; HEIC of
   * 48 megapixels 1.26 (0.70). At 12 megapixels 0.1 to 0.4. The process that asks has needed 0.7 GB (resident) for the pixels and the file made of them.
   */
  memory: 2_400_000_000,
  /** Open descriptors of a decoder. */
  descriptors: 64,
  /** Threads and processes of all decoders together, where they have a user namespace of their own; each has about 15. */
  tasks: 256,
  /** How long a decoder may take to say that it is ready, in milliseconds. */
  start: 30_000,
  /** How long a decoder waits for a file, in milliseconds; the next one is started when a file has come. */
  spare: 300_000,
  /** How long after an answer the next decoder is started, in milliseconds: whoever waited first makes a picture of the pixels. */
  breath: 30,
  /** Decoders at work at the same time in one process. */
  decoders: 2,
  /** One answer's header, in bytes. */
  answer: 262_144,
  /** A recording of what is read out: its bytes as received, and how long it is heard. */
  recording: { bytes: 4_000_000, milliseconds: 180_000 },
  /** Rectangles in one redaction. */
  regions: 1000,
} as const;
