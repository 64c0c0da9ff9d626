import { mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { put } from "../../scripts/pictures/folder";

let place: string;
beforeAll(async () => {
  place = await mkdtemp(path.join(tmpdir(), "put "));
});
afterAll(() => rm(place, { recursive: true }));

test("what is put under a name that is taken leaves it as it is, and nothing beside it", async () => {
  await writeFile(path.join(place, "precious.json"), "precious");
  await expect(put(place, "precious.json", "other")).rejects.toMatchObject({ code: "EEXIST" });
  expect(await readFile(path.join(place, "precious.json"), "utf8")).toBe("precious");
  expect(await readdir(place)).toEqual(["precious.json"]);
});

test("of many that are put under one name at once one is there, whole, private and without its date", async () => {
  const wanted = Array.from({ length: 20 }, (_, index) => String(index).repeat(100_000));
  const tried = await Promise.allSettled(wanted.map((text) => put(place, "one.json", text)));
  const won = tried.findIndex(({ status }) => status === "fulfilled");
  expect(tried.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect((await readFile(path.join(place, "one.json"), "utf8")) === wanted[won]).toBe(true);
  const { mode, mtime } = await stat(path.join(place, "one.json"));
  expect([mode & 0o777, mtime.getUTCFullYear()]).toEqual([0o600, 2000]);
  expect((await readdir(place)).filter((name) => name.endsWith(".part"))).toEqual([]);
});
