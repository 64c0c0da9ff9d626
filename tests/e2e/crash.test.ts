import { randomInt } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Ordeal, victims } from "../crash/ordeal";
import { Store } from "../crash/store";

/** One kill of each process; `npm run test:crash` has ten. */
const SECOND = 1000;
const DAY = 24 * 3600 * SECOND;
const seed = randomInt(2 ** 31);
const said: string[] = [];

let ordeal: Ordeal;
beforeAll(async () => {
  ordeal = await Ordeal.begin(seed, (line) => said.push(line));
}, 120 * SECOND);
afterAll(() => ordeal?.end(), 120 * SECOND);

const sound = { faults: [], lost: 0, dangling: 0 };

test("whichever process is killed under uploading, no acknowledged photo is lost, no row points at nothing, the ledger verifies", async () => {
  try {
    await ordeal.run(victims);
  } catch (error) {
    throw new Error(`Seed ${seed}: ${said.join("; ")}`, { cause: error });
  }
  expect(ordeal.kills).toEqual({ web: 1, worker: 1, decoder: 1, postgres: 1, launcher: 1 });
  expect(ordeal.decodersAtWork).toBe(1);
  const findings = await ordeal.audit();
  expect(findings, `seed ${seed}: ${said.join("; ")}`).toMatchObject(sound);
  expect(findings.acknowledged).toBeGreaterThan(victims.length);
  expect(findings.displays).toBeGreaterThan(0);
}, 1200 * SECOND);

test("the nightly sweep takes what crashes left behind, and nothing that a row names", async () => {
  const shard = path.join(ordeal.instance.data, "blobs", "00");
  await mkdir(shard, { recursive: true });
  for (const name of ["0".repeat(32), `${"0".repeat(31)}1.part`]) await writeFile(path.join(shard, name), "left behind");
  const before = await ordeal.audit();
  expect(before.orphans).toBeGreaterThanOrEqual(2);
  expect(before.unfinished).toBeGreaterThanOrEqual(1);

  Object.assign(process.env, {
    VOUCHSAFE_DATA: ordeal.instance.data,
    DATABASE_URL: await ordeal.runtimeDatabase(),
    PUBLIC_URL: ordeal.instance.address,
  });
  const { sweep } = await import("~/server/evidence/jobs");
  const { disconnect } = await import("~/server/db");
  try {
    await sweep(new Date(Date.now() + 2 * DAY));
  } finally {
    await disconnect();
  }
  const { rows, objects } = before;
  expect(await ordeal.audit()).toMatchObject({ ...sound, rows, objects, orphans: 0, unfinished: 0 });
});

test("the audit that says so names an object that is gone", async () => {
  const store = new Store(path.join(ordeal.instance.data, "blobs"));
  const [name] = await store.names();
  await rm(store.fileOf(name!));
  const { faults, dangling } = await ordeal.audit();
  expect(dangling).toBe(1);
  expect(faults).toEqual([expect.stringMatching(/^(the|what the) .* of item .* cannot be had: ENOENT/)]);
});

test.each(["SIGINT", "SIGTERM"] as const)("%s to npm alone ends everything that it started", async (signal) => {
  const { instance } = ordeal;
  if (instance.running().launcher === undefined) await instance.start();
  expect(instance.running()).toMatchObject({ launcher: expect.anything(), web: expect.anything(), postgres: expect.anything() });
  expect(await instance.end(signal)).toBe(0);
  expect(instance.running()).toEqual({ launcher: undefined, web: undefined, worker: undefined, postgres: undefined });
});
