import { randomUUID } from "node:crypto";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Size } from "~/domain/consent";
import type { Actor } from "~/domain/roles";
import { approveAsRead } from "../support/approving";
import { answerChecklist } from "../support/checklists";
import { collective, details } from "../support/collective";
import { dirtyJpeg } from "../support/pictures";
import { openWorld, type World } from "../support/world";

/** What of a photo leaves beside what it shows: its size, its name, its place among others. */
let world: World;
let documenter: Actor, proposer: Actor, decider: Actor;
let teamId: string, incidentId: string;
let items: [string, string, string];

/** Of no camera that is known, and of none of the sizes that leave: 640 in full, 320 reduced. */
const WIDE = { width: 700, height: 467 };

beforeAll(async () => {
  world = await openWorld();
  ({ documenter, proposer, decider, teamId } = await collective(world));
  await withPhotos();
}, 180_000);
afterAll(() => world.close());

/** A plate that is covered: nobody has to be asked, and there is something to redact. */
const plate = (over: { x?: number } = {}) => ({
  id: randomUUID(), kind: "plate" as const, x: 200, y: 100, width: 150, height: 60, origin: "person" as const,
  possible: false, subject: "thing" as const, grantorId: null, redact: true, ...over,
});

async function mark(itemId: string, region = plate()): Promise<void> {
  const me = world.as(documenter);
  const { regionsVersion } = await me.evidence.read({ itemId });
  const { version } = await me.regions.save({ itemId, version: regionsVersion, regions: [region] });
  await me.regions.confirm({ itemId, version });
  await answerChecklist(world, documenter, itemId, "plates");
}

/** An incident with three photos that nobody is seen on, which somebody has looked at. */
async function withPhotos() {
  ({ id: incidentId } = await world.as(documenter).incidents.create({ teamId, details, account: null }));
  const taken: string[] = [];
  for (const seed of [31, 32, 33]) {
    const bytes = await dirtyJpeg(seed, WIDE);
    taken.push((await world.submit(documenter, incidentId, bytes)).itemId);
    await world.settle();
  }
  for (const itemId of taken) await mark(itemId);
  await world.settle();
  items = taken as [string, string, string];
}

type Sent = { id: string; form: "redacted" | "clean"; size?: Size };

async function proposed(sent: readonly Sent[], purpose: "court" | "press" | "publication" = "court"): Promise<string> {
  const { id } = await world.as(proposer).disclosures.propose({
    incidentId, purpose, recipient: { class: purpose === "court" ? "court" : "journalist", name: "The court" },
    until: new Date(+world.now() + 86_400_000), reason: "for the hearing", items: [...sent], accounts: [],
  });
  return id;
}
const approve = (disclosureId: string) =>
  approveAsRead(world.as(decider), disclosureId);
const release = async (disclosureId: string) => (await world.as(decider).disclosures.release({ disclosureId })).token;
const open = (token: string) => world.as(null).recipient.open({ token });

/** As the recipient's page asks for it. */
async function fetched(pass: string, exhibit: number) {
  const { POST } = await import("~/app/api/exhibits/route");
  const body = JSON.stringify({ pass, exhibit });
  const headers = { origin: "http://localhost:3000", "content-length": String(body.length) };
  const response = await POST(new Request("http://localhost:3000/api/exhibits", { method: "POST", headers, body }));
  const { width, height } = await sharp(Buffer.from(await response.clone().arrayBuffer())).metadata();
  return { headers: Object.fromEntries(response.headers), width, height };
}
/** Everything that was made of an item to leave; of one disclosure its copies, of none what bears no mark. */
const kept = (itemId: string, disclosureId?: string | null) =>
  world.db().derivative.findMany({
    where: { itemId, erasedAt: null, leavesAs: { not: null }, ...(disclosureId !== undefined && { disclosureId }) },
    orderBy: [{ kind: "asc" }, { leavesAs: "asc" }],
    select: { kind: true, leavesAs: true, width: true, height: true, redactionId: true },
  });

test("what a court is given in full has the largest size of the set, and is made once it is approved, by the worker", async () => {
  const [one, two] = items;
  const disclosureId = await proposed([
    { id: one, form: "redacted", size: "full" },
    { id: two, form: "clean", size: "full" },
  ]);
  await world.settle();
  expect((await kept(two)).map(({ kind, leavesAs }) => `${kind} ${leavesAs}`)).toEqual(["redacted reduced"]);

  await world.rest();
  await approve(disclosureId);
  expect(await world.as(decider).disclosures.read({ disclosureId })).toMatchObject({ preparing: true, gaps: [] });
  await expect(release(disclosureId)).rejects.toThrow("pictures-not-made");
  await world.settle();
  expect(await world.as(decider).disclosures.read({ disclosureId })).toMatchObject({ preparing: false, state: "approved" });

  const token = await release(disclosureId);
  const view = await open(token);
  expect(view.photos.map(({ form, size }) => `${form} ${size}`).toSorted()).toEqual(["clean full", "redacted full"]);
  for (const photo of view.photos) {
    // The picture, and the band with its mark.
    expect(photo).toMatchObject({ width: 640, height: 427 + 48 });
    expect(await fetched(view.pass, photo.exhibit)).toMatchObject({ width: 640, height: 427 + 48 });
  }
  // Members go on looking at the working copies.
  const item = await world.as(documenter).evidence.read({ itemId: one });
  expect(item.redacted).toMatchObject({ width: 320 });
  expect(item.clean).toMatchObject({ width: 700 });
});

test("where nothing is said a photo leaves reduced, clean or redacted, and shrunk enough for a small camera too", async () => {
  const [one, two] = items;
  const disclosureId = await proposed([{ id: one, form: "redacted" }, { id: two, form: "clean" }]);
  await approve(disclosureId);
  await world.settle();
  const view = await open(await release(disclosureId));
  for (const photo of view.photos) expect(photo).toMatchObject({ size: "reduced", width: 320, height: 213 + 32 });
  const { exhibits } = JSON.parse(view.manifest) as { exhibits: { size: string; entries: { event: object }[] }[] };
  for (const { size, entries } of exhibits) {
    expect(size).toBe("reduced");
    expect(entries.at(-1)?.event).toMatchObject({ kind: "derivative.made" });
  }
});

test("nothing goes to the press in full, whoever approves it", async () => {
  const disclosureId = await proposed([{ id: items[0], form: "redacted", size: "full" }], "press");
  await expect(approve(disclosureId)).rejects.toMatchObject({
    cause: { code: "not-cleared", details: { gaps: [{ why: "size-exceeds-purpose", item: items[0] }] } },
  });
});

test("two workers at once make one picture, and for what was closed meanwhile none is made", async () => {
  const [, , three] = items;
  const cleanOnes = async () => (await kept(three)).filter(({ kind }) => kind === "clean").map(({ leavesAs }) => leavesAs);
  await world.rest();
  const { prepare } = await import("~/server/derivatives/jobs");
  const closed = await proposed([{ id: three, form: "clean", size: "full" }]);
  await approve(closed);
  await world.as(decider).disclosures.close({ disclosureId: closed });
  await prepare({ itemId: three });
  expect(await cleanOnes()).toEqual([]);

  await approve(await proposed([{ id: three, form: "clean", size: "full" }]));
  await Promise.all([prepare({ itemId: three }), prepare({ itemId: three })]);
  expect(await cleanOnes()).toEqual(["full"]);
  await world.settle();
  expect(await cleanOnes()).toEqual(["full"]);
});

test("a file that leaves has a name by chance, and no header with a date or a mark to know it by again", async () => {
  const names = new Set<string>();
  for (const _ of [1, 2]) {
    const disclosureId = await proposed([{ id: items[0], form: "redacted" }]);
    await approve(disclosureId);
    await world.settle();
    const token = await release(disclosureId);
    const { photos, manifest, pass } = await open(token);
    const { file } = photos[0]!;
    expect(file).toMatch(/^[0-9a-f]{16}\.jpg$/);
    expect(JSON.parse(manifest)).toMatchObject({ exhibits: [{ number: 1, file }] });
    const { headers } = await fetched(pass, 1);
    expect(headers).toEqual({
      "content-type": "image/jpeg",
      "content-length": expect.stringMatching(/^\d+$/),
      "content-disposition": `attachment; filename="${file}"`,
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
    });
    expect((await fetched(pass, 1)).headers).toEqual(headers);
    names.add(file);
  }
  expect(names.size).toBe(2);
});

test("the numbers of exhibits do not tell which photo came in first, and stay as they were given", async () => {
  const orders = new Set<string>();
  for (let time = 0; time < 12; time += 1) {
    const disclosureId = await proposed(items.map((id) => ({ id, form: "redacted" as const })), "publication");
    await approve(disclosureId);
    const token = await release(disclosureId);
    const view = await open(token);
    expect(view.photos.map(({ exhibit }) => exhibit)).toEqual([1, 2, 3]);
    expect((await open(token)).photos).toEqual(view.photos);
    orders.add(view.photos.map(({ digest }) => digest).join());
  }
  // One order twelve times over happens by chance once in three hundred million.
  expect(orders.size).toBeGreaterThan(1);
});

test("a newer redaction replaces the pictures of every size, and what waits for release waits for the new ones", async () => {
  const [itemId] = items;
  const disclosureId = await proposed([{ id: itemId, form: "redacted", size: "full" }]);
  await approve(disclosureId);
  await world.settle();
  const redactedOnes = async () => [...(await kept(itemId, disclosureId)), ...(await kept(itemId, null))];
  const before = await redactedOnes();
  expect(before.map(({ leavesAs, width }) => [leavesAs, width])).toEqual([["full", 640], ["reduced", 320]]);
  expect(new Set(before.map(({ redactionId }) => redactionId)).size).toBe(1);

  await mark(itemId, plate({ x: 40 }));
  await world.settle();
  const after = await redactedOnes();
  expect(after.map(({ leavesAs }) => leavesAs)).toEqual(["full", "reduced"]);
  expect(new Set([...before, ...after].map(({ redactionId }) => redactionId)).size).toBe(2);
  expect((await open(await release(disclosureId))).photos).toMatchObject([{ size: "full", width: 640 }]);
});

test("whoever looks at a disclosure, or only thinks of one, waits for nobody who is at work on its photos", async () => {
  const [itemId] = items;
  const disclosureId = await proposed([{ id: itemId, form: "redacted" }]);
  const until = new Date(+world.now() + 86_400_000);
  const draft = { incidentId, purpose: "court" as const, recipientClass: "court" as const, until, accounts: [] };
  await world.db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT "id" FROM "EvidenceItem" WHERE "id" = ${itemId}::uuid FOR UPDATE`;
    expect(await world.as(decider).disclosures.read({ disclosureId })).toMatchObject({ state: "proposed", gaps: [] });
    const sent = [{ id: itemId, form: "redacted" as const }];
    expect(await world.as(proposer).disclosures.assess({ ...draft, items: sent })).toMatchObject({ gaps: [] });
  });
});

test("pictures are waited for only where nothing else is: a page does not ask for ever", async () => {
  const [, two] = items;
  const disclosureId = await proposed([{ id: two, form: "redacted", size: "full" }]);
  await world.settle();
  await approve(disclosureId);
  await world.rest();
  const me = world.as(documenter);
  const { regionsVersion } = await me.evidence.read({ itemId: two });
  await me.regions.save({ itemId: two, version: regionsVersion, regions: [plate({ x: 60 })] });
  const lacking = await world.as(decider).disclosures.read({ disclosureId });
  expect(lacking).toMatchObject({ state: "approved", preparing: false });
  expect(lacking.gaps.map(({ why }) => why)).toContain("redaction-outdated");

  await mark(two);
  await world.settle();
  expect(await world.as(decider).disclosures.read({ disclosureId })).toMatchObject({ preparing: false, gaps: [] });
});

/** Until a transaction waits for a lock: `begun` has come as far as it gets. */
async function stopped(): Promise<void> {
  for (;;) {
    const [row] = await world.db().$queryRaw<{ waiting: bigint }[]>`
      SELECT count(*) AS "waiting" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    if (row && row.waiting > 0n) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("a picture that was made after the ledger's head was signed does not leave unproven: it leaves a moment later", async () => {
  const [, , three] = items;
  const disclosureId = await proposed([{ id: three, form: "redacted", size: "full" }]);
  await world.rest();
  await approve(disclosureId);
  const { prepare } = await import("~/server/derivatives/jobs");
  const early = await world.db().$transaction(async (tx) => {
    // Whoever decides waits; the worker, which has to know that it stays approved, does not.
    await tx.$queryRaw`SELECT "id" FROM "Disclosure" WHERE "id" = ${disclosureId}::uuid FOR SHARE`;
    const begun = release(disclosureId).catch((error: unknown) => error);
    await stopped();
    await prepare({ itemId: three });
    return { begun };
  });
  expect(await early.begun).toMatchObject({ message: "pictures-not-made" });
  const { manifest } = await open(await release(disclosureId));
  const { exhibits } = JSON.parse(manifest) as { exhibits: { entries: { event: object }[] }[] };
  expect(exhibits[0]?.entries.at(-1)?.event).toMatchObject({ kind: "derivative.made" });
});
