import { Decrypter, generateHybridIdentity, generateX25519Identity, identityToRecipient } from "age-encryption";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readZip, verifyDossier } from "~/dossier";
import { dossierWords } from "~/messages/dossier/words";
import { collective } from "../support/collective";
import { sha256 } from "../support/sha256";
import { given, saysYes, withWitness, type Witnessed } from "../support/witnessed";
import { openWorld, type World } from "../support/world";

/** A dossier that only its recipient opens: sealed to the key that stands on the list, or to one that is given when it is made. */
let world: World;
let people: Awaited<ReturnType<typeof collective>>;
let person: Witnessed;
let disclosureId: string;

const NAME = "The court of Boulogne";
beforeAll(async () => {
  world = await openWorld();
  people = await collective(world);
  person = await withWitness(world, people);
  await saysYes(world, people, person, ["court"]);
  ({ disclosureId } = await given(world, people, person, "court", NAME));
}, 60_000);
afterAll(() => world.close());

const newKey = async (make = generateX25519Identity) => {
  const identity = await make();
  return { identity, ageKey: await identityToRecipient(identity) };
};
async function handedOut(ageKey = "") {
  const { handOut } = await import("~/server/dossiers/commands");
  const { size, body, sealed } = await handOut(people.decider, { disclosureId, as: "dossier", ageKey, originals: [], language: "en" }, world.now());
  const bytes = new Uint8Array(await new Response(body).arrayBuffer());
  expect(bytes.length).toBe(size);
  return { bytes, sealed };
}
function opened(bytes: Uint8Array, identity: string): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return decrypter.decrypt(bytes);
}
const passes = async (archive: Uint8Array): Promise<boolean> =>
  (await verifyDossier(new Map([...(readZip(archive) ?? [])].map(([name, file]) => [name.slice(name.indexOf("/") + 1), file])))).ok;

type Body = { readonly kind: string; readonly key?: string; readonly digest?: string };
const entries = async (kind: string): Promise<Body[]> => {
  const rows = await world.db().custodyEvent.findMany({ where: { kind }, orderBy: { id: "asc" }, select: { body: true } });
  return rows.map(({ body }) => JSON.parse(Buffer.from(body).toString()) as Body);
};
const listed = async () => (await world.as(people.proposer).addressBook.list()).find(({ name }) => name === NAME)!;
const writeDown = async (ageKey: string) => {
  const { id, ...details } = await listed();
  return world.as(people.proposer).addressBook.revise({ recipientId: id, ...details, ageKey });
};

test("without a key nothing is sealed; with one that is given only its holder opens it, and the ledger says to which key, not whose", async () => {
  const plain = await handedOut();
  expect([plain.sealed, await passes(plain.bytes)]).toEqual([false, true]);
  expect(await entries("dossier.sealed")).toEqual([]);

  for (const make of [generateX25519Identity, generateHybridIdentity]) {
    const [mine, another] = [await newKey(make), await newKey(make)];
    const { bytes, sealed } = await handedOut(mine.ageKey);
    expect([sealed, readZip(bytes)]).toEqual([true, null]);
    expect(Buffer.from(bytes).subarray(0, 22).toString()).toBe("age-encryption.org/v1\n");
    expect(await passes(await opened(bytes, mine.identity))).toBe(true);
    await expect(opened(bytes, another.identity)).rejects.toThrow("no identity matched");
    await expect(opened(bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte)), mine.identity)).rejects.toThrow("invalid tag");

    const entry = (await entries("dossier.sealed")).at(-1)!;
    expect(entry).toMatchObject({ key: sha256(Buffer.from(mine.ageKey)), digest: (await entries("dossier.made")).at(-1)!.digest, disclosure: disclosureId });
    expect(JSON.stringify(entry)).not.toContain("age1");
  }
});

test("the newest key on the list is what it is sealed to, unless another is given; it lies sealed in the table", async () => {
  const [first, second, other] = [await newKey(), await newKey(), await newKey()];
  await writeDown(first.ageKey);
  await writeDown(second.ageKey);
  expect((await listed()).ageKey).toBe(second.ageKey);
  expect((await world.as(people.decider).disclosures.read({ disclosureId })).ageKey).toBe(second.ageKey);
  const { bytes } = await handedOut();
  expect(await passes(await opened(bytes, second.identity))).toBe(true);
  await expect(opened(bytes, first.identity)).rejects.toThrow("no identity matched");
  await expect(opened((await handedOut(other.ageKey)).bytes, second.identity)).rejects.toThrow("no identity matched");
  for (const { sealed } of await world.db().recipient.findMany({ select: { sealed: true } }))
    expect(Buffer.from(sealed).toString("latin1")).not.toContain(second.ageKey);
});

test("what is no public key is refused where it is typed, a private one too, and no dossier is made", async () => {
  const { identity, ageKey } = await newKey();
  // Of low order: everybody would know what is agreed with it.
  const known = "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z";
  const made = (await entries("dossier.made")).length;
  for (const wrong of ["age1", "nonsense", identity, `${ageKey.slice(0, -1)}${ageKey.endsWith("q") ? "p" : "q"}`, known]) {
    await expect(writeDown(wrong)).rejects.toThrow("age-key-invalid");
    await expect(handedOut(wrong)).rejects.toThrow("age-key-invalid");
  }
  expect((await entries("dossier.made")).length).toBe(made);
});

test("who checks one that is sealed is told to open it first, and how", async () => {
  const { identity, ageKey } = await newKey();
  const { bytes } = await handedOut(ageKey);
  const folder = await mkdtemp(path.join(tmpdir(), "vouchsafe-sealed-"));
  try {
    const [sealed, archive] = [path.join(folder, "dossier.zip.age"), path.join(folder, "dossier.zip")];
    await writeFile(sealed, bytes);
    await writeFile(archive, await opened(bytes, identity));
    const args = (file: string, language: string) => ["scripts/run.mjs", "scripts/dossier/verify.ts", file, "--language", language];
    for (const language of ["en", "ar"] as const) {
      const told = spawnSync(process.execPath, args(sealed, language), { encoding: "utf8" });
      expect([told.status, told.stdout.trim(), told.stderr]).toEqual([2, dossierWords[language].sealed, ""]);
      expect(told.stdout).toContain("age -d -i key.txt -o dossier.zip dossier.zip.age");
    }
    expect(execFileSync(process.execPath, args(archive, "en"), { encoding: "utf8" })).toContain(dossierWords.en.pass);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("a key opens no door: what was taken back leaves sealed to nobody", async () => {
  const { ageKey } = await newKey();
  await world.as(people.documenter).consents.withdraw({ grantorId: person.grantorId, purposes: ["court"], manner: "spoken" });
  await expect(handedOut(ageKey)).rejects.toThrow("not-now");
  const { handOut } = await import("~/server/dossiers/commands");
  await expect(handOut(people.documenter, { disclosureId, as: "dossier", ageKey, originals: [], language: "en" }, world.now())).rejects.toThrow("not-found");
});
