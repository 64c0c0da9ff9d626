/**
 * MPEG audio, layer III (ISO/IEC 11172-3, and 13818-3 for the lower sampling rates), as far as it can be told apart without decoding it:
 * where each frame is, what of it is sound, and what only stands there. Pure arithmetic on bytes; nothing here decodes.
 */
import { latin } from "./confined/bytes.mjs";

const RATES = { 3: [44_100, 48_000, 32_000], 2: [22_050, 24_000, 16_000], 0: [11_025, 12_000, 8000] } as const;
/** Kilobits a second by the header's number; 0 stands for what is not taken: a free format, of which no length is known. */
const BITRATES = {
  first: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0],
  second: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0],
} as const;
const LAYER_III = 1;
const MONO = 3;
const JOINT = 1;

export type Frame = {
  readonly at: number;
  readonly length: number;
  /** What all frames of one recording share: version, sampling rate, one channel or two. */
  readonly shape: string;
  readonly rate: number;
  readonly samples: number;
  readonly hasCrc: boolean;
  readonly isJoint: boolean;
  readonly isFirstVersion: boolean;
  readonly channels: 1 | 2;
};

/** The frame whose header stands at `at`, whether all of it is there or not; undefined where none does. */
export function frameAt(bytes: Uint8Array, at: number): Frame | undefined {
  if (at + 4 > bytes.length || bytes[at] !== 0xff || (bytes[at + 1]! & 0xe0) !== 0xe0) return undefined;
  const [second, third, fourth] = [bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!];
  const version = (second >> 3) & 3;
  if (version === 1 || ((second >> 1) & 3) !== LAYER_III) return undefined;
  const isFirstVersion = version === 3;
  const rate = RATES[version as keyof typeof RATES][(third >> 2) & 3];
  const kilobits = BITRATES[isFirstVersion ? "first" : "second"][third >> 4]!;
  // Emphasis was for tapes of the eighties; whoever sets it today has something else in mind.
  if (rate === undefined || kilobits === 0 || (fourth & 3) !== 0) return undefined;
  const mode = fourth >> 6;
  const channels = mode === MONO ? 1 : 2;
  const length = Math.floor(((isFirstVersion ? 144_000 : 72_000) * kilobits) / rate) + ((third >> 1) & 1);
  return {
    at, length, rate, channels, isFirstVersion, isJoint: mode === JOINT,
    shape: `${version} ${rate} ${channels}`, samples: isFirstVersion ? 1152 : 576, hasCrc: (second & 1) === 0,
  };
}

const sideAt = ({ at, hasCrc }: Frame): number => at + (hasCrc ? 6 : 4);
const sideLength = ({ isFirstVersion, channels }: Frame): number => (isFirstVersion ? [17, 32] : [9, 17])[channels - 1]!;
/** Where a frame's share of the main data begins. */
export const mainAt = (frame: Frame): number => sideAt(frame) + sideLength(frame);

const bits = (bytes: Uint8Array, at: number, count: number): number => {
  let value = 0;
  for (let n = at; n < at + count; n += 1) value = (value << 1) | ((bytes[n >> 3]! >> (7 - (n & 7))) & 1);
  return value;
};
const clearBits = (bytes: Uint8Array, at: number, count: number): void => {
  for (let n = at; n < at + count; n += 1) bytes[n >> 3]! &= ~(0x80 >> (n & 7));
};

/** How the side information is laid out, in bits: how far back the sound begins, what is free for anybody, and each granule. */
const layoutOf = ({ isFirstVersion, channels }: Frame) => ({
  back: isFirstVersion ? 9 : 8,
  free: isFirstVersion ? (channels === 1 ? 5 : 3) : channels,
  shared: isFirstVersion ? 4 * channels : 0,
  granule: isFirstVersion ? 59 : 63,
  granules: (isFirstVersion ? 2 : 1) * channels,
});
const LENGTH_BITS = 12;
/** Pairs of lines that a granule may code: 576 lines. */
const MOST_PAIRS = 288;

/**
 * How far back, in bytes of main data, a frame's sound begins, and how many bits of sound it has.
 * @returns null for what no encoder writes
 */
export function soundOf(bytes: Uint8Array, frame: Frame): { readonly back: number; readonly bits: number } | null {
  const layout = layoutOf(frame);
  const side = sideAt(frame) * 8;
  const first = side + layout.back + layout.free + layout.shared;
  let sound = 0;
  for (let n = 0; n < layout.granules; n += 1) {
    const granule = first + n * layout.granule;
    sound += bits(bytes, granule, LENGTH_BITS);
    if (bits(bytes, granule + LENGTH_BITS, 9) > MOST_PAIRS) return null;
  }
  return { back: bits(bytes, side, layout.back), bits: sound };
}

/**
 * Clears, in place, every bit of a frame's head that changes nothing of what is heard: private, copyright, original, an extension of a mode
 * that it does not have, and how a granule that has no sound would be decoded. The check sum is made anew.
 */
export function clearHead(bytes: Uint8Array, frame: Frame): void {
  bytes[frame.at + 2]! &= ~1;
  bytes[frame.at + 3]! &= frame.isJoint ? 0xf0 : 0xc0;
  const layout = layoutOf(frame);
  const side = sideAt(frame) * 8;
  clearBits(bytes, side + layout.back, layout.free);
  const first = side + layout.back + layout.free + layout.shared;
  for (let n = 0; n < layout.granules; n += 1) {
    const granule = first + n * layout.granule;
    if (bits(bytes, granule, LENGTH_BITS) === 0) clearBits(bytes, granule, layout.granule);
  }
  if (!frame.hasCrc) return;
  const sum = crc16([...bytes.subarray(frame.at + 2, frame.at + 4), ...bytes.subarray(sideAt(frame), mainAt(frame))]);
  bytes[frame.at + 4] = sum >> 8;
  bytes[frame.at + 5] = sum & 0xff;
}

/** The check sum of 11172-3, 2.4.3.1: x¹⁶ + x¹⁵ + x² + 1, begun with ones. */
function crc16(over: readonly number[]): number {
  let sum = 0xffff;
  for (const byte of over)
    for (let bit = 7; bit >= 0; bit -= 1) {
      const carry = ((sum >> 15) ^ (byte >> bit)) & 1;
      sum = ((sum << 1) & 0xffff) ^ (carry === 1 ? 0x8005 : 0);
    }
  return sum;
}

/** Whether a frame is no sound but a table of contents, as encoders put before the first: it tells the encoder and its settings. */
export function isContents(bytes: Uint8Array, frame: Frame): boolean {
  return says(bytes, mainAt(frame), "Xing") || says(bytes, mainAt(frame), "Info") || says(bytes, frame.at + 36, "VBRI");
}

/** Whether `word` stands at `at`. */
export const says = (bytes: Uint8Array, at: number, word: string): boolean => latin(bytes, at, at + word.length) === word;
