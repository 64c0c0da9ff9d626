import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { generateSecret, generateURI, verifySync } from "otplib";
import * as z from "zod";
import { passphraseCost } from "~/server/passphrase-cost";

/**
 * What a member shows to come in: a handle, a passphrase and a code. Their shapes, and how each is checked; who they
 * belong to is the business of `sessions` and `members`.
 */

/** Lower case whatever the telephone's keyboard made of the first letter. */
export const Handle = z.string().max(64).trim().toLowerCase().regex(/^[a-z0-9][a-z0-9-]{2,30}$/);

/** Bounded only: whether it is good enough is {@link isWeak}'s and `passphrases`', which have sentences of their own. */
export const Passphrase = z.string().min(1).max(256);

/** Arabic and Persian keyboards type ٠–٩ and ۰–۹, and authenticators show a code with a space in its middle. */
const westernDigits = (text: string): string =>
  text
    .replaceAll(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replaceAll(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replaceAll(/\s/g, "");

/** Six digits. */
export const Code = z.string().max(32).transform(westernDigits).pipe(z.string().regex(/^\d{6}$/));

/** Crockford's base 32: no letter that is read as a digit, and none that is heard as another. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const inFours = (letters: string): string => letters.replaceAll(/(.{4})(?=.)/g, "$1-");

/** Five bits of chance for each letter, in groups of four. */
const newWritten = (letters: number): string =>
  inFours(Array.from(randomBytes(letters), (byte) => alphabet[byte % alphabet.length]).join(""));

/** As it is read off paper: capitals or not, with what stands between the groups or without, O for 0, I and L for 1. */
const written = (letters: number) =>
  z
    .string()
    .max(64)
    .transform((text) =>
      westernDigits(text).toUpperCase().replaceAll(/[-\u2010-\u2015]/g, "").replaceAll("O", "0").replaceAll(/[IL]/g, "1"),
    )
    .pipe(z.string().length(letters).regex(/^[0-9A-HJKMNP-TV-Z]+$/))
    .transform(inFours);

/** 80 bits, as they stand on paper. */
export const newRecoveryCode = (): string => newWritten(16);
export const RecoveryCode = written(16);

/** 40 bits, as one person tells another: what is guessed at is counted. */
export const newRecognitionCode = (): string => newWritten(8);
export const RecognitionCode = written(8);

/** 50 bits, told by voice beside a link: what is guessed at is counted. */
export const newToldSecret = (): string => newWritten(10);
export const ToldSecret = written(10);

/** Stands on copies and opens nothing: who finds it elsewhere, and may look at disclosures, finds which it was. */
export const newMark = (): string => newWritten(8);
export const Mark = written(8);

// One accent is one letter or two characters, depending on the keyboard: both are the same passphrase
// (NIST SP 800-63B, 3.1.1.2).
const composed = (passphrase: string): string => passphrase.normalize("NFKC");

/** What guessers try first, in the languages of the place. Compared without capitals, spaces and punctuation. */
const commonplaces = [
  "correcthorsebatterystaple", "passphrase", "password", "motdepasse", "phrasedepasse", "vouchsafe", "qwertyuiop",
  "azertyuiop", "letmein", "iloveyou", "jetaime", "welcome", "bienvenue", "bonjour", "abcdefghij", "1234567890",
  "123456789", "12345678", "1234567", "123456", "كلمةالسر", "كلمةالمرور", "acab", "1312",
];
const SHORTEST = 12;
/** What has to be left of a passphrase once its handle and commonplaces are taken out of it. */
export const OWN = 8;

/** Without capitals, spaces and punctuation. */
export const bare = (passphrase: string): string => composed(passphrase).toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}]/gu, "");

/** Whether a passphrase is too short, says little but the handle or a commonplace, or repeats itself. */
export function isWeak(passphrase: string, handle: string): boolean {
  const text = composed(passphrase);
  if (Array.from(text).length < SHORTEST) return true;
  let own = bare(passphrase);
  if (/^(.{1,8}?)\1+$/u.test(own)) return true;
  for (const known of [handle.replaceAll("-", ""), ...commonplaces]) own = own.replaceAll(known, "");
  return Array.from(own).length < OWN;
}

/** Argon2id in PHC form. */
export const hashPassphrase = (passphrase: string): Promise<string> => hash(composed(passphrase), passphraseCost);

export const passphraseFits = (phc: string, passphrase: string): Promise<boolean> => verify(phc, composed(passphrase));

/** Of RFC 6238, as every authenticator has it by default: SHA-1, six digits, 30 s. */
const STEP_S = 30;

/** A new second factor: 160 bits in base32. */
export const newSecret = (): string => generateSecret({ length: 20 });

/** What an authenticator reads as a QR code. */
export const authenticatorUri = (handle: string, secret: string): string =>
  generateURI({ issuer: "Vouchsafe", label: handle, secret, period: STEP_S });

/**
 * The time step whose code this is, or null where it is none of the present, the one before and the one after: a
 * telephone's clock is rarely right, and a person rarely quick. Whether the step was used is the caller's to ask.
 */
export function stepOf(secret: string, code: string, at: Date): number | null {
  const epoch = Math.floor(at.getTime() / 1000);
  const result = verifySync({ secret, token: code, epoch, epochTolerance: STEP_S, period: STEP_S });
  return result.valid && "timeStep" in result ? result.timeStep : null;
}
