/**
 * The attack of `npm run bench:prnu`: which camera took a picture, by the noise of its sensor (photo response non-uniformity). Residual, fingerprint and
 * peak-to-correlation energy after Lukáš, Fridrich, Goljan (2006) and Goljan, Fridrich, Filler (2009), with a local Wiener filter in place of
 * wavelets. The attacker knows scale and alignment.
 */
import sharp from "sharp";

/** One brightness a pixel, 0 to 255, rows without padding. */
export type Plane = { readonly width: number; readonly height: number; readonly data: Float32Array };

/** Usual threshold for "the same camera". */
export const MATCH = 60;
/** Standard deviation of the noise that the filter takes for noise, in grey levels. */
const SIGMA = 3;
const WINDOW = 5;
/** Half the side of the square around the peak that is not counted as background. */
const AROUND = 5;

export async function brightness(picture: Uint8Array): Promise<Plane> {
  const { data, info } = await sharp(picture).greyscale().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: Float32Array.from(data) };
}

/** The middle of it, as large as powers of two allow. */
export function middle(plane: Plane): Plane {
  const width = 2 ** Math.floor(Math.log2(plane.width));
  const height = 2 ** Math.floor(Math.log2(plane.height));
  const left = (plane.width - width) >> 1;
  const top = (plane.height - height) >> 1;
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const from = (top + y) * plane.width + left;
    data.set(plane.data.subarray(from, from + width), y * width);
  }
  return { width, height, data };
}

/** What a denoiser would take away. */
function residual(plane: Plane): Plane {
  const mean = blurred(plane);
  const square = blurred({ ...plane, data: plane.data.map((value) => value * value) });
  const data = plane.data.map((value, at) => {
    const variance = Math.max(0, square.data[at]! - mean.data[at]! ** 2);
    const kept = Math.max(0, variance - SIGMA ** 2) / Math.max(variance, SIGMA ** 2);
    return (value - mean.data[at]!) * (1 - kept);
  });
  return withoutLines({ ...plane, data });
}

/** Mean over a square window, by running sums; beyond the edges the picture goes on as at its edge. */
function blurred({ width, height, data }: Plane): Plane {
  const half = WINDOW >> 1;
  const rows = new Float32Array(data.length);
  const out = new Float32Array(data.length);
  const clamp = (at: number, edge: number) => Math.min(edge - 1, Math.max(0, at));
  for (let y = 0; y < height; y += 1) {
    let sum = 0;
    for (let k = -half; k <= half; k += 1) sum += data[y * width + clamp(k, width)]!;
    for (let x = 0; x < width; x += 1) {
      rows[y * width + x] = sum / WINDOW;
      sum += data[y * width + clamp(x + half + 1, width)]! - data[y * width + clamp(x - half, width)]!;
    }
  }
  for (let x = 0; x < width; x += 1) {
    let sum = 0;
    for (let k = -half; k <= half; k += 1) sum += rows[clamp(k, height) * width + x]!;
    for (let y = 0; y < height; y += 1) {
      out[y * width + x] = sum / WINDOW;
      sum += rows[clamp(y + half + 1, height) * width + x]! - rows[clamp(y - half, height) * width + x]!;
    }
  }
  return { width, height, data: out };
}

/** Means of rows and columns, and of the grid of JPEG's blocks, are of the model or the format and not of the sensor. */
function withoutLines({ width, height, data }: Plane): Plane {
  const out = Float32Array.from(data);
  const columns = new Float64Array(width);
  for (let y = 0; y < height; y += 1) {
    let sum = 0;
    for (let x = 0; x < width; x += 1) sum += out[y * width + x]!;
    for (let x = 0; x < width; x += 1) {
      out[y * width + x]! -= sum / width;
      columns[x]! += out[y * width + x]!;
    }
  }
  const grid = new Float64Array(64);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      out[y * width + x]! -= columns[x]! / height;
      grid[(y & 7) * 8 + (x & 7)]! += out[y * width + x]!;
    }
  }
  const each = (width * height) / 64;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) out[y * width + x]! -= grid[(y & 7) * 8 + (x & 7)]! / each;
  }
  return { width, height, data: out };
}

/** Maximum-likelihood estimate of the sensor's factor K from several pictures of one size. */
export function fingerprint(pictures: readonly Plane[]): Plane {
  const [{ width, height }] = pictures as readonly [Plane, ...Plane[]];
  const over = new Float32Array(width * height);
  const under = new Float32Array(width * height).fill(1e-6);
  for (const picture of pictures) {
    const noise = residual(picture);
    for (let at = 0; at < over.length; at += 1) {
      over[at]! += noise.data[at]! * picture.data[at]!;
      under[at]! += picture.data[at]! ** 2;
    }
  }
  return { width, height, data: over.map((value, at) => value / under[at]!) };
}

/** Peak-to-correlation energy of a picture with a fingerprint of its size, the peak where they lie on each other. Negative when they differ in sign. */
export function pce(picture: Plane, print: Plane): number {
  const { width, height } = picture;
  const expected = { width, height, data: print.data.map((value, at) => value * picture.data[at]!) };
  const correlation = correlate(residual(picture), expected);
  const peak = correlation[0]!;
  let energy = 0;
  let counted = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (Math.min(x, width - x) <= AROUND && Math.min(y, height - y) <= AROUND) continue;
      energy += correlation[y * width + x]! ** 2;
      counted += 1;
    }
  }
  return (Math.sign(peak) * peak ** 2) / (energy / counted);
}

/** Circular cross-correlation of two real planes: one transform of a + ib, its spectrum taken apart, one back. */
function correlate(a: Plane, b: Plane): Float64Array {
  const { width, height } = a;
  const re = Float64Array.from(a.data);
  const im = Float64Array.from(b.data);
  transform(re, im, width, height);
  const outRe = new Float64Array(re.length);
  const outIm = new Float64Array(re.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const mirror = ((height - y) % height) * width + ((width - x) % width);
      const [aRe, aIm] = [(re[at]! + re[mirror]!) / 2, (im[at]! - im[mirror]!) / 2];
      const [bRe, bIm] = [(im[at]! + im[mirror]!) / 2, (re[mirror]! - re[at]!) / 2];
      // a · conj(b); conjugated, so that the forward transform gives the inverse of a real result.
      outRe[at] = aRe * bRe + aIm * bIm;
      outIm[at] = -(aIm * bRe - aRe * bIm);
    }
  }
  transform(outRe, outIm, width, height);
  return outRe;
}

/** Fourier transform in place, rows then columns; sides are powers of two. */
function transform(re: Float64Array, im: Float64Array, width: number, height: number): void {
  for (let y = 0; y < height; y += 1) fft(re.subarray(y * width, (y + 1) * width), im.subarray(y * width, (y + 1) * width));
  const columnRe = new Float64Array(height);
  const columnIm = new Float64Array(height);
  for (let x = 0; x < width; x += 1) {
    for (let y = 0; y < height; y += 1) {
      columnRe[y] = re[y * width + x]!;
      columnIm[y] = im[y * width + x]!;
    }
    fft(columnRe, columnIm);
    for (let y = 0; y < height; y += 1) {
      re[y * width + x] = columnRe[y]!;
      im[y * width + x] = columnIm[y]!;
    }
  }
}

/** Cooley and Tukey's, radix 2. */
function fft(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i += 1) {
    let bit = n >> 1;
    for (; (j & bit) !== 0; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j]!, re[i]!];
      [im[i], im[j]] = [im[j]!, im[i]!];
    }
  }
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2;
    for (let k = 0; k < half; k += 1) {
      const cos = Math.cos((2 * Math.PI * k) / size);
      const sin = -Math.sin((2 * Math.PI * k) / size);
      for (let at = k; at < n; at += size) {
        const [r, i] = [re[at + half]! * cos - im[at + half]! * sin, re[at + half]! * sin + im[at + half]! * cos];
        re[at + half] = re[at]! - r;
        im[at + half] = im[at]! - i;
        re[at]! += r;
        im[at]! += i;
      }
    }
  }
}
