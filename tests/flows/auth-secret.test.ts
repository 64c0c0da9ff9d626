import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTransit, TOKEN } from "../support/kms/transit";
import { openWorld, type World } from "../support/world";

/** Whoever takes the disk must not be able to make the cookie of a session that is still in force. */
let world: World;
let transit: Awaited<ReturnType<typeof startTransit>>;
let file: string;
let first: string;

beforeAll(async () => {
  [world, transit] = await Promise.all([openWorld(), startTransit()]);
  file = path.join(world.data, "keys", "auth.secret");
  first = (await readFile(file, "utf8")).trim();
});
afterAll(async () => {
  await transit.close();
  await world.close();
});

const onDisk = () => readFile(file, "latin1");
const env = () => import("~/env");
const open = async () => (await import("~/server/keys/commands")).openAuthSecret();

test("beside a key in a file the secret lies as it is, since who has the one has the other", async () => {
  await open();
  expect((await onDisk()).trim()).toBe(first);
  expect((await env()).authSecret()).toBe(first);
});

test("where the key is elsewhere the secret of a new instance is made anew and sealed, for a disk remembers what lay on it", async () => {
  const tokenFile = path.join(world.data, "token");
  await writeFile(tokenFile, TOKEN);
  const wraps = { kind: "vault-transit", ...transit.settings, tokenFile };
  await writeFile(path.join(world.data, "keys", "holders.json"), JSON.stringify({ v: 1, wraps, opens: [] }));
  await open();
  const secret = (await env()).authSecret();
  expect(secret).not.toBe(first);
  expect(secret).toHaveLength(43);
  expect(await onDisk()).toMatch(/^VOUCHSR/);
  for (const one of [first, secret]) expect(await onDisk()).not.toContain(one);
  // The next start opens the same.
  (await env()).keepAuthSecret("of another start");
  await open();
  expect((await env()).authSecret()).toBe(secret);
});

test("once somebody is in it is sealed as it was, so that nobody is signed out and no passkey forgotten", async () => {
  await world.member("steward");
  await writeFile(file, `${first}\n`);
  await open();
  expect((await env()).authSecret()).toBe(first);
  expect(await onDisk()).toMatch(/^VOUCHSR/);
  expect(await onDisk()).not.toContain(first);
});

test("sealed and not opened, it is no secret to sign anything with", async () => {
  const slot = Symbol.for("vouchsafe.secrets");
  const secrets = (globalThis as unknown as Record<symbol, { authSecret?: string }>)[slot]!;
  delete secrets.authSecret;
  expect((await env()).authSecret).toThrow("has not been opened");
});
