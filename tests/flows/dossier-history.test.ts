import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DossierRecord } from "~/domain/dossier";
import type { Actor } from "~/domain/roles";
import { readZip, verifyArchive } from "~/dossier";
import { approveAsRead } from "../support/approving";
import { answerChecklist } from "../support/checklists";
import { collective, details } from "../support/collective";
import { dirtyJpeg } from "../support/pictures";
import { openWorld, type World } from "../support/world";

/** One photo that is given to several, each in a copy of their own. */
let world: World;
let documenter: Actor, proposer: Actor, decider: Actor;
let incidentId: string, itemId: string;

beforeAll(async () => {
  world = await openWorld();
  let teamId: string;
  ({ documenter, proposer, decider, teamId } = await collective(world));
  ({ id: incidentId } = await world.as(documenter).incidents.create({ teamId, details, account: null }));
  ({ itemId } = await world.submit(documenter, incidentId, await dirtyJpeg(51, { width: 700, height: 467 })));
  await world.settle();
  const me = world.as(documenter);
  const { regionsVersion } = await me.evidence.read({ itemId });
  // A plate that is covered: nobody has to be asked.
  const plate = {
    id: randomUUID(), kind: "plate" as const, x: 200, y: 100, width: 150, height: 60, origin: "person" as const, possible: false, subject: "thing" as const,
    grantorId: null, redact: true,
  };
  const { version } = await me.regions.save({ itemId, version: regionsVersion, regions: [plate] });
  await me.regions.confirm({ itemId, version });
  await answerChecklist(world, documenter, itemId, "plates");
  await world.settle();
}, 180_000);
afterAll(() => world.close());

async function approved(purpose: "court" | "legal-advice" | "publication"): Promise<string> {
  const to = { court: "court", "legal-advice": "lawyer", publication: "journalist" } as const;
  const { id: disclosureId } = await world.as(proposer).disclosures.propose({
    incidentId, purpose, recipient: { class: to[purpose], name: "Somebody" }, until: new Date(+world.now() + 86_400_000),
    reason: "for the hearing", items: [{ id: itemId, form: "redacted" }], accounts: [],
  });
  await approveAsRead(world.as(decider), disclosureId);
  return disclosureId;
}

/** By the door through which members look at pictures, which writes it down. */
async function look(derivativeId: string): Promise<void> {
  const { viewDerivative } = await import("~/server/evidence/queries");
  const { noteViewed } = await import("~/server/viewed");
  const { id: derivative, itemId: item, kind: form } = await viewDerivative(decider, derivativeId, world.now());
  await noteViewed(decider, world.now(), [{ kind: "evidence.viewed", item, derivative, form }]);
}

async function dossierOf(disclosureId: string) {
  const { handOut } = await import("~/server/dossiers/commands");
  const { body } = await handOut(decider, { disclosureId, as: "dossier", ageKey: "", originals: [], language: "en" }, world.now());
  const archive = new Uint8Array(await new Response(body).arrayBuffer());
  const [, bytes] = [...readZip(archive)!].find(([name]) => name.endsWith("/data/record.json"))!;
  return { archive, text: new TextDecoder().decode(bytes) };
}

test("a dossier tells who looked at its own copy and at working copies, and nothing of the copies that others are given", async () => {
  const court = await approved("court");
  const others = [await approved("legal-advice"), await approved("publication")];
  await world.settle();
  const made = await world.db().derivative.findMany({ where: { itemId }, select: { id: true, kind: true, leavesAs: true, disclosureId: true } });
  const working = made.filter(({ kind, leavesAs }) => kind !== "preview" && leavesAs === null);
  const leaving = made.filter(({ leavesAs }) => leavesAs !== null);
  expect(working.map(({ kind }) => kind)).toContain("clean");
  for (const { id } of [...working, ...leaving]) await look(id);
  for (const id of [court, ...others]) await world.as(decider).disclosures.release({ disclosureId: id });
  await world.settle();

  const [own] = leaving.filter(({ disclosureId }) => disclosureId === court);
  const strangers = leaving.filter((one) => one !== own);
  expect(new Set(strangers.map(({ disclosureId }) => disclosureId))).toEqual(new Set([others[0], null]));
  const { archive, text } = await dossierOf(court);
  for (const { id } of strangers) expect(text).not.toContain(id);
  const { history, exhibits } = DossierRecord.parse(JSON.parse(text));
  const seen = history.flatMap(({ event }) => (event.kind === "evidence.viewed" ? [event["derivative"]] : []));
  expect(new Set(seen)).toEqual(new Set([...working, own!].map(({ id }) => id)));
  expect(exhibits[0]!.steps.filter(({ step }) => step === "looked-at")).toHaveLength(seen.length);
  expect(await verifyArchive(archive)).toMatchObject({ ok: true });
});
