/** Faces drawn by code, which the detectors take for people: for pictures that need somebody on them and must not have anybody. */
import sharp from "sharp";

/** Centre and size in pixels; `size` 1 is a head 144 wide and 190 high. */
export type Drawn = { readonly x: number; readonly y: number; readonly size: number };

const person = ({ x, y, size }: Drawn) => `
<g transform="translate(${x} ${y}) scale(${size})">
  <rect x="-34" y="70" width="68" height="60" fill="#b98263"/>
  <path d="M-150 190 Q0 90 150 190 L150 300 L-150 300Z" fill="#2b3a55"/>
  <ellipse rx="72" ry="95" fill="url(#skin)"/>
  <path d="M-76 -10 Q-80 -110 0 -112 Q80 -110 76 -10 Q60 -70 0 -72 Q-60 -70 -76 -10Z" fill="#2a1c14"/>
  <ellipse cx="-28" cy="-12" rx="13" ry="7" fill="#fff"/><ellipse cx="28" cy="-12" rx="13" ry="7" fill="#fff"/>
  <circle cx="-28" cy="-12" r="6.5" fill="#3a2515"/><circle cx="28" cy="-12" r="6.5" fill="#3a2515"/>
  <path d="M-44 -30 Q-28 -40 -12 -30 M12 -30 Q28 -40 44 -30" stroke="#2a1c14" stroke-width="6" fill="none"/>
  <path d="M-2 -10 Q-12 25 -11 30 Q0 38 11 30" stroke="#a8704f" stroke-width="4" fill="none"/>
  <path d="M-28 52 Q0 44 28 52 Q0 72 -28 52Z" fill="#a4443f"/>
</g>`;

export function drawnFaces(width: number, height: number, people: readonly Drawn[]): Promise<Buffer> {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<defs><radialGradient id="skin"><stop offset="0" stop-color="#e8b693"/><stop offset="1" stop-color="#c08a66"/></radialGradient></defs>
<rect width="100%" height="100%" fill="#8a949c"/>${people.map(person).join("")}</svg>`;
  return sharp(Buffer.from(drawing)).blur(1.2).png().toBuffer();
}
