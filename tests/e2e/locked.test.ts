import { mkdir, readFile, readdir } from "node:fs/promises";
import path from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPassphraseFile } from "~/vault";
import { Instance } from "../crash/instance";
import { strike } from "../crash/processes";
import { eventually } from "./support/eventually";
import { launch, Visitor } from "./support/visitor";
import { words } from "./support/words";

/** An instance whose key is a passphrase, started as an operator starts it where there is no terminal. */
const PASSPHRASE = "seven quiet herons at dawn";

let instance: Instance;
let browser: Browser;
let key: string[];

beforeAll(async () => {
  instance = await Instance.create({ KEY_HOLDER: "passphrase" });
  const keys = path.join(instance.data, "keys");
  await mkdir(keys, { recursive: true, mode: 0o700 });
  const made = (await createPassphraseFile(path.join(keys, "instance.passphrase"), PASSPHRASE)).export();
  key = [made.toString("hex"), made.toString("base64"), made.toString("latin1")];
  [browser] = await Promise.all([launch(), instance.start("Locked")]);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await instance?.remove();
}, 60_000);

const status = (where: string, init?: RequestInit) =>
  fetch(`${instance.address}${where}`, { redirect: "manual", ...init }).then((answer) => answer.status, () => 0);

test("a locked instance shows one form in the reader's language, runs neither web nor worker, and opens where somebody types the passphrase", async () => {
  const { web, worker } = instance.running();
  expect({ web, worker }).toEqual({ web: undefined, worker: undefined });
  for (const where of ["/", "/sign-in", "/incidents", "/api/auth/session", "/icon.svg"]) expect(await status(where)).toBe(503);
  expect(await status("/api/trpc/join.inspect", { method: "POST", body: "{}" })).toBe(503);

  for (const look of [{ size: "phone", language: "ar" }, { size: "desktop", language: "en" }] as const) {
    const visitor = await Visitor.arrive(browser, instance.address, look);
    await visitor.page.goto("/incidents");
    await visitor.inspect("locked");
    await visitor.page.getByRole("link", { name: words(look.language, "locked.toUnlock") }).click();
    await visitor.inspect("unlock");
    await visitor.page.getByLabel(words(look.language, "locked.passphrase")).fill("not this one");
    await visitor.page.getByRole("button", { name: words(look.language, "locked.unlock") }).click();
    await visitor.page.getByRole("alert").getByText(words(look.language, "locked.wrong")).waitFor();
    await visitor.inspect("unlock wrong");
    if (look.language === "en") {
      const runs = instance.says();
      await visitor.page.getByLabel(words("en", "locked.passphrase")).fill(PASSPHRASE);
      await visitor.page.getByRole("button", { name: words("en", "locked.unlock") }).click();
      await visitor.page.getByRole("heading", { name: words("en", "locked.openingTitle") }).waitFor();
      await visitor.inspect("opening");
      await runs;
      await visitor.page.goto("/");
      await visitor.page.getByRole("button", { name: words("en", "signIn.enter"), exact: true }).waitFor();
    }
    expect(visitor.faults).toEqual([]);
    await visitor.leave();
  }
}, 180_000);

test("web and worker that are killed come back without anybody being asked again", async () => {
  const before = instance.running();
  await strike(before.web!);
  await strike(before.worker!);
  await eventually(() => status("/sign-in"), 200, 60_000);
  await eventually(async () => instance.running().worker?.pid ?? 0, (pid) => pid !== 0 && pid !== before.worker!.pid, 60_000);
  const log = path.join(instance.data, "log", "worker.log");
  await eventually(async () => (await readFile(log, "utf8")).split("worker.started").length - 1, 2, 60_000);
});

test("neither an environment, nor arguments, nor a file of the instance holds the passphrase or the key", async () => {
  const { launcher, web, worker } = instance.running();
  const outside: string[] = [];
  for (const { pid } of [launcher!, web!, worker!]) {
    for (const file of ["environ", "cmdline"]) outside.push(await readFile(`/proc/${pid}/${file}`, "latin1").catch(() => ""));
  }
  for (const entry of await readdir(instance.data, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile()) outside.push(await readFile(file, "latin1"));
  }
  const hits = [PASSPHRASE, ...key].filter((secret) => outside.some((text) => text.includes(secret)));
  expect(hits).toEqual([]);
  expect(outside.some((text) => text.includes("vouchsafe-passphrase:1"))).toBe(true);
  expect(await readFile(path.join(instance.data, "keys", "auth.secret"), "latin1")).toMatch(/^VOUCHSR/);
});

test("a launcher that is killed leaves a locked instance behind", async () => {
  expect(await instance.strikeLauncher()).toBe(true);
  await instance.start("Locked");
  expect(await status("/sign-in")).toBe(503);
  const { web, worker } = instance.running();
  expect({ web, worker }).toEqual({ web: undefined, worker: undefined });
}, 300_000);
