import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Actor } from "~/domain/roles";
import { manifestIn, objectIn, readManifest, tablesIn, writeManifest } from "../../scripts/backup/manifest";
import { objectColumns } from "../../scripts/backup/objects";
import { isEmpty, prepare, putBack } from "../../scripts/backup/put-back";
import { migrate } from "../../scripts/database/migrate";
import { bringUpToDate } from "../../scripts/launch/instance-database";
import { backUp, keeper, signerOf, storedPhoto, unpack, type Keeper } from "../support/backups";
import { collective } from "../support/collective";
import { silence } from "../support/mp3";
import { createDatabase, createEmptyDatabase, type TestDatabase } from "../support/postgres";
import { sha256 } from "../support/sha256";
import { given, saysYes, withWitness } from "../support/witnessed";
import { openWorld, type World } from "../support/world";

/** Backups of an instance that is used, and what becomes of them. */
let world: World;
let team: Awaited<ReturnType<typeof collective>>;
let photo: string;
let open: { disclosureId: string; token: string };
let card: string;
let steward: Actor;
let kept: Keeper;
let home: string;
let backups: string;
let owner: Client;
const databases: TestDatabase[] = [];

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), "vouchsafe-backups-"));
  backups = path.join(home, "backups");
  kept = await keeper();
  await writeFile(path.join(home, "key.txt"), kept.file);
  world = await openWorld();
  team = await collective(world);
  const witness = await withWitness(world, team);
  photo = await storedPhoto(world, team.documenter.id, witness.incidentId);
  await saysYes(world, team, witness, ["court"]);
  open = await given(world, team, witness, "court");
  ({ code: card } = await world.as(team.documenter).receipts.make({ grantorId: witness.grantorId }));
  const sound = new Uint8Array(silence());
  const { add } = await import("~/server/recordings/commands");
  steward = await world.member("steward");
  await add(steward, { language: "ti", passage: "start", digest: sha256(sound), bytes: sound }, new Date());
  const soon = new Date(Date.now() + 3600_000);
  await world.db().session.create({ data: { memberId: team.documenter.id, createdAt: new Date(), idleUntil: soon, expiresAt: soon, provenAt: new Date() } });
  owner = new Client({ connectionString: world.database.ownerUrl });
  await owner.connect();
}, 120_000);
afterAll(async () => {
  vi.resetModules();
  await owner?.end();
  await world?.close();
  for (const database of databases) await database.drop();
  await rm(home, { recursive: true, force: true });
});

async function emptyInstance(make = createDatabase) {
  const data = await mkdtemp(path.join(home, "instance-"));
  const blobs = path.join(data, "blobs");
  await mkdir(blobs);
  const database = await make();
  databases.push(database);
  return { data, blobs, database, into: { ownerUrl: database.ownerUrl, blobs, verifierKey: (await signerOf(world.data)).verifierKey } };
}

async function on(database: TestDatabase, sql: string, values: unknown[] = []): Promise<object[]> {
  const client = new Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    return (await client.query<object>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

type Instance = { readonly data: string; readonly database: TestDatabase };
function run(script: string, args: readonly string[], { data, database }: Instance) {
  const child = spawn(process.execPath, ["--import", "tsx", path.resolve(script), ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, VOUCHSAFE_DATA: data, DATABASE_URL: database.ownerUrl, RUNTIME_DATABASE_URL: database.runtimeUrl },
  });
  const ended = Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]).then(([, out, err]) => ({ code: child.exitCode, said: out + err }));
  return { child, ended };
}

/** Until `work` is done, a backup comes to the last table and no further. */
async function heldAtTheEnd(work: () => Promise<void>): Promise<void> {
  await owner.query('BEGIN; LOCK TABLE "WorkerBeat" IN ACCESS EXCLUSIVE MODE');
  try {
    for (;;) {
      const { rowCount } = await owner.query("SELECT FROM pg_locks WHERE NOT granted AND relation = '\"WorkerBeat\"'::regclass");
      if (rowCount === 1) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await work();
  } finally {
    await owner.query("COMMIT");
  }
}

test("every column that names an object is one whose objects are backed up", async () => {
  const models = await Promise.all((await readdir("prisma/models")).map((file) => readFile(path.join("prisma/models", file), "utf8")));
  const named = models.flatMap((schema) => [...schema.matchAll(/^model (\w+) \{\n(.*?)^\}/gms)]).flatMap(([, model, body]) =>
    [...body!.matchAll(/^ {2}(\w*[bB]lob)\s+String/gm)].map(([, column]) => `${model}.${column}`),
  );
  expect(objectColumns.map(([table, , column]) => `${table}.${column}`).toSorted()).toEqual(named.toSorted());
});

let restored: Awaited<ReturnType<typeof emptyInstance>>;
let first: string;
const identity = () => ["--identity", path.join(home, "key.txt")];
const namesIn = (folder: string) => readdir(folder);

test("one that is killed in the middle leaves nothing that looks like a backup, and the next makes one and takes the rest away", async () => {
  const args = [backups, "--to", kept.recipient];
  await owner.query('INSERT INTO "Presence" SELECT "id", "createdBy", false, now() FROM "Incident"');
  const killed = run("scripts/backup/backup.ts", args, world);
  await heldAtTheEnd(async () => {
    killed.child.kill("SIGKILL");
    await killed.ended;
  });
  expect(await namesIn(backups)).toEqual([expect.stringMatching(/^vouchsafe-[0-9a-f]{8}-\d{8}T\d{6}Z\.unfinished$/)]);
  const { code, said } = await run("scripts/backup/backup.ts", args, world).ended;
  expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining("Backed up and read back") as string });
  expect(said).toContain(path.join(world.data, "keys"));
  const names = await namesIn(backups);
  expect(names).toEqual([expect.stringMatching(/^vouchsafe-[0-9a-f]{8}-\d{8}T\d{6}Z$/)]);
  first = path.join(backups, names[0]!);
  // Of the one that was cut off there is nothing to speak of.
  const entries = await world.db().custodyEvent.findMany({ where: { kind: "backup.taken" }, select: { by: true, body: true } });
  const name = sha256(new TextEncoder().encode(kept.recipient));
  expect(entries.map(({ by, body }) => [by, JSON.parse(Buffer.from(body).toString()) as unknown])).toMatchObject([[null, { keeper: name, objects: 6 }]]);
});

test("without the identity nothing of it can be read, and no key of the instance is in it", async () => {
  const whole: Buffer[] = [];
  for (const entry of await readdir(first, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) whole.push(await readFile(path.join(entry.parentPath, entry.name)));
  expect(whole.every((bytes) => bytes.toString("latin1").startsWith("age-encryption.org/v1\n-> X25519 "))).toBe(true);
  const target = path.join(home, "first");
  const { rows } = await unpack(first, kept, world.data, target);
  expect([rows.Member!.length > 3, rows.Recording!.length, rows.EvidenceItem!.length]).toEqual([true, 1, 1]);
  // Who is looking at what just now is in no backup.
  expect([rows.Presence, (await owner.query('SELECT FROM "Presence"')).rowCount]).toEqual([undefined, rows.Incident!.length]);
  const keys = await Promise.all((await readdir(path.join(world.data, "keys"))).map((name) => readFile(path.join(world.data, "keys", name), "latin1")));
  expect(keys).toHaveLength(3);
  const pieces = keys.map((key) => key.trim().slice(-24));
  for (const name of await readdir(target)) {
    const bytes = await readFile(path.join(target, name), "latin1");
    expect(pieces.filter((piece) => bytes.includes(piece))).toEqual([]);
  }
});

test("what was open when it was taken is closed by the restoring, which was cut off before and goes on", async () => {
  restored = await emptyInstance(createEmptyDatabase);
  await cp(path.join(world.data, "keys"), path.join(restored.data, "keys"), { recursive: true });
  // As a run leaves it that was cut off among the objects.
  await writeFile(path.join(restored.data, "restore.unfinished"), "");
  await mkdir(path.join(restored.blobs, "ab"));
  await writeFile(path.join(restored.blobs, "ab", "half"), "half an object");
  const { code, said } = await run("scripts/backup/restore.ts", [first, ...identity()], restored).ended;
  expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining("The ledger verifies") as string });
  expect(said).toContain("Closed: 1 disclosures. Ended: 1 sessions");
  expect(said).toContain("stand as given again");
  expect(await namesIn(restored.data)).not.toContain("restore.unfinished");
  const asked = (sql: string) => on(restored.database, sql);
  const closed = { state: "closed", closing: "restored" };
  expect(await asked(`SELECT "state", "closing" FROM "Disclosure"`)).toEqual([closed]);
  expect(await asked(`SELECT FROM "Session" WHERE "revokedAt" IS NULL`)).toEqual([]);
  const kinds = ["session.ended", "disclosure.closed", "instance.restored"];
  expect(await asked(`SELECT "kind" FROM "CustodyEvent" ORDER BY "index" DESC LIMIT 3`)).toEqual(kinds.map((kind) => ({ kind })));
  // What is only ever added to is so again, and what is pointed at stays.
  await expect(asked(`DELETE FROM "LedgerEntry"`)).rejects.toThrow("only ever added");
  await expect(asked(`DELETE FROM "Member"`)).rejects.toThrow("foreign key");
});

test("one that was cut off after everything was in place goes on where it was, and nothing starts meanwhile", async () => {
  await writeFile(path.join(restored.data, "restore.unfinished"), "");
  const start = await run("scripts/launch/launcher.ts", [], restored).ended;
  expect(start).toEqual({ code: 1, said: expect.stringContaining("A restore was cut off") as string });
  const { code, said } = await run("scripts/backup/restore.ts", [first, ...identity()], restored).ended;
  expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining("Closed: 0 disclosures") as string });
});

test("it is put into nothing that holds something", async () => {
  const { into } = restored;
  const manifest = await readManifest(first, kept.identities, into.verifierKey);
  const mark = path.join(restored.data, "restore.unfinished");
  await expect(prepare(mark, into, manifest)).rejects.toThrow("into an empty instance only: nothing was changed");
  const stored = await emptyInstance();
  await writeFile(path.join(stored.blobs, "something"), "");
  await expect(prepare(mark, stored.into, manifest)).rejects.toThrow("into an empty instance only: nothing was changed");
  expect([await namesIn(stored.blobs), await namesIn(restored.data)]).toEqual([["something"], expect.not.arrayContaining(["restore.unfinished"])]);
});

describe("a backup that cannot be put back says why, and leaves the instance empty:", () => {
  const copyOf = async () => {
    const copy = await mkdtemp(path.join(home, "copy-"));
    await cp(first, copy, { recursive: true });
    return copy;
  };
  const readable = async (folder: string, by: Keeper = kept, verifierKey?: string) =>
    readManifest(folder, by.identities, verifierKey ?? (await signerOf(world.data)).verifierKey);
  const putBackCopy = async (folder: string) => {
    const { into } = await emptyInstance();
    const manifest = await readable(folder);
    try {
      return await putBack(into, { path: folder, identities: kept.identities, manifest });
    } finally {
      expect(await isEmpty(into)).toBe(true);
    }
  };
  const firstObject = async (folder: string) => objectIn(folder, (await readable(folder)).objects[0]!.name);
  const rewritten = async (folder: string, change: Partial<Awaited<ReturnType<typeof readable>>>) => {
    const manifest = await readable(folder);
    await rm(manifestIn(folder));
    await writeManifest(folder, { ...manifest, ...change }, kept.recipient, await signerOf(world.data));
  };

  test("another identity", async () => {
    await expect(readable(first, await keeper())).rejects.toThrow("this identity does not open it");
  });
  test("the keys of another instance", async () => {
    const { createSigningKeyFile, loadSigner } = await import("~/ledger");
    await createSigningKeyFile(path.join(home, "other.key"), "vouchsafe/other");
    const { verifierKey } = await loadSigner(path.join(home, "other.key"));
    await expect(readable(first, kept, verifierKey)).rejects.toThrow("it is of another instance");
  });
  test.each(["manifest", "tables", "object"] as const)("a changed file: %s", async (which) => {
    const copy = await copyOf();
    const file = which === "object" ? await firstObject(copy) : { manifest: manifestIn, tables: tablesIn }[which](copy);
    await appendFile(file, "!");
    await expect(putBackCopy(copy)).rejects.toThrow(`${path.basename(file)} is not as it was written`);
  });
  test("a missing object", async () => {
    const copy = await copyOf();
    const file = await firstObject(copy);
    await rm(file);
    await expect(putBackCopy(copy)).rejects.toThrow(`${path.basename(file)} is missing from the backup`);
  });
  test("an object of which a row speaks, and its manifest does not", async () => {
    const copy = await copyOf();
    await rewritten(copy, { objects: (await readable(copy)).objects.slice(1) });
    await expect(putBackCopy(copy)).rejects.toThrow(/An object of which \w+ .* speaks is missing from the backup/);
  });
  test("a newer schema", async () => {
    const copy = await copyOf();
    await rewritten(copy, { migrations: [...(await readable(copy)).migrations, "30000101000000_of-another-time"] });
    await expect(putBackCopy(copy)).rejects.toThrow("of a newer Vouchsafe, which knows 30000101000000_of-another-time");
  });
  test("another ledger than its manifest says", async () => {
    const copy = await copyOf();
    const { ledger } = await readable(copy);
    await rewritten(copy, { ledger: { ...ledger, root: "0".repeat(64) } });
    await expect(putBackCopy(copy)).rejects.toThrow("another than its manifest says");
  });
});

test("one of an older schema is put back as it was, and then migrated", async () => {
  const older = await createEmptyDatabase();
  databases.push(older);
  await migrate(older.ownerUrl, "prisma/migrations", "20261128201500_forms-of-accounts");
  const { sealRecord } = await import("~/vault");
  const { instanceHolder } = await import("~/server/sealing");
  const id = randomUUID();
  const sealed = await sealRecord("a second factor", { kind: "totp", id }, await instanceHolder());
  await on(older, `INSERT INTO "Member" ("id", "handle", "role", "passphraseHash", "totpSealed") VALUES ($1, 'heron', 'steward', '-', $2)`, [id, Buffer.from(sealed)]);
  const { path: backup } = await backUp({ ...world, database: older }, path.join(home, "older"), kept);
  const { into, database } = await emptyInstance(createEmptyDatabase);
  const manifest = await readManifest(backup, kept.identities, into.verifierKey);
  expect(await putBack(into, { path: backup, identities: kept.identities, manifest })).toEqual({ opened: 0 });
  expect((await bringUpToDate(into.ownerUrl)).length).toBeGreaterThan(3);
  expect(await on(database, `SELECT "handle" FROM "Member"`)).toEqual([{ handle: "heron" }]);
});

test("what is erased while a backup is made is not in it, and it is put back whole", async () => {
  const [gone] = await world.db().evidenceItem.findMany({ where: { id: photo }, select: { originalBlob: true, digest: true } });
  const making = backUp(world, backups, kept);
  await heldAtTheEnd(async () => {
    const { id: erasureId } = await world.as(team.proposer).erasures.plan({ target: { itemId: photo }, ground: "should-not-be-here" });
    await world.as(team.decider).erasures.erase({ erasureId });
    const [recording] = await world.as(steward).recordings.list();
    await world.as(steward).recordings.remove({ recordingId: recording!.id });
  });
  const taken = await making;
  const { manifest, rows } = await unpack(taken.path, kept, world.data, path.join(home, "unpacked"));
  expect(manifest.objects.map(({ name }) => name)).not.toContain(gone!.originalBlob);
  expect(rows.EvidenceItem).toMatchObject([{ id: photo, originalBlob: null, wrappedKey: null }]);
  expect(rows.Recording).toEqual([]);
  expect(manifest.missing).toEqual([]);

  const { into } = await emptyInstance();
  const { opened } = await putBack(into, { path: taken.path, identities: kept.identities, manifest });
  expect(opened).toBe(manifest.objects.length);
  expect(await isEmpty(into)).toBe(false);
});

test("older ones end, and the newest stays however old it is; a folder with something else in it is left alone", async () => {
  const day = 24 * 3600_000;
  const at = (days: number) => new Date(Date.now() + days * day);
  const { removed, path: later } = await backUp(world, backups, kept, { days: 7, now: () => at(5) });
  expect([removed, (await namesIn(backups)).length]).toEqual([0, 3]);
  const { removed: gone, path: latest } = await backUp(world, backups, kept, { days: 7, now: () => at(10) });
  expect([gone, await namesIn(backups)]).toEqual([2, [path.basename(later), path.basename(latest)]]);
  await writeFile(path.join(backups, "holiday.jpg"), "");
  await expect(backUp(world, backups, kept)).rejects.toThrow("holds something else");
  await expect(backUp(world, path.join(world.data, "blobs", "backups"), kept)).rejects.toThrow("is in the data folder");
});

test("a person's card works in the restored instance as before, its links are dead, and what is sealed opens", async () => {
  await world.stop();
  vi.resetModules();
  Object.assign(process.env, { VOUCHSAFE_DATA: restored.data, DATABASE_URL: restored.database.runtimeUrl });
  const { createCaller } = await import("~/server/trpc/root");
  const { disconnect } = await import("~/server/db");
  const { act, enter } = await import("~/server/receipts/commands");
  const { stopSender } = await import("~/server/queue");
  try {
    const as = (actor: { id: string; role: "documenter" } | null) =>
      createCaller({ actor, session: null, provenAt: new Date(), at: new Date(), headers: new Headers() });
    await expect(as(null).recipient.open({ token: open.token })).rejects.toThrow("disclosure-closed");
    const { id } = team.documenter;
    const [incident] = await as({ id, role: "documenter" }).incidents.list();
    expect((await as({ id, role: "documenter" }).incidents.read({ incidentId: incident!.id })).details.place).toBe("Under the bridge");
    const entered = await enter(card, new Date());
    if (typeof entered === "string") throw new Error(`The card is ${entered}.`);
    expect(await act(entered.holder, { kind: "withdrawal", purposes: ["court"] }, new Date())).toEqual({ closed: 0 });
  } finally {
    await stopSender();
    await disconnect();
  }
});
