/** What a file is, by its bytes alone; its name and what the sender said of it are never asked. */
import type { Format, Survey } from "./formats/format";
import { type FormatId, formats } from "./formats/list";
import { type RefusedKind, refusedKind } from "./formats/refused";
import { limits } from "./limits";
import type { Untrusted } from "./proof";
import { MediaRefusal } from "./refusal";

/** `refused` is undefined when nobody knows what it is. */
export type Unsupported = { readonly refused: RefusedKind | undefined };

function formatOf(bytes: Uint8Array): Format<FormatId> | undefined {
  return formats.find((format) => format.matches(bytes));
}

/** Reads the leading bytes, and a TIFF's directories; decodes nothing, so it may run where decoders may not. */
export function sniff(untrusted: Untrusted): FormatId | Unsupported {
  return formatOf(untrusted.bytes)?.id ?? { refused: refusedKind(untrusted.bytes) };
}

/** The format of a file that is within every limit that can be seen without decoding, and what it carries. Throws MediaRefusal. */
export function admit(untrusted: Untrusted): { format: FormatId; survey: Survey } {
  const { bytes } = untrusted;
  if (bytes.length > limits.bytes) throw new MediaRefusal("too-many-bytes", { limit: limits.bytes, found: bytes.length });
  const format = formatOf(bytes);
  if (format === undefined) {
    const kind = refusedKind(bytes);
    throw kind === undefined ? new MediaRefusal("not-an-image") : new MediaRefusal("unsupported-format", { kind });
  }
  const survey = format.survey(bytes);
  if (survey.frames > limits.frames) {
    throw new MediaRefusal("animated-too-long", { limit: limits.frames, found: survey.frames });
  }
  if (survey.pixels !== undefined && survey.pixels > limits.pixels) {
    throw new MediaRefusal("too-many-pixels", { limit: limits.pixels, found: survey.pixels });
  }
  return { format: format.id, survey };
}
