/** Whether a file can be taken, said while its sender is still there. */
import { measure } from "./decode";
import type { FormatId } from "./formats/list";
import type { Untrusted } from "./proof";
import { admit } from "./sniff";

export type Checked = { readonly format: FormatId; readonly width: number; readonly height: number };

/**
 * Decodes the whole file in a confined process and keeps only its size (upright, in pixels). What passes here also passes `sanitise`, memory
 * permitting. Throws MediaRefusal, or MediaInterrupted when the decoder was killed.
 */
export async function check(untrusted: Untrusted): Promise<Checked> {
  const { format } = admit(untrusted);
  const { width, height } = await measure(format, untrusted.bytes);
  return { format, width, height };
}
