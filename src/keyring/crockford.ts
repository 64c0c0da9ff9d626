/**
 * Crockford's base 32: made to be read aloud and typed. Letters may be of either size; O is zero, I and L are one;
 * spaces and hyphens count for nothing.
 */
import { regroup } from "./bits";
import type { Bytes } from "./bytes";

const CHARSET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** @param bytes a multiple of five */
export const spelled = (bytes: Uint8Array): string =>
  (regroup(bytes, 8, 5, true) ?? []).map((value) => CHARSET[value]).join("");

/** Values 0 to 31 of what somebody typed, or null where there is another character among them. */
export function valuesOf(typed: string): number[] | null {
  const clean = typed.toUpperCase().replaceAll(/[\s-]/g, "").replaceAll("O", "0").replaceAll(/[IL]/g, "1");
  const values = Array.from(clean, (character) => CHARSET.indexOf(character));
  return values.includes(-1) ? null : values;
}

export const bytesOf = (values: readonly number[]): Bytes | null => {
  const bytes = regroup(values, 5, 8, false);
  return bytes && new Uint8Array(bytes);
};

/**
 * Luhn's check character over 32 signs: notices any one wrong character, and two neighbours that changed places, but for
 * one pair.
 */
export function checkOf(values: readonly number[]): number {
  const sum = values.toReversed().reduce((total, value, i) => {
    const weighed = i % 2 === 0 ? value * 2 : value;
    return total + (weighed >> 5) + (weighed & 31);
  }, 0);
  return (32 - (sum % 32)) % 32;
}

/** With its check character behind it. @param text as {@link spelled} writes it */
export const checked = (text: string): string => `${text}${CHARSET[checkOf(valuesOf(text) ?? [])]}`;

/** In fours, as people read and write them. */
export const inFours = (text: string): string => text.replaceAll(/(.{4})(?=.)/g, "$1 ");
