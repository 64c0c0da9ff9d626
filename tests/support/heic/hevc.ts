/**
 * The smallest HEVC encoder there can be (ITU-T H.265): one picture of one slice, every coding unit 16 × 16 raw samples (I_PCM, 7.3.8.7), no loop filter. Nothing
 * is lost, and every sample is where one wrote it. It is for tests: no camera writes such a file, every decoder has to read it.
 */
import { Bits } from "./bits";

/** Samples of one plane each, `bits` wide; chroma is half as wide and high for 4:2:0, and absent for grey. */
export type Planes = {
  readonly width: number;
  readonly height: number;
  readonly bits: 8 | 10;
  readonly chroma: "4:0:0" | "4:2:0" | "4:4:4";
  readonly planes: readonly Uint16Array[];
};

const UNIT = 16;
const IDR = 19;
const [VPS, SPS, PPS] = [32, 33, 34] as const;
const FORMAT = { "4:0:0": 0, "4:2:0": 1, "4:4:4": 3 } as const;
/** Main still picture, Main 10, and format range extensions (annex A.3). */
const profileOf = ({ bits, chroma }: Planes) => (chroma !== "4:2:0" ? 4 : bits === 8 ? 3 : 2);
const LEVEL = 186;
const fits = (side: number) => Math.ceil(side / UNIT) * UNIT;

/** 7.3.1.1 with 7.4.2: a header, and a three wherever the payload would look like a start code. */
function nal(type: number, payload: Buffer): Buffer {
  const out = [type << 1, 1];
  let zeros = 0;
  for (const byte of payload) {
    if (zeros >= 2 && byte <= 3) {
      out.push(3);
      zeros = 0;
    }
    out.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Buffer.from(out);
}

/** 7.3.3. */
const profileTierLevel = (to: Bits, picture: Planes) =>
  to.u(8, profileOf(picture)).u(32, 2 ** (31 - profileOf(picture))).u(4, 0b1001).u(44, 0).u(8, LEVEL);

const videoParameters = (picture: Planes) =>
  profileTierLevel(new Bits().u(4, 0).u(2, 3).u(6, 0).u(3, 0).u(1, 1).u(16, 0xffff), picture).u(1, 1).ue(0, 0, 0).u(6, 0).ue(0).u(2, 0).end();

/** 7.3.2.2: coding tree unit, coding block and I_PCM block are all of one size. */
function sequenceParameters(picture: Planes): Buffer {
  const { width, height, bits, chroma } = picture;
  const step = chroma === "4:2:0" ? 2 : 1;
  const to = profileTierLevel(new Bits().u(4, 0).u(3, 0).u(1, 1), picture).ue(0, FORMAT[chroma]);
  if (chroma === "4:4:4") to.u(1, 0);
  to.ue(fits(width), fits(height)).u(1, 1).ue(0, (fits(width) - width) / step, 0, (fits(height) - height) / step);
  to.ue(bits - 8, bits - 8, 4).u(1, 1).ue(0, 0, 0);
  to.ue(1, 0, 0, 2, 0, 0).u(3, 0).u(1, 1).u(4, bits - 1).u(4, bits - 1).ue(1, 0).u(1, 1);
  return to.ue(0).u(5, 0).end();
}

/** 7.3.2.3: everything off; the deblocking filter is off for the whole picture. */
const pictureParameters = () =>
  new Bits().ue(0, 0).u(7, 0).ue(0, 0, 0).u(3, 0).ue(0, 0).u(6, 0).u(1, 0).u(3, 0b101).u(2, 0).ue(0).u(2, 0).end();

/** Table 9-52, last column: the only one that is met, since an arithmetic code here begins anew before every unit. */
const LPS = [
  240, 227, 216, 205, 195, 185, 175, 166, 158, 150, 142, 135, 128, 122, 116, 110, 104, 99, 94, 89, 85, 80, 76, 72, 69, 65, 62, 59, 56, 53, 50, 48,
  45, 43, 41, 39, 37, 35, 33, 31, 30, 28, 27, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 14, 13, 12, 12, 11, 11, 10, 9, 2,
];

/** 9.3.4.2 turned round: the arithmetic encoder, as far as it is needed. */
class Arithmetic {
  #low = 0;
  #range = 510;
  #first = true;
  #pending = 0;
  constructor(private readonly to: Bits) {}

  likely(state: number): void {
    this.#range -= LPS[state]!;
    this.#renormalise();
  }

  /** A bin that ends the code when it is one; then the last bit that is written is a one. */
  terminate(bin: 0 | 1): void {
    this.#range -= 2;
    if (bin === 0) {
      this.#renormalise();
      return;
    }
    this.#low += this.#range;
    this.#range = 2;
    this.#renormalise();
    this.#put((this.#low >> 9) & 1);
    this.to.u(2, ((this.#low >> 7) & 3) | 1);
  }

  #renormalise(): void {
    while (this.#range < 256) {
      if (this.#low < 256) this.#put(0);
      else if (this.#low >= 512) {
        this.#low -= 512;
        this.#put(1);
      } else {
        this.#low -= 256;
        this.#pending += 1;
      }
      this.#range *= 2;
      this.#low *= 2;
    }
  }

  #put(bit: number): void {
    if (this.#first) this.#first = false;
    else this.to.bit(bit);
    for (; this.#pending > 0; this.#pending -= 1) this.to.bit(1 - bit);
  }
}

function slice(picture: Planes): Buffer {
  const { width, height, bits, chroma, planes } = picture;
  // 7.3.6: first slice, picture parameters 0, type I, no change of QP.
  const to = new Bits().u(2, 0b10).ue(0, 2, 0).bit(1).align();
  const units = { across: fits(width) / UNIT, down: fits(height) / UNIT };
  let code = new Arithmetic(to);
  // The context of part_mode begins undecided (table 9-11: 184, at QP 26) and grows surer with every unit that is not split.
  let state = 0;
  for (let unit = 0; unit < units.across * units.down; unit += 1) {
    if (unit > 0) code.terminate(0);
    code.likely(state);
    state = Math.min(62, state + 1);
    code.terminate(1); // pcm_flag
    to.align();
    for (const [index, plane] of planes.entries()) {
      const step = index > 0 && chroma === "4:2:0" ? 2 : 1;
      const [side, stride, rows] = [UNIT / step, width / step, height / step];
      const [left, top] = [(unit % units.across) * side, Math.floor(unit / units.across) * side];
      for (let y = top; y < top + side; y += 1) {
        for (let x = left; x < left + side; x += 1) to.u(bits, plane[Math.min(y, rows - 1) * stride + Math.min(x, stride - 1)]!);
      }
    }
    code = new Arithmetic(to);
  }
  code.terminate(1); // Its last bit is the slice's own stop bit.
  return to.align().bytes();
}

/** `configuration`: the content of an hvcC box (ISO/IEC 14496-15, 8.3.3.1); `data`: of the item. */
export function encodeHevc(picture: Planes): { configuration: Buffer; data: Buffer } {
  const sets = [
    [VPS, nal(VPS, videoParameters(picture))],
    [SPS, nal(SPS, sequenceParameters(picture))],
    [PPS, nal(PPS, pictureParameters())],
  ] as const;
  const to = profileTierLevel(new Bits().u(8, 1), picture).u(16, 0xf000).u(8, 0xfc).u(8, 0xfc | FORMAT[picture.chroma]);
  to.u(8, 0xf8 | (picture.bits - 8)).u(8, 0xf8 | (picture.bits - 8)).u(16, 0).u(8, 0x0f).u(8, sets.length);
  for (const [type, bytes] of sets) {
    to.u(8, 0x80 | type).u(16, 1).u(16, bytes.length);
    for (const byte of bytes) to.u(8, byte);
  }
  const picked = nal(IDR, slice(picture));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(picked.length);
  return { configuration: to.bytes(), data: Buffer.concat([length, picked]) };
}
