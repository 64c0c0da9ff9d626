import { afterAll, beforeAll, expect, test } from "vitest";
import { readZip, verifyDossier } from "~/dossier";
import { mutations } from "../../scripts/bench/tamper/bag";
import { approveAsRead } from "../support/approving";
import { collective, details } from "../support/collective";
import { consented } from "../support/consented";
import { openWorld, type World } from "../support/world";

/** What a recipient is told of an incident is what two people decided on, whatever a documenter writes into the report afterwards. */
let world: World;
let people: Awaited<ReturnType<typeof collective>>;
let photo: Awaited<ReturnType<typeof consented>>;
beforeAll(async () => {
  world = await openWorld();
  people = await collective(world);
  photo = await consented(world, people, { seed: 91 });
}, 180_000);
afterAll(() => world.close());

type Decision = Parameters<ReturnType<World["as"]>["disclosures"]["decide"]>[0];

const read = (disclosureId: string) => world.as(people.decider).disclosures.read({ disclosureId });
const open = (token: string) => world.as(null).recipient.open({ token });
async function revise(over: Partial<typeof details>): Promise<void> {
  const { incidentId } = photo;
  const { version } = await world.db().incident.findUniqueOrThrow({ where: { id: incidentId }, select: { version: true } });
  await world.as(people.documenter).incidents.revise({ incidentId, version, details: { ...details, ...over } });
}
async function proposed(): Promise<string> {
  const { id } = await world.as(people.proposer).disclosures.propose({
    incidentId: photo.incidentId, purpose: "press", recipient: { class: "journalist", name: "A. Writer" }, until: new Date(+world.now() + 86_400_000),
    reason: "for the article", items: [{ id: photo.itemId, form: "redacted" }], accounts: [],
  });
  return id;
}
async function approve(disclosureId: string): Promise<void> {
  await approveAsRead(world.as(people.decider), disclosureId);
  await world.settle();
}
const release = (disclosureId: string) => world.as(people.decider).disclosures.release({ disclosureId });
async function dossier(disclosureId: string): Promise<Map<string, Uint8Array>> {
  const { handOut } = await import("~/server/dossiers/commands");
  const { body } = await handOut(people.decider, { disclosureId, as: "dossier", ageKey: "", originals: [], language: "en" }, world.now());
  const archive = new Uint8Array(await new Response(body).arrayBuffer());
  return new Map([...readZip(archive)!].map(([name, bytes]) => [name.slice(name.indexOf("/") + 1), bytes]));
}
const recordIn = (bag: Map<string, Uint8Array>) =>
  JSON.parse(new TextDecoder().decode(bag.get("data/record.json"))) as { reference: string; report: { place: string } };

test("who decides reads the report that would leave, and approves no other than the one that they read", async () => {
  const id = await proposed();
  const { told } = await read(id);
  expect(told).toMatchObject({ report: { place: details.place, team: "Dawn team" }, revised: false });
  expect(JSON.stringify(told)).not.toContain(details.askedOfObservers);
  await revise({ place: "By the canal" });
  const decide = (about: object) => world.as(people.decider).disclosures.decide({ disclosureId: id, verdict: "approve", reason: "covered", ...about } as Decision);
  await expect(decide({ told: told!.digest })).rejects.toThrow("changed-meanwhile");
  // Who does not say what they read has not read it.
  for (const about of [{}, { told: undefined }, { told: "" }]) await expect(decide(about)).rejects.toMatchObject({ code: "BAD_REQUEST" });
  expect(await read(id)).toMatchObject({ state: "proposed" });
  await approve(id);
  expect(await read(id)).toMatchObject({ state: "approved", verdictReason: "covered", told: { report: { place: "By the canal" }, revised: false } });
  await revise({});
});

test("what was approved is not released with another report, and is with the same", async () => {
  const id = await proposed();
  await approve(id);
  await revise({ forces: [{ ...details.forces[0]!, unit: "of which nobody decided" }] });
  expect((await read(id)).told).toMatchObject({ revised: true });
  await expect(release(id)).rejects.toThrow("changed-meanwhile");
  // What nobody is told hinders nothing.
  await revise({ askedOfObservers: "to leave at once", people: { ...details.people, injuries: "a broken arm" } });
  expect((await read(id)).told).toMatchObject({ revised: false });
  await release(id);
});

test("what is revised after the release reaches nobody, by the link or in a dossier, and the ledger holds what was released", async () => {
  const id = await proposed();
  await approve(id);
  const { token } = await release(id);
  const before = await open(token);
  const [reference, report] = [before.reference, before.report];
  await revise({ place: "Where nobody decided" });
  expect(await open(token)).toMatchObject({ reference, report });
  expect((await read(id)).told).toMatchObject({ report, revised: true });
  const bag = await dossier(id);
  expect(recordIn(bag)).toMatchObject({ reference, report });
  for (const [file, bytes] of bag) expect({ file, says: Buffer.from(bytes).includes("Where nobody decided") }).toEqual({ file, says: false });
  const { publicKey: key } = await world.as(people.decider).ledger.checkpoint();
  expect(await verifyDossier(bag, { key })).toMatchObject({ ok: true });
  // Whoever holds the service's own key cannot tell it otherwise either.
  const { dossierSigner } = await import("~/server/ledger/queries");
  const sign = await dossierSigner();
  for (let at = 0; at < 3; at += 1) {
    const forged = mutations["with the key: another report"]!(bag, () => at, { sign, key, inside: sign, earlier: "" });
    expect(await verifyDossier(forged!.files, { key })).toEqual({ ok: false, code: "report-other", where: "data/record.json" });
  }
  await revise({});
  expect((await read(id)).told).toMatchObject({ report, revised: false });
});

test("what was released before reports were bound tells the report as it is", async () => {
  const id = await proposed();
  await approve(id);
  const { token } = await release(id);
  const { openJson, sealJson } = await import("~/server/sealing");
  const z = await import("zod");
  const { manifestSealed } = await world.db().disclosure.findUniqueOrThrow({ where: { id }, select: { manifestSealed: true } });
  const { reference: _, report: __, ...manifest } = JSON.parse(await openJson(manifestSealed!, { kind: "manifest", id }, z.string())) as Record<string, unknown>;
  const older = await sealJson(JSON.stringify({ ...manifest, vouchsafe: "manifest/1" }), { kind: "manifest", id });
  await world.db().disclosure.update({ where: { id }, data: { manifestSealed: older } });
  await revise({ place: "By the canal" });
  expect((await open(token)).report.place).toBe("By the canal");
  await revise({});
});

test("with the report goes what was kept of it to tell it by", async () => {
  const { decider, proposer } = people;
  const { id: erasureId } = await world.as(proposer).erasures.plan({ target: { itemId: photo.itemId }, ground: "should-not-be-here" });
  await world.as(decider).erasures.erase({ erasureId });
  const kept = () => world.db().disclosure.count({ where: { incidentId: photo.incidentId, OR: [{ verdictSealed: { not: null } }, { manifestSealed: { not: null } }] } });
  expect(await kept()).toBeGreaterThan(0);
  const { apply } = await import("~/server/retention/jobs");
  for (const days of [0, 366, 400]) await apply(new Date(+world.now() + days * 86_400_000));
  expect(await world.db().incident.count({ where: { id: photo.incidentId, erasedAt: { not: null } } })).toBe(1);
  expect(await kept()).toBe(0);
});
