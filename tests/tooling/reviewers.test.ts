import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { dossierWords } from "~/messages/dossier/words";
import { catalogue } from "~/messages/en";

/** A guide is followed word by word: what it calls a thing is what stands on the screen. */
const guide = readFileSync("docs/reviewers.md", "utf8");
const folder = "docs/reviewers";
const PEOPLE = ["rosa", "idris"];
const MOST_BYTES = 600_000;

const leaves = (part: unknown): string[] => (typeof part === "string" ? [part] : Object.values(part as object).flatMap(leaves));

test("every name in bold is on the screen, and everybody who signs in is in the demonstration", () => {
  const said = new Set([...leaves(catalogue), ...leaves(dossierWords.en)]);
  const bold = [...guide.matchAll(/\*\*([^*]+)\*\*/g)].map((match) => match[1]!.replaceAll(/\s+/g, " "));
  expect(bold.length).toBeGreaterThan(20);
  expect(bold.filter((name) => !PEOPLE.includes(name) && !said.has(name))).toEqual([]);
  const demo = readFileSync("scripts/demo.ts", "utf8");
  for (const who of PEOPLE) expect(demo).toContain(`"reviewer", "${who}"`);
});

test("every picture is in its place, none is left over, and all of them are small", () => {
  const shown = [...guide.matchAll(/!\[[^\]]+\]\(reviewers\/([a-z-]+\.png)\)/g)].map((match) => match[1]!);
  expect(readdirSync(folder).toSorted()).toEqual(shown.toSorted());
  const size = shown.reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
  expect(size).toBeLessThan(MOST_BYTES);
});
