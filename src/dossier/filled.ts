import { before, joined } from "./zip.mjs";

/**
 * A dossier without the files whose bytes only its maker's reader has: what stands before each of them is there, and then the next file.
 * @param archive as it was handed out
 * @param apart the bytes of each such file, by its path within the dossier's folder
 * @returns the whole dossier
 * @throws RangeError where it is no such archive, or has a file fewer or more
 */
export function filled(archive: Uint8Array, apart: ReadonlyMap<string, Uint8Array>): Uint8Array<ArrayBuffer> {
  const LOCAL = 0x04034b50;
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const parts: Uint8Array[] = [];
  const missing = new Set(apart.keys());
  let at = 0;
  while (at + 30 <= archive.length && view.getUint32(at, true) === LOCAL) {
    const [crc, size] = [view.getUint32(at + 14, true), view.getUint32(at + 18, true)];
    const name = new TextDecoder().decode(archive.subarray(at + 30, at + 30 + view.getUint16(at + 26, true)));
    const path = name.slice(name.indexOf("/") + 1);
    const head = before({ name, size, crc });
    const own = apart.get(path);
    if (own && (own.length !== size || !missing.delete(path))) throw new RangeError("This archive has another file there.");
    const end = at + head.length + (own ? 0 : size);
    parts.push(archive.subarray(at, end), ...(own ? [own] : []));
    at = end;
  }
  if (missing.size > 0 || at > archive.length) throw new RangeError("This archive does not have these files.");
  return joined(...parts, archive.subarray(at));
}
