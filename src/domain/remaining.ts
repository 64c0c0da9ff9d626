import { lastWords, purposeNames, within, type ConsentRecord, type Form, type Purpose } from "./consent";
import type { Region } from "./evidence";
import type { Role } from "./roles";

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
 * picture and those made of it for the screen, is none of these: no consent lets it leave, {@link lookedAt} says who sees it, and it
 * goes when the item is erased.
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

/**
 * Whether somebody took back what they had allowed of a picture and allows it for nothing any more. Whoever never allowed anything is
 * shown to members while their answer is no, since somebody has to see whom to cover; who wants to be asked each time has not gone.
 */
export function tookAllBack(consents: readonly ConsentRecord[], { grantorId, item }: { grantorId: string; item: string }, at: Date): boolean {
  const words = purposeNames.flatMap((purpose) => lastWords(consents, { grantorId, purpose, matter: { item }, disclosureId: null }, at));
  return words.some(({ answer }) => answer === "withdrawn") && words.every(({ answer }) => answer === "withdrawn" || answer === "refused");
}

/**
 * Which pictures made of an item a member may look at: where somebody is in it who took everything back, those that cover them. Until there
 * is one, reviewers see it as it is, because one of them has to see that they are covered; for anybody else there is nothing to see.
 * What a case needs beside that is in the original, which takes two.
 * @param gone the regions of whoever took everything back ({@link tookAllBack})
 */
export function lookedAt<P extends { readonly covers: readonly string[] }>(pictures: readonly P[], gone: readonly string[], role: Role): readonly P[] {
  const covering = pictures.filter(({ covers }) => gone.every((region) => covers.includes(region)));
  return covering.length > 0 || role !== "reviewer" ? covering : pictures;
}

type Marked = Pick<Region, "id" | "grantorId" | "redact" | "x" | "y" | "width" | "height">;

/**
 * Whether regions may take the place of others in a picture where somebody is who took everything back: theirs stay theirs, covered and
 * no smaller, and none is added, since a picture that covers all of them is what keeps anybody from seeing them.
 */
export function staysCovered(before: readonly Marked[], after: readonly Marked[], gone: readonly string[]): boolean {
  const theirs = before.filter(({ id }) => gone.includes(id));
  const people = new Set(theirs.map(({ grantorId }) => grantorId));
  const holds = (inner: Marked, outer: Marked) =>
    inner.x >= outer.x && inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height;
  return (
    theirs.every((old) => after.some((now) => now.id === old.id && now.grantorId === old.grantorId && now.redact && holds(old, now))) &&
    after.every(({ id, grantorId }) => grantorId === null || !people.has(grantorId) || gone.includes(id))
  );
}
