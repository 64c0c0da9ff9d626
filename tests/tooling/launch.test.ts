import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fingerprint } from "../../scripts/launch/fingerprint";
import { givenDatabase } from "../../scripts/launch/instance-database";
import { ensureKeys } from "../../scripts/launch/keys";
import { takeLock } from "../../scripts/launch/lock";
import { LogFile } from "../../scripts/launch/log-file";
import { packagesAreCurrent } from "../../scripts/launch/packages.mjs";
import { choosePort } from "../../scripts/launch/port";
import { identify, isAlive } from "../../scripts/launch/process-identity";
import { supervise } from "../../scripts/launch/supervise";
import { makeSymlinks } from "../../scripts/launch/symlinks.mjs";
import { countVitest } from "../../scripts/testing/tally";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "vouchsafe launch "));
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, content: string): string {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content);
  return target;
}

test("packages are current when npm installed what the lock file pins, optional ones aside", () => {
  const packages = {
    "": { name: "x" },
    "node_modules/a": { version: "1.0.0", integrity: "sha512-a" },
    "node_modules/for-another-system": { version: "1.0.0", integrity: "sha512-b", optional: true },
  };
  const installed = (change: object) =>
    write("node_modules/.package-lock.json", JSON.stringify({ packages: { "node_modules/a": packages["node_modules/a"], ...change } }));
  write("package-lock.json", JSON.stringify({ packages }));
  expect(packagesAreCurrent(folder)).toBe(false);

  installed({});
  expect(packagesAreCurrent(folder)).toBe(true);
  installed({ "node_modules/a": { version: "1.0.1", integrity: "sha512-c" } });
  expect(packagesAreCurrent(folder)).toBe(false);
  installed({ "node_modules/for-another-system": { version: "0.9.0", integrity: "sha512-d" } });
  expect(packagesAreCurrent(folder)).toBe(false);
  installed({ "node_modules/a": undefined });
  expect(packagesAreCurrent(folder)).toBe(false);
});

test("the links that npm could not carry are made once, and mended when they point nowhere", () => {
  write("native/pg-symlinks.json", JSON.stringify([{ source: "native/lib/libx.so.1.2", target: "native/lib/libx.so" }]));
  write("native/lib/libx.so.1.2", "the library");
  expect(makeSymlinks(folder)).toBe(1);
  expect(readFileSync(path.join(folder, "native/lib/libx.so"), "utf8")).toBe("the library");
  expect(readlinkSync(path.join(folder, "native/lib/libx.so"))).toBe("libx.so.1.2");
  expect(makeSymlinks(folder)).toBe(0);
});

test("what was made is stale after any change of what it is made from, and after a making that was cut off", () => {
  write("src/a.ts", "a");
  write("src/skipped.test.ts", "b");
  const made = () =>
    fingerprint(path.join(folder, "out/stamp"), {
      root: folder,
      inputs: ["src", "absent.ts"],
      skip: (file) => file.endsWith(".test.ts"),
    });
  expect(made().isCurrent()).toBe(false);
  made().remember();
  expect(made().isCurrent()).toBe(true);

  write("src/skipped.test.ts", "changed");
  expect(made().isCurrent()).toBe(true);
  write("src/b.ts", "new");
  expect(made().isCurrent()).toBe(false);
  rmSync(path.join(folder, "src/b.ts"));
  expect(made().isCurrent()).toBe(true);
  write("absent.ts", "there now");
  expect(made().isCurrent()).toBe(false);
  made().remember();
  made().forget();
  expect(made().isCurrent()).toBe(false);
});

test("a second launcher on one data folder is refused, with where the first one is", async () => {
  const lock = await takeLock(folder);
  await expect(takeLock(folder)).rejects.toThrow(/is starting already/);
  lock.setAddress("http://localhost:3000");
  await expect(takeLock(folder)).rejects.toThrow("runs at http://localhost:3000 already");
  lock.release();
  (await takeLock(folder)).release();
  expect(existsSync(path.join(folder, "launcher.lock"))).toBe(false);
});

test("of several launchers that find the lock of a dead one, a single one gets it", async () => {
  write("launcher.lock", JSON.stringify({ launcher: { pid: process.pid, started: "another time" }, parts: [] }));
  const outcomes = await Promise.allSettled([takeLock(folder), takeLock(folder)]);
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

test("a lock that lost its content when the power went is replaced", async () => {
  const file = write("launcher.lock", "");
  const lock = await takeLock(folder);
  expect(readFileSync(file, "utf8")).toContain(`"pid":${process.pid}`);
  lock.release();
});

test("the next launcher waits for what a killed one left behind", async () => {
  const orphan = spawn(process.execPath, ["-e", "setTimeout(() => {}, 700)"]);
  await once(orphan, "spawn");
  const part = identify(orphan.pid!);
  write("launcher.lock", JSON.stringify({ launcher: { pid: process.pid, started: "another time" }, parts: [part] }));
  (await takeLock(folder)).release();
  expect(isAlive(part!)).toBe(false);
});

test("what ends by itself is started again, and not once it was stopped", async () => {
  const said: string[] = [];
  let starts = 0;
  const supervised = await supervise(
    async () => {
      starts += 1;
      const { promise, resolve } = Promise.withResolvers<string>();
      if (starts === 1) setTimeout(() => resolve("SIGKILL"), 10);
      return { ended: promise, stop: async () => resolve("stopped") };
    },
    (line) => said.push(line),
  );
  await sleep(800);
  expect(starts).toBe(2);
  expect(said).toEqual(["ended (SIGKILL), starts again in 0.5 s", "runs again"]);
  await supervised.stop();
  expect(starts).toBe(2);
});

test("what cannot start again is tried until it is stopped", async () => {
  let starts = 0;
  const supervised = await supervise(
    async () => {
      starts += 1;
      if (starts > 1) throw new Error("no memory");
      return { ended: Promise.resolve("code 1"), stop: async () => undefined };
    },
    () => undefined,
  );
  await sleep(700);
  expect(starts).toBe(2);
  await supervised.stop();
});

test("a log that cannot be written is complained about once, and ends nothing", () => {
  const complaints: string[] = [];
  const log = new LogFile(path.join(folder, "gone", "web.log"), (text) => complaints.push(text));
  log.write("first");
  log.write("second");
  expect(complaints).toEqual([expect.stringContaining("cannot be written: ENOENT")]);
  expect(log.tail()).toBe("first\nsecond");

  mkdirSync(path.join(folder, "gone"));
  log.write("third");
  expect(readFileSync(path.join(folder, "gone", "web.log"), "utf8")).toBe("third\n");
});

test("a log begins anew when it has grown to ten megabytes, and keeps what was before once", () => {
  const log = new LogFile(write("web.log", "x".repeat(10 * 1024 * 1024 + 1)), () => undefined);
  log.write("later");
  expect(readFileSync(path.join(folder, "web.log"), "utf8")).toBe("later\n");
  expect(existsSync(path.join(folder, "web.log.1"))).toBe(true);
});

test("keys are made for an instance that is not in use yet, and never again", async () => {
  expect((await ensureKeys(folder, false)).made).toEqual(["instance.key", "ledger.key", "auth.secret"]);
  const key = readFileSync(path.join(folder, "instance.key"));
  expect((await ensureKeys(folder, false)).made).toEqual([]);
  expect((await ensureKeys(folder, true)).made).toEqual([]);
  expect(readFileSync(path.join(folder, "instance.key"))).toEqual(key);

  rmSync(path.join(folder, "instance.key"));
  await expect(ensureKeys(folder, true)).rejects.toThrow(/instance.key is missing .* from your backup/);
  expect(existsSync(path.join(folder, "instance.key"))).toBe(false);
});

test("a port that was asked for is taken or refused, and no other one used", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  await expect(choosePort(String(port))).rejects.toThrow(`Port ${port} is taken`);
  server.close();
  await once(server, "close");
  expect(await choosePort(String(port))).toEqual({ port, note: null });
  await expect(choosePort("http")).rejects.toThrow("no port");
});

test("on a server of the operator's, the service takes the lesser role on", () => {
  const { owner, runtime } = givenDatabase("postgresql://boss:secret@db.example/vouchsafe?sslmode=verify-full", undefined);
  expect(owner).toBe("postgresql://boss:secret@db.example/vouchsafe?sslmode=verify-full");
  expect(new URL(runtime).searchParams.get("options")).toBe("-c role=vouchsafe_runtime");
  expect(new URL(runtime).searchParams.get("sslmode")).toBe("verify-full");
  const [own, lesser] = ["postgresql://a/b?sslmode=verify-full", "postgresql://c/d?sslmode=verify-full"];
  expect(givenDatabase(own, lesser).runtime).toBe(lesser);
});

test("a server that is reached over a network is reached by TLS with its certificate verified, or not at all", () => {
  const here = ["postgresql://localhost/v", "postgresql://127.0.0.1:5433/v", "postgresql://[::1]/v", "postgresql:///v?host=/run/pg"];
  for (const url of here) expect(givenDatabase(url, url).owner).toBe(url);
  const safe = "postgresql://db.example/v?sslmode=verify-full";
  const bare = ["postgresql://db.example/v", ...["disable", "prefer", "require", "verify-ca", "no-verify"].map((mode) => `postgresql://db.example/v?sslmode=${mode}`)];
  for (const url of [...bare, "postgresql://localhost.example/v", "postgresql://db.example/v?host=db.example"]) {
    expect(() => givenDatabase(url, undefined)).toThrow(/DATABASE_URL leads over a network to \S+\. Add sslmode=verify-full/);
    expect(() => givenDatabase(safe, url)).toThrow(/^RUNTIME_DATABASE_URL leads/);
  }
});

/** As vitest's JSON reporter writes it: files with their status, and the status of each of their tests. */
function report(...files: [name: string, status: string, ...tests: string[]][]): string {
  const testResults = files.map(([name, status, ...tests]) => ({
    name,
    status,
    assertionResults: tests.map((outcome) => ({ status: outcome })),
  }));
  return JSON.stringify({ testResults });
}

test("nothing that vitest passed over counts as passed", () => {
  const projects = { unit: (file: string) => file.startsWith("/src") };
  const count = (text: string, succeeded = true) => {
    const { passed, failed } = countVitest(text, succeeded, projects);
    return [passed, failed];
  };
  expect(count(report(["/src/a", "passed", "passed", "passed"]))).toEqual([2, 0]);
  expect(count(report(["/src/a", "failed", "passed", "failed"]), false)).toEqual([1, 1]);
  expect(count(report(["/src/a", "passed", "passed", "pending", "todo"]))).toEqual([1, 2]);
  expect(count(report(["/src/a", "passed", "passed"], ["/src/b", "failed"]), false)).toEqual([1, 1]);
  expect(count(report(["/src/a", "failed", "passed"]), false)).toEqual([1, 1]);
  expect(count(report(["/src/a", "passed", "passed"]), false)).toEqual([1, 1]);
  expect(count(report(["/elsewhere", "passed", "passed"]))).toEqual([1, 1]);
  expect(count(report(), false)).toEqual([0, 1]);
});
