/**
 * MP3s made by hand: frames whose heads are valid (MPEG-1 or 2, layer III) and whose sound is silence, or bits of the test's choosing
 * that nobody has to be able to decode.
 */
export type FrameOf = {
  /** Bits of sound in its first granule, at most 4095; 0 is silence. */
  readonly sound?: number;
  /** How many bytes before it its sound begins. */
  readonly back?: number;
  /** What stands in its main data. */
  readonly fill?: (at: number) => number;
  /** Its copyright, original and private bits, in head and side information. */
  readonly claims?: boolean;
};
export type Kind = { readonly version?: 1 | 2; readonly stereo?: boolean; readonly crc?: boolean };

export const sideBytes = ({ version = 1, stereo = false }: Kind): number => (version === 1 ? (stereo ? 32 : 17) : stereo ? 17 : 9);
/** 64 kbit/s: at 32 kHz in the first version, at 16 kHz in the second. */
export const FRAME_BYTES = 288;
export const mainBytes = (kind: Kind): number => FRAME_BYTES - 4 - (kind.crc ? 2 : 0) - sideBytes(kind);

function frame(kind: Kind, { sound = 0, back = 0, fill = () => 0, claims = false }: FrameOf): Buffer {
  const { version = 1, stereo = false, crc = false } = kind;
  const out = Buffer.alloc(FRAME_BYTES);
  out[0] = 0xff;
  out[1] = (version === 1 ? 0xfa : 0xf2) | (crc ? 0 : 1);
  out[2] = ((version === 1 ? 5 : 8) << 4) | (2 << 2) | (claims ? 1 : 0);
  out[3] = (stereo ? 0 : 0xc0) | (claims ? 0x0c : 0);
  const side = crc ? 6 : 4;
  const put = (at: number, count: number, value: number) => {
    for (let n = 0; n < count; n += 1) if ((value >> (count - 1 - n)) & 1) out[side + ((at + n) >> 3)]! |= 0x80 >> ((at + n) & 7);
  };
  const [first, free, shared] = version === 1 ? [9, stereo ? 3 : 5, stereo ? 8 : 4] : [8, stereo ? 2 : 1, 0];
  put(0, first, back);
  if (claims) put(first, free, 0xff >> (8 - free));
  put(first + free + shared, 12, sound);
  const from = side + sideBytes(kind);
  for (let n = from; n < out.length; n += 1) out[n] = fill(n - from);
  return out;
}

export const mp3Of = (kind: Kind, frames: readonly FrameOf[]): Buffer => Buffer.concat(frames.map((one) => frame(kind, one)));

/** Silence: about 36 ms for each frame. */
export const silence = (frames = 60, kind: Kind = {}): Buffer => mp3Of(kind, Array.from({ length: frames }, () => ({})));

/** A tag as players show it: who, what, when. */
export function id3v2(text: string): Buffer {
  const body = Buffer.concat([Buffer.from("TPE1\0\0\0\0\0\0\0", "latin1"), Buffer.from(text, "latin1")]);
  body.writeUInt32BE(text.length + 1, 4);
  const head = Buffer.from("ID3\x04\0\0\0\0\0\0", "latin1");
  for (let n = 0; n < 4; n += 1) head[9 - n] = (body.length >> (7 * n)) & 0x7f;
  return Buffer.concat([head, body]);
}
export const id3v1 = (text: string): Buffer => Buffer.from(`TAG${text.slice(0, 125).padEnd(125, "\0")}`, "latin1");
export function ape(text: string): Buffer {
  const head = Buffer.alloc(32);
  head.write("APETAGEX", "latin1");
  head.writeUInt32LE(2000, 8);
  head.writeUInt32LE(text.length, 12);
  return Buffer.concat([head, Buffer.from(text, "latin1")]);
}
export const lyrics = (text: string): Buffer => Buffer.from(`LYRICSBEGIN${text}000123LYRICS200`, "latin1");

/** The table of contents that encoders put in front. */
export function contents(text: string, kind: Kind = {}): Buffer {
  const out = frame(kind, {});
  out.write(`Info${text}`.slice(0, mainBytes(kind)), 4 + sideBytes(kind), "latin1");
  return out;
}
