/**
 * Before a suspension a steward is shown whom it reaches, by name: edges of the map that are somebody else's. Reading all of it takes
 * two (`motion.ts`), so by name each steward sees this of a few members only who then stay in; of others they see how many it reaches.
 * That is enough to put anybody out at once, which nothing delays.
 */
const DAY = 24 * 3600_000;
/** Members of whom one steward sees it by name within {@link LOOKED_BACK_MS}. */
export const MOST_BY_NAME = 3;
export const LOOKED_BACK_MS = 7 * DAY;

/**
 * Whether this look is one by name.
 * @param looked of whom this steward saw it by name in that time, without those who are out by now
 */
export const byName = (looked: readonly string[], member: string): boolean => new Set([...looked, member]).size <= MOST_BY_NAME;
