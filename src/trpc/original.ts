import type { OpeningPart } from "~/domain/opening";
import { fetchBytes } from "./bytes";

/** The ciphertext of an original, or of what was found in it. @throws Refusing with the refusal */
export const fetchOriginal = (openingId: string, part: OpeningPart): Promise<ArrayBuffer> => fetchBytes("/api/originals", { openingId, part });
