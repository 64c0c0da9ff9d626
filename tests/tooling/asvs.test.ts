import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as z from "zod";
import catalogue from "./fixtures/asvs-5.0.0.json" with { type: "json" };

/** Of these chapters the third level is answered for as well. */
const whole = new Set(["6", "7", "11", "14", "16"]);
const levels = new Map<string, string>(
  Object.entries(catalogue.levels).flatMap(([section, digits]) =>
    Array.from(digits, (level, n) => [`v5.0.0-${section}.${n + 1}`, level] as const),
  ),
);
const chapterOf = (id: string): string => /^v5\.0\.0-(\d+)\./.exec(id)![1]!;
const wanted = [...levels].filter(([id, level]) => level !== "3" || whole.has(chapterOf(id))).map(([id]) => id);

const Row = z.tuple([z.string(), z.enum(["1", "2", "3"]), z.string().min(10), z.string(), z.string()]);
const text = readFileSync("docs/asvs.md", "utf8");
const rows = text
  .split("\n")
  .filter((line) => line.startsWith("| v5.0.0-"))
  .map((line) => line.slice(1, -1).split("|").map((cell) => cell.trim()))
  .map((cells) => {
    const [id, level, asks, status, why] = Row.parse(cells);
    return { id, level, asks, status, why };
  });

/** A file and what is said in it: the name of a test, of a group or a table's row of them, or of a law. */
const shown = (why: string) =>
  [...why.matchAll(/`([^`]+\.test\.ts)`((?:,? "[^"]+")+)/g)].flatMap(([, file, titles]) =>
    [...titles!.matchAll(/"([^"]+)"/g)].map(([, title]) => ({ file: file!, title: title! })),
  );
const isIn = ({ file, title }: { file: string; title: string }): boolean => {
  const said = JSON.stringify(title).replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return existsSync(file) && new RegExp(`([([]\\s*|rule: )${said},`).test(readFileSync(file, "utf8"));
};

test("every requirement of levels 1 and 2, and of level 3 where it was promised, has one row, in order and at its level", () => {
  expect(wanted.length).toBe(281);
  expect(rows.map(({ id }) => id)).toEqual(wanted);
  expect(rows.filter(({ id, level }) => levels.get(id) !== level)).toEqual([]);
});

test("a row stands under the heading of its chapter", () => {
  const chapters = text.split(/^## V(?=\d)/m).slice(1);
  expect(chapters.map((chapter) => /^\d+/.exec(chapter)![0])).toEqual([...new Set(wanted.map(chapterOf))]);
  for (const chapter of chapters) {
    const ids = [...chapter.matchAll(/^\| (v5\.0\.0-\S+)/gm)].map((match) => chapterOf(match[1]!));
    expect(new Set(ids)).toEqual(new Set([/^\d+/.exec(chapter)![0]]));
  }
});

test("a requirement is met, not met or not applicable, and each says why", () => {
  expect(rows.filter(({ status }) => !["met", "not met", "not applicable"].includes(status))).toEqual([]);
  expect(rows.filter(({ why }) => why.length < 10)).toEqual([]);
});

test("what is met names the test that shows it, and every test that is named exists by that name", () => {
  expect(rows.filter(({ status, why }) => status === "met" && shown(why).length === 0).map(({ id }) => id)).toEqual([]);
  const missing = rows.flatMap(({ id, why }) => shown(why).filter((one) => !isIn(one)).map((one) => ({ id, ...one })));
  expect(missing).toEqual([]);
  // Nothing that looks like the name of a test's file stands without what is said in it.
  expect(rows.flatMap(({ id, why }) => (why.match(/`[^`]+\.test\.ts`(?!,? ")/g) ?? []).map((bare) => `${id} ${bare}`))).toEqual([]);
});

test("how many are met is what the paper says", () => {
  const count = (status: string) => rows.filter((row) => row.status === status).length;
  expect(text).toContain(`${count("met")} are met, ${count("not met")} are not, ${count("not applicable")} do not apply`);
});
