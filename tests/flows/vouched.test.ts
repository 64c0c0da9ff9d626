import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadSigner } from "~/ledger";
import { verifyAll } from "../../scripts/ledger/verify-tables";
import { openCheckpoint, logKey, witnessFrom } from "../../scripts/witness/checks.mjs";
import { startTimeServer } from "../support/time-server";
import { openWorld, type World } from "../support/world";

/** What authorities of time and witnesses said of the ledger lies in tables beside it: whoever may write those changes none of it unseen. */
let world: World;
let owner: Client;
let folder: string;
let authority: Awaited<ReturnType<typeof startTimeServer>>;
let verifierKey: string;
let token: string;
const witness = witnessFrom("witness.example.net", new Uint8Array(32).fill(2));
const MINUTE = 60_000;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "roots-"));
  authority = await startTimeServer("Time");
  await writeFile(path.join(folder, "roots.pem"), authority.pem);
  process.env.TIMESTAMP_AUTHORITIES = `${authority.url} ${path.join(folder, "roots.pem")}`;
  world = await openWorld();
  owner = new Client({ connectionString: world.database.ownerUrl });
  await owner.connect();
  const auditor = await world.member("auditor");
  ({ token } = await world.as(auditor).witnesses.add({ key: witness.key }));
  verifierKey = (await world.as(auditor).ledger.checkpoint()).publicKey;
  for (const minutes of [0, 2]) {
    await happens();
    await countersigned((await signedNow()).note, minutes);
  }
}, 180_000);
afterAll(async () => {
  await owner.end();
  // Somebody who has the ledger's key put in a root that it never had.
  await world.close({ rows: false });
  await authority.close();
  await rm(folder, { recursive: true });
});

const signedNow = async () => (await import("~/server/ledger/queries")).signedHead();
/** Something happens, stands in a checkpoint, and is stamped. */
async function happens(): Promise<void> {
  const [{ record }, { transaction }, { keepCheckpoint }, { ask }] = await Promise.all([
    import("~/server/custody"), import("~/server/db"), import("~/server/ledger/jobs"), import("~/server/stamps/jobs"),
  ]);
  await transaction((tx) => record(tx, null, world.now(), { kind: "access.refused", action: "incidents.read" }));
  await keepCheckpoint();
  await ask();
}
/** The witness says so many minutes later that they saw this checkpoint. */
async function countersigned(note: string, minutes: number): Promise<void> {
  const { countersign } = await import("~/server/witnesses/commands");
  const at = new Date(Date.now() + minutes * MINUTE);
  await countersign(token, `${note}${witness.countersign(openCheckpoint(note, logKey(verifierKey)!)!, at)}`, at);
}

const entryOf = async (kind: string): Promise<number> => Number((await world.db().custodyEvent.findFirstOrThrow({ where: { kind }, orderBy: { index: "asc" } })).index);

/** What is said of the ledger after somebody who may write everything ran this; nothing of it stays. */
async function after(sql: string): Promise<string> {
  await owner.query("BEGIN");
  try {
    await owner.query("SET LOCAL session_replication_role = replica");
    await owner.query(sql);
    const verdict = await verifyAll(owner, { verifierKey });
    return verdict.ok ? "ok" : `${verdict.at} ${verdict.why}`;
  } finally {
    await owner.query("ROLLBACK");
  }
}
const FIRST = `"size" = (SELECT min("size") FROM`;

test("stamps and countersignatures that nobody touched are found to hold", async () => {
  expect(await world.db().stamp.count()).toBe(2);
  expect(await world.db().countersignature.count()).toBe(2);
  expect(await after("SELECT 1")).toBe("ok");
});

test("a stamp that was altered, exchanged, taken out or put in is named by the entry that speaks of it", async () => {
  const stamped = await entryOf("checkpoint.stamped");
  const gone = `${stamped} the stamp that this entry speaks of is gone, or another`;
  for (const [column, to] of [["token", `set_byte("token", length("token") / 2, get_byte("token", length("token") / 2) # 1)`], ["at", `"at" + interval '1 second'`]] as const)
    expect(await after(`UPDATE "Stamp" SET "${column}" = ${to} WHERE ${FIRST} "Stamp")`)).toBe(gone);
  expect(await after(`UPDATE "Stamp" s SET "token" = o."token" FROM "Stamp" o WHERE o."size" <> s."size"`)).toBe(gone);
  expect(await after(`DELETE FROM "Stamp" WHERE ${FIRST} "Stamp")`)).toBe(gone);
  expect(await after(`INSERT INTO "Stamp" SELECT "size", 'fedcba9876543210', "at", "policy", "token", "chain" FROM "Stamp" LIMIT 1`)).toBe("-1 there is a stamp that no entry speaks of");
});

test("what no entry speaks of beside a stamp is held against the stamp itself", async () => {
  const stamped = await entryOf("checkpoint.stamped");
  const said = async (sql: string) => (await after(sql)).replace(/ of \d+ entries/, "");
  const another = (await import("../support/authority")).makeAuthority("Another");
  try {
    expect(await said(`UPDATE "Stamp" SET "chain" = '${another.pem}' WHERE ${FIRST} "Stamp")`)).toBe(`${stamped} the stamp of the checkpoint does not hold (unknown-root)`);
  } finally {
    another.close();
  }
  expect(await said(`UPDATE "Stamp" SET "chain" = '' WHERE ${FIRST} "Stamp")`)).toBe(`${stamped} the stamp of the checkpoint does not hold (unknown-root)`);
  expect(await said(`UPDATE "Stamp" SET "policy" = '1.2.3' WHERE ${FIRST} "Stamp")`)).toBe(`${stamped} the stamp of the checkpoint says another time, or by other rules, than is kept with it`);
  expect(await said(`DELETE FROM "LedgerCheckpoint" WHERE ${FIRST} "Stamp")`)).toBe(`${stamped} a stamp is of a checkpoint, which is not kept`);
});

test("a countersignature that was altered, exchanged, taken out or put in is named, and so is a witness whose key is another", async () => {
  const signed = await entryOf("checkpoint.countersigned");
  const gone = `${signed} the countersignature that this entry speaks of is gone, or another`;
  expect(await after(`UPDATE "Countersignature" SET "line" = overlay("line" placing CASE substr("line", 40, 1) WHEN 'x' THEN 'y' ELSE 'x' END from 40 for 1) WHERE ${FIRST} "Countersignature")`)).toBe(gone);
  expect(await after(`UPDATE "Countersignature" c SET "note" = o."note" FROM "Countersignature" o WHERE o."size" <> c."size"`)).toBe(gone);
  expect(await after(`DELETE FROM "Countersignature" WHERE ${FIRST} "Countersignature")`)).toBe(gone);
  expect(await after(`INSERT INTO "Countersignature" SELECT "size" + 1, "witnessId", "note", "line", "signedAt", "at" FROM "Countersignature" WHERE ${FIRST} "Countersignature")`))
    .toBe("-1 there is a countersignature that no entry speaks of");
  expect(await after(`UPDATE "Countersignature" SET "signedAt" = "signedAt" + interval '1 hour' WHERE ${FIRST} "Countersignature")`)).toMatch(
    new RegExp(`^${signed} the countersignature of the checkpoint of \\d+ entries says another time than is kept with it$`),
  );
  const other = witnessFrom("witness.example.net", new Uint8Array(32).fill(3)).key;
  expect(await after(`UPDATE "Witness" SET "key" = '${other}'`)).toBe(`${await entryOf("witness.added")} the witness that this entry speaks of is gone, or has another key`);
});

test("a root that the ledger never had, signed with its key and countersigned, is named: there was another history", async () => {
  const signer = await loadSigner(path.join(world.data, "keys", "ledger.key"));
  const size = 2;
  const note = signer.sign(`${signer.verifierKey.split("+")[0]!}\n${size}\n${Buffer.alloc(32, 7).toString("base64")}\n`);
  await countersigned(note, 4);
  expect(await world.verifyLedger()).toMatchObject({ ok: false, why: `a witness countersigned a root of ${size} entries that this ledger never had` });
  expect(await world.verifyLedger({ rows: false })).toMatchObject({ ok: true });
});
