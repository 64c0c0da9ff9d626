import type { IncidentDetails, IncidentKind } from "./incident";
import { nearNames, rough } from "./near-name";

/**
 * What two incidents may have in common: a *feature*, which is a unit, a plate, an identification number or a place as an
 * incident names it. Officers and places only. Nobody whom it was done to is ever a reason to connect two incidents, and
 * {@link Connectable} has no room for them.
 */
export const featureKinds = ["unit", "plate", "number", "place"] as const;
export type FeatureKind = (typeof featureKinds)[number];

/** With what it was done, and how: told beside what two incidents share, for by itself each is in every second incident. */
export const weapons = ["tear-gas", "pepper-spray", "baton", "impact-munition", "grenade", "dog"] as const satisfies readonly IncidentKind[];
export const isWeapon = (kind: IncidentKind): boolean => (weapons as readonly IncidentKind[]).includes(kind);

type Told = "place" | "kinds" | "forces";
/** As much of an incident as may connect it. Whole details do not fit: they have to be cut down to it. */
export type Connectable = Pick<IncidentDetails, Told> & { readonly [K in Exclude<keyof IncidentDetails, Told>]?: never };

export const connectable = ({ place, kinds, forces }: IncidentDetails): Connectable => ({ place, kinds, forces });

export type Feature = {
  readonly kind: FeatureKind;
  /** As it was written down. */
  readonly text: string;
  /** The same however it was typed: two features of one kind with one key are one. */
  readonly key: string;
  /** What else is compared where the keys differ: of a unit its name without its service. */
  readonly short: string;
};

/** The zeros of the scripts in which people here write numbers; each is followed by its nine other digits. */
const zeros = [0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6];
const digitOf = (letter: string): string => {
  const code = letter.codePointAt(0)!;
  const zero = zeros.find((first) => code >= first && code < first + 10);
  return zero === undefined ? letter : String(code - zero);
};

/** Without case, accents and vowel signs, with digits 0–9. */
const folded = (text: string): string =>
  text.normalize("NFKD").replaceAll(/\p{M}/gu, "").replaceAll(/\p{Nd}/gu, digitOf).toUpperCase();

/** Of a plate or a number: letters and digits alone; O is 0 and I is 1, for nobody tells them apart at dawn. */
const codeKey = (text: string): string =>
  folded(text).replaceAll(/[^\p{L}\p{N}]/gu, "").replaceAll("O", "0").replaceAll("I", "1");

/** Of a name: its words, whatever stands between them. */
const nameKey = (text: string): string => folded(text).replaceAll(/[^\p{L}\p{N}]+/gu, " ").trim();

/** What is nothing but signs is compared as it was written. */
const orAsWritten = (key: string, text: string): string => (key === "" ? text.trim() : key);

/** By what a name is known again however it was typed. */
export const keyOfName = (text: string): string => orAsWritten(nameKey(text), text);

/** Every incident names one. */
export function placeOf({ place }: Pick<Connectable, "place">): Feature {
  const key = keyOfName(place);
  return { kind: "place", text: place.trim(), key, short: key };
}

const code = (kind: "plate" | "number", text: string): Feature => {
  const key = orAsWritten(codeKey(text), text);
  return { kind, text: text.trim(), key, short: key };
};

/** The features of an incident, each once. A service without a unit is none: *police* connects everything with everything. */
export function featuresOf({ place, forces }: Connectable): Feature[] {
  const found: Feature[] = [placeOf({ place })];
  for (const { service, unit, plates, numbers } of forces) {
    if (unit.trim() !== "") {
      const text = [unit.trim(), service.trim()].filter((part) => part !== "").join(", ");
      const short = keyOfName(unit);
      // The slash stands in no key of a name: a unit that is called as another and its service together is not that one.
      found.push({ kind: "unit", text, key: `${short}/${nameKey(service)}`, short });
    }
    found.push(...plates.map((text) => code("plate", text)), ...numbers.map((text) => code("number", text)));
  }
  return [...new Map(found.map((feature) => [`${feature.kind} ${feature.key}`, feature])).values()];
}

/** Below it a character is too much of a number to be a slip. */
const LEAST = 5;
const isCode = ({ kind }: Feature): boolean => kind === "plate" || kind === "number";

/** Whether two differ by one character that is wrong, missing, too many, or has changed places with its neighbour. */
export function oneApart(one: string, other: string): boolean {
  if (one === other) return false;
  const [a, b] = one.length <= other.length ? [one, other] : [other, one];
  if (b.length - a.length > 1) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from += 1;
  const rest = (text: string, skipped: number) => text.slice(from + skipped);
  if (a.length < b.length) return rest(a, 0) === rest(b, 1);
  return rest(a, 1) === rest(b, 1) || (a[from] === b[from + 1] && a[from + 1] === b[from] && rest(a, 2) === rest(b, 2));
}

/** How alike two features are: `same` however they were typed, `near` where a person has to look, or not. */
export const likenesses = ["same", "near"] as const;
export type Likeness = (typeof likenesses)[number];

export function likeness(one: Feature, other: Feature): Likeness | null {
  if (one.kind !== other.kind) return null;
  if (one.key === other.key) return "same";
  if (!isCode(one)) return nearlyNamed(one, other) ? "near" : null;
  const long = Math.min(one.key.length, other.key.length) >= LEAST;
  return long && oneApart(one.key, other.key) ? "near" : null;
}

const namedAlike = (one: string, other: string): boolean => one === other || nearNames(one, other, oneApart);
/** Of a unit, as it is named for any service; nearly as it is named only where its service may be the same. */
function nearlyNamed(one: Feature, other: Feature): boolean {
  if (one.short === other.short) return true;
  const [mine, theirs] = [one, other].map(({ key, short }) => key.slice(short.length + 1));
  return namedAlike(one.short, other.short) && (mine === "" || theirs === "" || namedAlike(mine!, theirs!));
}

/**
 * By what near features are found without being read: of a plate or number itself and itself without each of its characters, of a unit or a
 * place the one rough form of its name. Whatever is `near` has one of these in common; what has one in common need not be near.
 */
export function variantsOf(feature: Feature): string[] {
  if (!isCode(feature)) return [rough(feature.short)];
  // As `oneApart` counts them, in the units of a string.
  const { key } = feature;
  return key.length < LEAST ? [] : [...new Set([key, ...Array.from({ length: key.length }, (_, at) => key.slice(0, at) + key.slice(at + 1))])];
}

export type Shared<F extends Feature = Feature> = { readonly kind: FeatureKind; readonly how: Likeness; readonly one: F; readonly other: F };

/**
 * What two incidents have in common. What is the same in both is compared with nothing else: two numbers of neighbours in
 * one company are not each other's slip where both stand there.
 */
export function shared<F extends Feature>(some: readonly F[], others: readonly F[]): Shared<F>[] {
  const alike = (how: Likeness, ones: readonly F[], twos: readonly F[]): Shared<F>[] =>
    ones.flatMap((one) => twos.filter((other) => likeness(one, other) === how).map((other) => ({ kind: one.kind, how, one, other })));
  const same = alike("same", some, others);
  const left = (all: readonly F[], side: "one" | "other") => all.filter((feature) => !same.some((match) => match[side] === feature));
  return [...same, ...alike("near", left(some, "one"), left(others, "other"))];
}

/** How much a match says, for the order in which they are shown: a number is one officer's, a place is many people's. */
export const weight: Readonly<Record<FeatureKind, number>> = { number: 8, plate: 6, unit: 4, place: 2 };
export const weightOf = (matches: readonly Pick<Shared, "kind" | "how">[]): number =>
  matches.reduce((sum, { kind, how }) => sum + weight[kind] / (how === "same" ? 1 : 2), 0);

/** What says the most first; otherwise kinds stand in the order in which they are named everywhere. */
export const byWeight = (a: Pick<Shared, "kind" | "how">, b: Pick<Shared, "kind" | "how">): number =>
  weightOf([b]) - weightOf([a]) || featureKinds.indexOf(a.kind) - featureKinds.indexOf(b.kind);

/** A place on the map is known to about a kilometre: enough for a pattern, too little for a tent. */
export const coarse = ({ latitude, longitude }: Position): Position => ({
  latitude: Math.round(latitude * 100) / 100, longitude: Math.round(longitude * 100) / 100,
});
export type Position = { readonly latitude: number; readonly longitude: number };
/** Whether two say the same about where a place is, or both nothing. */
export const samePosition = (a: Position | null, b: Position | null): boolean => a?.latitude === b?.latitude && a?.longitude === b?.longitude;
