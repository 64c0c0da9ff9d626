import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "~/domain/roles";
import { sealedColumns } from "~/server/sealed";
import { createKeyFile, createPassphraseFile, fileHolder, isHeldBy, openRecord, unwrapKey, vaultTransitHolder, wipeKey, type KeyHolder } from "~/vault";
import { rewrapTables } from "../../scripts/keys/rewrap-tables";
import { handKeys } from "../../scripts/launch/hand-keys";
import { startTransit, TOKEN } from "../support/kms/transit";
import { details } from "../support/collective";
import { planter, plantEverything } from "../support/planted/planting";
import { openWorld, type World } from "../support/world";

/** Moving an instance's keys to another holder, while the instance is used. */
const RIGHT = "seven quiet herons at dawn";

let world: World;
let documenter: Actor;
let client: Client;
let transit: Awaited<ReturnType<typeof startTransit>>;
let file: KeyHolder;
let tokenFile: string;

beforeAll(async () => {
  world = await openWorld();
  await plantEverything(world, planter(world));
  documenter = await world.member("documenter");
  const steward = await world.member("steward");
  const { id: teamId } = await world.as(steward).teams.create({ name: "Dusk team", code: "DSK" });
  await world.as(steward).teams.place({ teamId, memberId: documenter.id, placed: true });
  // Enough for somebody to pull the plug in the middle.
  for (let i = 0; i < 40; i += 1) await world.as(documenter).incidents.create({ teamId, details, account: { language: "en", text: `what was seen ${i}` } });
  client = new Client({ connectionString: world.database.ownerUrl });
  await client.connect();
  transit = await startTransit({ delayMs: 60 });
  tokenFile = path.join(world.data, "token");
  await writeFile(tokenFile, TOKEN);
  file = await fileHolder(path.join(world.data, "keys", "instance.key"));
}, 240_000);
afterAll(async () => {
  await client?.end();
  await transit?.close();
  await world?.close();
});

/** What stands in each sealed column, with the place that it was sealed for. */
async function everything() {
  const found = [];
  for (const column of sealedColumns) {
    const { rows } = await client.query<{ id: string; sealed: Buffer }>(
      `SELECT "id"::text AS id, "${column.column}" AS sealed FROM "${column.table}" WHERE length("${column.column}") > 0`,
    );
    found.push({ column, rows: rows.map(({ id, sealed }) => ({ sealed, place: column.place(id) })) });
  }
  return found;
}
async function count(holder: KeyHolder) {
  const all = (await everything()).flatMap(({ column, rows }) => rows.map(({ sealed }) => isHeldBy(sealed, column.holds, holder)));
  return { held: all.filter(Boolean).length, of: all.length };
}

type Run = { readonly code: number | null; readonly said: string };
function run(args: readonly string[], keys: Parameters<typeof handKeys>[1] = []) {
  const child = spawn(process.execPath, ["--import", "tsx", path.resolve("scripts/keys/rewrap.ts"), ...args], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, VOUCHSAFE_DATA: world.data, DATABASE_URL: world.database.ownerUrl, RUNTIME_DATABASE_URL: world.database.runtimeUrl, KEYS_ON_STDIN: "yes" },
  });
  handKeys(child.stdin, keys);
  const ended: Promise<Run> = Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]).then(
    ([, out, err]) => ({ code: child.exitCode, said: out + err }),
  );
  return { child, ended };
}
const toTransit = () => ["--to", "vault-transit", "--endpoint", transit.endpoint, "--key", "vouchsafe", "--token-file", tokenFile];
const holders = async () => JSON.parse(await readFile(path.join(world.data, "keys", "holders.json"), "utf8")) as { wraps: { kind: string }; opens: unknown[] };

/** Everything that a member can read is opened anew, and something is written. */
async function isUsed(): Promise<void> {
  const me = world.as(documenter);
  const list = await me.incidents.list();
  expect(list.length).toBeGreaterThanOrEqual(40);
  const read = await me.incidents.read({ incidentId: list[0]!.id });
  expect(read.accounts[0]!.text).toContain("what was seen");
  await me.accounts.write({ incidentId: list[0]!.id, accountId: null, words: { language: "en", text: "meanwhile: what was seen" }, mentions: [] });
}

test("what is sealed in each column opens for the place that is written down for it", async () => {
  const empty: string[] = [];
  for (const { column, rows } of await everything()) {
    if (rows.length === 0) empty.push(`${column.table}.${column.column}`);
    for (const { sealed, place } of rows) {
      if (column.holds === "record") expect((await openRecord(sealed, place, file)).length).toBeGreaterThan(0);
      else wipeKey(await unwrapKey(sealed, place, file));
    }
  }
  const betweenTwoSteps = ["EvidenceItem.wrappedIntake", "Invite.totpSealed", "Member.newTotpSealed"];
  // Nobody here has lost everything: `tests/flows/recovery.test.ts` opens these for the places written down for them.
  const elsewhere = ["Recovery.sealed", "Recovery.totpSealed"];
  expect(empty.filter((name) => ![...betweenTwoSteps, ...elsewhere].includes(name))).toEqual([]);
});

test("killed in the middle it leaves an instance that is used as before, goes on, and leaves nothing with the old holder", async () => {
  const service = vaultTransitHolder({ ...transit.settings, tokenFile });
  const first = run(toTransit());
  await expect.poll(async () => (await count(service)).held, { timeout: 60_000, interval: 50 }).toBeGreaterThan(0);
  first.child.kill("SIGKILL");
  await first.ended;
  const halfWay = await count(service);
  expect(halfWay.held).toBeLessThan(halfWay.of);
  expect(await holders()).toMatchObject({ wraps: { kind: "vault-transit" }, opens: [{ kind: "file" }] });

  await isUsed();
  expect((await count(service)).held).toBeGreaterThan(halfWay.held);

  const second = run(toTransit());
  await Promise.all([isUsed(), isUsed()]);
  const { code, said } = await second.ended;
  expect(said).toContain("0 left with another holder");
  expect(code).toBe(0);
  expect(await holders()).toMatchObject({ wraps: { kind: "vault-transit" }, opens: [] });

  await isUsed();
  for (const { column, rows } of await everything()) {
    for (const { sealed, place } of rows) {
      expect(isHeldBy(sealed, column.holds, service)).toBe(true);
      const opening = column.holds === "record" ? openRecord(sealed, place, file) : unwrapKey(sealed, place, file);
      await expect(opening).rejects.toThrow("not-mine");
    }
  }
  await (await import("~/server/keys/commands")).openAuthSecret();
  const entry = await world.db().custodyEvent.findFirstOrThrow({ where: { kind: "keys.rewrapped" }, select: { body: true } });
  expect(JSON.parse(Buffer.from(entry.body).toString("utf8"))).toMatchObject({ from: file.id, to: service.id, by: null });
}, 240_000);

test("it goes to a passphrase as well, and to a file of a new name; run again it finds nothing to do", async () => {
  const key = await createPassphraseFile(path.join(world.data, "keys", "instance.passphrase"), RIGHT, { memory: 64 * 1024, passes: 3, lanes: 1 });
  // A passphrase is chosen at a terminal. Here it was, and the move to it begun.
  const before = await holders();
  await writeFile(
    path.join(world.data, "keys", "holders.json"),
    JSON.stringify({ v: 1, wraps: { kind: "passphrase", file: "instance.passphrase" }, opens: [before.wraps] }),
  );
  expect((await run(["--to", "passphrase"]).ended).said).toContain("has to be typed");
  expect(await run(["--to", "passphrase"], [key]).ended).toMatchObject({ code: 0, said: expect.stringContaining("0 left") as string });
  expect((await run(["--to", "file"]).ended).said).toContain("has to be typed");
  expect(await run(["--to", "file"], [key]).ended).toMatchObject({ code: 0 });
  expect(await holders()).toEqual({ v: 1, wraps: { kind: "file", file: "instance-2.key" }, opens: [] });
  await isUsed();
  // What protects sign-ins is sealed to begin with only where the key is elsewhere, and then moves along.
  const secret = new Uint8Array(await readFile(path.join(world.data, "keys", "auth.secret")));
  expect(isHeldBy(secret, "record", await fileHolder(path.join(world.data, "keys", "instance-2.key")))).toBe(true);
  const again = await run(["--to", "aws-kms"]).ended;
  expect(again).toMatchObject({ code: 1, said: expect.stringContaining("KEY_HOLDER_KEY, KEY_HOLDER_REGION") as string });
}, 240_000);

test("what neither holder opens is named by table, row and column, and nothing else is left", async () => {
  const now = await fileHolder(path.join(world.data, "keys", "instance-2.key"));
  await createKeyFile(path.join(world.data, "keys", "next.key"));
  const next = await fileHolder(path.join(world.data, "keys", "next.key"));
  const { rows } = await client.query<{ id: string; sealed: Buffer }>('SELECT "id", "sealed" FROM "Account" ORDER BY "id" LIMIT 2');
  const [one, two] = rows as [{ id: string; sealed: Buffer }, { id: string; sealed: Buffer }];
  await client.query("BEGIN");
  try {
    // A row copied over another, and one of which a byte was lost.
    await client.query('UPDATE "Account" SET "sealed" = $1 WHERE "id" = $2', [one.sealed, two.id]);
    await client.query('UPDATE "Account" SET "sealed" = $1 WHERE "id" = $2', [one.sealed.subarray(0, 60), one.id]);
    const pass = await rewrapTables(client, now, next);
    expect(pass.stuck).toEqual([`Account ${one.id} sealed: damaged`, `Account ${two.id} sealed: damaged`]);
    expect(await rewrapTables(client, now, next)).toMatchObject({ moved: 0, changed: 0, there: pass.moved, stuck: pass.stuck });
  } finally {
    await client.query("ROLLBACK");
  }
});
