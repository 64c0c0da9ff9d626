import { Decrypter } from "age-encryption";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Actor } from "~/domain/roles";
import { verifySlip } from "~/ledger";
import { openSlip, VaultError } from "~/vault";
import { MediaInterrupted, MediaRefusal, inspect, untrust } from "~/media";
import { atlas } from "~/server/atlas";
import { collective, details } from "../support/collective";
import { dirtyJpeg, SECRETS } from "../support/pictures";
import { sha256 } from "../support/sha256";
import { openWorld, type World } from "../support/world";

// As they are, unless a test has them fail once: no bomb of ours ends the reader of metadata and can be decoded all the same.
vi.mock(import("~/media"), async (original) => {
  const media = await original();
  return { ...media, inspect: vi.fn<typeof media.inspect>(media.inspect) };
});
vi.mock(import("~/server/atlas"), async (original) => {
  const real = await original();
  return { atlas: vi.fn<typeof real.atlas>(real.atlas) };
});

let world: World;
let documenter: Actor;
let incidentId: string;
let identity: string;

beforeAll(async () => {
  world = await openWorld();
  const people = await collective(world);
  ({ documenter, identity } = people);
  ({ id: incidentId } = await world.as(documenter).incidents.create({ teamId: people.teamId, details, account: null }));
});
afterAll(() => world.close());

async function taken(bytes: Uint8Array) {
  const { itemId } = await world.submit(documenter, incidentId, bytes);
  await world.settle();
  return itemId;
}

test("the answer says where and when, and brings the outline of the place along", async () => {
  const itemId = await taken(await dirtyJpeg(31));
  const told = await world.as(documenter).evidence.told({ itemId });
  expect(told).toMatchObject({
    time: { local: "2026-11-02T06:40:12", offset: "+01:00" },
    device: { make: SECRETS.make, serials: [SECRETS.serial] },
    names: [SECRETS.owner],
    carriers: expect.arrayContaining(["exif"]),
  });
  expect(told.place?.latitude).toBeCloseTo(50.958, 2);
  const { region, world: whole } = told.map!;
  expect(region).toMatchObject({ place: { x: 300, y: 200 }, scale: { kilometres: 200 } });
  // The Channel's two coasts, and the border between France and Belgium.
  for (const path of [region?.land, region?.coasts, region?.borders, whole.land]) expect(path?.length).toBeGreaterThan(100);
  expect(JSON.stringify(told.map).length).toBeLessThan(40_000);
});

test("a file that names no place brings no map", async () => {
  const sharp = (await import("sharp")).default;
  const dark = await sharp({ create: { width: 300, height: 200, channels: 3, background: "#223344" } })
    .jpeg().withExif({ IFD0: { Make: SECRETS.make } }).toBuffer();
  const itemId = await taken(dark);
  const asked = vi.mocked(atlas).mock.calls.length;
  expect(await world.as(documenter).evidence.told({ itemId })).toMatchObject({
    place: null, map: null, time: null, device: { make: SECRETS.make },
  });
  expect(vi.mocked(atlas).mock.calls).toHaveLength(asked);
});

test("all that the file told is sealed beside its original, for the holders of the custody key", async () => {
  const bytes = await dirtyJpeg(32);
  const itemId = await taken(bytes);
  const { originalToldBlob } = await world.db().evidenceItem.findUniqueOrThrow({
    where: { id: itemId },
    select: { originalToldBlob: true },
  });
  const { get } = await import("~/server/blobs");
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const opened = new TextDecoder().decode(await decrypter.decrypt((await get(originalToldBlob!))!));
  expect(JSON.parse(opened)).toEqual(JSON.parse(JSON.stringify(await inspect(untrust(bytes)))));
});

test("where a place cannot be drawn, what the file told is still there to be asked for again", async () => {
  const itemId = await taken(await dirtyJpeg(33));
  vi.mocked(atlas).mockRejectedValueOnce(new Error("The package is not installed."));
  await expect(world.as(documenter).evidence.told({ itemId })).rejects.toThrow("unexpected");
  expect((await world.as(documenter).evidence.read({ itemId })).told).toBe(true);
  expect((await world.as(documenter).evidence.told({ itemId })).map).toMatchObject({ region: { place: { x: 300, y: 200 } } });
});

test("a photo whose metadata end their reader is taken in all the same, and has told nothing", async () => {
  vi.mocked(inspect).mockRejectedValueOnce(new MediaRefusal("too-much-memory"));
  const itemId = await taken(await dirtyJpeg(34));
  expect(await world.as(documenter).evidence.read({ itemId })).toMatchObject({ state: "ready", refusal: null, told: false });
  await expect(world.as(documenter).evidence.told({ itemId })).rejects.toThrow("already-told");
  const row = await world.db().evidenceItem.findUniqueOrThrow({
    where: { id: itemId },
    select: { originalBlob: true, originalToldBlob: true },
  });
  expect(row).toEqual({ originalBlob: expect.any(String), originalToldBlob: null });
});

test("a reader that was taken away says nothing of the file: it is asked again", async () => {
  await world.rest();
  vi.mocked(inspect).mockRejectedValueOnce(new MediaInterrupted());
  const bytes = await dirtyJpeg(35);
  const { itemId } = await world.submit(documenter, incidentId, bytes);
  const { sanitise } = await import("~/server/evidence/jobs");
  await expect(sanitise({ itemId })).rejects.toThrow(MediaInterrupted);
  await world.settle();
  expect(await world.as(documenter).evidence.read({ itemId })).toMatchObject({ state: "ready", told: true });
});

test("with a slip a documenter shows, without the instance, that they handed in this very file and when", async () => {
  const bytes = await dirtyJpeg(37);
  const itemId = await taken(bytes);
  expect((await world.as(documenter).evidence.read({ itemId })).mine).toBe(true);
  const slip = await world.as(documenter).ledger.slip({ itemId });
  expect(slip.digest).toBe(sha256(bytes));
  const { publicKey } = await world.as(await world.member("auditor")).ledger.checkpoint();
  const { index, body } = verifySlip(openSlip(slip.text, sha256(bytes)), publicKey);
  expect(index).toBe(slip.index);
  expect(JSON.parse(new TextDecoder().decode(body))).toMatchObject({ kind: "evidence.received", digest: sha256(bytes), at: slip.at.toISOString() });
  expect(() => openSlip(slip.text, sha256(new Uint8Array(1)))).toThrow(VaultError);
  // Whoever finds it learns no id of ours, and neither where nor when; nor, from the entry, what the file told.
  const found = `${slip.text}${Buffer.from(slip.text.split("\n").slice(1).join(""), "base64").toString("latin1")}`;
  for (const told of [itemId, incidentId, documenter.id, slip.at.toISOString(), sha256(bytes), publicKey.split("+")[0]!]) expect(found).not.toContain(told);
  for (const secret of [...Object.values(SECRETS), details.place]) expect(`${found}${new TextDecoder().decode(body)}`).not.toContain(secret);
});
