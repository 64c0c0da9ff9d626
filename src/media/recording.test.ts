import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ape, contents, FRAME_BYTES, id3v1, id3v2, type Kind, lyrics, mainBytes, mp3Of, sideBytes, silence } from "../../tests/support/mp3";
import { untrust } from "./proof";
import { RecordingRefusal, sanitiseRecording } from "./recording";

const clean = (bytes: Uint8Array) => Buffer.from(sanitiseRecording(untrust(bytes)).bytes);
const code = (bytes: Uint8Array): string => {
  try {
    clean(bytes);
    return "taken";
  } catch (error) {
    if (error instanceof RecordingRefusal) return error.code;
    throw error;
  }
};
const kinds: fc.Arbitrary<Kind> = fc.record({ version: fc.constantFrom(1, 2), stereo: fc.boolean(), crc: fc.boolean() });
const SECRET = "The voice of Awet, Calais";

/** A recording as encoders write them: each frame's sound begins in what the ones before left free, and the rest is filled with `SECRET`. */
const recordings = kinds.chain((kind) =>
  fc.array(fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }), tight: fc.boolean(), claims: fc.boolean() }), { minLength: 9, maxLength: 20 }).map((plan) => {
    const share = mainBytes(kind);
    const most = kind.version === 2 ? 255 : 511;
    let [start, ended] = [0, 0];
    const sounds: [number, number][] = [];
    const frames = plan.map(({ share: part, tight, claims }) => {
      const back = tight ? Math.min(most, start - Math.ceil(ended / 8)) : 0;
      const from = (start - back) * 8;
      const sound = Math.min(4095, Math.floor(part * ((start + share) * 8 - from)));
      if (sound > 0) sounds.push([from, from + sound]);
      ended = Math.max(ended, from + sound);
      start += share;
      return { sound, back, claims, fill: (at: number) => SECRET.charCodeAt(at % SECRET.length) };
    });
    return { kind, bytes: mp3Of(kind, frames), sounds };
  }),
);

const heads = (bytes: Buffer): number[] => Array.from({ length: bytes.length / FRAME_BYTES }, (_, n) => n * FRAME_BYTES);
const mainOf = (bytes: Buffer, kind: Kind): Buffer =>
  Buffer.concat(heads(bytes).map((at) => bytes.subarray(at + FRAME_BYTES - mainBytes(kind), at + FRAME_BYTES)));
const bit = (bytes: Buffer, at: number): number => (bytes[at >> 3]! >> (7 - (at & 7))) & 1;

describe("a recording", () => {
  test("keeps every bit of its sound, and beside it nothing", () => {
    fc.assert(
      fc.property(recordings, ({ kind, bytes, sounds }) => {
        const [given, kept] = [mainOf(bytes, kind), mainOf(clean(bytes), kind)];
        const due = Buffer.alloc(given.length);
        for (const [from, to] of sounds) for (let at = from; at < to; at += 1) due[at >> 3]! |= bit(given, at) << (7 - (at & 7));
        expect(kept).toEqual(due);
      }),
      { numRuns: 60 },
    );
  });

  test("that was cleaned once is clean", () => {
    fc.assert(
      fc.property(recordings, ({ bytes }) => {
        expect(clean(clean(bytes))).toEqual(clean(bytes));
      }),
      { numRuns: 60 },
    );
  });

  test("loses what is claimed in its heads, whose check sums fit again", () => {
    fc.assert(
      fc.property(recordings, ({ kind, bytes }) => {
        const out = clean(bytes);
        for (const at of heads(out)) {
          expect((out[at + 2]! & 1) | (out[at + 3]! & 0x0f)).toBe(0);
          if (kind.crc) expect(out.readUInt16BE(at + 4)).toBe(sumOf(out, at, kind));
        }
      }),
      { numRuns: 60 },
    );
  });

  const tags = [id3v2, id3v1, ape, lyrics, (text: string) => Buffer.concat([Buffer.alloc(40), id3v2(text)])];
  test("loses whatever stands before and after it, and is refused where something stands within it", () => {
    fc.assert(
      fc.property(recordings, fc.array(fc.nat(4), { maxLength: 4 }), fc.array(fc.nat(4), { maxLength: 4 }), fc.boolean(), ({ kind, bytes }, before, after, table) => {
        const front = before.map((n) => tags[n]!(SECRET));
        const end = after.map((n) => tags[n]!(SECRET));
        const whole = Buffer.concat([...front, ...(table && !kind.crc ? [contents(SECRET, kind)] : []), bytes, ...end]);
        expect(clean(whole).equals(clean(bytes))).toBe(true);
        if (after.length > 0) expect(code(Buffer.concat([whole, bytes]))).toBe("recording-damaged");
      }),
      { numRuns: 60 },
    );
  });

  test("is refused, and never breaks, whatever stands in its place or is changed in it", () => {
    const told = new Set<string>();
    fc.assert(
      fc.property(recordings, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 12 }), fc.nat(), ({ bytes }, changes, cut) => {
        const changed = Buffer.from(bytes);
        for (const [at, value] of changes) changed[at % changed.length] = value;
        told.add(code(changed));
        told.add(code(changed.subarray(0, cut % changed.length)));
        told.add(code(changed.subarray(cut % changed.length)));
      }),
      { numRuns: 200 },
    );
    for (const one of told) expect(["taken", "not-a-recording", "recording-damaged", "recording-too-large"]).toContain(one);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 4000 }), (bytes) => code(bytes) === "not-a-recording"));
  });
});

test("sound of one frame that reaches into another's is no recording", () => {
  const fill = () => 0x55;
  expect(code(mp3Of({}, [...Array.from({ length: 9 }, () => ({ sound: mainBytes({}) * 8, fill })), { sound: 100, back: 40 }]))).toBe("recording-damaged");
  expect(code(mp3Of({}, Array.from({ length: 9 }, () => ({ sound: 4000, fill }))))).toBe("recording-damaged");
});

test("what was cut out of a longer one is taken as it begins, and what ends in the middle of a frame without that frame", () => {
  const cut = mp3Of({}, Array.from({ length: 12 }, (_, n) => ({ sound: n === 0 ? 800 : 200, back: n === 0 ? 50 : 0, fill: () => 0xaa })));
  expect(code(cut)).toBe("taken");
  expect(clean(cut.subarray(0, cut.length - 100)).length).toBe(11 * FRAME_BYTES);
});

test("a recording is measured by its frames", () => {
  expect(sanitiseRecording(untrust(silence(100))).milliseconds).toBe(3600);
  expect(sanitiseRecording(untrust(silence(100, { version: 2 }))).milliseconds).toBe(3600);
  expect(code(silence(5000))).toBe("taken");
  expect(code(silence(5001))).toBe("recording-too-large");
  expect(code(Buffer.alloc(4_000_001))).toBe("recording-too-large");
  expect(code(silence(7))).toBe("not-a-recording");
});

test("other sounds and other layers are none", () => {
  const layerII = silence(20);
  for (const at of heads(layerII)) layerII[at + 1] = 0xfd;
  for (const other of [layerII, Buffer.from("OggS".repeat(500)), Buffer.from(`RIFF0000WAVE${"x".repeat(2000)}`), id3v2(SECRET.repeat(100)), Buffer.alloc(5000)])
    expect(code(other)).toBe("not-a-recording");
});

test("a file of nothing but tags is looked at for a moment only", () => {
  const started = performance.now();
  for (const tag of [id3v2(""), lyrics(""), Buffer.concat([id3v2(""), Buffer.alloc(1)])]) {
    const many = Buffer.alloc(3_900_000);
    for (let at = 0; at + tag.length < many.length; at += tag.length) tag.copy(many, at);
    expect(code(many)).toBe("not-a-recording");
  }
  expect(performance.now() - started).toBeLessThan(2000);
});

/** The check sum, worked out bit by bit as the standard draws it: a shift register over head and side information. */
function sumOf(bytes: Buffer, at: number, kind: Kind): number {
  const over = Buffer.concat([bytes.subarray(at + 2, at + 4), bytes.subarray(at + 6, at + 6 + sideBytes(kind))]);
  const register = Array.from({ length: 16 }, () => 1);
  for (let n = 0; n < over.length * 8; n += 1) {
    const carry = register[15]! ^ bit(over, n);
    for (let place = 15; place > 0; place -= 1) register[place] = register[place - 1]! ^ (place === 15 || place === 2 ? carry : 0);
    register[0] = carry;
  }
  return register.reduceRight((sum, one) => sum * 2 + one, 0);
}
