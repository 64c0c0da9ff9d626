import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "~/domain/roles";
import type { Brought } from "~/domain/opening";
import { crc32, filled, readZip, verifyDossier } from "~/dossier";
import { secretOf } from "~/keyring/identity";
import { openOriginal } from "~/keyring/original";
import { asked } from "../support/asked";
import { collective } from "../support/collective";
import { consented, released } from "../support/consented";
import { serveDoors } from "../support/doors";
import { outcome } from "../support/identity";
import { dirtyJpeg, SECRETS } from "../support/pictures";
import { sha256 } from "../support/sha256";
import { putOut } from "../support/suspension";
import { openWorld, type World } from "../support/world";
import { cookies } from "../sweep/visitors";

const OURS = { origin: "http://localhost:3000", "sec-fetch-site": "same-origin", "content-type": "application/json" };
const HOUR = 3_600_000;
const FILE = "data/exhibits/exhibit-1.jpeg";

let world: World;
let people: Awaited<ReturnType<typeof collective>>;
let served: Awaited<ReturnType<typeof serveDoors>>;
let purse: Awaited<ReturnType<typeof cookies>>;
let seed = 900;

/** A photo whose person says yes to the original for a court, released to one. */
async function givenAsOriginal() {
  const { documenter } = people;
  seed += 1;
  const photo = await consented(world, people, { seed, purposes: ["court"] });
  await world.as(documenter).consents.record({
    grantorId: photo.grantorId, capacity: "self", manner: "signed", language: "en", ...asked, items: [photo.itemId], accounts: [],
    recipients: { kind: "any" }, until: null, answers: [{ purpose: "court", answer: "given", form: "original" }],
  });
  const given = await released(world, people, photo, { to: "court", purpose: "court", items: [{ id: photo.itemId, form: "original" }] });
  return { ...photo, ...given, bytes: Buffer.from(await dirtyJpeg(seed)) };
}
type Given = Awaited<ReturnType<typeof givenAsOriginal>>;

const ask = async (itemId: string, purpose: "court" | "authenticity" = "court") =>
  (await world.as(people.proposer).originals.ask({ itemId, purpose, reason: "The court wants the file itself." })).id;
const agree = (openingId: string, by = people.decider) => world.as(by).originals.decide({ openingId, agree: true });

const knock = async (door: string, body: unknown, by: Actor) => {
  const headers = { ...OURS, cookie: await purse.of(by) };
  const response = await fetch(`${served.origin}/api/${door}`, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) };
};
const codeOf = (bytes: Uint8Array): string => (JSON.parse(new TextDecoder().decode(bytes)) as { code: string }).code;

/** What a reviewer's browser does with an opening: fetches what is sealed, opens it, and says what it found. */
async function opened(openingId: string, digest: string): Promise<{ bytes: Uint8Array<ArrayBuffer>; brought: Brought }> {
  const { status, bytes: sealed } = await knock("originals", { openingId, part: "original" }, people.proposer);
  expect(status).toBe(200);
  const original = await openOriginal(sealed, secretOf(people.identity)!, digest);
  if (!original.ok || !original.same) throw new Error("It does not open.");
  const { bytes } = original;
  return { bytes, brought: { openingId, size: bytes.length, crc: crc32(bytes), sha512: createHash("sha512").update(bytes).digest("hex") } };
}
const dossier = (disclosureId: string, originals: readonly Brought[], by = people.proposer) => knock("dossiers", { disclosureId, originals, language: "en" }, by);
const within = (zip: Uint8Array) => new Map([...(readZip(zip) ?? [])].map(([name, bytes]) => [name.slice(name.indexOf("/") + 1), bytes]));

async function agreedAndOpened({ itemId, bytes }: Given) {
  const id = await ask(itemId);
  await agree(id);
  return { id, ...(await opened(id, sha256(bytes))) };
}

beforeAll(async () => {
  world = await openWorld();
  people = await collective(world);
  served = await serveDoors();
  purse = await cookies(world);
}, 60_000);
afterAll(async () => {
  await served.close();
  await world.close();
});

test("an original that two agreed on is in the dossier byte for byte, its digest is the ledger's, and what leaves the server has none of its bytes", async () => {
  const given = await givenAsOriginal();
  const { id, bytes, brought } = await agreedAndOpened(given);
  const { status, bytes: handed } = await dossier(given.disclosureId, [brought]);
  expect(status).toBe(200);
  expect(readZip(handed)).toBeNull();
  for (const secret of [...Object.values(SECRETS), given.bytes.subarray(0, 64)]) expect(Buffer.from(handed).includes(secret)).toBe(false);

  const bag = within(filled(handed, new Map([[FILE, bytes]])));
  expect(Buffer.from(bag.get(FILE)!).equals(given.bytes)).toBe(true);
  const verdict = await verifyDossier(bag, { key: (await world.as(people.decider).ledger.checkpoint()).publicKey });
  expect(verdict).toMatchObject({ ok: true, shown: [{ file: FILE, exhibit: { form: "original", digest: sha256(given.bytes), original: sha256(given.bytes) } }] });
  const record = JSON.parse(new TextDecoder().decode(bag.get("data/record.json"))) as { exhibits: { custody: { altered: unknown } }[] };
  expect(record.exhibits[0]!.custody.altered).toEqual({ as: "original", at: null });
  for (const list of ["sha256", "sha512"] as const)
    expect(new TextDecoder().decode(bag.get(`manifest-${list}.txt`))).toContain(`${createHash(list).update(given.bytes).digest("hex")}  ${FILE}\n`);

  // The opening and the export both stand in the ledger, before the dossier's own entry.
  const kinds = (await world.as(people.proposer).ledger.custody({ itemId: given.itemId })).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind.startsWith("original."))).toEqual(["original.asked", "original.agreed", "original.handedOut", "original.exported"]);
  const { entries } = await world.as(people.decider).ledger.entries({ before: null });
  expect(entries.find(({ kind }) => kind === "original.exported")?.body).toMatchObject({
    opening: id, item: given.itemId, disclosure: given.disclosureId, digest: sha256(given.bytes),
  });
  expect((await world.verifyLedger()).ok).toBe(true);
});

test("one byte of an original that is changed afterwards is named, and so is an original that is another file", async () => {
  const given = await givenAsOriginal();
  const { bytes, brought } = await agreedAndOpened(given);
  const { bytes: handed } = await dossier(given.disclosureId, [brought]);
  const flipped = bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 1 : byte));
  // In the archive that is seen by whoever unpacks it; in a folder by the check.
  const whole = filled(handed, new Map([[FILE, bytes]]));
  expect(readZip(filled(handed, new Map([[FILE, flipped]])))).toBeNull();
  const verdict = await verifyDossier(new Map([...within(whole), [FILE, flipped]]));
  expect(verdict).toEqual({ ok: false, code: "file-changed", where: FILE });
  for (const wrong of [new Map<string, Uint8Array>(), new Map([[FILE, bytes.subarray(1)]]), new Map([[FILE, bytes], ["data/other.jpeg", bytes]])])
    expect(() => {
      const archive = filled(handed, wrong);
      if (!readZip(archive)) throw new RangeError("no archive");
    }).toThrow(RangeError);
  // A browser that says another thing of it than what it has makes no dossier that passes.
  const lied = await dossier(given.disclosureId, [{ ...brought, sha512: "0".repeat(128) }]);
  expect(await verifyDossier(within(filled(lied.bytes, new Map([[FILE, bytes]]))))).toMatchObject({ ok: false, code: "file-changed", where: FILE });
});

test("nobody agrees to what they asked for themselves, and without a second reviewer and a ground there is no dossier", async () => {
  const given = await givenAsOriginal();
  const nothing = { size: given.bytes.length, crc: 1, sha512: "0".repeat(128) };
  expect(codeOf((await dossier(given.disclosureId, [])).bytes)).toBe("original-not-agreed");
  await expect(world.as(people.proposer).originals.ask({ itemId: given.itemId, purpose: "court", reason: " " })).rejects.toThrow("reason");
  const id = await ask(given.itemId);
  expect(await outcome(agree(id, people.proposer))).toBe("second-person-required");
  expect(codeOf((await dossier(given.disclosureId, [{ openingId: id, ...nothing }])).bytes)).toBe("original-not-agreed");
  await agree(id);
  // Agreed to, and not opened yet: nobody has its bytes.
  expect(codeOf((await dossier(given.disclosureId, [{ openingId: id, ...nothing }])).bytes)).toBe("not-now");
  const { brought } = await opened(id, sha256(given.bytes));
  // It is for the one who asked, who brings just this.
  expect(codeOf((await dossier(given.disclosureId, [brought], people.decider)).bytes)).toBe("original-not-agreed");
  expect(codeOf((await dossier(given.disclosureId, [brought, brought])).bytes)).toBe("input-invalid");
  expect(codeOf((await dossier(given.disclosureId, [{ ...brought, size: brought.size + 1 }])).bytes)).toBe("input-invalid");
  expect(codeOf((await dossier(given.disclosureId, [{ ...brought, openingId: crypto.randomUUID() }])).bytes)).toBe("not-found");
  // Nor does an opening for something else, or for another photo.
  const other = await ask(given.itemId, "authenticity");
  await agree(other);
  expect(codeOf((await dossier(given.disclosureId, [(await opened(other, sha256(given.bytes))).brought])).bytes)).toBe("original-not-agreed");
  const another = await givenAsOriginal();
  const elsewhere = await agreedAndOpened(another);
  expect(["input-invalid", "original-not-agreed"]).toContain(codeOf((await dossier(given.disclosureId, [elsewhere.brought])).bytes));
  const made = await world.db().custodyEvent.count({ where: { kind: "original.exported", item: { in: [given.itemId, another.itemId] } } });
  expect(made).toBe(0);
  expect((await dossier(given.disclosureId, [brought])).status).toBe(200);
});

test("an agreement is over after an hour, and with whoever gave it", async () => {
  const given = await givenAsOriginal();
  const { brought } = await agreedAndOpened(given);
  const { handOut } = await import("~/server/dossiers/commands");
  const inAnHour = new Date(+world.now() + HOUR);
  expect(await outcome(handOut(people.proposer, { disclosureId: given.disclosureId, as: "dossier", ageKey: "", originals: [brought], language: "en" }, inAnHour))).toBe("original-not-agreed");
  const [steward, third] = [world.as(await world.member("steward")), await world.member("reviewer")];
  const id = await ask(given.itemId);
  await agree(id, third);
  const second = await opened(id, sha256(given.bytes));
  await putOut(steward, third.id);
  expect(codeOf((await dossier(given.disclosureId, [second.brought])).bytes)).toBe("not-found");
});

test("who takes the original form back after it was opened is heard, whether they permit less from then on or nothing", async () => {
  const given = await givenAsOriginal();
  const { brought } = await agreedAndOpened(given);
  const { handOut } = await import("~/server/dossiers/commands");
  const takeBack = () =>
    world.as(people.documenter).consents.record({
      grantorId: given.grantorId, capacity: "self", manner: "spoken", language: "en", ...asked, items: [given.itemId], accounts: [],
      recipients: { kind: "any" }, until: null, answers: [{ purpose: "court", answer: "given", form: "clean" }],
    });
  await takeBack();
  expect(await outcome(handOut(people.proposer, { disclosureId: given.disclosureId, as: "dossier", ageKey: "", originals: [brought], language: "en" }, world.now()))).toBe("not-now");
  expect((await world.as(people.decider).disclosures.read({ disclosureId: given.disclosureId })).closing).toBe("withdrawn");

  const next = await givenAsOriginal();
  const had = await agreedAndOpened(next);
  await world.as(people.documenter).consents.withdraw({ grantorId: next.grantorId, purposes: ["court"], manner: "spoken" });
  expect(await outcome(handOut(people.proposer, { disclosureId: next.disclosureId, as: "dossier", ageKey: "", originals: [had.brought], language: "en" }, world.now()))).toBe("not-now");
});

test("the link gives no original: not its bytes, and no picture in its place", async () => {
  const given = await givenAsOriginal();
  const view = await world.as(null).recipient.open({ token: given.token });
  expect(view.photos).toEqual([]);
  expect(view.originals).toEqual([{ exhibit: 1, digest: sha256(given.bytes) }]);
  const { status } = await knock("exhibits", { pass: view.pass, exhibit: 1 }, people.proposer);
  expect(status).toBe(404);
});
