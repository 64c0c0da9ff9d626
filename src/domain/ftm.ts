import { titleOf, type Exchanged, type Naming } from "./exchange";
import type { IncidentKind } from "./incident";

/**
 * Entities of FollowTheMoney (https://followthemoney.tech), as OpenAleph and its kin read them: one JSON object on a line. A service or unit
 * is an `Organization`, for whose it is nobody here asks; a unit is tied to its service by a `Membership`.
 */
type Entity = { readonly id: string; readonly schema: "Organization" | "Membership" | "Address" | "Event"; readonly properties: Readonly<Record<string, readonly string[]>> };

export function entitiesOf({ organisations, places, incidents }: Exchanged, naming: Naming, called: (kind: IncidentKind) => string): Entity[] {
  return [
    ...organisations.map(({ id, name }): Entity => ({ id, schema: "Organization", properties: { name: [name] } })),
    ...organisations.flatMap(({ id, partOf }): Entity[] =>
      partOf === null ? [] : [{ id: naming("membership", `${id} ${partOf}`), schema: "Membership", properties: { member: [id], organization: [partOf] } }]),
    ...places.map(({ id, name, position }): Entity => ({
      id, schema: "Address",
      properties: {
        name: [name], full: [name], ...(position && { latitude: [String(position.latitude)], longitude: [String(position.longitude)] }),
      },
    })),
    ...incidents.map((incident): Entity => ({
      id: incident.id, schema: "Event",
      properties: {
        name: [titleOf(incident)], startDate: [incident.start], ...(incident.end !== null && { endDate: [incident.end] }),
        location: [incident.place.name], addressEntity: [incident.place.id], keywords: incident.kinds.map(called),
        ...(incident.organisations.length > 0 && { involved: incident.organisations.map(({ id }) => id) }),
      },
    })),
  ];
}

/** One on a line, in UTF-8. */
export const entityLines = (entities: readonly Entity[]): string => entities.map((entity) => `${JSON.stringify(entity)}\n`).join("");
