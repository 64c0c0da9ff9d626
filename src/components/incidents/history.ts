import type { Outputs } from "~/trpc/types";

export type Page = Outputs["incidents"]["history"];

/**
 * The newest page as it was read last, with what was read before it and below it. Where the two do not meet it stands alone: a history
 * has no hole that nobody sees.
 */
export function joined(newest: Page, kept: Page | null): Page {
  const top = kept?.entries[0]?.index;
  if (!kept || top === undefined) return newest;
  const meets = newest.before === null || newest.entries.some(({ index }) => index <= top);
  return meets ? { entries: [...newest.entries.filter(({ index }) => index > top), ...kept.entries], before: kept.before } : newest;
}
