import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("what is printed on a sheet of its own says how large it is in lengths: browsers know A4 and A5 by name, and no A6", () => {
  const sheets = globSync("src/**/*.css").flatMap((file) => [...readFileSync(file, "utf8").matchAll(/@page [^}]*\}/g)].map(([rule]) => rule));
  expect(sheets.length).toBeGreaterThan(1);
  for (const sheet of sheets) expect(sheet).toMatch(/size: \d+mm \d+mm;/);
});
