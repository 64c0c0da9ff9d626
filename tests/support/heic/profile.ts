/** A colour profile of look-up tables, made of one of primaries (ICC.1:2022). */
import { u16, u32, u8 } from "./heif";

const entryOf = (icc: Buffer, tag: string) => icc.indexOf(tag, 132, "latin1");

/** 10.31: three numbers of 32 bits, 16 of them behind the point, after eight bytes. */
function xyzOf(icc: Buffer, tag: string): number[] {
  const at = icc.readUInt32BE(entryOf(icc, tag) + 4) + 8;
  return [0, 4, 8].map((step) => icc.readInt32BE(at + step) / 65_536);
}

const light = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

/** The tables say that red is blue and blue red, the primaries still what they said: one sees by which a picture was converted. */
export function exchangedByTables(icc: Buffer): Buffer {
  const [red, green, blue] = [xyzOf(icc, "bXYZ"), xyzOf(icc, "gXYZ"), xyzOf(icc, "rXYZ")] as const;
  const curve = Array.from({ length: 1024 }, (_, at) => Math.round(light(at / 1023) * 65_535));
  // 10.10: blue is the fastest of the corners; XYZ has 15 bits behind the point (6.3.4.2).
  const corners = Array.from({ length: 8 }, (_, corner) =>
    [0, 1, 2].map((k) => Math.round(32_768 * ((corner >> 2) * red[k]! + ((corner >> 1) & 1) * green[k]! + (corner & 1) * blue[k]!))),
  );
  const one = 65_536;
  const tables = Buffer.concat([
    Buffer.from("mft2\0\0\0\0", "latin1"), u8(3, 3, 2, 0), u32(one, 0, 0, 0, one, 0, 0, 0, one), u16(curve.length, 2),
    u16(...curve, ...curve, ...curve), u16(...corners.flat()), u16(0, 65_535, 0, 65_535, 0, 65_535),
  ]);
  const out = Buffer.concat([icc, tables]);
  out.writeUInt32BE(out.length);
  // 9.2.1: the table from device to connection space takes the entry of the copyright.
  const entry = entryOf(out, "cprt");
  Buffer.concat([Buffer.from("A2B0", "latin1"), u32(icc.length, tables.length)]).copy(out, entry);
  return out;
}
