import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ConsentRecord } from "./consent";
import { csv } from "./csv";
import { counts, LEAST, monthsOf, overTime, Period, statistics, suppress, type Counted } from "./statistics";

/** Every table of as many cells with the same sum that would be published alike. */
function alike(table: readonly number[]): number[][] {
  const total = table.reduce((sum, count) => sum + count, 0);
  const published = JSON.stringify(suppress(table, total));
  const found: number[][] = [];
  const fill = (cells: number[], left: number): void => {
    if (cells.length === table.length - 1) {
      const whole = [...cells, left];
      if (JSON.stringify(suppress(whole, total)) === published) found.push(whole);
      return;
    }
    for (let count = 0; count <= left; count += 1) fill([...cells, count], left - count);
  };
  fill([], total);
  return found;
}

describe("a number below five", () => {
  const tables = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 });

  test("is never given", () => {
    fc.assert(fc.property(fc.array(fc.nat(30), { maxLength: 30 }), fc.nat(40), (table, more) => {
      const total = table.reduce((sum, count) => sum + count, 0) + more;
      for (const [at, figure] of suppress(table, total).entries()) expect(figure === null || (figure >= LEAST && figure === table[at])).toBe(true);
    }));
  });

  test("is not told by whoever knows the rule, the total and everything that is given, unless it is nothing", () => {
    fc.assert(fc.property(tables, (table) => {
      const total = table.reduce((sum, count) => sum + count, 0);
      // Of fewer than five the total is not given either.
      fc.pre(total >= LEAST);
      const worlds = alike(table);
      for (const [at, figure] of suppress(table, total).entries()) {
        if (figure !== null) continue;
        const possible = new Set(worlds.map((world) => world[at]));
        expect(possible.size > 1 || possible.has(0)).toBe(true);
      }
    }), { numRuns: 500 });
  });

  test("is the whole table's where there are fewer than five in all", () => {
    expect(suppress([3, 1], 4)).toEqual([null, null]);
    expect(suppress([5, 0, 0], 5)).toEqual([5, null, null]);
    expect(suppress([9, 6, 2], 17)).toEqual([9, null, null]);
    expect(suppress([6, 6, 4], 16)).toEqual([null, null, null]);
  });
});

const grantorId = crypto.randomUUID();
const item = crypto.randomUUID();
const at = new Date("2026-11-20T12:00:00Z");
const said = (some: Partial<Record<keyof ConsentRecord, unknown>>): ConsentRecord =>
  ConsentRecord.parse({
    id: crypto.randomUUID(), grantorId, purpose: "monitoring", answer: "given", form: "redacted", recipients: { kind: "any" }, capacity: "self",
    everything: false, items: [item], accounts: [], recordedAt: new Date("2026-11-01T12:00:00Z"), until: null, ...some,
  });
const no = { answer: "refused", form: "none", everything: true, items: [], recordedAt: new Date("2026-11-05T12:00:00Z") } as const;

test.each([
  ["a yes", [said({})], true],
  ["a yes to observers", [said({ recipients: { kind: "class", class: "human-rights-observer" } })], true],
  ["nothing", [], false],
  ["a yes to something else", [said({ purpose: "court" })], false],
  ["a yes to one recipient", [said({ recipients: { kind: "named", recipientId: crypto.randomUUID() } })], false],
  ["a yes to journalists' kind of recipient", [said({ recipients: { kind: "class", class: "journalist" } })], false],
  ["a yes that has ended", [said({ until: new Date("2026-11-10T12:00:00Z") })], false],
  ["a yes, and a no afterwards", [said({}), said(no)], false],
  ["a no, and a yes afterwards", [said({ ...no, recordedAt: new Date("2026-10-01T12:00:00Z") }), said({})], true],
  ["a yes to one thing and a no to another", [said({}), said({ ...no, everything: false, items: [crypto.randomUUID()] })], false],
  ["ask me again", [said({ answer: "ask-again", form: "none" })], false],
] as const)("where somebody said %s, whether their incident counts is as it should be", (_what, consents, is) => {
  expect(counts([{ id: grantorId }], consents, at)).toBe(is);
  // Somebody beside them who was asked nothing.
  expect(counts([{ id: grantorId }, { id: crypto.randomUUID() }], consents, at)).toBe(false);
});

test("an incident with nobody in it counts for nothing", () => {
  expect(counts([], [], at)).toBe(false);
});

const incident = (place: string, start: string, service: string): Counted => ({
  start, place, kinds: ["eviction"], forces: [{ service, unit: "", officers: null, plates: [], numbers: [] }],
});

test("places and forces whose number is not given are not named, and months are", () => {
  const many = Array.from({ length: 7 }, (_, day) => incident(day % 2 ? "The Bridge" : "the bridge", `2026-10-0${day + 1}T08:00`, "Police"));
  const few = ["2026-11-01T08:00", "2026-11-02T08:00"].map((start) => incident("SECRET camp", start, "SECRET guard"));
  const published = statistics({ from: "2026-09", to: "2026-11" }, [...many, ...many, ...few], 3);
  expect(JSON.stringify(published)).not.toContain("SECRET");
  expect(published.total).toBe(16);
  expect(published.leftOut).toBeNull();
  // The fourteen would tell the two.
  expect(published.places).toEqual({ rows: [], partly: true });
  expect(published.months.rows).toEqual([{ name: "2026-09", count: null }, { name: "2026-10", count: null }, { name: "2026-11", count: null }]);
  expect(published.kinds.rows.find(({ name }) => name === "eviction")!.count).toBe(16);
});

test("months follow each other over the end of a year, and a long time is told in years", () => {
  expect(monthsOf({ from: "2025-11", to: "2026-02" })).toEqual(["2025-11", "2025-12", "2026-01", "2026-02"]);
  expect(overTime(["2026-02-01T00:00", "2025-12-31T23:59", "2026-02-28T10:00"])).toEqual([
    { time: "2025-12", count: 1 }, { time: "2026-01", count: 0 }, { time: "2026-02", count: 2 },
  ]);
  expect(overTime(["2020-02-01T00:00", "2026-02-28T10:00"]).map(({ time }) => time)).toEqual(["2020", "2021", "2022", "2023", "2024", "2025", "2026"]);
  // Of a slip in a year nothing else is lost.
  for (const slip of ["0026", "1026"])
    expect(overTime([`${slip}-03-05T08:00`, "2026-03-05T08:00", "2026-04-05T08:00"])).toEqual([{ time: slip, count: 1 }, { time: "2026", count: 2 }]);
  expect(Period.safeParse({ from: "2026-02", to: "2026-01" }).success).toBe(false);
});

/** What RFC 4180 says a reader does. */
function read(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)!.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
    if (end === "\r\n") rows.push([]);
  }
  return rows.slice(0, -1);
}

test("a table comes back as it was, and no cell of it is a formula", () => {
  fc.assert(fc.property(fc.array(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), { maxLength: 5 }), (rows) => {
    const again = read(csv(rows));
    expect(again.map((row) => row.map((cell) => cell.replace(/^'(?=\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20])/, "")))).toEqual(rows.map((row) => row.map((cell) => cell.replace(/^'(?=\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20])/, ""))));
    for (const cell of again.flat()) expect(cell).not.toMatch(/^\s*[=+\-@]/);
  }));
  expect(csv([["=HYPERLINK(1)", 3], ['a "b", c', 4]])).toBe(`'=HYPERLINK(1),3\r\n"a ""b"", c",4\r\n`);
});
