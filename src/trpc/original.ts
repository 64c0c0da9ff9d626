import type { OpeningPart } from "~/domain/opening";
import { fetchFile } from "./bytes";

/** The ciphertext of an original, or of what was found in it. @throws Refusing with the refusal */
export const fetchOriginal = (openingId: string, part: OpeningPart): Promise<ArrayBuffer> => fetchFile("/api/originals", { openingId, part }).then(({ bytes }) => bytes);
