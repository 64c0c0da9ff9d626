import { coarse, keyOfName, placeOf, type Position } from "./connection";
import type { IncidentDetails, IncidentKind } from "./incident";

/**
 * What is written down for the programs of other organisations: which units were where, when and at what. Officers and places only: of
 * the people it was done to, of single officers and their numbers, of plates, and of what anybody said, {@link Exchanged} has no room.
 */
export const exportFormats = ["uwazi", "ftm"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** A service or a unit of one. */
export type Organisation = { readonly id: string; readonly name: string; readonly partOf: string | null };
/** Where, as it was called; about where that is, if a reviewer said it. */
export type Place = { readonly id: string; readonly name: string; readonly position: Position | null };
export type Incident = {
  readonly id: string;
  /** Days, `YYYY-MM-DD`: at which minute would tell who was there. */
  readonly start: string;
  readonly end: string | null;
  readonly kinds: readonly IncidentKind[];
  readonly place: Place;
  readonly organisations: readonly Organisation[];
};
export type Exchanged = {
  readonly organisations: readonly Organisation[];
  readonly places: readonly Place[];
  readonly incidents: readonly Incident[];
};

/** As much of an incident as goes in. Whole details do not fit: they have to be cut down to it. */
type Told = "start" | "end" | "place" | "kinds" | "forces";
export type Exchangeable = { readonly id: string } & Pick<IncidentDetails, Told> & { readonly [K in Exclude<keyof IncidentDetails, Told>]?: never };

export const things = ["organisation", "place", "incident", "membership"] as const;
/** What something is called outside: always the same for one thing, and no id or digest of ours. */
export type Naming = (thing: (typeof things)[number], key: string) => string;

/** As long as a name may be in either program. */
const LONGEST = 250;
/**
 * A name on one line, without the sign that separates several in a cell. A name that a spreadsheet would take for a formula has an apostrophe
 * in front here already, so that it is the same wherever in a cell it stands.
 */
export function plainName(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").replaceAll("|", "/").trim();
  // Not in the middle of a letter.
  const cut = line.slice(0, LONGEST - 1).replace(/[\uD800-\uDBFF]$/, "");
  return /^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/.test(cut) ? `'${cut}` : cut;
}

/** A unit and the service that it is of; the service alone where no unit was named, and nothing where neither was. */
function organisationsOf({ forces }: Pick<Exchangeable, "forces">, naming: Naming): Organisation[][] {
  return forces.flatMap(({ service, unit }) => {
    const [ofService, ofUnit] = [service.trim(), unit.trim()];
    const whole = ofService === "" ? null : { id: naming("organisation", `service/${keyOfName(ofService)}`), name: plainName(ofService), partOf: null };
    if (ofUnit === "") return whole ? [[whole]] : [];
    const part = {
      id: naming("organisation", `unit/${keyOfName(ofUnit)}/${ofService === "" ? "" : keyOfName(ofService)}`),
      name: plainName([ofUnit, ofService].filter((name) => name !== "").join(", ")), partOf: whole?.id ?? null,
    };
    return [[part, ...(whole ? [whole] : [])]];
  });
}

/**
 * @param incidents that may be told of, in a fixed order
 * @param positionOf about where a place is, by its key
 */
export function exchanged(incidents: readonly Exchangeable[], naming: Naming, positionOf: (placeKey: string) => Position | null): Exchanged {
  const organisations = new Map<string, Organisation>();
  const places = new Map<string, Place>();
  /** The same wherever it is named, though it was typed in two ways. */
  const kept = <T extends { readonly id: string }>(map: Map<string, T>, made: T): T => {
    if (!map.has(made.id)) map.set(made.id, made);
    return map.get(made.id)!;
  };
  const told = incidents.map((incident): Incident => {
    const { key, text } = placeOf(incident);
    const position = positionOf(key);
    const place = kept(places, { id: naming("place", key), name: plainName(text), position: position && coarse(position) });
    const present = organisationsOf(incident, naming).map((named) => named.map((one) => kept(organisations, one))[0]!);
    return {
      id: naming("incident", incident.id), start: incident.start.slice(0, 10), end: incident.end?.slice(0, 10) ?? null, kinds: incident.kinds, place,
      organisations: [...new Set(present)],
    };
  });
  return { organisations: [...organisations.values()], places: [...places.values()], incidents: told };
}

/** What an incident is called: an id says nothing to whoever reads a list. */
export const titleOf = ({ start, place }: Incident): string => `${start} ${place.name}`;
