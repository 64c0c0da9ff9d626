import { lastWords, purposeNames, within, type ConsentRecord, type Form } from "./consent";

/** A picture that was made to leave, and everybody whose consent it needs. */
export type MadeToLeave = {
  readonly item: string;
  readonly form: "redacted" | "clean";
  /** The people in it, each with whether what was made covers them. */
  readonly people: readonly { readonly grantorId: string; readonly covered: boolean }[];
  /** Whether an approved or released disclosure has it, or waits for it: that one is closed by its own rules. */
  readonly awaited: boolean;
};

/**
 * Whether a picture that was made to leave may stay: as long as there is a purpose for which everybody in it allows as much of them
 * as it shows. Once nobody could be given it, it is nothing but a danger, and goes. What members need in order to work, the clean
 * picture and those made of it for the screen, is none of these: no consent lets it leave, and it goes when the item is erased.
 */
export function mayStay(made: MadeToLeave, consents: readonly ConsentRecord[], at: Date): boolean {
  if (made.awaited) return true;
  return purposeNames.some((purpose) =>
    made.people.every(({ grantorId, covered }) => {
      const need: Form = covered ? "redacted" : "clean";
      const words = lastWords(consents, { grantorId, purpose, matter: { item: made.item }, disclosureId: null }, at);
      return (
        words.length > 0 &&
        words.every((word) => word.answer === "given" && (word.until === null || word.until > at) && within(need, word.form))
      );
    }),
  );
}
