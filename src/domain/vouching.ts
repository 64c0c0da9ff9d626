import * as z from "zod";
import { retention } from "./retention";

/**
 * Trust by introduction: who may be let in, and whether the people who stand behind somebody still do.
 *
 * Two members stand behind everybody who is no founder: one who introduced them and, with the usual settings, one who
 * vouched. A steward who is neither of them confirms that every rule was kept, and can waive none: what may be
 * confirmed is a {@link Vetting}, and only {@link vet} makes one.
 */
const HOUR = 3600_000;
const DAY = 24 * HOUR;

/** How long a link lets somebody in. A longer one lies about for longer. */
export const INVITE_MS = 72 * HOUR;

/** The beginning of an instant's day, in UTC. */
export const dayOf = (at: Date): Date => new Date(Math.floor(at.getTime() / DAY) * DAY);

/**
 * Until when an introduction's link lets somebody in: the end of the day on which its 72 hours are over. The invite so
 * tells on which day somebody was introduced, and not beside whose session.
 */
export const introductionEnds = (at: Date): Date => new Date(dayOf(at).getTime() + DAY + INVITE_MS);

/** The numbers that an instance may choose for itself, within these bounds. Changing one takes two stewards. */
export const settings = {
  /** Vouches beside the introduction. */
  vouches: { preset: 1, least: 1, most: 5 },
  /** Hours between the last of them and the confirmation: time to think again, and to be asked. */
  coolingHours: { preset: 72, least: 24, most: 720 },
  /** How many people who are not vetted yet one member may stand behind at once. */
  openAtOnce: { preset: 3, least: 1, most: 10 },
  /** How many introductions may lie between a founder and somebody. */
  longestChain: { preset: 5, least: 1, most: 20 },
  /** Days in which a vouch that fell has to be replaced. */
  replaceDays: { preset: 14, least: 3, most: 90 },
  ...retention,
} as const satisfies Record<string, { preset: number; least: number; most: number }>;
export type SettingName = keyof typeof settings;
export const settingNames = Object.keys(settings) as readonly SettingName[];
export const SettingName = z.enum(Object.keys(settings) as [SettingName, ...SettingName[]]);
export type Settings = Readonly<Record<SettingName, number>>;
export const presets = Object.fromEntries(settingNames.map((name) => [name, settings[name].preset])) as Settings;

export const withinBounds = (name: SettingName, value: number): boolean =>
  Number.isInteger(value) && value >= settings[name].least && value <= settings[name].most;

/** One member's word for somebody. It stands until it falls, and what fell stays down. */
export const Edge = z.strictObject({
  id: z.uuid(),
  kind: z.enum(["introduction", "vouch"]),
  from: z.uuid(),
  /** A member, or for an introduction whose link is still open the invite, whose id its member will have. */
  to: z.uuid(),
  at: z.coerce.date(),
  fellAt: z.coerce.date().nullable(),
  /** Makes the digest that the ledger holds of it worthless to whoever tries all pairs of members. */
  nonce: z.string().regex(/^[0-9a-f]{32}$/),
});
export type Edge = z.infer<typeof Edge>;

/** Somebody vetted of whose vouches some fell, and who has until then to have as many given anew. */
export const Review = z.strictObject({
  member: z.uuid(),
  due: z.coerce.date(),
  missing: z.number().int().positive(),
});
export type Review = z.infer<typeof Review>;

/** The map of who stands behind whom. Nobody keeps it but as one sealed whole. */
export const Trust = z.strictObject({ edges: z.array(Edge), reviews: z.array(Review) });
export type Trust = z.infer<typeof Trust>;
/** As it is kept: one value at one place, padded so that its length does not tell one vouch from the next. */
export const KeptTrust = z.strictObject({ trust: Trust, padding: z.string() });
export const trustPlace = { kind: "trust", id: "instance" } as const;
export const nobodyYet: Trust = { edges: [], reviews: [] };

export type Person = {
  readonly vetted: boolean;
  readonly suspended: boolean;
  readonly founder: boolean;
  /** Gone by their own act: what they said stands, and they say nothing more. */
  readonly left?: boolean;
};
export type Circle = {
  readonly people: ReadonlyMap<string, Person>;
  readonly trust: Trust;
  readonly settings: Settings;
};

export const reviewOf = ({ reviews }: Trust, id: string): Review | undefined => reviews.find(({ member }) => member === id);

/** Vetted, here, and themselves not waiting for somebody to stand behind them. */
export const inGoodStanding = ({ people, trust }: Circle, id: string): boolean => {
  const person = people.get(id);
  return person !== undefined && person.vetted && !person.suspended && !reviewOf(trust, id);
};

/**
 * How many introductions or vouches lie between the founders who are here and each member in good standing. Whoever
 * is not in it hangs on nothing: two who only stand behind each other lead back to nobody.
 */
export function distances(circle: Circle): ReadonlyMap<string, number> {
  const standing = circle.trust.edges.filter(({ fellAt, from }) => fellAt === null && inGoodStanding(circle, from));
  const found = new Map<string, number>();
  let layer = [...circle.people].filter(([id, { founder }]) => founder && inGoodStanding(circle, id)).map(([id]) => id);
  for (let distance = 0; layer.length > 0; distance += 1) {
    for (const id of layer) found.set(id, distance);
    const next = standing.filter(({ from, to }) => layer.includes(from) && !found.has(to) && inGoodStanding(circle, to));
    layer = [...new Set(next.map(({ to }) => to))];
  }
  return found;
}

/** The standing edges that lead to somebody, whatever they count. */
const behind = ({ trust }: Circle, id: string): Edge[] => trust.edges.filter(({ to, fellAt }) => to === id && fellAt === null);

/** Whom a member introduced or vouched for, and who is neither vetted nor out of the question yet. */
export const openOf = ({ people, trust }: Circle, memberId: string, at: Date): Edge[] =>
  trust.edges.filter(({ kind, from, to, fellAt, at: since }) => {
    if (from !== memberId || fellAt !== null) return false;
    const person = people.get(to);
    if (!person) return kind === "introduction" && at < introductionEnds(since);
    return !person.vetted && !person.suspended;
  });

/** Why a member cannot give their word now. */
export const hindrances = ["not-in-good-standing", "too-many-open", "too-far-from-founders", "already-behind", "not-for-oneself"] as const;
type Hindrance = (typeof hindrances)[number];

/** What hinders `from` in standing behind `to`, who is null while they have no account yet. */
export function hindrance(circle: Circle, from: string, to: string | null, at: Date): Hindrance | null {
  if (from === to) return "not-for-oneself";
  if (!inGoodStanding(circle, from)) return "not-in-good-standing";
  if (to !== null && behind(circle, to).some((edge) => edge.from === from)) return "already-behind";
  if ((distances(circle).get(from) ?? Infinity) >= circle.settings.longestChain) return "too-far-from-founders";
  const replaces = to !== null && circle.people.get(to)?.vetted === true;
  return !replaces && openOf(circle, from, at).length >= circle.settings.openAtOnce ? "too-many-open" : null;
}

/** One rule that is not kept yet. */
export type Shortfall =
  | { readonly why: "vouches-missing"; readonly have: number; readonly need: number }
  | { readonly why: "cooling-off"; readonly until: Date }
  | { readonly why: "chain-too-long" | "course-not-passed" | "third-person-required" };

export type Candidacy = {
  readonly candidateId: string;
  /** Whether they passed the course as it is today. */
  readonly passed: boolean;
  /** The steward who confirms, or null where it is only asked what is lacking. */
  readonly confirmedBy: string | null;
};

declare const vetted: unique symbol;
/** Proof that every rule was kept at `at`. Only {@link vet} makes one. */
export type Vetting = {
  readonly [vetted]: true;
  readonly candidateId: string;
  readonly confirmedBy: string;
  readonly edges: readonly string[];
  readonly at: Date;
};

/** The edges that count for somebody: their givers are in good standing, and not too far from the founders. */
export function counted(circle: Circle, id: string): Edge[] {
  const far = distances(circle);
  return behind(circle, id).filter(({ from }) => (far.get(from) ?? Infinity) < circle.settings.longestChain);
}

export function shortfalls(circle: Circle, { candidateId, passed, confirmedBy }: Candidacy, at: Date): Shortfall[] {
  const found: Shortfall[] = [];
  const edges = counted(circle, candidateId);
  const need = 1 + circle.settings.vouches;
  if (edges.length < need) {
    found.push({ why: "vouches-missing", have: edges.length, need });
    const inPerson = behind(circle, candidateId).filter(({ from }) => inGoodStanding(circle, from));
    if (inPerson.length > edges.length) found.push({ why: "chain-too-long" });
  }
  if (edges.length > 0) {
    const until = new Date(Math.max(...edges.map((edge) => edge.at.getTime())) + circle.settings.coolingHours * HOUR);
    if (until > at) found.push({ why: "cooling-off", until });
  }
  if (!passed) found.push({ why: "course-not-passed" });
  if (confirmedBy !== null && behind(circle, candidateId).some(({ from }) => from === confirmedBy))
    found.push({ why: "third-person-required" });
  return found;
}

/** Ask whether somebody may be confirmed: the proof, or every rule that is not kept yet. */
export function vet(
  circle: Circle,
  candidacy: Candidacy & { readonly confirmedBy: string },
  at: Date,
): { readonly ok: true; readonly vetting: Vetting } | { readonly ok: false; readonly shortfalls: Shortfall[] } {
  const found = shortfalls(circle, candidacy, at);
  if (found.length > 0) return { ok: false, shortfalls: found };
  const { candidateId, confirmedBy } = candidacy;
  const vetting = { candidateId, confirmedBy, edges: counted(circle, candidateId).map(({ id }) => id), at };
  return { ok: true, vetting: vetting as unknown as Vetting };
}

/** The same map with one more edge. One that somebody under review was waiting for counts towards the end of it. */
export function withEdge({ edges, reviews }: Trust, edge: Edge): Trust {
  return {
    edges: [...edges, edge],
    reviews: reviews.flatMap((review) => {
      if (review.member !== edge.to) return [review];
      return review.missing > 1 ? [{ ...review, missing: review.missing - 1 }] : [];
    }),
  };
}

export type Fallen = { readonly trust: Trust; readonly fell: readonly Edge[]; readonly under: readonly Review[] };

/**
 * The map after some words have fallen: whoever was let in on them is under review, with a term to have them replaced. An
 * earlier term is not prolonged.
 */
export function without(circle: Circle, falls: (edge: Edge) => boolean, at: Date): Fallen {
  const { edges, reviews } = circle.trust;
  const fell = edges.filter((edge) => edge.fellAt === null && falls(edge));
  const touched = new Set(fell.map(({ to }) => to));
  const due = new Date(at.getTime() + circle.settings.replaceDays * DAY);
  const under = [...touched].flatMap((member): Review[] => {
    const person = circle.people.get(member);
    if (!person?.vetted || person.suspended) return [];
    const already = reviewOf(circle.trust, member);
    const more = fell.filter(({ to }) => to === member).length;
    return [{ member, due: already?.due ?? due, missing: (already?.missing ?? 0) + more }];
  });
  const trust = {
    edges: edges.map((edge) => (fell.includes(edge) ? { ...edge, fellAt: at } : edge)),
    reviews: [...reviews.filter(({ member }) => !touched.has(member)), ...under],
  };
  return { trust, fell, under };
}

/** The map after somebody was put out: every word that they gave has fallen, and they wait for nobody any more. */
export function withoutWordOf(circle: Circle, memberId: string, at: Date): Fallen {
  const { trust, fell, under } = without(circle, ({ from }) => from === memberId, at);
  return { trust: { ...trust, reviews: trust.reviews.filter(({ member }) => member !== memberId) }, fell, under };
}

/**
 * What follows from taking back a word: a link that nobody has used lapses, a candidate has one member fewer behind them,
 * a member has a term to have it replaced. Of somebody who is out it is noted for the day on which they come back.
 */
export const takenBackFrom = ({ people }: Circle, { to }: Edge): "link" | "candidate" | "member" | "suspended" => {
  const person = people.get(to);
  if (!person) return "link";
  if (person.suspended) return "suspended";
  return person.vetted ? "member" : "candidate";
};
