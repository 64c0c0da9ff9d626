import { lastWords, purposeNames, within, type ConsentRecord, type Form, type Purpose } from "./consent";

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
    made.people.every((person) => {
      const words = wordsOf(made, person, purpose, consents, at);
      return allow(words, person) && words.every(({ until }) => until === null || until > at);
    }),
  );
}

/**
 * Whether somebody's answers took from a picture what they allowed of it before, for any purpose, or leave none for which they might still
 * be asked: then {@link mayStay} is asked of it. A yes that takes nothing away lets it wait for those who were not asked yet.
 * @param before what was said until then; a yes that had ended meanwhile is one that was given
 */
export function narrowed(
  made: MadeToLeave,
  grantorId: string,
  before: readonly ConsentRecord[],
  after: readonly ConsentRecord[],
  at: Date,
): boolean {
  const theirs = made.people.filter((person) => person.grantorId === grantorId);
  return theirs.some((person) => {
    const was = (purpose: Purpose) => allow(wordsOf(made, person, purpose, before, at), person);
    const said = (purpose: Purpose) => wordsOf(made, person, purpose, after, at);
    return (
      purposeNames.some((purpose) => was(purpose) && !allow(said(purpose), person)) ||
      purposeNames.every((purpose) => said(purpose).length > 0 && !allow(said(purpose), person))
    );
  });
}

type Person = MadeToLeave["people"][number];

const wordsOf = ({ item }: MadeToLeave, { grantorId }: Person, purpose: Purpose, consents: readonly ConsentRecord[], at: Date) =>
  lastWords(consents, { grantorId, purpose, matter: { item }, disclosureId: null }, at);

/** Whether each of these words is a yes to as much of them as the picture shows, whenever it ends. */
function allow(words: readonly ConsentRecord[], { covered }: Person): boolean {
  const need: Form = covered ? "redacted" : "clean";
  return words.length > 0 && words.every((word) => word.answer === "given" && within(need, word.form));
}
