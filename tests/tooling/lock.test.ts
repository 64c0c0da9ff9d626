import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { completeLock, missingFromLock } from "../../scripts/launch/lock-file.mjs";

test("npm can install from the lock file on every system: it has all optional packages", () => {
  const lock = readFileSync(path.resolve(import.meta.dirname, "../../package-lock.json"), "utf8");
  const names = missingFromLock(JSON.parse(lock).packages).map(({ name }) => name);
  // Where this fails: node scripts/complete-lock.mjs
  expect(names).toEqual([]);
});

test("every package that this system installs is pinned to one version by a digest", () => {
  const lock = readFileSync(path.resolve(import.meta.dirname, "../../package-lock.json"), "utf8");
  type Locked = { version?: string; integrity?: string; optional?: boolean; os?: string[]; cpu?: string[]; libc?: string[] };
  const packages = Object.entries(JSON.parse(lock).packages as Record<string, Locked>).filter(([place]) => place !== "");
  expect(packages.length).toBeGreaterThan(400);
  // What was added by hand is for other systems, and npm takes none of it here.
  const loose = packages.filter(([, { integrity }]) => !integrity?.startsWith("sha512-"));
  const isForHere = ({ optional, os, cpu, libc }: Locked) =>
    !optional || ((os?.includes(process.platform) ?? true) && (cpu?.includes(process.arch) ?? true) && !libc?.includes("musl"));
  expect(loose.filter(([, locked]) => isForHere(locked)).map(([place]) => place)).toEqual([]);
  expect(packages.filter(([, { version }]) => !/^\d/.test(version ?? "")).map(([place]) => place)).toEqual([]);
});

test("what npm left out of a lock file is added with the system that it is for", () => {
  const packages = {
    "": {},
    "node_modules/a": { version: "1.2.3", dev: true, optionalDependencies: { "a-linux-x64-musl": "1.2.3", "a-win32-arm64": "1.2.3" } },
    "node_modules/a/node_modules/a-win32-arm64": { version: "1.2.3", optional: true },
  };
  expect(completeLock(packages)).toEqual(["a-linux-x64-musl"]);
  expect(packages).toHaveProperty("node_modules/a-linux-x64-musl", {
    version: "1.2.3", os: ["linux"], cpu: ["x64"], libc: ["musl"], dev: true, optional: true,
  });
  expect(missingFromLock(packages)).toEqual([]);
});

const asking = (name: string, version: string) => ({ "node_modules/a": { optionalDependencies: { [name]: version } } });

test("a package whose name does not tell what it runs on is not made up", () => {
  expect(() => completeLock(asking("mystery", "1.0.0"))).toThrow(/does not tell/);
  expect(() => completeLock(asking("a-linux-x64", "^1.0.0"))).toThrow(/no exact version/);
});
