import type { Purpose } from "~/domain/consent";
import type { Gap } from "~/domain/disclosure";
import type { Preview } from "./thumb";

/** What a page shows of the things that gaps point at; numbers are the page's own, from 1. */
export type Scene = {
  readonly incidentId: string;
  readonly purpose: Purpose;
  /** Absent while it is only being thought about. */
  readonly disclosureId?: string;
  /** Where the legal ground for showing an officer is written; absent once it was proposed. */
  readonly groundAt?: string;
  readonly items: readonly { readonly id: string; readonly number: number; readonly preview: Preview | null; readonly exhibit?: number | null }[];
  readonly accounts: readonly { readonly id: string; readonly number: number; readonly exhibit?: number | null }[];
  readonly grantors: readonly { readonly id: string; readonly pseudonym: string; readonly minor?: boolean }[];
};

/** One reason for one person, or for the thing itself, and how many regions it holds for. */
export type Line = {
  readonly why: Gap["why"];
  readonly grantor: string | null;
  readonly count: number;
  /** The first of them: it is closed first. */
  readonly gap: Gap;
};

/** Gaps of one region each say the same thing in the same words: told once, with their number. */
export function lines(gaps: readonly Gap[]): Line[] {
  const told = new Map<string, Line>();
  for (const gap of gaps) {
    const { why, grantor = null } = gap;
    const key = `${why} ${grantor ?? ""}`;
    const before = told.get(key);
    told.set(key, { why, grantor, count: (before?.count ?? 0) + 1, gap: before?.gap ?? gap });
  }
  return [...told.values()];
}

const about = (gap: Gap): string => gap.item ?? gap.account ?? "";

export type Group =
  | { readonly of: "whole"; readonly lines: Line[] }
  | { readonly of: "item"; readonly item: Scene["items"][number]; readonly lines: Line[] }
  | { readonly of: "account"; readonly account: Scene["accounts"][number]; readonly lines: Line[] };

/**
 * Gaps by the thing that they are about: the whole first, then items and accounts in the scene's order. A gap about a
 * thing that the scene does not have, since it is gone from the page, counts for the whole: none is dropped.
 */
export function groups(gaps: readonly Gap[], scene: Scene): Group[] {
  const known = new Set([...scene.items, ...scene.accounts].map(({ id }) => id));
  const ofWhole = gaps.filter((gap) => !known.has(about(gap)));
  const all: Group[] = [
    { of: "whole", lines: lines(ofWhole) },
    ...scene.items.map((item) => ({ of: "item" as const, item, lines: lines(gaps.filter((gap) => gap.item === item.id)) })),
    ...scene.accounts.map((account) => ({
      of: "account" as const,
      account,
      lines: lines(gaps.filter((gap) => gap.account === account.id)),
    })),
  ];
  return all.filter((group) => group.lines.length > 0);
}

/** How many things there are to do: what {@link groups} tells, line by line. */
export const countOf = (gaps: readonly Gap[], scene: Scene): number =>
  groups(gaps, scene).reduce((sum, group) => sum + group.lines.length, 0);
