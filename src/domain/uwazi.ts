import { csv, type Cell } from "./csv";
import { titleOf, type Exchanged } from "./exchange";
import type { IncidentKind } from "./incident";

/**
 * Tables as Uwazi imports them (https://github.com/huridocs/uwazi/wiki/Import-CSV): one for each template, a row for each entity, columns named
 * as the template's properties are, several values with `|` between them, days as `YYYY-MM-DD`, a position as `latitude|longitude`. One entity
 * points to another by its title. A column that is called `id` would be an entity of theirs, so ours is `reference`.
 */
type Property = { readonly column: string; readonly label: string; readonly type: "text" | "date" | "multiselect" | "relationship" | "geolocation"; readonly to?: string };

/** What has to be there before the tables are imported, in this order. Of a position the label lacks the end, which Uwazi adds. */
const templates = {
  "organisations.csv": [
    { column: "reference", label: "Reference", type: "text" },
    { column: "part_of", label: "Part of", type: "relationship", to: "organisations.csv" },
  ],
  "places.csv": [
    { column: "reference", label: "Reference", type: "text" },
    { column: "position_geolocation", label: "Position", type: "geolocation" },
  ],
  "incidents.csv": [
    { column: "reference", label: "Reference", type: "text" },
    { column: "start", label: "Start", type: "date" },
    { column: "end", label: "End", type: "date" },
    { column: "kinds", label: "Kinds", type: "multiselect" },
    { column: "place", label: "Place", type: "relationship", to: "places.csv" },
    { column: "organisations", label: "Organisations", type: "relationship", to: "organisations.csv" },
  ],
} as const satisfies Record<string, readonly Property[]>;
type Table = keyof typeof templates;

const several = (values: readonly string[]): string => [...new Set(values)].join("|");
const table = (name: Table, rows: readonly (readonly Cell[])[]): string => csv([["title", ...templates[name].map(({ column }) => column)], ...rows]);

/** The files by their names: three tables, and the templates that they are for. */
export function uwaziFiles({ organisations, places, incidents }: Exchanged, called: (kind: IncidentKind) => string): ReadonlyMap<string, string> {
  const titles = new Map(organisations.map(({ id, name }) => [id, name]));
  return new Map([
    ["incidents.csv", table("incidents.csv", incidents.map((incident) => [
      titleOf(incident), incident.id, incident.start, incident.end ?? "", several(incident.kinds.map(called)), incident.place.name,
      several(incident.organisations.map(({ name }) => name)),
    ]))],
    ["organisations.csv", table("organisations.csv", organisations.map(({ id, name, partOf }) => [name, id, partOf === null ? "" : titles.get(partOf)!]))],
    ["places.csv", table("places.csv", places.map(({ id, name, position }) => [name, id, position ? [position.latitude, position.longitude] : ""]))],
    ["templates.json", `${JSON.stringify(templates, null, 2)}\n`],
  ]);
}
