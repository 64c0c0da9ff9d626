import type * as childProcess from "node:child_process";
import { readFile } from "node:fs/promises";
import { Decrypter } from "age-encryption";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Actor } from "~/domain/roles";
import { collective, details } from "../support/collective";
import { dirtyJpeg } from "../support/pictures";
import { dng, video } from "../support/refused-files";
import { sha256 } from "../support/sha256";
import { openWorld, type World } from "../support/world";

/** Programs started with the decoder's script. */
const decoders = vi.hoisted(() => ({ started: 0 }));
vi.mock("node:child_process", async (original) => {
  const real = await original<typeof childProcess>();
  const counted = (...given: Parameters<typeof real.spawn>) => {
    if (JSON.stringify(given).includes("confined/child.mjs")) decoders.started += 1;
    return real.spawn(...given);
  };
  return { ...real, spawn: counted };
});

let world: World;
let documenter: Actor, proposer: Actor;
let teamId: string;
let identity: string;

beforeAll(async () => {
  world = await openWorld();
  ({ documenter, proposer, teamId, identity } = await collective(world));
});
afterAll(() => world.close());

const incident = async () => (await world.as(documenter).incidents.create({ teamId, details, account: null })).id;
const history = async (itemId: string) => (await world.as(documenter).ledger.custody({ itemId })).map(({ kind }) => kind);
const objects = async () => {
  const { writtenBefore } = await import("~/server/blobs");
  const found: string[] = [];
  for await (const { file } of writtenBefore(new Date(Date.now() + 60_000))) found.push(file);
  return found;
};

async function kept(bytes: Uint8Array) {
  const incidentId = await incident();
  const { itemId } = await world.keep(documenter, incidentId, bytes);
  await world.settle();
  return { incidentId, itemId };
}

test.each([["video", video()], ["raw", dng()]] as const)(
  "a %s is refused, and is kept on request: sealed, opened by the custody key alone, and never decoded",
  async (format, bytes) => {
    const before = decoders.started;
    await expect(world.submit(documenter, await incident(), bytes)).rejects.toThrow("unsupported-format");
    const { incidentId, itemId } = await kept(bytes);
    expect(decoders.started).toBe(before);

    expect(await world.as(documenter).evidence.read({ itemId })).toMatchObject({
      state: "refused", refusal: "unsupported-format", format, size: bytes.length, digest: sha256(bytes),
      clean: null, redacted: null, preview: null, mayEdit: false, told: false, suggested: false,
    });
    const { items } = await world.as(proposer).incidents.read({ incidentId });
    expect(items).toMatchObject([{ id: itemId, state: "refused", preview: null }]);
    expect(await history(itemId)).toEqual(["evidence.kept", "evidence.sealed", "intake.erased"]);

    const row = await world.db().evidenceItem.findUniqueOrThrow({
      where: { id: itemId },
      select: { originalBlob: true, intakeBlob: true, wrappedIntake: true, originalToldBlob: true, toldSealed: true },
    });
    expect(row).toMatchObject({ intakeBlob: null, wrappedIntake: null, originalToldBlob: null, toldSealed: null });
    for (const file of await objects()) expect((await readFile(file)).includes(bytes.subarray(64, 128))).toBe(false);
    const { get } = await import("~/server/blobs");
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    expect(sha256(await decrypter.decrypt((await get(row.originalBlob!))!))).toBe(sha256(bytes));
  },
);

test("what nobody knows is kept as what it is: unknown", async () => {
  const bytes = Buffer.from("Notes of a witness, whatever their file was called.".repeat(4));
  const { itemId } = await kept(bytes);
  expect(await world.as(documenter).evidence.read({ itemId })).toMatchObject({
    state: "refused", refusal: "not-an-image", format: "unknown",
  });
});

test("a photo that is damaged is judged again in confinement, and then kept without the worker's decoding it", async () => {
  const before = decoders.started;
  const picture = await dirtyJpeg(21);
  const half = picture.subarray(0, picture.length >> 1);
  const { itemId } = await world.keep(documenter, await incident(), half);
  const judged = decoders.started;
  expect(judged).toBeGreaterThan(before);
  await world.settle();
  expect(decoders.started).toBe(judged);
  expect(await world.as(documenter).evidence.read({ itemId })).toMatchObject({
    state: "refused", refusal: "damaged", format: "jpeg", clean: null,
  });
  expect(await history(itemId)).toEqual(["evidence.kept", "evidence.sealed", "intake.erased"]);
});

test("a photo that can be taken in is taken in, whoever asks that it is only kept", async () => {
  const { itemId } = await kept(await dirtyJpeg(22));
  expect(await world.as(documenter).evidence.read({ itemId })).toMatchObject({ state: "ready", refusal: null, format: "jpeg" });
  expect(await history(itemId)).toContain("evidence.received");
});

test("what is kept leaves in no form: it cannot be proposed, marked, looked at or told of", async () => {
  const { incidentId, itemId } = await kept(video("another"));
  const draft = {
    incidentId, purpose: "court" as const, until: new Date(+world.now() + 86_400_000), accounts: [],
  };
  for (const form of ["redacted", "clean"] as const) {
    const items = [{ id: itemId, form }];
    const { gaps } = await world.as(proposer).disclosures.assess({ ...draft, items, recipientClass: "court" });
    expect(gaps).toContainEqual({ why: "not-ready", item: itemId });
    const propose = world.as(proposer).disclosures.propose({
      ...draft, items, recipient: { class: "court", name: "A court" }, reason: "to be heard",
    });
    await expect(propose).rejects.toThrow("input-invalid");
  }
  const me = world.as(documenter);
  await expect(me.regions.save({ itemId, version: 0, regions: [] })).rejects.toThrow("not-now");
  await expect(me.regions.confirm({ itemId, version: 0 })).rejects.toThrow("not-now");
  await expect(me.evidence.told({ itemId })).rejects.toThrow("already-told");
  expect(await world.db().derivative.count({ where: { itemId } })).toBe(0);
});

test("keeping has the rules of every upload, and whoever breaks one leaves nothing behind", async () => {
  const bytes = video("with rules");
  const { incidentId } = await kept(bytes);
  const before = [await world.db().evidenceItem.count(), (await objects()).length];
  const other = video("with rules, and another");
  const refused = (actor: Actor, file: Uint8Array, code: string, claimed?: { digest?: string; size?: number }) =>
    expect(world.keep(actor, incidentId, file, claimed)).rejects.toThrow(code);
  await refused(documenter, bytes, "already-in-incident");
  await refused(documenter, other, "upload-digest-differs", { digest: "0".repeat(64) });
  await refused(documenter, other, "upload-incomplete", { size: other.length + 1 });
  await refused(documenter, other, "too-many-bytes", { size: 50_000_001 });
  await refused(proposer, other, "not-found");
  await refused(await world.member("documenter"), other, "not-found");
  expect([await world.db().evidenceItem.count(), (await objects()).length]).toEqual(before);
});

test("the ledger verifies after all of it", async () => {
  expect(await world.verifyLedger()).toMatchObject({ ok: true });
});
