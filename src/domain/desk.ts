import type { IncidentState } from "./incident";

/** What a reviewer is waited for until a day: somebody asked, is to be told, a thing is to go, a hold ends, a yes ends. */
export const dueKinds = ["request", "notice", "erasure", "hold", "consent"] as const;
export type DueKind = (typeof dueKinds)[number];
export type Due = { readonly what: DueKind; readonly by: Date };

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
  /** What falls due, the soonest first. */
  readonly due: readonly Due[];
  /** Somebody called its reader there, or a documenter has answered. */
  readonly waits: boolean;
};

const DAY = 24 * 3600_000;
const WEEK_DAYS = 7;
const MONTH_DAYS = 30;

/** In whole days since it was reported. */
export const daysOld = ({ createdAt }: Pick<Line, "createdAt">, now: Date): number => Math.max(0, Math.floor((+now - +createdAt) / DAY));
export const ages = ["week", "older-than-week", "older-than-month"] as const;
export type Age = (typeof ages)[number];
const isAged: Readonly<Record<Age, (days: number) => boolean>> = {
  week: (days) => days <= WEEK_DAYS,
  "older-than-week": (days) => days > WEEK_DAYS,
  "older-than-month": (days) => days > MONTH_DAYS,
};

/** When something falls due: it did, or it will within seven days. */
export const dueTimes = ["overdue", "within-week"] as const;
export type DueTime = (typeof dueTimes)[number];
const isDue: Readonly<Record<DueTime, (by: Date, now: Date) => boolean>> = {
  overdue: (by, now) => by < now,
  "within-week": (by, now) => by >= now && +by <= +now + WEEK_DAYS * DAY,
};

/** Null is everything. */
export type Filter = {
  readonly state: IncidentState | "to-review" | null;
  readonly teamId: string | null;
  readonly assigned: "me" | "nobody" | null;
  readonly lacks: WorkKind | null;
  readonly age: Age | null;
  readonly due: DueKind | "any" | null;
  readonly dueBy: DueTime | null;
};
export const everything: Filter = { state: null, teamId: null, assigned: null, lacks: null, age: null, due: null, dueBy: null };

/** What comes first: what falls due, or what has waited longest or shortest. */
export const orders = ["due", "oldest", "newest"] as const;
export type Order = (typeof orders)[number];

/** For whom, and when. */
export type Reader = { readonly me: string; readonly now: Date };

const waitsForReview: ReadonlySet<IncidentState> = new Set(["submitted", "in-review", "ready"]);

const asksForDue = ({ due, dueBy }: Filter): boolean => due !== null || dueBy !== null;
const dueAsAsked = (line: Line, { due, dueBy }: Filter, now: Date): Due[] =>
  line.due.filter(({ what, by }) => (due === null || due === "any" || what === due) && (dueBy === null || isDue[dueBy](by, now)));

export function shows(line: Line, filter: Filter, { me, now }: Reader): boolean {
  if (filter.state === "to-review" ? !waitsForReview.has(line.state) : filter.state !== null && line.state !== filter.state) return false;
  if (filter.teamId !== null && line.teamId !== filter.teamId) return false;
  if (filter.assigned !== null && line.assignedTo !== (filter.assigned === "me" ? me : null)) return false;
  if (filter.lacks !== null && !work[filter.lacks].some((kind) => line.missing[kind] > 0)) return false;
  if (filter.age !== null && !isAged[filter.age](daysOld(line, now))) return false;
  return !asksForDue(filter) || dueAsAsked(line, filter, now).length > 0;
}

/** Whoever may still change it works on it first: what is ready waits for a decision, a draft for its documenter. */
const stateOrder: readonly IncidentState[] = ["submitted", "in-review", "ready", "draft", "closed"];

const NEVER = Number.MAX_SAFE_INTEGER;

const oldestFirst = (a: Line, b: Line): number =>
  +a.createdAt - +b.createdAt || (a.reference < b.reference ? -1 : Number(a.reference > b.reference));

/** What falls due first, then where somebody waits for a word, then by state, then what has waited longest. The same two are always in the same order. */
export function inOrder(a: Line, b: Line): number {
  const [soonest, other] = [a.due[0], b.due[0]];
  return (
    (soonest ? +soonest.by : NEVER) - (other ? +other.by : NEVER) ||
    Number(b.waits) - Number(a.waits) ||
    stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state) ||
    oldestFirst(a, b)
  );
}

const comparing: Readonly<Record<Order, (a: Line, b: Line) => number>> = {
  due: inOrder, oldest: oldestFirst, newest: (a, b) => oldestFirst(b, a),
};

/** What of the queue is shown, in which order. Of what falls due each line has what was asked for, where something was. */
export function arranged<L extends Line>(lines: readonly L[], filter: Filter, order: Order, reader: Reader): L[] {
  return lines
    .filter((line) => shows(line, filter, reader))
    .map((line) => (asksForDue(filter) ? { ...line, due: dueAsAsked(line, filter, reader.now) } : line))
    .toSorted(comparing[order]);
}

export const soonestFirst = (some: readonly Due[]): Due[] => some.toSorted((a, b) => +a.by - +b.by);
