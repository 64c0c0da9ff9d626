import type { IncidentState } from "./incident";

/** What a reviewer is waited for until a day: somebody asked, is to be told, a thing is to go, a hold ends, a yes ends. */
export const dueKinds = ["request", "notice", "erasure", "hold", "consent"] as const;
export type Due = { readonly what: (typeof dueKinds)[number]; readonly by: Date };

/** What stands between an incident and anything leaving it, in numbers. It clears nothing: `clear()` alone does. */
export const missingKinds = ["unlooked", "unanswered", "outdated", "unchecked", "accounts", "people"] as const;
export type MissingKind = (typeof missingKinds)[number];
export type Missing = Readonly<Record<MissingKind, number>>;
export const nothingMissing: Missing = { unlooked: 0, unanswered: 0, outdated: 0, unchecked: 0, accounts: 0, people: 0 };

/** What kind of work it is: somebody has to be asked, pictures have to be gone through, and whose what is has to be said. */
const work = {
  consents: ["people"],
  checks: ["unlooked", "outdated", "unchecked", "accounts"],
  answers: ["unanswered"],
} as const satisfies Record<string, readonly MissingKind[]>;
export const workKinds = Object.keys(work) as readonly (keyof typeof work)[];
export type WorkKind = keyof typeof work;

/** One incident of the queue. */
export type Line = {
  readonly id: string;
  readonly reference: string;
  readonly state: IncidentState;
  readonly createdAt: Date;
  readonly teamId: string;
  readonly assignedTo: string | null;
  readonly missing: Missing;
  /** The next thing that falls due. */
  readonly due: Due | null;
  /** Somebody called its reader there, or a documenter has answered. */
  readonly waits: boolean;
};

/** Null is everything. */
export type Filter = {
  readonly state: IncidentState | "to-review" | null;
  readonly teamId: string | null;
  readonly assigned: "me" | "nobody" | null;
  readonly lacks: WorkKind | "due" | null;
};
export const everything: Filter = { state: null, teamId: null, assigned: null, lacks: null };

const waitsForReview: ReadonlySet<IncidentState> = new Set(["submitted", "in-review", "ready"]);
const lacks = (line: Line, what: Filter["lacks"]): boolean => {
  if (what === null) return true;
  return what === "due" ? line.due !== null : work[what].some((kind) => line.missing[kind] > 0);
};

export function shows(line: Line, filter: Filter, me: string): boolean {
  if (filter.state === "to-review" ? !waitsForReview.has(line.state) : filter.state !== null && line.state !== filter.state) return false;
  if (filter.teamId !== null && line.teamId !== filter.teamId) return false;
  if (filter.assigned !== null && line.assignedTo !== (filter.assigned === "me" ? me : null)) return false;
  return lacks(line, filter.lacks);
}

/** Whoever may still change it works on it first: what is ready waits for a decision, a draft for its documenter. */
const stateOrder: readonly IncidentState[] = ["submitted", "in-review", "ready", "draft", "closed"];

const NEVER = Number.MAX_SAFE_INTEGER;

/** What falls due first, then where somebody waits for a word, then by state, then what has waited longest. The same two are always in the same order. */
export function inOrder(a: Line, b: Line): number {
  return (
    (a.due ? +a.due.by : NEVER) - (b.due ? +b.due.by : NEVER) ||
    Number(b.waits) - Number(a.waits) ||
    stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state) ||
    +a.createdAt - +b.createdAt ||
    (a.reference < b.reference ? -1 : Number(a.reference > b.reference))
  );
}

/** Of what falls due, what does first. */
export const next = (some: readonly Due[]): Due | null => some.reduce<Due | null>((first, one) => (first && first.by <= one.by ? first : one), null);
