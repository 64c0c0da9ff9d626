/**
 * What of an original may be drawn, told by its first bytes and never by a name: formats that are nothing but pixels, and
 * that browsers decode. All else (SVG, HTML, PDF, video, what nobody knows) is only ever saved.
 */
const starts = (bytes: Uint8Array, at: number, text: string): boolean =>
  Array.from(text).every((character, i) => bytes[at + i] === character.charCodeAt(0));

export type Shown = "image/jpeg" | "image/png" | "image/gif" | "image/webp" | "image/avif";

export function shownAs(bytes: Uint8Array): Shown | null {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return "image/jpeg";
  if (starts(bytes, 0, "\x89PNG\r\n\x1a\n")) return "image/png";
  if (starts(bytes, 0, "GIF87a") || starts(bytes, 0, "GIF89a")) return "image/gif";
  if (starts(bytes, 0, "RIFF") && starts(bytes, 8, "WEBP")) return "image/webp";
  if (starts(bytes, 4, "ftypavif") || starts(bytes, 4, "ftypavis")) return "image/avif";
  return null;
}
