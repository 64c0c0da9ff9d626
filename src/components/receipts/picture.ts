import { encode } from "uqr";
import { saveFile } from "~/components/disclosures/save-file";
import { cardTranslator } from "~/messages/receipt/words";
import { personDirectionOf, type PersonLanguage } from "~/messages/wordings/languages";

export type Made = { readonly code: string; readonly address: string };

/** What the QR code carries: the number stands behind the `#`, which no request sends and no log has. */
export const carriedBy = ({ code, address }: Made): string => `${address}#${code.replaceAll(" ", "")}`;

/** A6, upright, at 150 dots an inch. */
const [WIDTH, HEIGHT, MARGIN] = [620, 874, 40];

/** Lines of `text` that fit, broken between words, and within one that is wider than the card, as an onion service's address is. */
function linesOf(pen: CanvasRenderingContext2D, text: string): string[] {
  const fits = (line: string): boolean => pen.measureText(line).width <= WIDTH - 2 * MARGIN;
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && fits(`${last} ${word}`)) {
      lines[lines.length - 1] = `${last} ${word}`;
      continue;
    }
    let rest = word;
    while (rest !== "") {
      let end = rest.length;
      while (end > 1 && !fits(rest.slice(0, end))) end -= 1;
      lines.push(rest.slice(0, end));
      rest = rest.slice(end);
    }
  }
  return lines;
}

/** Writes centred lines under each other. @returns where the next one stands */
function write(pen: CanvasRenderingContext2D, text: string, font: string, top: number, height: number): number {
  pen.font = font;
  const lines = linesOf(pen, text);
  for (const [n, line] of lines.entries()) pen.fillText(line, WIDTH / 2, top + n * height);
  return top + lines.length * height;
}

/** The card as a picture, drawn here and sent nowhere, for whoever has no printer and hands it over from telephone to telephone. */
export async function saveCard(made: Made, language: PersonLanguage): Promise<void> {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  const t = cardTranslator(language);
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  pen.fillStyle = "#000000";
  pen.textAlign = "center";
  pen.textBaseline = "top";
  pen.direction = personDirectionOf[language];
  let top = write(pen, t("card.what"), "26px system-ui, sans-serif", MARGIN, 36) + 10;
  top = drawQr(pen, carriedBy(made), top) + 20;
  pen.direction = "ltr";
  top = write(pen, made.code, "bold 38px ui-monospace, monospace", top, 50) + 6;
  top = write(pen, made.address, "22px ui-monospace, monospace", top, 32) + 14;
  pen.direction = personDirectionOf[language];
  write(pen, t("card.keep"), "24px system-ui, sans-serif", top, 34);
  const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (picture) saveFile("card.png", picture);
}

function drawQr(pen: CanvasRenderingContext2D, text: string, top: number): number {
  const { data, size } = encode(text, { border: 4 });
  const dot = Math.floor(400 / size);
  const start = Math.floor((WIDTH - dot * size) / 2);
  for (const [y, row] of data.entries())
    for (const [x, dark] of row.entries()) if (dark) pen.fillRect(start + x * dot, top + y * dot, dot, dot);
  return top + dot * size;
}
