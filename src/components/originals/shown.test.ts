import { expect, test } from "vitest";
import { shownAs } from "./shown";

const of = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

test("a picture is told by its bytes", () => {
  expect(shownAs(of("\xff\xd8\xff\xe1 Exif"))).toBe("image/jpeg");
  expect(shownAs(of("\x89PNG\r\n\x1a\n…"))).toBe("image/png");
  expect(shownAs(of("GIF89a"))).toBe("image/gif");
  expect(shownAs(of("RIFF\0\0\0\0WEBPVP8 "))).toBe("image/webp");
  expect(shownAs(of("\0\0\0\x20ftypavif"))).toBe("image/avif");
});

test("what a browser would run, play or open elsewhere is never drawn", () => {
  for (const text of [
    "", "<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "<?xml version='1.0'?><svg/>", "<!doctype html><script>", "%PDF-1.7",
    "\0\0\0\x20ftypheic", "\0\0\0\x18ftypmp42", "\0\0\0\x14ftypqt  ", "II*\0", "RIFF\0\0\0\0AVI ", " \xff\xd8\xff", "BM", "PK\x03\x04",
  ])
    expect(shownAs(of(text))).toBeNull();
});
