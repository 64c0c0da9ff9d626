import { Decrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { HandedAs } from "~/domain/dossier";
import type { Actor } from "~/domain/roles";
import { readZip } from "~/dossier";
import type { Language } from "~/messages/languages";
import { checkedAccount } from "../support/accounts";
import { asked } from "../support/asked";
import { collective, details } from "../support/collective";
import { consented, released } from "../support/consented";
import { serveDoors } from "../support/doors";
import { whoActed } from "../support/entries";
import { whileRead } from "../support/held-back";
import { sha256 } from "../support/sha256";
import { saysYes } from "../support/witnessed";
import { openWorld, type World } from "../support/world";
import { cookies } from "../sweep/visitors";

/** What was released, as tables and files for Uwazi: the very exhibits, by the same rules as a dossier, and nothing beside them. */
let world: World;
let team: Awaited<ReturnType<typeof collective>>;
let photo: Awaited<ReturnType<typeof consented>>;
let disclosureId: string;

const WORDS = "I saw the dogs.";
const PLACE = 'The "old" | new bridge';
beforeAll(async () => {
  world = await openWorld();
  team = await collective(world);
  photo = await consented(world, team, { seed: 640, purposes: ["press", "monitoring"] });
  const { incidentId } = photo;
  const me = world.as(team.documenter);
  await me.incidents.revise({
    incidentId, version: 1, details: {
      ...details, place: PLACE, start: "2026-11-02T06:43", end: null, kinds: ["eviction", "tear-gas"],
      forces: [{ service: "Police", unit: "CRS 8", officers: 977, plates: ["PLATE-99"], numbers: ["7654321"] }],
      people: { count: 863, minors: "yes", injuries: "SECRET-INJURY" }, askedOfObservers: "SECRET-ASKED",
    },
  });
  const { id: grantorId } = await me.consents.addGrantor({ incidentId, kind: "witness", minor: false });
  const [accountId, kept] = [await checkedAccount(me, incidentId, WORDS, { spokenBy: grantorId }), await checkedAccount(me, incidentId, "SECRET-WORDS", { spokenBy: grantorId })];
  await saysYes(world, team, { incidentId, grantorId, accountId }, ["press", "monitoring"]);
  await me.consents.record({
    grantorId, capacity: "self", manner: "spoken", language: "en", ...asked, items: [], accounts: [kept], recipients: { kind: "any" }, until: null,
    answers: [{ purpose: "monitoring", answer: "given", form: "redacted" }],
  });
  await me.incidents.advance({ incidentId, from: "draft", to: "submitted" });
  const { features } = await world.as(team.proposer).connections.list();
  const featureId = features.find(({ text }) => text === PLACE)!.id;
  await world.as(team.proposer).connections.locate({ featureId, from: null, position: { latitude: 50.95123, longitude: 1.85678 } });
  ({ disclosureId } = await released(world, team, photo, { accounts: [{ id: accountId }] }));
}, 180_000);
afterAll(() => world.close());

type Asked = { actor?: Actor; as?: HandedAs; language?: Language; ageKey?: string };
async function handedOut(id: string, { actor = team.decider, as = "uwazi", language = "en", ageKey = "" }: Asked = {}): Promise<Uint8Array<ArrayBuffer>> {
  const { handOut } = await import("~/server/dossiers/commands");
  const { size, body } = await handOut(actor, { disclosureId: id, as, ageKey, originals: [], language }, world.now());
  const bytes = new Uint8Array(await new Response(body).arrayBuffer());
  expect(bytes.length).toBe(size);
  return bytes;
}
type Row = Readonly<Record<string, string>>;
const unpacked = (bytes: Uint8Array) => {
  const files = readZip(bytes)!;
  return { files, table: (name: string) => parse<Row>(Buffer.from(files.get(name)!), { columns: true }) };
};
const exported = async () => {
  const rows = await world.db().custodyEvent.findMany({ where: { kind: { startsWith: "disclosure.export" } }, orderBy: { id: "asc" } });
  return (await whoActed(rows)).map(({ by, body }) => {
    const { v: _v, at: _at, kind: _kind, ...said } = JSON.parse(Buffer.from(body).toString()) as Record<string, unknown>;
    return { ...said, by };
  });
};

test("each exhibit is a row with its file beside it, by its number and digest, and finds its incident, place and units by their titles", async () => {
  const { files, table } = unpacked(await handedOut(disclosureId));
  const rows = table("import.csv");
  const { reference } = await world.as(team.decider).disclosures.read({ disclosureId });
  const [pictured, told] = [rows.find(({ language }) => language === "")!, rows.find(({ language }) => language !== "")!];
  const [at, beside] = [pictured["exhibit"]!, told["exhibit"]!];
  expect([at, beside].toSorted()).toEqual(["1", "2"]);
  expect(rows.map(({ exhibit }) => exhibit)).toEqual(["1", "2"]);
  const incident = "2026-11-02 The \"old\" / new bridge";
  const [jpg, txt] = [files.get(`exhibit-${at}.jpg`)!, files.get(`exhibit-${beside}.txt`)!];
  expect(pictured).toEqual({
    title: `${reference} Exhibit ${at}: photo`, exhibit: at, form: "Redacted", language: "", sha_256: sha256(jpg), incident, attachments: `exhibit-${at}.jpg`,
  });
  expect(told).toEqual({
    title: `${reference} Exhibit ${beside}: account`, exhibit: beside, form: "Without what is hidden", language: "en", sha_256: sha256(txt), incident, attachments: `exhibit-${beside}.txt`,
  });
  // The very bytes that a dossier of it holds.
  const bag = readZip(await handedOut(disclosureId, { as: "dossier" }))!;
  for (const name of [`exhibit-${at}.jpg`, `exhibit-${beside}.txt`]) expect(files.get(name)).toEqual([...bag].find(([path]) => path.endsWith(`/exhibits/${name}`))![1]);

  expect(table("incidents.csv")).toEqual([
    { title: incident, reference, start: "2026-11-02", end: "", kinds: "Eviction|Tear gas", place: 'The "old" / new bridge', organisations: "CRS 8, Police" },
  ]);
  expect(table("organisations.csv").map(({ title, part_of: of }) => [title, of])).toEqual([["CRS 8, Police", "Police"], ["Police", ""]]);
  expect(table("places.csv").map(({ title, position_geolocation: where }) => [title, where])).toEqual([['The "old" / new bridge', ""]]);
  const templates = JSON.parse(Buffer.from(files.get("templates.json")!).toString()) as Record<string, { column: string }[]>;
  for (const [name, template] of Object.entries(templates)) {
    const besides = name === "import.csv" ? ["attachments"] : [];
    expect(Object.keys(table(name)[0]!)).toEqual(["title", ...template.map(({ column }) => column), ...besides]);
  }
  expect([...files.keys()]).toEqual([`exhibit-1.${at === "1" ? "jpg" : "txt"}`, `exhibit-2.${at === "2" ? "jpg" : "txt"}`, "import.csv", ...Object.keys(templates).filter((name) => name !== "import.csv"), "templates.json"].toSorted());
});

test("it is the same, byte for byte, whenever and by whomever it is taken; in another language what was done is said in that", async () => {
  const one = await handedOut(disclosureId);
  expect(await handedOut(disclosureId, { actor: team.proposer })).toEqual(one);
  expect(unpacked(await handedOut(disclosureId, { language: "fr" })).table("incidents.csv")[0]!["kinds"]).toContain("Gaz lacrymogène");
});

test("nothing goes along of people, of officers, of what was not released, or of where a place is, and no id of ours", async () => {
  const { files } = unpacked(await handedOut(disclosureId));
  const all = [...files].filter(([name]) => !name.endsWith(".jpg")).map(([, bytes]) => Buffer.from(bytes).toString()).join("\n");
  const said = all.replaceAll(/\b([0-9a-f]{40}|[0-9a-f]{64})\b/g, "");
  for (const secret of ["SECRET", "863", "977", "PLATE", "7654321", "06:43", "50.95", "1.86"]) expect(said).not.toContain(secret);
  for (const ours of [photo.incidentId, photo.itemId, photo.grantorId, disclosureId, team.documenter.id, team.teamId]) expect(all).not.toContain(ours);
});

test("units and places are known again in what leaves for monitoring, and the incident is not", async () => {
  const { take } = await import("~/server/exports/commands");
  const monitored = unpacked(await take(team.proposer, { format: "uwazi", language: "en", period: { from: "2026-11", to: "2026-11" } }, world.now()));
  const mine = unpacked(await handedOut(disclosureId));
  for (const name of ["organisations.csv", "places.csv"]) {
    const references = ({ table }: ReturnType<typeof unpacked>) => table(name).map(({ reference }) => reference);
    expect(references(mine)).toEqual(references(monitored));
  }
  const [{ reference }] = monitored.table("incidents.csv") as [Row];
  for (const [name, bytes] of mine.files) expect([name, Buffer.from(bytes).includes(reference!)]).toEqual([name, false]);
});

test("it stands in the ledger by its digest, and, sealed, by the key that opens it", async () => {
  const before = (await exported()).length;
  const plain = await handedOut(disclosureId);
  const identity = await generateX25519Identity();
  const ageKey = await identityToRecipient(identity);
  const sealed = await handedOut(disclosureId, { ageKey });
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  expect(await decrypter.decrypt(sealed)).toEqual(plain);
  const said = { by: team.decider.id, disclosure: disclosureId, digest: sha256(plain) };
  const taken = { ...said, format: "uwazi" };
  expect((await exported()).slice(before)).toEqual([taken, taken, { ...said, key: sha256(Buffer.from(ageKey)) }]);
  expect((await world.verifyLedger()).ok).toBe(true);
});

test("the door gives it to a reviewer, and to nobody else", async () => {
  const [served, purse] = [await serveDoors(["src/app/api/dossiers/route.ts"]), await cookies(world)];
  const knock = async (by: Actor, body: object) =>
    fetch(`${served.origin}/api/dossiers`, {
      method: "POST", body: JSON.stringify(body),
      headers: { origin: "http://localhost:3000", "sec-fetch-site": "same-origin", "content-type": "application/json", cookie: await purse.of(by) },
    });
  try {
    const answer = await knock(team.decider, { disclosureId, as: "uwazi", language: "en" });
    expect([answer.status, answer.headers.get("content-disposition")]).toEqual([200, 'attachment; filename="uwazi.zip"']);
    expect(readZip(new Uint8Array(await answer.arrayBuffer()))?.has("import.csv")).toBe(true);
    expect((await knock(team.documenter, { disclosureId, as: "uwazi", language: "en" })).status).toBe(404);
    expect((await knock(team.decider, { disclosureId, as: "tables", language: "en" })).status).toBe(400);
  } finally {
    await served.close();
  }
});

test("an original is a row without a file: it leaves in a dossier, with those who agreed to it, or not at all", async () => {
  const other = await consented(world, team, { seed: 641, purposes: ["court"] });
  await world.as(team.documenter).consents.record({
    grantorId: other.grantorId, capacity: "self", manner: "signed", language: "en", ...asked, items: [other.itemId], accounts: [],
    recipients: { kind: "any" }, until: null, answers: [{ purpose: "court", answer: "given", form: "original" }],
  });
  const given = await released(world, team, other, { to: "court", purpose: "court", items: [{ id: other.itemId, form: "original" }] });
  const { files, table } = unpacked(await handedOut(given.disclosureId));
  expect([...files.keys()].filter((name) => name.startsWith("exhibit"))).toEqual([]);
  const { digest } = await world.db().evidenceItem.findUniqueOrThrow({ where: { id: other.itemId }, select: { digest: true } });
  expect(table("import.csv").map(({ form, sha_256: of, attachments }) => [form, of, attachments])).toEqual([["Original file", Buffer.from(digest).toString("hex"), ""]]);
});

test("whoever takes a word back while it is made is heard: nothing leaves then, and nothing afterwards", async () => {
  await expect(handedOut(disclosureId, { actor: team.documenter })).rejects.toThrow("not-found");
  const { derivative } = await world.db().disclosureItem.findUniqueOrThrow({
    where: { disclosureId_itemId: { disclosureId, itemId: photo.itemId } }, select: { derivative: { select: { blob: true } } },
  });
  const before = await exported();
  const outcome = await whileRead(
    world, derivative!.blob!,
    () => handedOut(disclosureId).then(() => "left", (error: unknown) => (error as Error).message),
    () => world.as(team.documenter).consents.withdraw({ grantorId: photo.grantorId, purposes: ["press"], manner: "spoken" }),
  );
  expect(outcome).toBe("not-now");
  await expect(handedOut(disclosureId)).rejects.toThrow("not-now");
  expect(await exported()).toEqual(before);
});
