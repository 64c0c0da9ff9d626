import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { handKeys } from "../../scripts/launch/hand-keys";
import { askSecretly } from "../../scripts/launch/locked/ask";
import { ensureKeys } from "../../scripts/launch/keys";
import { startLockedServer, type LockedServer } from "../../scripts/launch/locked/server";
import { unlock } from "../../scripts/launch/locked/unlock";
import { createPassphraseFile } from "~/vault";

/** While an instance is locked, nothing but one form answers, and nothing else of it runs. */
const RIGHT = "seven quiet herons at dawn";
const CHEAP = { memory: 64 * 1024, passes: 3, lanes: 1 };

let folder: string;
let port: number;
let clock = 0;
let server: LockedServer<string> | undefined;
let compared: string[];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "vouchsafe-locked-"));
  port = await freePort();
  compared = [];
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  rmSync(folder, { recursive: true });
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  return typeof address === "object" && address ? address.port : 0;
}

async function start() {
  server = await startLockedServer({
    port, publicUrl: `http://localhost:${port}`, now: () => clock,
    tryPassphrase: async (passphrase) => {
      compared.push(passphrase);
      return passphrase === RIGHT ? "the key" : null;
    },
  });
  return server;
}

const ask = (where: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${port}${where}`, { redirect: "manual", ...init });
const ours = { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" };
const type = (passphrase: string, headers: Record<string, string> = ours) =>
  ask("/unlock", { method: "POST", headers, body: new URLSearchParams({ passphrase }).toString() });

test("everything but the form is answered with locked, whoever asks for whatever in whatever way", async () => {
  await start();
  const answers = new Set<string>();
  for (const where of ["/", "/incidents", "/sign-in", "/api/trpc/members.me", "/api/auth/session", "/api/derivatives/x", "/unlock/", "/_next/static/x.js", "/favicon.ico", "/%2e%2e/keys/instance.passphrase"]) {
    for (const method of ["GET", "POST", "PUT", "DELETE", "OPTIONS"]) {
      const answer = await ask(where, { method, headers: { accept: "application/json", cookie: "vouchsafe.session=x" } });
      answers.add(`${answer.status} ${await answer.text()} ${answer.headers.get("cache-control")} ${answer.headers.get("set-cookie")}`);
    }
  }
  expect([...answers]).toEqual(['503 {"locked":true} no-store null']);
  expect((await ask("/unlock", { method: "DELETE" })).status).toBe(503);
  expect(compared).toEqual([]);
});

test("a reader is told in their language that it is locked, and no name and no number", async () => {
  await start();
  for (const [language, word, direction] of [["en", "Locked", "ltr"], ["fr", "Verrouillé", "ltr"], ["ar", "مقفل", "rtl"]] as const) {
    const answer = await ask("/incidents/1", { headers: { accept: "text/html", "accept-language": language } });
    const text = await answer.text();
    expect(answer.status).toBe(503);
    expect(text).toContain(`<h1>${word}</h1>`);
    expect(text).toContain(`lang="${language}" dir="${direction}"`);
    expect(text).not.toMatch(/\d+ (incidents|members|photos)/);
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  }
  const chosen = await ask("/", { headers: { accept: "text/html", "accept-language": "en", cookie: "a=b; locale=fr" } });
  expect(await chosen.text()).toContain("Verrouillé");
  expect((await (await ask("/unlock.css")).text())).toContain("--paper");
});

test("the right passphrase unlocks, and its page comes with its styles and leads on to the instance", async () => {
  const { unlocked } = await start();
  const answer = await type(RIGHT);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('<a href="/">Go on</a>');
  expect((await ask("/unlock.css")).status).toBe(200);
  expect(await unlocked).toBe("the key");
});

test("a wrong one is said to be wrong, and is on no page and in no header", async () => {
  await start();
  const answer = await type("a wrong passphrase <b>");
  expect(answer.status).toBe(422);
  const text = await answer.text();
  expect(text).toContain("That is not the passphrase.");
  expect(text + JSON.stringify([...answer.headers])).not.toContain("wrong passphrase <b>");
});

test("nobody tries more than five times at once and six times a minute, and then whoever waits may", async () => {
  await start();
  const statuses = async (times: number) => {
    const all: number[] = [];
    for (let i = 0; i < times; i += 1) all.push((await type(`wrong ${i}`)).status);
    return all;
  };
  expect(await statuses(7)).toEqual([422, 422, 422, 422, 422, 429, 429]);
  expect(compared).toHaveLength(5);
  // Also the right one: what is not compared tells nothing.
  expect((await type(RIGHT)).status).toBe(429);
  clock += 10_000;
  expect(await statuses(2)).toEqual([422, 429]);
  clock += 3_600_000;
  expect(await statuses(6)).toEqual([422, 422, 422, 422, 422, 429]);
});

test("a page of somebody else's uses up no try, and neither does what is no form", async () => {
  await start();
  const { "content-type": form } = ours;
  expect((await type(RIGHT, { ...ours, "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect((await type(RIGHT, { "content-type": form })).status).toBe(403);
  expect((await type(RIGHT, { "content-type": form, origin: "https://elsewhere.example" })).status).toBe(403);
  expect((await type(RIGHT, { ...ours, "content-type": "application/json" })).status).toBe(400);
  expect((await type("x".repeat(5000))).status).toBe(400);
  expect(compared).toEqual([]);
  expect((await type(RIGHT, { "content-type": form, origin: `http://localhost:${port}` })).status).toBe(200);
});

test("a locked instance without a terminal waits on its page, gives the key to nobody else, and frees its port", async () => {
  const file = path.join(folder, "instance.passphrase");
  const made = await createPassphraseFile(file, RIGHT, CHEAP);
  const { holders } = await ensureKeys(folder, false, { kind: "passphrase", file: "instance.passphrase" });
  expect(holders).toEqual({ v: 1, wraps: { kind: "passphrase", file: "instance.passphrase" }, opens: [] });
  expect(JSON.parse(readFileSync(path.join(folder, "holders.json"), "utf8"))).toEqual(holders);

  const waiting = unlock(folder, holders, { port, publicUrl: `http://localhost:${port}` }, new AbortController().signal);
  await expect.poll(() => ask("/").then(({ status }) => status, () => 0)).toBe(503);
  expect((await type("not this one")).status).toBe(422);
  expect((await type(RIGHT)).status).toBe(200);
  const keys = await waiting;
  expect(keys.map((key) => key.equals(made))).toEqual([true]);
  await expect(ask("/")).rejects.toThrow("fetch failed");
});

test("a locked instance that is stopped ends without a key", async () => {
  await createPassphraseFile(path.join(folder, "instance.passphrase"), RIGHT, CHEAP);
  const stopping = new AbortController();
  const holders = { v: 1 as const, wraps: { kind: "passphrase" as const, file: "instance.passphrase" }, opens: [] };
  const waiting = unlock(folder, holders, { port, publicUrl: `http://localhost:${port}` }, stopping.signal);
  await expect.poll(() => ask("/").then(({ status }) => status, () => 0)).toBe(503);
  stopping.abort();
  expect(await waiting).toEqual([]);
});

test("what is typed at a terminal is not shown there, corrections included, and waiting for it can be given up", async () => {
  const terminal = { input: new PassThrough(), output: new PassThrough() };
  const asked = askSecretly("Passphrase: ", new AbortController().signal, terminal);
  for (const key of ["seven quiet heronz", "\u007f", "s at dawn", "\r"]) terminal.input.write(key);
  expect(await asked).toBe(RIGHT);
  expect((terminal.output.read() as Buffer).toString()).toBe("Passphrase: \n");
  const stopping = new AbortController();
  const given = askSecretly("Passphrase: ", stopping.signal, terminal);
  stopping.abort();
  await expect(given).rejects.toMatchObject({ name: "AbortError" });
});

test("nobody chooses the passphrase of a new instance but at its terminal", async () => {
  const holders = { v: 1 as const, wraps: { kind: "passphrase" as const, file: "instance.passphrase" }, opens: [] };
  await expect(unlock(folder, holders, { port, publicUrl: `http://localhost:${port}` }, new AbortController().signal)).rejects.toThrow(/terminal/);
});

test("the key reaches a program through its standard input, and stands in neither its environment nor its arguments", async () => {
  const key = await createPassphraseFile(path.join(folder, "instance.passphrase"), RIGHT, CHEAP);
  const program = `
    const { receivedKeys } = await import(${JSON.stringify(path.resolve("src/env.ts"))});
    const keys = [...receivedKeys(), ...receivedKeys()];
    const { readFileSync } = await import("node:fs");
    process.stdout.write(JSON.stringify({
      keys: keys.map((key) => key.export().toString("hex")), printed: require("node:util").inspect(globalThis, { showHidden: true, depth: 3 }),
      outside: readFileSync("/proc/self/environ", "latin1") + readFileSync("/proc/self/cmdline", "latin1"),
    }));`;
  const child: ChildProcess = spawn(process.execPath, ["--import", "tsx", "--input-type=commonjs", "-e", `(async () => {${program}})()`], {
    stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, KEYS_ON_STDIN: "yes" },
  });
  handKeys(child.stdin, [key]);
  const said: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => said.push(chunk));
  await once(child, "close");
  const { keys, printed, outside } = JSON.parse(Buffer.concat(said).toString("utf8")) as { keys: string[]; printed: string; outside: string };
  const hex = key.export().toString("hex");
  expect(keys).toEqual([hex, hex]);
  for (const way of [hex, key.export().toString("base64"), key.export().toString("latin1")]) {
    expect(outside).not.toContain(way);
    expect(printed).not.toContain(way);
  }
});

test("settings that name another holder than the one that has the keys start nothing, and say how to move them", async () => {
  await ensureKeys(folder, false);
  await expect(ensureKeys(folder, true, { kind: "passphrase", file: "instance.passphrase" })).rejects.toThrow(/keys:rewrap -- --to passphrase/);
  expect((await ensureKeys(folder, true, { kind: "file", file: "instance.key" })).made).toEqual([]);
});

test("an address of a service may change without moving the keys, its key may not", async () => {
  const transit = { kind: "vault-transit" as const, key: "vouchsafe", endpoint: "https://one.example", mount: "transit", tokenFile: "/run/token" };
  await ensureKeys(folder, false, transit);
  const { holders } = await ensureKeys(folder, true, { ...transit, endpoint: "https://two.example" });
  expect(holders.wraps).toMatchObject({ endpoint: "https://two.example" });
  await expect(ensureKeys(folder, true, { ...transit, key: "another" })).rejects.toThrow(/keys:rewrap/);
});
