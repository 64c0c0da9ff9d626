import { createHash } from "node:crypto";
import type { Client } from "pg";
import { makeRequest, readAnswer, readRoots } from "~/timestamp";
import { makeAuthority } from "../../../tests/support/authority";
import type { openWorld } from "../../../tests/support/world";
import { logKey, openCheckpoint, witnessFrom } from "../../witness/checks.mjs";
import { flipped, pick, type Chance } from "./bag";
import type { Tampering } from "./tables";

/** Changes to what authorities of time and witnesses said of the ledger, which lies beside it. */

type World = Awaited<ReturnType<typeof openWorld>>;
const MINUTE = 60_000;

/** Two checkpoints, each stamped by an authority and countersigned by a witness. */
export async function vouchedFor(world: World): Promise<void> {
  const [{ record }, { transaction }, { keepCheckpoint }, { countersign }] = await Promise.all([
    import("~/server/custody"), import("~/server/db"), import("~/server/ledger/jobs"), import("~/server/witnesses/commands"),
  ]);
  const witness = witnessFrom("witness.example.net", new Uint8Array(32).fill(2));
  const auditor = world.as(await world.member("auditor"));
  const { token: comesBy } = await auditor.witnesses.add({ key: witness.key });
  const { publicKey } = await auditor.ledger.checkpoint();
  const authority = makeAuthority("Time");
  try {
    for (const minutes of [0, 2]) {
      await keepCheckpoint();
      const { size, note } = await world.db().ledgerCheckpoint.findFirstOrThrow({ orderBy: { size: "desc" } });
      const { der, ...request } = makeRequest(createHash("sha256").update(note).digest());
      const { der: token, chain, genTime: at, policy } = readAnswer(authority.answer(der), request, readRoots(authority.pem), new Date());
      const by = "0123456789abcdef";
      await transaction(async (tx) => {
        await tx.stamp.create({ data: { size, authority: by, at, policy, token, chain } });
        const digest = createHash("sha256").update(token).digest("hex");
        await record(tx, null, world.now(), { kind: "checkpoint.stamped", size: Number(size), authority: by, time: at.toISOString(), token: digest });
      });
      const seen = new Date(Date.now() + minutes * MINUTE);
      await countersign(comesBy, `${note}${witness.countersign(openCheckpoint(note, logKey(publicKey)!)!, seen)}`, seen);
    }
  } finally {
    authority.close();
  }
}

const rowsOf = async <R extends object>(client: Client, sql: string, values: readonly unknown[] = []): Promise<R[]> => (await client.query<R>(sql, [...values])).rows;
const spoken = { Stamp: "checkpoint.stamped", Countersignature: "checkpoint.countersigned" } as const;

/** One row, by the size of its checkpoint, and the entry that speaks of it. */
async function one(client: Client, table: keyof typeof spoken, chance: Chance): Promise<{ size: string; index: number }> {
  const { size } = pick(await rowsOf<{ size: string }>(client, `SELECT "size" FROM "${table}" ORDER BY "size"`), chance);
  const [entry] = await rowsOf<{ index: string }>(
    client, `SELECT "index" FROM "CustodyEvent" WHERE "kind" = $1 AND convert_from("body", 'UTF8')::jsonb->>'size' = $2`, [spoken[table], size],
  );
  return { size, index: Number(entry!.index) };
}
/** One row is given another value, as SQL over its own, or is gone. */
const altered = (table: keyof typeof spoken, assignment: string | null): Tampering => async (client, chance) => {
  const { size, index } = await one(client, table, chance);
  await client.query(assignment === null ? `DELETE FROM "${table}" WHERE "size" = $1` : `UPDATE "${table}" SET ${assignment} WHERE "size" = $1`, [size]);
  return { at: [index] };
};

export const vouchedTamperings: Readonly<Record<string, Tampering>> = {
  "flip a stamp": async (client, chance) => {
    const { size, index } = await one(client, "Stamp", chance);
    const [row] = await rowsOf<{ token: Uint8Array }>(client, `SELECT "token" FROM "Stamp" WHERE "size" = $1`, [size]);
    await client.query(`UPDATE "Stamp" SET "token" = $2 WHERE "size" = $1`, [size, flipped(row!.token, chance)]);
    return { at: [index] };
  },
  "swap two stamps": async (client) => {
    await client.query(`UPDATE "Stamp" s SET "token" = o."token", "at" = o."at" FROM "Stamp" o WHERE o."size" <> s."size"`);
    return { at: (await rowsOf<{ index: string }>(client, `SELECT "index" FROM "CustodyEvent" WHERE "kind" = 'checkpoint.stamped'`)).map(({ index }) => Number(index)) };
  },
  "a stamp of another time": altered("Stamp", `"at" = "at" + interval '1 minute'`),
  "a stamp by other rules": altered("Stamp", `"policy" = "policy" || '.1'`),
  "a stamp that leads nowhere": altered("Stamp", `"chain" = ''`),
  "a stamp gone": altered("Stamp", null),
  "a stamp put in": async (client) => {
    await client.query(`INSERT INTO "Stamp" SELECT "size", 'fedcba9876543210', "at", "policy", "token", "chain" FROM "Stamp" LIMIT 1`);
    return { at: [-1] };
  },
  "flip a countersignature": async (client, chance) => {
    const { size, index } = await one(client, "Countersignature", chance);
    const [row] = await rowsOf<{ line: string }>(client, `SELECT "line" FROM "Countersignature" WHERE "size" = $1`, [size]);
    const at = chance(row!.line.length);
    await client.query(`UPDATE "Countersignature" SET "line" = $2 WHERE "size" = $1`, [size, `${row!.line.slice(0, at)}${row!.line[at] === "x" ? "y" : "x"}${row!.line.slice(at + 1)}`]);
    return { at: [index] };
  },
  "a countersignature of another time": altered("Countersignature", `"signedAt" = "signedAt" + interval '1 minute'`),
  "a countersignature gone": altered("Countersignature", null),
  "a countersignature put in": async (client) => {
    await client.query(`INSERT INTO "Countersignature" SELECT "size" - 1, "witnessId", "note", "line", "signedAt", "at" FROM "Countersignature" ORDER BY "size" LIMIT 1`);
    return { at: [-1] };
  },
  "another key of a witness": async (client) => {
    await client.query(`UPDATE "Witness" SET "key" = $1`, [witnessFrom("witness.example.net", new Uint8Array(32).fill(3)).key]);
    return { at: (await rowsOf<{ index: string }>(client, `SELECT "index" FROM "CustodyEvent" WHERE "kind" = 'witness.added'`)).map(({ index }) => Number(index)) };
  },
};
