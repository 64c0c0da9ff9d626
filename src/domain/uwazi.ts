import { csv, type Cell } from "./csv";
import { titleOf, type Exchanged } from "./exchange";
import type { IncidentKind } from "./incident";

/**
 * Tables as Uwazi imports them (https://github.com/huridocs/uwazi/wiki/Import-CSV): one for each template, a row for each entity, columns named
 * as the template's properties are, several values with `|` between them, days as `YYYY-MM-DD`, a position as `latitude|longitude`. One entity
 * points to another by its title. A column that is called `id` would be an entity of theirs, so ours is `reference`.
 *
 * Files come along in an archive in which all lies side by side. One table of it is imported with them, by the name of `import.csv`; what a
 * row brings along stands under `attachments`, which is no property of its template.
 */
type Property = { readonly column: string; readonly label: string; readonly type: "text" | "date" | "select" | "multiselect" | "relationship" | "geolocation"; readonly to?: string };

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
  "import.csv": [
    { column: "exhibit", label: "Exhibit", type: "text" },
    { column: "form", label: "Form", type: "select" },
    { column: "language", label: "Language", type: "select" },
    { column: "sha_256", label: "SHA-256", type: "text" },
    { column: "incident", label: "Incident", type: "relationship", to: "incidents.csv" },
  ],
} as const satisfies Record<string, readonly Property[]>;
type Table = keyof typeof templates;

const several = (values: readonly string[]): string => [...new Set(values)].join("|");
const table = (name: Table, rows: readonly (readonly Cell[])[], besides: readonly string[] = []): string =>
  csv([["title", ...templates[name].map(({ column }) => column), ...besides], ...rows]);
const described = (...names: readonly Table[]): string => `${JSON.stringify(Object.fromEntries(names.map((name) => [name, templates[name]])), null, 2)}\n`;

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
    ["templates.json", described("organisations.csv", "places.csv", "incidents.csv")],
  ]);
}

/** Something that was released: what it and its form are called, and its file; null for an original, which leaves in a dossier alone. */
export type Exhibited = {
  readonly number: number;
  readonly title: string;
  readonly form: string;
  readonly language: string | null;
  readonly sha256: string;
  readonly file: string | null;
};

/** The files beside those of the exhibits: the tables above, and one in which each exhibit has its file. */
export function uwaziFilesWith(exhibits: readonly Exhibited[], told: Exchanged, called: (kind: IncidentKind) => string): ReadonlyMap<string, string> {
  const incident = several(told.incidents.map(titleOf));
  const rows = exhibits.toSorted((a, b) => a.number - b.number).map((one) =>
    [one.title, one.number, one.form, one.language ?? "", one.sha256, incident, one.file ?? ""]);
  return new Map([
    ...uwaziFiles(told, called),
    ["import.csv", table("import.csv", rows, ["attachments"])],
    ["templates.json", described("organisations.csv", "places.csv", "incidents.csv", "import.csv")],
  ]);
}
