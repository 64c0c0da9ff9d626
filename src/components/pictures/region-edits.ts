import { MAX_REGIONS, type Region } from "~/domain/evidence";
import type { Box } from "./geometry";
import { accepted, answered, unanswered } from "./region-answers";

/**
 * The regions of one item while somebody marks them: what the server holds, what is on the screen, and what was on
 * the screen before. Nothing here is lost by a refusal or by somebody else's save: newer regions are merged in.
 */
export type Editing = {
  readonly base: Saved;
  readonly regions: readonly Region[];
  readonly past: readonly (readonly Region[])[];
  /** What was undone, the next to be done again last. */
  readonly future: readonly (readonly Region[])[];
  readonly selected: string | null;
  /** How many regions came in, changed or went away by a merge that nobody has looked at yet. */
  readonly merged: number;
  /** Of how many two people said different things meanwhile: nobody's answer stands. */
  readonly disputed: number;
};
export type Saved = { readonly version: number; readonly regions: readonly Region[] };

export type Edit =
  | { readonly do: "add"; readonly region: Region }
  | { readonly do: "place"; readonly id: string; readonly box: Box; readonly continued?: boolean }
  | { readonly do: "change"; readonly region: Region }
  | { readonly do: "remove"; readonly id: string }
  | { readonly do: "accept"; readonly id: string }
  | { readonly do: "accept-all" }
  | { readonly do: "hide-unanswered" }
  | { readonly do: "select"; readonly id: string | null }
  | { readonly do: "undo" }
  | { readonly do: "redo" }
  | { readonly do: "saved"; readonly saved: Saved }
  | { readonly do: "arrived"; readonly saved: Saved };

const MAX_UNDO = 200;

export const opened = (saved: Saved): Editing => ({
  base: saved, regions: saved.regions, past: [], future: [], selected: null, merged: 0, disputed: 0,
});

const samePlace = (a: Region, b: Region): boolean => a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
/** What it shows, and whose consent counts for it. */
const sameAnswer = (a: Region, b: Region): boolean => a.kind === b.kind && a.subject === b.subject && a.grantorId === b.grantorId;
const sameRegion = (a: Region, b: Region): boolean =>
  samePlace(a, b) && sameAnswer(a, b) && a.origin === b.origin && a.redact === b.redact && a.possible === b.possible;

const sameRegions = (a: readonly Region[], b: readonly Region[]): boolean => {
  const other = new Map(b.map((region) => [region.id, region]));
  return a.length === b.length && a.every((region) => {
    const twin = other.get(region.id);
    return twin !== undefined && sameRegion(region, twin);
  });
};

/** Whether the picture takes no further region. */
export const isFull = (regions: readonly Region[]): boolean => regions.length >= MAX_REGIONS;

export const unsaved = (editing: Editing): boolean => !sameRegions(editing.regions, editing.base.regions);

/** Whether both sides said what a region shows, and not the same. */
const inDispute = (was: Region | undefined, our: Region, their: Region): boolean =>
  !sameAnswer(our, their) && !(was && (sameAnswer(our, was) || sameAnswer(their, was)));

/**
 * A region that both sides changed. Where it is and what it shows is each as the side left it that changed it, and where both did, it lies where
 * we put it. An answer in dispute is nobody's: it is asked for again, as of a region that was just drawn, and nothing leaves before.
 */
function joined(was: Region | undefined, our: Region, their: Region): Region {
  const { x, y, width, height } = was && samePlace(our, was) ? their : our;
  const { kind, subject, grantorId } = was && sameAnswer(our, was) ? their : our;
  const both = { ...our, x, y, width, height, kind, possible: our.possible && their.possible };
  return inDispute(was, our, their)
    ? { ...both, subject: null, grantorId: null, redact: true }
    : { ...both, subject, grantorId, redact: our.redact || their.redact };
}

/**
 * Three-way merge by id. A region that only one side touched is as that side left it. Where both did, both changes stay, or it is asked for again;
 * it stays covered if either side covers it, and accepted if either accepted it; and a region that one side removed and the other changed stays,
 * since a rectangle too many hides a wall and one too few shows a face.
 */
export function merge(base: readonly Region[], ours: readonly Region[], theirs: readonly Region[]): Region[] {
  const [then, mine, other] = [base, ours, theirs].map((some) => new Map(some.map((region) => [region.id, region])));
  const ids = [...new Set([...theirs, ...ours].map(({ id }) => id))];
  return ids.flatMap((id) => {
    const [was, our, their] = [then?.get(id), mine?.get(id), other?.get(id)];
    if (our && their) {
      if (was && sameRegion(our, was)) return [their];
      if (was && sameRegion(their, was)) return [our];
      return [joined(was, our, their)];
    }
    const left = our ?? their;
    return left && !(was && sameRegion(left, was)) ? [left] : [];
  });
}

/** How many regions two sides said different things of. */
function disputes(base: readonly Region[], ours: readonly Region[], theirs: readonly Region[]): number {
  const [then, other] = [base, theirs].map((some) => new Map(some.map((region) => [region.id, region])));
  return ours.filter((our) => {
    const their = other?.get(our.id);
    return their !== undefined && inDispute(then?.get(our.id), our, their);
  }).length;
}

const differing = (before: readonly Region[], after: readonly Region[]): number => {
  const old = new Map(before.map((region) => [region.id, region]));
  const kept = after.filter(({ id }) => old.has(id));
  const changed = kept.filter((region) => {
    const twin = old.get(region.id);
    return twin !== undefined && !sameRegion(region, twin);
  });
  return changed.length + (after.length - kept.length) + (before.length - kept.length);
};

function changed(editing: Editing, regions: readonly Region[], selected = editing.selected): Editing {
  return { ...editing, regions, selected, past: [...editing.past, editing.regions].slice(-MAX_UNDO), future: [] };
}

const stillIn = (regions: readonly Region[], id: string | null): string | null =>
  regions.some((region) => region.id === id) ? id : null;

const replaced = (regions: readonly Region[], id: string, by: (region: Region) => Region): Region[] =>
  regions.map((region) => (region.id === id ? by(region) : region));

/** What the editor holds after one act of the person, or after an answer of the server. */
export function edit(editing: Editing, act: Edit): Editing {
  switch (act.do) {
    case "add":
      return isFull(editing.regions)
        ? editing
        : changed(editing, [...editing.regions, act.region], act.region.id);
    case "place": {
      // Whoever puts a suggestion in its place has accepted it.
      const regions = replaced(editing.regions, act.id, (region) => ({ ...accepted(region), ...act.box }));
      return act.continued ? { ...editing, regions, selected: act.id } : changed(editing, regions, act.id);
    }
    case "change":
      return changed(editing, replaced(editing.regions, act.region.id, () => act.region));
    case "remove":
      return changed(
        editing,
        editing.regions.filter(({ id }) => id !== act.id),
        editing.selected === act.id ? null : editing.selected,
      );
    case "accept":
      return changed(editing, replaced(editing.regions, act.id, accepted));
    case "accept-all":
      return changed(editing, editing.regions.map((region) => (region.possible ? accepted(region) : region)));
    case "hide-unanswered":
      // A suggestion is decided one by one: an answer for many at once is none for it.
      return changed(
        editing,
        editing.regions.map((region) =>
          unanswered(region) && !region.possible ? answered(region, { subject: "bystander" }) : region,
        ),
      );
    case "select":
      return { ...editing, selected: act.id };
    case "undo": {
      const before = editing.past.at(-1);
      if (!before) return editing;
      return {
        ...editing,
        regions: before,
        past: editing.past.slice(0, -1),
        future: [...editing.future, editing.regions],
        selected: stillIn(before, editing.selected),
      };
    }
    case "redo": {
      const after = editing.future.at(-1);
      if (!after) return editing;
      return {
        ...editing,
        regions: after,
        past: [...editing.past, editing.regions],
        future: editing.future.slice(0, -1),
        selected: stillIn(after, editing.selected),
      };
    }
    case "saved":
      return { ...editing, base: act.saved, merged: 0, disputed: 0 };
    default: {
      if (act.saved.version <= editing.base.version) return editing;
      const regions = merge(editing.base.regions, editing.regions, act.saved.regions);
      const news = unsaved(editing) ? differing(editing.regions, regions) : 0;
      const disputed = editing.disputed + disputes(editing.base.regions, editing.regions, act.saved.regions);
      const selected = stillIn(regions, editing.selected);
      // Undo would bring back regions from before the merge and so take the newer ones away again.
      return { base: act.saved, regions, past: [], future: [], selected, merged: editing.merged + news, disputed };
    }
  }
}

/**
 * The next region in the list's order, from after `from` and round to it again, that somebody has yet to decide.
 * @param from a region's id, or null to begin at the first
 */
export function nextUndecided(
  regions: readonly Region[],
  from: string | null,
  undecided: (region: Region) => boolean = unanswered,
): Region | null {
  const at = regions.findIndex(({ id }) => id === from) + 1;
  return [...regions.slice(at), ...regions.slice(0, at)].find(undecided) ?? null;
}
