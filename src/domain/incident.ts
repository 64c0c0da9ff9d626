import * as z from "zod";
import type { Role } from "./roles";
import { MAX_WORDS, Masks, fits } from "./words";

/** What can be done to people, in the order in which the form offers it. */
export const incidentKinds = [
  "eviction", "beating", "tear-gas", "pepper-spray", "baton", "impact-munition", "grenade", "dog",
  "belongings-destroyed", "belongings-taken", "water-food-denied", "identity-check", "arrest", "detention",
  "push-back", "racist-abuse", "sexual-violence", "observer-obstructed", "other",
] as const;
export const IncidentKind = z.enum(incidentKinds);
export type IncidentKind = z.infer<typeof IncidentKind>;

/** How well the time is known. */
export const timePrecisions = ["exact", "about", "day"] as const;

export const Forces = z.strictObject({
  /** Service, as the documenter names it: police, gendarmerie, border guard … */
  service: z.string().trim().max(120),
  unit: z.string().trim().max(120),
  officers: z.number().int().min(0).max(10_000).nullable(),
  plates: z.array(z.string().trim().min(1).max(20)).max(50),
  /** Visible identification numbers, such as the French seven-digit RIO. */
  numbers: z.array(z.string().trim().min(1).max(20)).max(50),
});
export type Forces = z.infer<typeof Forces>;

export const PeopleAffected = z.strictObject({
  count: z.number().int().min(0).max(100_000).nullable(),
  minors: z.enum(["yes", "no", "unknown"]),
  injuries: z.string().trim().max(4000),
});

/**
 * A wall-clock time as observed, `YYYY-MM-DDTHH:mm`, on a day that exists; the instance's place gives the zone. The
 * length keeps out the `Z` that zod admits beside local times.
 */
const WallTime = z.iso.datetime({ local: true, precision: -1 }).length(16);

/** The sealed part of an incident: everything that says what happened, where and to whom. */
export const IncidentDetails = z
  .strictObject({
    start: WallTime,
    end: WallTime.nullable(),
    precision: z.enum(timePrecisions),
    place: z.string().trim().min(1).max(300),
    kinds: z.array(IncidentKind).min(1).max(incidentKinds.length),
    forces: z.array(Forces).max(20),
    people: PeopleAffected,
    /** What was asked of the observers, if anything. */
    askedOfObservers: z.string().trim().max(2000),
  })
  // Times of this shape are in the order of their text.
  .refine((d) => d.end === null || d.end >= d.start, { path: ["end"], error: "nothing ends before it starts" });
export type IncidentDetails = z.infer<typeof IncidentDetails>;

/** A year with two letters too few is a slip, and would stand alone on every chart. What was reported before it was asked for is opened as it is. */
export const EARLIEST = "1950";
export const NewDetails = IncidentDetails.refine(({ start }) => start >= EARLIEST, { path: ["start"], error: "nothing is documented of so long ago" });

const { askedOfObservers: _asked, people: _people, ...told } = IncidentDetails.shape;
/** What a recipient is told of it: of people how many, never what happened to one of them, which is in an account that needs their consent. */
export const ToldReport = z.strictObject({ ...told, people: PeopleAffected.omit({ injuries: true }), team: z.string() });
export type ToldReport = z.infer<typeof ToldReport>;

const language = z.string().regex(/^[a-z]{2,3}$/);

/** An account's text before anything in it is hidden. */
export const AccountText = z.strictObject({ language, text: z.string().trim().min(1).max(MAX_WORDS) });
export type AccountText = z.infer<typeof AccountText>;

/** An account's words, with what is hidden in them: to the letter as they were written, for masks count its letters. */
export const AccountWords = z
  // A form field counts the end of a line as one letter.
  .strictObject({ language, text: z.string().min(1).max(MAX_WORDS).regex(/^[^\r]*$/), masks: Masks.default([]) })
  .refine(({ text }) => text.trim() !== "", { path: ["text"], error: "says nothing" })
  .refine(fits, { path: ["masks"], error: "hides what is not there" });
export type AccountWords = z.infer<typeof AccountWords>;

export const incidentStates = ["draft", "submitted", "in-review", "ready", "closed"] as const;
export const IncidentState = z.enum(incidentStates);
export type IncidentState = z.infer<typeof IncidentState>;

/** As many are listed, the newest; older ones are found by the search. */
export const MOST_LISTED = 500;

/** Legal moves: from → to → who makes them. Absent means: nobody. */
const moves: Partial<Record<IncidentState, Partial<Record<IncidentState, Role>>>> = {
  draft: { submitted: "documenter" },
  submitted: { "in-review": "reviewer", draft: "reviewer" },
  "in-review": { ready: "reviewer", draft: "reviewer" },
  ready: { "in-review": "reviewer", closed: "reviewer" },
  closed: { "in-review": "reviewer" },
};

export const mayMove = (from: IncidentState, to: IncidentState, role: Role): boolean => moves[from]?.[to] === role;
export const movesOf = (from: IncidentState, role: Role): IncidentState[] =>
  incidentStates.filter((to) => mayMove(from, to, role));

/**
 * `2026-11-CAL-0042`: year and month of recording, the team's code, a running number. No personal data.
 * @throws Error for anything but a team's code: a name would stay in every dossier
 */
export function reference(at: Date, teamCode: string, number: number): string {
  if (!/^[A-Z]{2,5}$/.test(teamCode)) throw new Error("A team's code is two to five capital letters.");
  const month = String(at.getUTCMonth() + 1).padStart(2, "0");
  return `${at.getUTCFullYear()}-${month}-${teamCode}-${String(number).padStart(4, "0")}`;
}
