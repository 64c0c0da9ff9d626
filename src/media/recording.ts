/**
 * A recording from outside → sound and nothing else. Only MP3, the one format that every browser plays and whose frames say where they end.
 * What is not understood is refused; nothing is decoded, so this runs where the bytes arrive.
 *
 * [Note: Only what is heard] An MP3 is a row of frames, each of which says how many bits of it are sound. What stands before, after and
 * beside those bits is heard by nobody, and is where names, dates, places, pictures, encoders and whatever else are written: it is left out,
 * or set to zero. What lies *within* the bits of sound is not judged, as with a picture's pixels: the voice itself, and whatever a
 * determined hand hides in it.
 */
import { clearHead, frameAt, isContents, mainAt, says, soundOf, type Frame } from "./mpeg";
import { limits } from "./limits";
import type { CleanRecording, Untrusted } from "./proof";

export type RecordingFault = "not-a-recording" | "recording-damaged" | "recording-too-large";

/** Why a recording is not taken: a code and nothing of what was in it. */
export class RecordingRefusal extends Error {
  override readonly name = "RecordingRefusal";
  constructor(readonly code: RecordingFault) {
    super(code);
  }
}

/** @throws RecordingRefusal */
export function sanitiseRecording({ bytes }: Untrusted): CleanRecording {
  if (bytes.length > limits.recording.bytes) throw new RecordingRefusal("recording-too-large");
  const frames = framesOf(bytes);
  const milliseconds = Math.round((frames.length * frames[0].samples * 1000) / frames[0].rate);
  if (milliseconds > limits.recording.milliseconds) throw new RecordingRefusal("recording-too-large");
  const main = soundAlone(bytes, frames);
  const clean = new Uint8Array(frames.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  let from = 0;
  for (const frame of frames) {
    const own = { ...frame, at };
    clean.set(bytes.subarray(frame.at, mainAt(frame)), at);
    const share = frame.at + frame.length - mainAt(frame);
    clean.set(main.subarray(from, from + share), mainAt(own));
    clearHead(clean, own);
    at += frame.length;
    from += share;
  }
  return { bytes: clean, milliseconds, mime: "audio/mpeg" } as unknown as CleanRecording;
}

type Frames = readonly [Frame, ...Frame[]];

/** Every frame, one behind the other, from the first to the last, with nothing between them that is none. */
function framesOf(bytes: Uint8Array): Frames {
  let at = pastTags(bytes, 0);
  const first = frameAt(bytes, at);
  if (!first) throw new RecordingRefusal("not-a-recording");
  const frames: Frame[] = [];
  for (;;) {
    const frame = frameAt(bytes, at);
    if (frame?.shape !== first.shape) break;
    // The end of a file that was cut in the middle of a frame: a few hundredths of a second.
    if (at + frame.length > bytes.length) {
      at = bytes.length;
      break;
    }
    if (mainAt(frame) > at + frame.length) throw new RecordingRefusal("recording-damaged");
    if (frames.length > 0 || at !== first.at || !isContents(bytes, frame)) frames.push(frame);
    at += frame.length;
  }
  // What follows could be more of what is to be heard, and half of a warning is worse than none.
  if (pastTags(bytes, at) !== bytes.length) throw new RecordingRefusal(frames.length < FEWEST ? "not-a-recording" : "recording-damaged");
  const [head, ...rest] = frames;
  if (!head || frames.length < FEWEST) throw new RecordingRefusal("not-a-recording");
  return [head, ...rest];
}
/** A fifth of a second: less is no word, and may be a row of frames by chance. */
const FEWEST = 8;

/**
 * The main data of all frames, of which every bit that belongs to no granule is zero. A frame's sound may begin in the bytes that earlier
 * frames left free for it, and never before the sound of the one before has ended.
 */
function soundAlone(bytes: Uint8Array, frames: Frames): Uint8Array {
  const shares = frames.map((frame) => bytes.subarray(mainAt(frame), frame.at + frame.length));
  const given = new Uint8Array(shares.reduce((sum, { length }) => sum + length, 0));
  const kept = new Uint8Array(given.length);
  let before = 0;
  for (const share of shares) {
    given.set(share, before);
    before += share.length;
  }
  let [start, ended] = [0, 0];
  for (const [n, frame] of frames.entries()) {
    const sound = soundOf(bytes, frame);
    if (!sound) throw new RecordingRefusal("recording-damaged");
    const from = (start - sound.back) * 8;
    const to = from + sound.bits;
    start += shares[n]!.length;
    if (sound.bits === 0) continue;
    // What was cut out of a longer one lacks what its first frames look back to; players leave those out.
    if ((from < ended && from >= 0) || to > start * 8) throw new RecordingRefusal("recording-damaged");
    copyBits(given, kept, Math.max(from, ended), to);
    ended = Math.max(to, ended);
  }
  return kept;
}

function copyBits(given: Uint8Array, kept: Uint8Array, from: number, to: number): void {
  for (let at = from; at < to; ) {
    const byte = at >> 3;
    const end = Math.min(to, (byte + 1) * 8);
    const mask = (0xff >> (at & 7)) & (0xff << ((byte + 1) * 8 - end));
    kept[byte]! |= given[byte]! & mask;
    at = end;
  }
}

/** Where what is known to be no sound ends: tags of every custom, one after the other, and zeros. Each says how long it is. */
function pastTags(bytes: Uint8Array, from: number): number {
  let at = from;
  for (let n = 0; n < MOST_TAGS; n += 1) {
    const next = at + tagLength(bytes, at);
    if (next === at || next > bytes.length) return at;
    at = next;
  }
  return at;
}
/** In one place. Each may take a look at the whole file. */
const MOST_TAGS = 16;

function tagLength(bytes: Uint8Array, at: number): number {
  if (bytes[at] === 0) {
    let end = at;
    while (bytes[end] === 0) end += 1;
    return end - at;
  }
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (says(bytes, at, "ID3") && at + 10 <= bytes.length) {
    const size = [6, 7, 8, 9].reduce((sum, n) => sum * 128 + (bytes[at + n]! & 0x7f), 0);
    return 10 + size + ((bytes[at + 5]! & 0x10) === 0 ? 0 : 10);
  }
  if (says(bytes, at, "TAG+")) return 227;
  if (says(bytes, at, "TAG")) return 128;
  if (says(bytes, at, "APETAGEX") && at + 32 <= bytes.length) return 32 + data.getUint32(at + 12, true);
  if (says(bytes, at, "LYRICSBEGIN")) {
    const end = ["LYRICS200", "LYRICSEND"].map((word) => indexOf(bytes, word, at)).filter((found) => found !== -1);
    return end.length === 0 ? 0 : Math.min(...end) + 9 - at;
  }
  return 0;
}

const indexOf = (bytes: Uint8Array, word: string, from: number): number =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(word, from, "latin1");
