import { before, headerAt, joined, within } from "./zip.mjs";

/**
 * A dossier without the files whose bytes only its maker's reader has: what stands before each of them is there, and then the next file.
 * @param archive as it was handed out
 * @param apart the bytes of each such file, by its path within the dossier's folder
 * @returns the whole dossier
 * @throws RangeError where it is no such archive, or has a file fewer or more
 */
export function filled(archive: Uint8Array, apart: ReadonlyMap<string, Uint8Array>): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const missing = new Set(apart.keys());
  let at = 0;
  for (let head = headerAt(archive, at); head; head = headerAt(archive, at)) {
    const { name, size } = head;
    const path = within(name);
    const own = apart.get(path);
    if (own && (own.length !== size || !missing.delete(path))) throw new RangeError("This archive has another file there.");
    const end = at + before(head).length + (own ? 0 : size);
    parts.push(archive.subarray(at, end), ...(own ? [own] : []));
    at = end;
  }
  if (missing.size > 0 || at > archive.length) throw new RangeError("This archive does not have these files.");
  return joined(...parts, archive.subarray(at));
}
