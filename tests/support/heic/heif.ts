/** Writes HEIF files (ISO/IEC 23008-12 over ISO/IEC 14496-12) from items and properties, with room for everything that does not belong there. */

type Property = Buffer;
export type HeifItem = {
  readonly type: string;
  readonly data?: Buffer;
  readonly name?: string;
  /** Content type, of a "mime" or "uri " item. */
  readonly content?: string;
  readonly hidden?: boolean;
  readonly properties?: readonly Property[];
  /** Which earlier or later items it refers to, by place in the list, from 1. */
  readonly references?: Readonly<Record<string, readonly number[]>>;
  /** Kept in `idat` inside `meta`, not in `mdat`. */
  readonly inside?: boolean;
};
export type Heif = {
  readonly brands: readonly string[];
  /** By place in the list, from 1. */
  readonly primary?: number;
  readonly items: readonly HeifItem[];
  /** Boxes after `ftyp`, at the end of `meta`, and at the end of the file. */
  readonly first?: readonly Buffer[];
  readonly inMeta?: readonly Buffer[];
  readonly last?: readonly Buffer[];
  /** Bytes of `mdat` in front of and behind the items, that nothing points to. */
  readonly gap?: Buffer;
};

export const u8 = (...values: number[]) => Buffer.from(values);
export const u16 = (...values: number[]) => Buffer.from(values.flatMap((value) => [value >> 8, value & 255]));
export const u32 = (...values: number[]) => Buffer.concat(values.map((value) => u16(Math.floor(value / 65_536), value % 65_536)));
export const ascii = (text: string) => Buffer.from(text, "latin1");

export const box = (type: string, ...content: readonly Buffer[]) => {
  const body = Buffer.concat([ascii(type), ...content]);
  return Buffer.concat([u32(body.length + 4), body]);
};
export const fullBox = (type: string, version: number, flags: number, ...content: readonly Buffer[]) => box(type, u32(version * 2 ** 24 + flags), ...content);

export const properties = {
  size: (width: number, height: number) => fullBox("ispe", 0, 0, u32(width, height)),
  hevc: (configuration: Buffer) => box("hvcC", configuration),
  /** Quarter turns anticlockwise. */
  turn: (quarters: number) => box("irot", u8(quarters)),
  /** 0: top and bottom are exchanged; 1: left and right. */
  mirror: (axis: 0 | 1) => box("imir", u8(axis)),
  profile: (icc: Buffer) => box("colr", ascii("prof"), icc),
  codePoints: (primaries: number, transfer: number, matrix: number) => box("colr", ascii("nclx"), u16(primaries, transfer, matrix), u8(0x80)),
  depth: (...bits: number[]) => fullBox("pixi", 0, 0, u8(bits.length, ...bits)),
  auxiliary: (type: string) => fullBox("auxC", 0, 0, ascii(`${type}\0`)),
};

/** The data of an item that is laid out from others (23008-12, 6.6.2.3). */
export const grid = (rows: number, columns: number, width: number, height: number) => Buffer.concat([u8(0, 0, rows - 1, columns - 1), u16(width, height)]);

export function writeHeif(file: Heif): Buffer {
  const ftyp = box("ftyp", ascii(file.brands[0]!), u32(0), ...file.brands.map(ascii));
  const before = Buffer.concat([ftyp, ...(file.first ?? [])]);
  const length = metaBox(file, 0).length;
  const meta = metaBox(file, before.length + length + 8 + (file.gap?.length ?? 0));
  const data = file.items.flatMap(({ data: bytes, inside }) => (bytes === undefined || inside === true ? [] : [bytes]));
  const gap = file.gap === undefined ? [] : [file.gap];
  return Buffer.concat([before, meta, box("mdat", ...gap, ...data, ...gap), ...(file.last ?? [])]);
}

/** `from`: where the first item's bytes lie in the file. */
function metaBox({ items, primary = 1, inMeta = [] }: Heif, from: number): Buffer {
  const handler = fullBox("hdlr", 0, 0, u32(0), ascii("pict"), u32(0, 0, 0), u8(0));
  const kept = Buffer.concat(items.flatMap(({ data, inside }) => (data !== undefined && inside === true ? [data] : [])));
  return fullBox(
    "meta",
    0,
    0,
    handler,
    fullBox("pitm", 0, 0, u16(primary)),
    fullBox("iinf", 0, 0, u16(items.length), ...items.map(entry)),
    places(items, from),
    described(items),
    ...references(items),
    ...(kept.length > 0 ? [box("idat", kept)] : []),
    ...inMeta,
  );
}

function entry({ type, name = "", content, hidden = false }: HeifItem, index: number): Buffer {
  const contentType = content === undefined ? [] : [ascii(`${content}\0`)];
  return fullBox("infe", 2, hidden ? 1 : 0, u16(index + 1, 0), ascii(type), ascii(`${name}\0`), ...contentType);
}

function places(items: readonly HeifItem[], from: number): Buffer {
  const at = { mdat: from, idat: 0 };
  const entries = items.flatMap(({ data, inside }, index) => {
    if (data === undefined) return [];
    const where = inside === true ? "idat" : "mdat";
    const offset = at[where];
    at[where] += data.length;
    return [Buffer.concat([u16(index + 1, inside === true ? 1 : 0, 0, 1), u32(offset, data.length)])];
  });
  return fullBox("iloc", 1, 0, u8(0x44, 0), u16(entries.length), ...entries);
}

function described(items: readonly HeifItem[]): Buffer {
  const all = items.flatMap((item) => item.properties ?? []);
  let next = 1;
  const owners = items.flatMap(({ properties: own = [] }, index) => {
    const numbered = own.map((property) => {
      const essential = ["hvcC", "irot", "imir"].includes(property.toString("latin1", 4, 8)) ? 0x80 : 0;
      next += 1;
      return essential | (next - 1);
    });
    return own.length === 0 ? [] : [Buffer.concat([u16(index + 1), u8(own.length, ...numbered)])];
  });
  return box("iprp", box("ipco", ...all), fullBox("ipma", 0, 0, u32(owners.length), ...owners));
}

function references(items: readonly HeifItem[]): Buffer[] {
  const all = items.flatMap(({ references: own = {} }, index) =>
    Object.entries(own).map(([type, to]) => box(type, u16(index + 1, to.length, ...to))),
  );
  return all.length === 0 ? [] : [fullBox("iref", 0, 0, ...all)];
}
