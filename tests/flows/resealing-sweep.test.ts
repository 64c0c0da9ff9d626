import { readdir, utimes } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type * as resealings from "~/server/resealings/queries";
import { details } from "../support/collective";
import { serveDoors } from "../support/doors";
import { dirtyJpeg } from "../support/pictures";
import { resealers } from "../support/resealing";
import { browsers } from "../support/reviewers";
import { sha256 } from "../support/sha256";
import { openWorld, type World } from "../support/world";

/** The nightly sweep, beside a reviewer who checks: an object's name goes over from what is being sealed anew to its item. */
let beforeAsking: (name: string) => Promise<void> = async () => undefined;
vi.mock("~/server/resealings/queries", async (original) => {
  const real = await original<typeof resealings>();
  return {
    ...real,
    names: async (name: string) => {
      await beforeAsking(name);
      return real.names(name);
    },
  };
});

let world: World;
let served: Awaited<ReturnType<typeof serveDoors>>;
beforeAll(async () => {
  world = await openWorld();
  served = await serveDoors();
});
afterAll(async () => {
  await served.close();
  await world.close();
});

test("an original that is checked while the store is swept is there afterwards", async () => {
  const at = browsers(world);
  const now = { resealingId: "", inUse: "" };
  const browser = await resealers(world, { at, origin: served.origin, now: () => now });
  const [rosa, noor, steward, documenter] = [await world.member("reviewer"), await world.member("reviewer"), await world.member("steward"), await world.member("documenter")];
  await at.firstKey(rosa);
  const { id: teamId } = await world.as(steward).teams.create({ name: "Dawn team", code: "CAL" });
  await world.as(steward).teams.place({ teamId, memberId: documenter.id, placed: true });
  const { id: incidentId } = await world.as(documenter).incidents.create({ teamId, details, account: null });
  const bytes = Buffer.from(await dirtyJpeg(1));
  const { itemId: id } = await world.submit(documenter, incidentId, bytes);
  const { sanitise, sweep } = await import("~/server/evidence/jobs");
  await sanitise({ itemId: id });
  const item = { id, digest: sha256(bytes), bytes };
  await at.askToHold(noor);
  await at.letIn(rosa, noor);
  now.inUse = await at.replace(rosa);
  now.resealingId = (await world.as(rosa).resealings.ask()).id;
  await world.as(noor).resealings.decide({ resealingId: now.resealingId, agree: true });
  const [sealer, checker] = [await browser(rosa), await browser(noor)];
  for (const one of [sealer, checker]) await one.begin();
  expect(await sealer.seal(item)).toBe("went through");

  // Sealed anew days ago, and not checked until the sweep is there.
  const { originalBlob, toldBlob } = await world.db().reseal.findUniqueOrThrow({ where: { itemId: id } });
  const old = new Date(Date.now() - 3 * 86_400_000);
  for (const name of [originalBlob, toldBlob!]) await utimes(path.join(world.data, "blobs", name.slice(0, 2), name), old, old);
  let checked = "not asked";
  beforeAsking = async (name) => {
    if (checked === "not asked" && name === originalBlob) checked = await checker.check(item);
  };
  await sweep();
  expect(checked).toBe("went through");
  const row = await world.db().evidenceItem.findUniqueOrThrow({ where: { id } });
  expect([row.originalBlob, row.originalToldBlob]).toEqual([originalBlob, toldBlob]);
  const left = (await readdir(path.join(world.data, "blobs"), { recursive: true })).map((name) => path.basename(name));
  expect(left).toEqual(expect.arrayContaining([originalBlob, toldBlob]));
});
