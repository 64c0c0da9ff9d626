/**
 * A line of words in a band of its own under a picture, by which a copy that turns up says for whom it was made. The picture is not drawn on: its
 * pixels go to the encoder as they are, and the band's come after the last of them. Whoever cuts the band off has a copy without it.
 */
import { type Pixels, decode } from "./decode";
import { encoding, tools } from "./encode";
import { ADVANCE, GLYPH_HEIGHT, GLYPH_WIDTH, glyphOf } from "./glyphs";
import type { CleanImage } from "./proof";
import type { RecipeStep } from "./recipe";
import { publish } from "./sanitise";

/** Changes when the same words and width give other pixels. */
const VERSION = 1;
/** Rows that the encoder compresses together: a block of colour at half resolution (T.81, A.1.1). */
const BLOCK = 16;
/** A dot of a letter is a pixel for each of so many of the picture's width, so that on a phone a letter is ten points high. */
const WIDTH_OF_DOT = 256;
const SMALLEST_DOT = 2;
/** In dots: around the words, and between the feet of one line and the heads of the next. */
const MARGIN = 2;
const LINE_GAP = 3;

type Layout = { readonly dot: number; readonly lines: readonly string[]; readonly height: number };

/** How many letters stand beside each other. */
const columns = (width: number, dot: number): number => Math.floor((Math.floor(width / dot) - 2 * MARGIN + ADVANCE - GLYPH_WIDTH) / ADVANCE);

/** Words in lines of at most `most` letters; one that is longer is cut. */
function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else for (let at = 0; at < word.length; at += most) lines.push(word.slice(at, at + most));
  }
  return lines;
}

/** As large as the width asks for; smaller where a word would not fit into a line. Throws RangeError where no letter does. */
function layout(text: string, width: number): Layout {
  const longest = Math.max(...text.split(" ").map((word) => word.length));
  let dot = Math.max(SMALLEST_DOT, Math.ceil(width / WIDTH_OF_DOT));
  while (dot > 1 && columns(width, dot) < longest) dot -= 1;
  const most = columns(width, dot);
  if (most < 1) throw new RangeError("the picture is too narrow for a letter");
  const lines = wrapped(text, most);
  const dots = 2 * MARGIN + lines.length * (GLYPH_HEIGHT + LINE_GAP) - LINE_GAP;
  return { dot, lines, height: Math.ceil((dots * dot) / BLOCK) * BLOCK };
}

/** The band: white words on black, as wide as it is asked for, in whole blocks of rows. Throws RangeError on a letter that there is none of. */
export function band(text: string, width: number): Pixels {
  const { dot, lines, height } = layout(text, width);
  const data = Buffer.alloc(width * height * 3);
  const paint = (column: number, row: number) => {
    for (let y = row * dot; y < (row + 1) * dot; y += 1) data.fill(255, (y * width + column * dot) * 3, (y * width + (column + 1) * dot) * 3);
  };
  for (const [line, words] of lines.entries()) {
    for (const [place, letter] of Array.from(words).entries()) {
      for (const [y, row] of glyphOf(letter).entries()) {
        for (const [x, ink] of Array.from(row).entries()) {
          if (ink === "#") paint(MARGIN + place * ADVANCE + x, MARGIN + line * (GLYPH_HEIGHT + LINE_GAP) + y);
        }
      }
    }
  }
  return { width, height, data };
}

/** The picture's own pixels, all of them, and then the band's. */
export function underlined(picture: Pixels, text: string): Pixels {
  const below = band(text, picture.width);
  return { width: picture.width, height: picture.height + below.height, data: Buffer.concat([picture.data, below.data]) };
}

/**
 * A copy with `text` under it: capitals, digits, hyphens and spaces.
 * Throws RangeError on anything else and on a picture too narrow for a letter, MediaRefusal, MediaInterrupted.
 */
export async function mark(clean: CleanImage, text: string): Promise<CleanImage> {
  const step: RecipeStep = { step: "mark", version: VERSION, text, tools: { ...tools }, encoding };
  return publish(underlined(await decode("jpeg", clean.bytes), text), [...clean.recipe, step]);
}
