/**
 * That somebody has the custody key, shown without showing it: the server seals a question to its public half, and the
 * answer is a digest of what it says.
 *
 * A browser that opened whatever it is handed and told what is in it would open originals for the server. So it answers
 * only what is a question to the very last byte, and tells a digest of that.
 */
import { concat, sha256, utf8, type Bytes } from "./bytes";
import type { GrantPlace } from "./grant";
import { openSealed } from "./original";

export const CHANCE_BYTES = 32;

const head = ({ custody, holder, member }: GrantPlace): Bytes => utf8(`vouchsafe/holding/v1\0${custody}\0${holder}\0${member}\0`);

/** What is sealed to the custody key. @param chance {@link CHANCE_BYTES} that nobody knows */
export const question = (place: GrantPlace, chance: Uint8Array): Bytes => concat(head(place), chance);

export const answerTo = (asked: Bytes): Promise<Bytes> => sha256(asked);

/**
 * @param sealed a question, sealed to the custody key
 * @param secret the custody key's private half
 * @returns null for what is no question about this place, or does not open
 */
export async function answer(sealed: Uint8Array, place: GrantPlace, secret: Bytes): Promise<Bytes | null> {
  const opened = await openSealed(sealed, secret);
  if (!opened) return null;
  const start = head(place);
  if (opened.length !== start.length + CHANCE_BYTES || !start.every((byte, i) => opened[i] === byte)) return null;
  return answerTo(opened);
}
