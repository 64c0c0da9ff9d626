/**
 * `npm run docs:sheets`: the pictures of the consent sheet in `docs/screenshots/`, one for each language, out of those that the last
 * `SCREENSHOTS=1 npm test` left in `test-results/`. A machine without fonts of these scripts draws boxes: Debian has them in `fonts-noto-core`.
 */
import sharp from "sharp";
import { personLanguages } from "~/messages/wordings/languages";
import { inCheckout } from "../launch/checkout.mjs";

const COLOURS = 64;

for (const language of personLanguages) {
  const name = `consent-${language}.png`;
  const { size } = await sharp(inCheckout("test-results", name))
    .png({ palette: true, colours: COLOURS, compressionLevel: 9, effort: 10, dither: 0 })
    .toFile(inCheckout("docs", "screenshots", name));
  process.stdout.write(`${name}  ${(size / 1024).toFixed(1)} KB\n`);
}
