/**
 * The Huffman tables of ITU-T T.81 annex K, and their codes laid out for a reader that never computes a coefficient: it has to know how many bits to
 * pass and how far in the block it is then.
 */

/** Something in a file that is not picture. The message says what and where, never what it holds. */
export class Residue extends Error {
  constructor(what: string, at: number) {
    super(`${what} at byte ${at}`);
  }
}

/** As DHT writes it (B.2.4.2): class and destination, how many codes of each length from 1 to 16, the symbols in the order of their codes. */
type HuffmanTable = { readonly id: number; readonly counts: readonly number[]; readonly symbols: readonly number[] };

const table = (id: number, counts: string, symbols: string): HuffmanTable => ({
  id,
  counts: counts.split(" ").map(Number),
  symbols: Array.from(Buffer.from(symbols.replaceAll(" ", ""), "hex")),
});

/** K.3.1, table K.3 and K.4: the category of a DC difference. */
const DC = "00 01 02 03 04 05 06 07 08 09 0a 0b";
export const dcLuminance = table(0x00, "0 1 5 1 1 1 1 1 1 0 0 0 0 0 0 0", DC);
export const dcChrominance = table(0x01, "0 3 1 1 1 1 1 1 1 1 1 0 0 0 0 0", DC);

/** K.3.2, table K.5: run of zeros × 16 + category of an AC coefficient. */
export const acLuminance = table(
  0x10,
  "0 2 1 3 3 2 4 3 5 5 4 4 0 0 1 125",
  "01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a" +
    "434445464748494a535455565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aa" +
    "b2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa",
);
/** Table K.6. */
export const acChrominance = table(
  0x11,
  "0 2 1 2 4 4 3 4 7 5 4 4 0 1 2 119",
  "0001020311040521310612415107617113223281081442 91a1b1c109233352f0156272d10a162434e125f11718191a262728292a35363738393a" +
    "434445464748494a535455565758595a636465666768696a737475767778797a82838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aa" +
    "b2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa",
);

/** The segment's content. */
export const definition = ({ id, counts, symbols }: HuffmanTable): readonly number[] => [id, ...counts, ...symbols];

/** By the next 16 bits: length of the code × 256 + symbol; 0 where no code begins so. Annex C: codes of one length follow each other. */
function codes({ counts, symbols }: HuffmanTable): Uint16Array {
  const lookup = new Uint16Array(65_536);
  let filled = 0;
  let index = 0;
  for (const [shorter, count] of counts.entries()) {
    const span = 2 ** (15 - shorter);
    for (let nth = 0; nth < count; nth += 1, index += 1, filled += span) {
      lookup.fill((shorter + 1) * 256 + symbols[index]!, filled, filled + span);
    }
  }
  return lookup;
}

/** By the next 16 bits: how many bits a DC difference takes, code and value; 0 where there is none. */
export function dcLengths(of: HuffmanTable): Uint8Array {
  return Uint8Array.from(codes(of), (entry) => (entry === 0 ? 0 : (entry >> 8) + (entry & 0xff)));
}

/** An entry of `acSteps` is bits × 256 + places. */
export const BITS_SHIFT = 8;
/** The places of an entry that ends the block. */
export const END = 0x80;
/** The places of an entry of 16 zeros, which a coefficient has to follow. */
export const ZEROS = 0x40;
export const PLACES = 0x3f;

/**
 * By the next 16 bits: the bits and the places of one step through a block; 0 where no code begins so. A step is a run of zeros and its coefficient,
 * with the bits of its value; or the end of the block (END); or 16 zeros (ZEROS).
 */
export function acSteps(of: HuffmanTable): Uint16Array {
  return Uint16Array.from(codes(of), (entry) => {
    if (entry === 0) return 0;
    const [length, run, category] = [entry >> 8, (entry >> 4) & 15, entry & 15];
    if (category > 0) return ((length + category) << BITS_SHIFT) | (run + 1);
    return (length << BITS_SHIFT) | (run === 0 ? END : ZEROS | 16);
  });
}

/**
 * As many whole steps as 16 bits hold, taken together: coefficients, and the end of the block when it comes right after them. 0 where fewer than two fit, or
 * where there are 16 zeros: those are looked at one by one.
 */
export function acStrides(steps: Uint16Array): Uint16Array {
  return Uint16Array.from(steps, (first, ahead) => {
    let bits = 0;
    let places = 0;
    let taken = 0;
    for (let step = first; step !== 0 && (step & ZEROS) === 0; step = steps[(ahead << bits) & 0xffff]!) {
      // What was shifted in behind the 16 bits is not from the file.
      if (bits + (step >> BITS_SHIFT) > 16 || places + (step & PLACES) > 63) break;
      bits += step >> BITS_SHIFT;
      taken += 1;
      if ((step & END) !== 0) return taken < 2 ? 0 : (bits << BITS_SHIFT) | END | places;
      places += step & PLACES;
    }
    return taken < 2 ? 0 : (bits << BITS_SHIFT) | places;
  });
}
