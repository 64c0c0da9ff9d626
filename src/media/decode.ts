/** Questions to the confined decoder, and what is believed of its answers: nothing that was not checked against the limits first. */
import type * as z from "zod";

import { confined } from "./confined/pool";
import { BadAnswer, Checked, Decoded, Inspected, Refused, type Request } from "./confined/protocol";
import { type FormatId, formats } from "./formats/list";
import { limits } from "./limits";
import { MediaRefusal } from "./refusal";

/** Upright sRGB, 8 bits, three bytes a pixel, rows without padding. What crosses from the decoder, and all that does. */
export type Pixels = { readonly width: number; readonly height: number; readonly data: Buffer };

/** Metadata is read without a decoder, so the one that may compile nothing reads it for every format. */
const runtimeOf = (work: Request["work"], id: FormatId) =>
  work === "inspect" ? "native" : (formats.find((format) => format.id === id)?.runtime ?? "native");

function request(work: Request["work"], format: FormatId, bytes: Uint8Array, longEdge: number | null = null): Request {
  return { work, format, runtime: runtimeOf(work, format), bytes: bytes.length, maxPixels: limits.pixels, maxFrames: limits.frames, longEdge };
}

const bounds: Readonly<Record<z.infer<typeof Refused>["code"], number | undefined>> = {
  "damaged": undefined,
  "too-many-pixels": limits.pixels,
  "animated-too-long": limits.frames,
  "too-much-memory": limits.memory,
};

/** The answer as the shape that was asked for; a refusal is thrown. */
function believe<T>(shape: z.ZodType<T>, header: unknown): T {
  const refused = Refused.safeParse(header);
  if (refused.success) {
    const { code, found } = refused.data;
    const limit = bounds[code];
    throw new MediaRefusal(code, { ...(limit !== undefined && { limit }), ...(found !== undefined && { found }) });
  }
  const answer = shape.safeParse(header);
  if (!answer.success) throw new MediaRefusal("damaged");
  return answer.data;
}

/** Decodes all of it and keeps nothing but its size. Width and height are as it stands upright. */
export async function measure(format: FormatId, bytes: Uint8Array): Promise<{ width: number; height: number; frames: number }> {
  const { header } = await confined(request("check", format, bytes), bytes);
  const { width, height, frames } = believe(Checked, header);
  return { width, height, frames };
}

/** `longEdge`: made smaller so that neither side is longer; null for as it is. */
export async function decode(format: FormatId, bytes: Uint8Array, longEdge: number | null = null): Promise<Pixels> {
  const { header, body } = await confined(request("decode", format, bytes, longEdge), bytes, pixelBytes);
  const { width, height } = believe(Decoded, header);
  return { width, height, data: body };
}

export async function readTags(format: FormatId, bytes: Uint8Array): Promise<Inspected> {
  const { header } = await confined(request("inspect", format, bytes), bytes);
  return believe(Inspected, header);
}

/** What follows a header: nothing after a refusal, else exactly its pixels. */
function pixelBytes(header: unknown): number {
  if (Refused.safeParse(header).success) return 0;
  const answer = Decoded.safeParse(header);
  if (!answer.success || answer.data.width * answer.data.height > limits.pixels) throw new BadAnswer("beyond the limits");
  return answer.data.width * answer.data.height * 3;
}
