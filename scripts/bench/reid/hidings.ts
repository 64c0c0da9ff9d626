/** Every way of hiding a face that is attacked: the controls, black rectangles for comparison, and what the product offers. */
import { createHash } from "node:crypto";

import { type Method, type Redaction, redact } from "~/media";

import { black, controlled, controls } from "./controls";
import { type Photo, asked } from "./people";
import { type Box, type Pixels, pixelsOf, put } from "./pixels";

/** The picture afterwards, and what was replaced in it. */
export type Hidden = { readonly pixels: Pixels; readonly region: Box };
export type Hiding = {
  readonly name: string;
  readonly kind: "control" | "compared" | "product";
};

/** The same on every run; as good as random for an attacker, who sees only what is drawn. */
const seed = (photo: Photo, draw: number) => createHash("sha256").update(`${photo.name} ${draw}`).digest("hex").slice(0, 32);
/** So often a method with chance in it is drawn: the attack is averaged over them. */
const DRAWS = 3;

const product = async (photo: Photo, method: Method, draw = 0): Promise<Hidden> => {
  const image = await redact(photo.clean, [asked(photo.box)], { method, seed: seed(photo, draw) });
  const [region] = (image.recipe.at(-1) as Redaction).regions;
  return { pixels: await pixelsOf(image), region: region! };
};

/** What an attacker makes of a mosaic who knows that nothing is in it: black, as `solid` has it. */
const blackened = ({ pixels, region }: Hidden): Hidden => ({
  pixels: put(pixels, region, { ...region, data: Buffer.alloc(region.width * region.height * 3) }),
  region,
});

export const SOLID = "product: solid";
const MOSAIC = "product: mosaic";
const PAINTED = "product: mosaic, painted black";
const compared = { tight: "black, tight around the face", asked: "black, as asked for" };

export const hidings: readonly Hiding[] = [
  ...Object.keys(controls).map((name): Hiding => ({ name, kind: "control" })),
  { name: compared.tight, kind: "compared" },
  { name: compared.asked, kind: "compared" },
  ...[SOLID, MOSAIC, PAINTED].map((name): Hiding => ({ name, kind: "product" })),
];

/** The photo with its face hidden in every way, by name; several times where chance decides what is drawn. `clean`: its pixels. */
export async function hidden(photo: Photo, clean: Pixels): Promise<ReadonlyMap<string, readonly Hidden[]>> {
  const about = { face: photo.box.width, name: photo.name };
  const all = new Map<string, readonly Hidden[]>();
  for (const [name, control] of Object.entries(controls)) {
    all.set(name, [await controlled(clean, { ...about, region: asked(photo.box) }, control)]);
  }
  all.set(compared.tight, [await controlled(clean, { ...about, region: photo.box }, black)]);
  all.set(compared.asked, [await controlled(clean, { ...about, region: asked(photo.box) }, black)]);
  const mosaics: Hidden[] = [];
  for (let draw = 0; draw < DRAWS; draw += 1) mosaics.push(await product(photo, "mosaic", draw));
  return all
    .set(SOLID, [await product(photo, "solid")])
    .set(MOSAIC, mosaics)
    .set(PAINTED, mosaics.slice(0, 1).map(blackened));
}
