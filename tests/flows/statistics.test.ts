import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { IncidentDetails } from "~/domain/incident";
import { collective, details } from "../support/collective";
import { whoActed } from "../support/entries";
import { outcome } from "../support/identity";
import { saysYes, withWitness, type Witnessed } from "../support/witnessed";
import { openWorld, type World } from "../support/world";

/** Which incidents are counted for a report, and what the ledger says of it. */
let world: World;
let team: Awaited<ReturnType<typeof collective>>;
beforeAll(async () => {
  world = await openWorld();
  team = await collective(world);
});
afterAll(() => world.close());

const half = "2025-2";
const desk = () => world.as(team.proposer).statistics;
const me = () => world.as(team.documenter);

/** An incident of November 2025 in which one witness speaks, who is asked, and which is no draft. */
async function told(of: Partial<IncidentDetails>, says: "yes" | "nothing"): Promise<Witnessed> {
  const person = await withWitness(world, team);
  await me().incidents.revise({ incidentId: person.incidentId, version: 1, details: { ...details, start: "2025-11-04T06:40", ...of } });
  if (says === "yes") await saysYes(world, team, person, ["monitoring"]);
  await me().incidents.advance({ incidentId: person.incidentId, from: "draft", to: "submitted" });
  return person;
}

test("an incident counts while everybody in it says yes to monitoring; drafts and other half-years do not; what is taken is an entry without figures", async () => {
  const counted = [];
  for (let n = 0; n < 7; n += 1) counted.push(await told({ place: n < 6 ? "The bridge" : "SECRET-CAMP" }, "yes"));
  await told({ place: "The bridge" }, "nothing");
  const later = await told({ start: "2026-01-01T08:00" }, "yes");
  const draft = await withWitness(world, team);
  await me().incidents.revise({ incidentId: draft.incidentId, version: 1, details: { ...details, start: "2025-11-04T06:40" } });
  await saysYes(world, team, draft, ["monitoring"]);

  const given = await desk().read({ half });
  expect([given.total, given.leftOut]).toEqual([7, null]);
  expect(given.kinds.rows.find(({ name }) => name === "eviction")!.count).toBe(7);
  // One at the camp: the six at the bridge would tell it.
  expect(given.places).toEqual({ rows: [], partly: true });
  expect(JSON.stringify(given)).not.toContain("SECRET");

  const from = await world.db().ledgerEntry.count();
  expect(await desk().take({ half })).toEqual(given);
  const [entry] = await whoActed(await world.db().custodyEvent.findMany({ where: { index: { gte: from } }, select: { kind: true, by: true, body: true } }));
  expect([entry!.kind, entry!.by]).toEqual(["statistics.taken", team.proposer.id]);
  expect(Object.keys(JSON.parse(Buffer.from(entry!.body).toString()) as object).toSorted()).toEqual(["at", "by", "digest", "kind", "v"]);

  // A person takes their yes back, and somebody comes in who was asked nothing.
  await me().consents.withdraw({ grantorId: counted[0]!.grantorId, purposes: ["monitoring"], manner: "spoken" });
  expect((await desk().read({ half })).total).toBe(6);
  await me().consents.addGrantor({ incidentId: counted[1]!.incidentId, kind: "depicted", minor: false });
  expect((await desk().read({ half })).total).toBe(5);
  await me().consents.withdraw({ grantorId: counted[2]!.grantorId, purposes: ["monitoring"], manner: "spoken" });
  const few = await desk().read({ half });
  expect([few.total, [...few.kinds.rows, ...few.months.rows, ...few.places.rows, ...few.forces.rows].filter(({ count }) => count !== null)]).toEqual([null, []]);
  expect((await desk().read({ half: "2026-1" })).total).toBeNull();
  expect(later.incidentId).not.toBe(draft.incidentId);
  await expect(me().statistics.read({ half })).rejects.toThrow("not-found");
});

test("there are no figures of a half-year that goes on: of two days of it the difference would be told", async () => {
  const now = world.now();
  const running = `${now.getUTCFullYear()}-${now.getUTCMonth() < 6 ? 1 : 2}`;
  await expect(desk().read({ half: running })).rejects.toThrow("not-now");
  const from = await world.db().custodyEvent.count({ where: { kind: "statistics.taken" } });
  await expect(desk().take({ half: running })).rejects.toThrow("not-now");
  expect(await world.db().custodyEvent.count({ where: { kind: "statistics.taken" } })).toBe(from);
});

test("whoever takes their yes back while figures are taken is heard, and none are given", async () => {
  const one = await told({ start: "2025-03-03T06:00" }, "yes");
  const taken = () => world.db().custodyEvent.count({ where: { kind: "statistics.taken" } });
  const before = await taken();
  const client = new Client({ connectionString: world.database.ownerUrl });
  await client.connect();
  try {
    // As a suspension would: what was counted waits for it before it is given.
    await client.query("BEGIN");
    await client.query(`SELECT 1 FROM "Member" WHERE "id" = $1 FOR UPDATE`, [team.proposer.id]);
    const taking = outcome(desk().take({ half: "2025-1" }));
    const waits = () => client.query(`SELECT 1 FROM pg_stat_activity WHERE "datname" = current_database() AND "wait_event_type" = 'Lock'`);
    await vi.waitFor(async () => expect((await waits()).rowCount).toBe(1), { timeout: 20_000 });
    await me().consents.withdraw({ grantorId: one.grantorId, purposes: ["monitoring"], manner: "spoken" });
    await client.query("COMMIT");
    expect([await taking, await taken()]).toEqual(["changed-meanwhile", before]);
  } finally {
    await client.end();
  }
});

test("more incidents than are read at a time are all counted, each once", async () => {
  const spring = { from: "2025-05", to: "2025-05" };
  const counted = [];
  for (let n = 0; n < 2; n += 1) counted.push((await told({ start: "2025-05-03T06:00" }, "yes")).incidentId);
  const { sealJson } = await import("~/server/sealing");
  const unasked = await Promise.all(Array.from({ length: 410 }, async (_, n) => {
    const id = randomUUID();
    const sealed = await sealJson({ ...details, start: n < 405 ? "2025-05-03T06:00" : "2025-06-03T06:00" }, { kind: "incident", id });
    return { id, reference: `MANY-${n}`, teamId: team.teamId, state: "submitted", createdBy: team.documenter.id, sealed };
  }));
  await world.db().incident.createMany({ data: unasked });
  const { openForMonitoring } = await import("~/server/statistics/queries");
  const { open, leftOut } = await openForMonitoring(team.proposer, spring, world.now());
  expect([open.map(({ id }) => id).toSorted(), leftOut]).toEqual([counted.toSorted(), 405]);
});

test("a no of which nothing is kept any more, with whoever said it, makes no yes", async () => {
  const person = await told({ place: "The weir" }, "yes");
  const { id: other } = await me().consents.addGrantor({ incidentId: person.incidentId, kind: "depicted", minor: false });
  const { openForMonitoring } = await import("~/server/statistics/queries");
  const { apply } = await import("~/server/retention/jobs");
  const DAY = 86_400_000;
  const isCounted = async (at: Date) => (await openForMonitoring(team.proposer, { from: "2025-11", to: "2025-11" }, at)).open.some(({ id }) => id === person.incidentId);
  let forgotten = false;
  for (let day = 0; day < 1400 && !forgotten; day += 100) {
    const at = new Date(+world.now() + day * DAY);
    await apply(at);
    expect([day, await isCounted(at)]).toEqual([day, false]);
    forgotten = (await world.db().grantor.findUniqueOrThrow({ where: { id: other }, select: { erasedAt: true } })).erasedAt !== null;
  }
  expect(forgotten).toBe(true);
  expect(await isCounted(new Date(+world.now() + 1400 * DAY))).toBe(false);
}, 120_000);
