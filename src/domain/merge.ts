/**
 * Two people began from the same, and both changed it. What one of them alone changed is taken from them; what both changed,
 * and not to the same, is asked. Nothing that was typed goes without an answer.
 */

/** What is asked of one field: which of the two it is to be, or both where they can stand beside each other. */
export type Keep = "mine" | "theirs" | "both";

/** Values are compared as they are written down: a draft holds text, numbers and lists of them. */
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export type Merge<T> = {
  /** What came of the two, with mine wherever it has to be asked. */
  readonly merged: T;
  readonly asked: readonly (keyof T & string)[];
};

/** @param base what both began from */
export function merge<T extends Readonly<Record<string, unknown>>>(base: T, mine: T, theirs: T): Merge<T> {
  const fields = Object.keys(base) as (keyof T & string)[];
  const untouched = fields.filter((field) => same(mine[field], base[field]));
  const asked = fields.filter((field) => !untouched.includes(field) && !same(theirs[field], base[field]) && !same(mine[field], theirs[field]));
  return { merged: { ...mine, ...Object.fromEntries(untouched.map((field) => [field, theirs[field]])) }, asked };
}

/** Both lists, each thing once: theirs first, since it is there already. */
export const together = <V>(theirs: readonly V[], mine: readonly V[]): V[] => [
  ...theirs, ...mine.filter((one) => !theirs.some((other) => same(one, other))),
];

/**
 * The merge once everything that was asked is answered; null before.
 * @param joined what `both` comes to, of the fields of which that can be said
 */
export function answered<T extends Readonly<Record<string, unknown>>>(
  { merged, asked }: Merge<T>,
  theirs: T,
  answers: Readonly<Partial<Record<keyof T & string, Keep>>>,
  joined: Partial<T> = {},
): T | null {
  if (asked.some((field) => answers[field] === undefined)) return null;
  const valueOf = (field: keyof T & string): unknown => {
    if (answers[field] === "theirs") return theirs[field];
    return answers[field] === "both" && field in joined ? joined[field] : merged[field];
  };
  return { ...merged, ...Object.fromEntries(asked.map((field) => [field, valueOf(field)])) };
}
