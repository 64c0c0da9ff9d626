/**
 * npm run bench:reid -- [folder of the data] [--photos <2 to 6 a person>] [--json <file>]
 *
 * Attacks redacted faces: two embedding models and plain pixel distance, with a gallery of clear pictures and with one redacted the same way.
 * Two views: the replaced pixels alone, where every method of the product has to be at chance, and the face with what surrounds it, where none
 * may do better for the attacker than black in the same shape. The default folder is ../shared/data, of which `reid` is read.
 *
 * Exit code: 0 within the limits, 1 a limit is missed or the attack does not work, 2 nothing was measured.
 */
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";

import { close } from "~/media";

import { type Question, chance, galleries, look, scores, views } from "./attack";
import { attackers } from "./attackers";
import { SOLID, hidings } from "./hidings";
import { type Person, people, remembered } from "./people";
import { type Interval, bootstrap, wilson } from "./statistics";

const CACHE = path.resolve(".cache/reid");
/** Top-1 of the embeddings without any redaction, below which the attack is none. */
const WORKS = 0.9;

type Row = Omit<Question, "attacker"> & { readonly attacker: string; readonly source: string } & Interval & {
    readonly chance: number;
    /** Against `solid` in the same run, over the same probes. */
    readonly less: Interval;
  };

const mean = (groups: readonly (readonly number[])[]) => groups.flat().reduce((sum, value) => sum + value, 0) / groups.flat().length;

function judge(rows: readonly Row[]): string[] {
  const named = (row: Row) => `${row.hiding}, ${row.view}, ${row.gallery} gallery, ${row.attacker}, ${row.source}`;
  const kinds = new Map(hidings.map(({ name, kind }) => [name, kind]));
  const products = rows.filter(({ hiding }) => kinds.get(hiding) === "product");
  return [
    ...rows
      .filter((row) => row.hiding === "none" && row.source === "faces94" && row.gallery === "clear" && row.attacker !== "pixels" && row.value < WORKS)
      .map((row) => `the attack does not work: ${named(row)}: ${row.value.toFixed(3)}`),
    ...products
      .filter((row) => row.view === "region" && row.low > row.chance)
      .map((row) => `above chance: ${named(row)}: ${row.low.toFixed(3)} > ${row.chance.toFixed(3)}`),
    ...products
      .filter((row) => row.view === "surroundings" && row.less.low > 0)
      .map((row) => `better for the attacker than solid: ${named(row)}: by ${row.less.low.toFixed(3)} or more`),
  ];
}

function print(rows: readonly Row[], names: readonly string[]): void {
  const show = ({ value, low, high }: Interval) => `${value.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
  for (const source of new Set(rows.map((row) => row.source))) {
    for (const view of views) {
      const table = rows.filter((row) => row.source === source && row.view === view);
      console.log(`\n## ${source}: ${view === "region" ? "the region's pixels alone" : "the face with what surrounds it"}`);
      console.log(`Top-1 with its 95 % interval; chance ${table[0]!.chance.toFixed(3)}.\n`);
      const columns = names.flatMap((attacker) => galleries.map((gallery) => ({ attacker, gallery })));
      console.log(`| method | ${columns.map(({ attacker, gallery }) => `${attacker}, ${gallery}`).join(" | ")} |`);
      console.log(`| --- |${columns.map(() => " --- |").join("")}`);
      for (const { name } of hidings) {
        const cells = columns.map(({ attacker, gallery }) => table.find((row) => row.hiding === name && row.attacker === attacker && row.gallery === gallery)!);
        console.log(`| ${name} | ${cells.map(show).join(" | ")} |`);
        const compared = view === "surroundings" && /^black|^product: mosaic/.test(name);
        if (compared) console.log(`| … less solid, paired | ${cells.map(({ less }) => show(less)).join(" | ")} |`);
      }
    }
  }
}

function measured(everybody: readonly Person[], seen: Awaited<ReturnType<typeof look>>, names: readonly string[]): Row[] {
  const sources = ["all", ...new Set(everybody.map(({ source }) => source))];
  const random = chance(everybody);
  return hidings.flatMap(({ name: hiding }) =>
    views.flatMap((view) =>
      galleries.flatMap((gallery) =>
        names.flatMap((name, attacker) => {
          const found = scores(everybody, seen, { hiding, view, gallery, attacker });
          const black = scores(everybody, seen, { hiding: SOLID, view, gallery, attacker });
          return sources.map((source): Row => {
            const of = <T>(list: readonly T[]) => list.filter((_, index) => source === "all" || everybody[index]!.source === source);
            const probes = of(found).flat();
            const less = of(found.map((group, person) => group.map((value, probe) => value - black[person]![probe]!)));
            return {
              hiding, view, gallery, attacker: name, source,
              ...wilson(probes.reduce((sum, value) => sum + value, 0), probes.length),
              chance: mean(of(random)),
              less: bootstrap(less),
            };
          });
        }),
      ),
    ),
  );
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { photos: { type: "string" }, json: { type: "string" } } });
  const folder = path.join(positionals[0] ?? "../shared/data", "reid");
  if (!existsSync(path.join(folder, "identities.json"))) {
    console.error(`There are no pictures of people at ${path.resolve(folder)}: nothing was measured.`);
    return 2;
  }
  const photos = Number(values.photos ?? 6);
  await mkdir(CACHE, { recursive: true });
  const all = await attackers(CACHE);
  const known = path.join(CACHE, "boxes.json");
  const boxes = await remembered(known);
  const told = (what: string) => (done: number) => process.stderr.write(`\r${what}: ${done} people `);
  const everybody = await people(folder, photos, boxes, told("cleaned"));
  await writeFile(known, JSON.stringify(boxes));
  const seen = await look(everybody, all, told("attacked"));
  process.stderr.write("\n");
  const names = all.map(({ name }) => name);
  const rows = measured(everybody, seen, names);
  print(rows, names);
  if (values.json) await writeFile(values.json, JSON.stringify(rows, null, 1));
  const missed = judge(rows);
  console.log(missed.length === 0 ? "\nWithin the limits." : `\n${missed.join("\n")}`);
  return missed.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} finally {
  await close();
}
