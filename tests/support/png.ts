import { crc32 } from "node:zlib";

/** A chunk of a PNG: length, type, content, and the checksum of type and content (W3C PNG, third edition, 5.3). */
export function chunk(type: string, content: Buffer | string): Buffer {
  const body = Buffer.concat([type, content].map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part)));
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(body.length - type.length);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** The same picture with chunks right behind its header, IHDR, which every PNG begins with. */
export const behindHeader = (png: Buffer, ...chunks: readonly Buffer[]): Buffer =>
  Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)]);
