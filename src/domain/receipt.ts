/**
 * The code on the card with which somebody takes back what they allowed, without an account.
 *
 * Thirty-one signs that are not taken for one another (no O beside 0, no I or L beside 1): a prime number, so that a sum in
 * which each place has another weight differs whenever one sign is wrong, and whenever any two stand in each other's place.
 * Seventeen are chance, 84 bits; the last makes the sum nothing.
 */
const SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const CHANCE = 17;
const GROUP = 3;

/** How many numbers below 31 a code is made of. */
export const CODE_CHANCE = CHANCE;
export const CODE_BASE = SIGNS.length;

const weighted = (values: readonly number[]): number =>
  values.reduce((sum, value, place) => (sum + value * (place + 1)) % CODE_BASE, 0);

/** The sign that makes the whole sum nothing: the last place weighs 18, whose inverse modulo 31 is 19. */
const LAST_INVERSE = 19;
const checkOf = (values: readonly number[]): number => ((CODE_BASE - weighted(values)) * LAST_INVERSE) % CODE_BASE;

/** @param chance {@link CODE_CHANCE} numbers from 0 to 30, each as likely as another */
export const codeOf = (chance: readonly number[]): string =>
  [...chance, checkOf(chance)].map((value) => SIGNS[value]).join("");

/** As it stands on paper: six groups of three. */
export const grouped = (code: string): string => (code.match(/.{3}/g) ?? []).join(" ");
export const CODE_GROUPS = (CHANCE + 1) / GROUP;

/** Arabic and Persian keyboards type ٠–٩ and ۰–۹. */
const westernDigits = (text: string): string =>
  text
    .replaceAll(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replaceAll(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0));

/** The longest that anybody types for one, with whatever they put between the groups. */
export const TYPED_MOST = 80;

/**
 * A code as somebody typed it, in small letters or capitals, with anything between the groups.
 * @returns null where it cannot be one: a sign is missing, wrong, or two have changed places
 */
export function readCode(typed: string): string | null {
  if (typed.length > TYPED_MOST) return null;
  const code = westernDigits(typed).toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
  const values = Array.from(code, (sign) => SIGNS.indexOf(sign));
  return values.length === CHANCE + 1 && !values.includes(-1) && weighted(values) === 0 ? code : null;
}

/** For how long a page that was opened with a code can be used: whoever takes the phone later has to have the card. */
export const PAGE_LASTS_MS = 15 * 60_000;
