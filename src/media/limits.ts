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
  /** From handing a file to the decoder to its answer, in milliseconds; then SIGKILL. */
  wallClock: 60_000,
  /** Processor seconds of a decoder, its start included. */
  cpuSeconds: 45,
  /** Private memory of a decoder, in bytes: what 100 megapixels need in the worst common case (progressive JPEG), measured. */
  memory: 1_600_000_000,
  /** Open descriptors of a decoder. */
  descriptors: 64,
  /** Decoders at work at the same time in one process. */
  decoders: 2,
  /** One answer's header, in bytes. */
  answer: 262_144,
  /** Rectangles in one redaction. */
  regions: 1000,
} as const;
