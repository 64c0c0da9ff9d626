/** Ways to hide a face that the product does not offer, to show that the attack works. They live here and nowhere else. */
import { createHash } from "node:crypto";

import { normal, uniform } from "../../seeded-chance";
import { type Box, type Pixels, blurred, cut, inside, put, resized } from "./pixels";

/** `part`: the pixels of the region; `face`: the width of the face in it; `name` seeds what chance decides. */
type Control = (part: Pixels, face: number, name: string) => Pixels | Promise<Pixels>;

/** Means over a grid of `count` × `count` cells. */
function means({ width, height, data }: Pixels, count: number): number[] {
  const sums = Array.from({ length: count * count * 3 }, () => 0);
  const pixels = Array.from({ length: count * count }, () => 0);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const cell = Math.floor((y * count) / height) * count + Math.floor((x * count) / width);
      pixels[cell]! += 1;
      for (let colour = 0; colour < 3; colour += 1) sums[cell * 3 + colour]! += data[(y * width + x) * 3 + colour]!;
    }
  }
  return sums.map((sum, at) => sum / Math.max(1, pixels[Math.floor(at / 3)]!));
}

/** Evenly spread numbers below 1, the same for the same name. */
const chance = (name: string) => uniform(createHash("sha256").update(name).digest().readUInt32LE());

/** `noise`: its standard deviation; `step`: between the values that are left. Both in levels of 255. */
const mosaic =
  (count: number, noise = 0, step = 1): Control =>
  (part, _face, name) => {
    const next = chance(name);
    const cells = means(part, count).map((value) => {
      const noisy = noise === 0 ? value : value + noise * normal(next);
      return Math.max(0, Math.min(255, Math.round(noisy / step) * step));
    });
    return resized({ width: count, height: count, data: Buffer.from(cells) }, part.width, part.height, "nearest");
  };

/** The mean of a window as wide as half the face, along rows and then along columns; at the edge the window is cut. */
const boxBlur: Control = (part, face) => {
  const reach = Math.max(1, Math.round(face / 4));
  const along = ({ width, height, data }: Pixels, step: number, length: number, lines: number, across: number): Pixels => {
    const out = Buffer.alloc(data.length);
    for (let line = 0; line < lines; line += 1) {
      for (let colour = 0; colour < 3; colour += 1) {
        const start = line * across + colour;
        const until = [0];
        for (let at = 0; at < length; at += 1) until.push(until[at]! + data[start + at * step]!);
        for (let at = 0; at < length; at += 1) {
          const [from, to] = [Math.max(0, at - reach), Math.min(length, at + reach + 1)];
          out[start + at * step] = Math.round((until[to]! - until[from]!) / (to - from));
        }
      }
    }
    return { width, height, data: out };
  };
  const rows = along(part, 3, part.width, part.height, part.width * 3);
  return along(rows, part.width * 3, part.height, part.width, 3);
};

export const controls: Readonly<Record<string, Control>> = {
  "none": (part) => part,
  "Gaussian, sigma 0.1 of the face": (part, face) => blurred(part, 0.1 * face),
  "Gaussian, sigma 0.5 of the face": (part, face) => blurred(part, 0.5 * face),
  "box blur of half the face": boxBlur,
  "mean colour": mosaic(1),
  "mosaic 16 × 16 of the face": mosaic(16),
  "mosaic 6 × 6 of the face": mosaic(6),
  "mosaic 3 × 3 of the face": mosaic(3),
  "6 × 6, noise 20, 32 levels": mosaic(6, 20, 8),
  "4 × 4, noise 60, steps of 64": mosaic(4, 60, 64),
};

export const black: Control = ({ width, height }) => ({ width, height, data: Buffer.alloc(width * height * 3) });

/** The picture with the control in `region`, and the region in whole pixels. */
export async function controlled(
  pixels: Pixels,
  { region, face, name }: { region: Box; face: number; name: string },
  control: Control,
): Promise<{ pixels: Pixels; region: Box }> {
  const place = inside(region, pixels);
  return { pixels: put(pixels, place, await control(cut(pixels, place), face, name)), region: place };
}
