import * as fc from "fast-check";
import { readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { randomUUID, X509Certificate } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "~/domain/roles";
import { DossierRecord } from "~/domain/dossier";
import { readZip, verifyDossier, type Verdict } from "~/dossier";
import { canonical, commit, verifyCheckpoint, verifyInclusion, type Signer } from "~/ledger";
import type { ProvenEntry } from "~/server/ledger/queries";
import { makeRequest, readAnswer, readRoots } from "~/timestamp";
import { mutations } from "../../scripts/bench/tamper/bag";
import { told } from "../../scripts/dossier/told";
import { uniform } from "../../scripts/seeded-chance";
import { logKey, openCheckpoint, witnessFrom } from "../../scripts/witness/checks.mjs";
import { dossierWords } from "~/messages/dossier/words";
import { makeAuthority } from "../support/authority";
import { validated } from "../support/bag-validator";
import { collective } from "../support/collective";
import { whoActed } from "../support/entries";
import { consented, released } from "../support/consented";
import { whileRead } from "../support/held-back";
import { outcome } from "../support/identity";
import { sha256 } from "../support/sha256";
import { loosely } from "../support/time-server";
import { openWorld, type World } from "../support/world";

let world: World;
let documenter: Actor, proposer: Actor, decider: Actor;
let teamId: string;
let disclosureId: string, grantorId: string, itemId: string;
let archive: Uint8Array<ArrayBuffer>;
let key: string;

async function handedOut(actor: Actor, id: string): Promise<Uint8Array<ArrayBuffer>> {
  const { handOut } = await import("~/server/dossiers/commands");
  const { size, body } = await handOut(actor, { disclosureId: id, as: "dossier", ageKey: "", originals: [], language: "en" }, world.now());
  const bytes = new Uint8Array(await new Response(body).arrayBuffer());
  expect(bytes.length).toBe(size);
  return bytes;
}

/** The files of an archive, below its one folder. */
const within = (zip: Uint8Array): Map<string, Uint8Array> =>
  new Map([...(readZip(zip) ?? [])].map(([name, bytes]) => [name.slice(name.indexOf("/") + 1), bytes]));

beforeAll(async () => {
  world = await openWorld();
  ({ documenter, proposer, decider, teamId } = await collective(world));
  const photo = await consented(world, { documenter, teamId }, { seed: 71 });
  ({ grantorId, itemId } = photo);
  ({ disclosureId } = await released(world, { proposer, decider }, photo));
  archive = await handedOut(decider, disclosureId);
  key = (await world.as(decider).ledger.checkpoint()).publicKey;
}, 180_000);
afterAll(() => world.close());

const found = async (files: ReadonlyMap<string, Uint8Array>): Promise<string> => {
  const verdict: Verdict = await verifyDossier(files, { key });
  return verdict.ok ? "PASS" : `${verdict.code} ${verdict.where}`.trim();
};

test("a dossier passes whoever checks it, with the key and with the one that it brings, and stands in the ledger by its digest", async () => {
  const verdict = await verifyDossier(within(archive), { key });
  expect(verdict).toMatchObject({ ok: true, key });
  expect(await verifyDossier(within(archive))).toEqual(verdict);
  if (!verdict.ok) return;
  expect(verdict.digest).toBe(sha256(Buffer.concat(["sha256", "sha512"].map((by) => within(archive).get(`tagmanifest-${by}.txt`)!))));
  const { entries } = await world.as(decider).ledger.entries({ before: null });
  expect(entries.find(({ kind }) => kind === "dossier.made")?.body).toMatchObject({ disclosure: disclosureId, digest: verdict.digest });
  expect(verdict.shown.map(({ file }) => file)).toEqual(["data/exhibits/exhibit-1.jpg"]);
  expect((await world.verifyLedger()).ok).toBe(true);
});

test("what is in it is what its recipient is given, and nothing that they are not", async () => {
  const { exhibit } = (await verifyDossier(within(archive), { key }) as Extract<Verdict, { ok: true }>).shown[0]!;
  expect(sha256(within(archive).get("data/exhibits/exhibit-1.jpg")!)).toBe(exhibit.digest);
  const record = new TextDecoder().decode(within(archive).get("data/record.json"));
  const read = DossierRecord.parse(JSON.parse(record));
  expect(read.exhibits).toEqual([
    expect.objectContaining({ number: 1, kind: "photo", file: "data/exhibits/exhibit-1.jpg", digest: exhibit.digest, original: exhibit.original }),
  ]);
  const [item, [decided, made]] = [
    await world.db().evidenceItem.findUniqueOrThrow({ where: { id: itemId } }),
    [await world.db().disclosure.findUniqueOrThrow({ where: { id: disclosureId } }), await world.db().custodyEvent.findFirstOrThrow({ where: { item: itemId, kind: "evidence.received" } })],
  ];
  const { custody } = read.exhibits[0]!;
  expect(custody).toMatchObject({
    when: made.at.toISOString(), why: "press", altered: { as: "redacted" },
    authority: { releasedAt: decided.releasedAt!.toISOString() }, where: { place: "Under the bridge" },
  });
  // By the names that the ledger has of them, and by no other.
  expect((await whoActed([{ by: custody.who }, { by: custody.authority.decidedBy }])).map(({ by }) => by)).toEqual([item.submittedBy, decided.decidedBy]);
  for (const id of [item.submittedBy, decided.decidedBy!]) expect(record).not.toContain(id);
  expect(new TextDecoder().decode(within(archive).get("data/record.schema.json"))).toBe(readFileSync("docs/dossier-record.schema.json", "utf8"));
  for (const secret of ["injuries", "askedOfObservers", grantorId]) expect(record).not.toContain(secret);
});

test("of every step of an exhibit the custody questions are answered, and one answer that the ledger does not give is found out", async () => {
  const bag = within(archive);
  const record = DossierRecord.parse(JSON.parse(new TextDecoder().decode(bag.get("data/record.json"))));
  const { steps } = record.exhibits[0]!;
  expect(steps.map(({ step }) => step)).toEqual(["received", "sealed", "sanitised", "redacted", "proposed", "approved", "copied", "released", "left"]);
  const [sanitised, copied] = [steps[2], steps[6]];
  // From the original to what is in the dossier, each made from what was before.
  expect(sanitised!.repeatable).toMatchObject({ code: "recipe", source: record.exhibits[0]!.original });
  expect(copied!.repeatable).toMatchObject({ code: "recipe", source: (sanitised!.altered as { digest: string }).digest });
  expect(copied!.altered).toEqual({ code: "redacted-copy", digest: record.exhibits[0]!.digest });
  const { dossierSigner } = await import("~/server/ledger/queries");
  const forger = { sign: await dossierSigner(), key, inside: await dossierSigner(), earlier: "" };
  const next = uniform(7);
  for (let n = 0; n < 20; n += 1) {
    const changed = mutations["with the key: another answer"]!(bag, (below) => Math.floor(next() * below), forger);
    expect(await found(changed!.files)).toBe("custody-misrecorded data/exhibits/exhibit-1.jpg");
  }
});

test("what it was found to say is told in the reader's language, down to the last answer", async () => {
  const verdict = await verifyDossier(within(archive), { key });
  for (const [language, words] of Object.entries(dossierWords)) {
    const lines = told(verdict, words, true);
    expect({ language, pass: lines[0] }).toEqual({ language, pass: words.pass });
    for (const question of Object.values(words.custody)) expect(lines.filter((line) => line.trim().startsWith(question))).toHaveLength(9);
    // No code, and no gap that was not filled.
    expect(lines.filter((line) => /[{}]|: *$/.test(line) || /^ +\S+[?؟] [a-z-]+$/.test(line))).toEqual([]);
  }
  const damaged = new Map(within(archive)).set("data/manifest.json", new Uint8Array(3));
  expect(told(await verifyDossier(damaged, { key }), dossierWords.fr, true)).toEqual([
    dossierWords.fr.fail, `${dossierWords.fr.faults["file-changed"]} data/manifest.json`, `${dossierWords.fr.means}: ${dossierWords.fr.meaning["file-changed"]}`,
  ]);
});

/** The dossier as whoever got it unpacks it, for as long as `use` takes. */
async function unpacked(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "vouchsafe-stock-"));
  try {
    for (const [file, bytes] of within(archive)) {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), bytes);
    }
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("a public validator takes it for a bag, and takes it for none when one bit of a picture or of a list is another", () =>
  unpacked(async (folder) => {
    const { valid, made, failed } = await validated(folder);
    expect({ valid, failed }).toEqual({ valid: true, failed: [] });
    const lists = ["manifest-sha256.txt", "manifest-sha512.txt", "tagmanifest-sha256.txt", "tagmanifest-sha512.txt"];
    expect(made).toEqual(expect.arrayContaining(["bagit version okay", ...lists.map((list) => `${list} no verification errors`), "entries match file count"]));
    for (const [file, lost] of [["data/exhibits/exhibit-1.jpg", "manifest-sha256.txt"], ["manifest-sha512.txt", "tagmanifest-sha256.txt"]] as const) {
      const bytes = within(archive).get(file)!;
      // Of a picture in its middle; of a list the first digit of a digest.
      const at = file.endsWith(".jpg") ? bytes.length >> 1 : 0;
      await writeFile(path.join(folder, file), bytes.map((byte, index) => (index === at ? byte ^ 1 : byte)));
      const flipped = await validated(folder);
      expect(flipped.valid).toBe(false);
      expect(flipped.failed).toContain(`${lost} no verification errors`);
      await writeFile(path.join(folder, file), bytes);
    }
    await rm(path.join(folder, "data/manifest.json"));
    expect((await validated(folder)).failed).toContain("entries match file count");
  }));

test("stock tools take it as it is: sha256sum and sha512sum its lists", () =>
  unpacked(async (folder) => {
    const run = (command: string, ...args: string[]) => execFileSync(command, args, { cwd: folder, encoding: "utf8" });
    for (const [tool, by] of [["sha256sum", "sha256"], ["sha512sum", "sha512"]] as const)
      for (const list of [`manifest-${by}.txt`, `tagmanifest-${by}.txt`]) {
        const lines = new TextDecoder().decode(within(archive).get(list)).split("\n").length - 1;
        expect(run(tool, "--check", "--strict", list).match(/: OK$/gm)).toHaveLength(lines);
      }
    await writeFile(path.join(folder, "data/exhibits/exhibit-1.jpg"), "another");
    expect(() => run("sha256sum", "--check", "--strict", "--quiet", "manifest-sha256.txt")).toThrow("1 computed checksum did NOT match");
  }));

/** A state of the ledger that never was. */
const checkpointOf = (by: Signer, size: number): string => by.sign(`${by.name}\n${size}\n${Buffer.alloc(32, 7).toString("base64")}\n`);

test("by when its release was known to an authority of time, stock openssl says of what lies in it", async () => {
  const authority = makeAuthority("Time");
  try {
    const { keepCheckpoint } = await import("~/server/ledger/jobs");
    await keepCheckpoint();
    const { size, note } = await world.db().ledgerCheckpoint.findFirstOrThrow({ orderBy: { size: "desc" } });
    const { der, ...request } = makeRequest(Buffer.from(sha256(Buffer.from(note)), "hex"));
    const { der: token, chain, genTime: at, policy } = readAnswer(authority.answer(der), request, readRoots(authority.pem), new Date());
    const [{ record }, { transaction }] = await Promise.all([import("~/server/custody"), import("~/server/db")]);
    const named = sha256(Buffer.from("a1")).slice(0, 16);
    await world.db().stamp.create({ data: { size, authority: named, at, policy, token, chain } });
    await transaction((tx) => record(tx, null, world.now(), { kind: "checkpoint.stamped", size: Number(size), authority: named, time: at.toISOString(), token: sha256(token) }));
    const bag = within(await handedOut(decider, disclosureId));
    const verdict = await verifyDossier(bag, { key });
    expect(verdict).toMatchObject({
      ok: true,
      outside: {
        stamps: [{ file: `data/timestamps/${size}/${named}.tst`, at: at.toISOString(), by: "Time tsa", root: "Time root", fingerprint: new X509Certificate(authority.pem).fingerprint256, checked: true }],
        countersigned: [],
      },
    });
    for (const words of Object.values(dossierWords))
      expect(told(verdict, words, true)).toEqual(expect.arrayContaining([words.outside.stampsMean, words.outside.noWitnesses, `  ${words.outside.at}: ${at.toISOString().replace("T", " ").replace(/\..*/, " UTC")}`]));
    const [stamped, kept, released] = ["checkpoint.txt", `${named}.tst`, "released.json"].map((file) => Buffer.from(bag.get(`data/timestamps/${size}/${file}`)!));
    expect(authority.verifies(kept!, stamped!, authority.pem)).toBe(true);
    expect(authority.verifies(kept!, Buffer.from("another"), authority.pem)).toBe(false);
    // One that was kept before what checks a dossier was asked, and that it cannot read, is in none: openssl reads it.
    const [elsewhere, written] = [sha256(Buffer.from("a2")).slice(0, 16), loosely(Buffer.from(token))];
    expect(authority.verifies(written, stamped!, authority.pem)).toBe(true);
    await world.db().stamp.create({ data: { size, authority: elsewhere, at, policy, token: new Uint8Array(written), chain } });
    await transaction((tx) => record(tx, null, world.now(), { kind: "checkpoint.stamped", size: Number(size), authority: elsewhere, time: at.toISOString(), token: sha256(written) }));
    const without = within(await handedOut(decider, disclosureId));
    expect([...without.keys()].filter((file) => file.endsWith(".tst"))).toEqual([`data/timestamps/${size}/${named}.tst`]);
    expect(await found(without)).toBe("PASS");
    // The release is in what was stamped.
    const { root } = verifyCheckpoint(stamped!.toString(), key);
    const { index, salt, event, proof } = JSON.parse(released!.toString()) as ProvenEntry;
    expect(event).toMatchObject({ kind: "disclosure.released", disclosure: disclosureId });
    const commitment = commit(Buffer.from(salt, "base64"), canonical(event));
    expect(verifyInclusion({ commitment, index, size: Number(size), root, proof: proof.map((hash) => Buffer.from(hash, "base64")) })).toBe(true);
  } finally {
    authority.close();
  }
});

test("who countersigned its ledger, and whether they saw its release, is told; a witness of a history that is not there any more is left out", async () => {
  const { countersign } = await import("~/server/witnesses/commands");
  const witness = witnessFrom("witness.example.net", new Uint8Array(32).fill(2));
  const auditor = world.as(await world.member("auditor"));
  const { token } = await auditor.witnesses.add({ key: witness.key });
  const saw = async () => {
    const { size, note } = await auditor.ledger.checkpoint();
    const line = witness.countersign(openCheckpoint(note, logKey(key)!)!, world.now());
    await countersign(token, note + line, world.now());
    return size;
  };
  const size = await saw();
  const verdict = await verifyDossier(within(await handedOut(decider, disclosureId)), { key });
  const by = { by: "witness.example.net", key: witness.key, at: expect.stringMatching(/Z$/) as string, size, released: true };
  expect(verdict).toMatchObject({ ok: true, outside: { countersigned: [by] } });
  expect(told(verdict, dossierWords.en, true)).toEqual(expect.arrayContaining([`  ${dossierWords.en.outside.witnessKey}: ${witness.key}`, `  ${dossierWords.en.outside.size}: ${size}. The release of this dossier is one of them.`]));
  // Signed by the ledger's own key before a backup was put back.
  const [{ config }, { loadSigner }] = await Promise.all([import("~/env"), import("~/ledger")]);
  const lost = checkpointOf(await loadSigner(config().keys.ledger), size + 1);
  const owner = new Client({ connectionString: world.database.ownerUrl });
  await owner.connect();
  try {
    await owner.query("SET session_replication_role = replica");
    const line = witness.countersign(openCheckpoint(lost, logKey(key)!)!, world.now());
    await owner.query('INSERT INTO "Countersignature" SELECT "size" + 1, "witnessId", $1, $2, "signedAt", "at" FROM "Countersignature"', [lost, line]);
    expect(await verifyDossier(within(await handedOut(decider, disclosureId)), { key })).toMatchObject({ ok: true, outside: { countersigned: [] } });
    await owner.query('DELETE FROM "Countersignature" WHERE "note" = $1', [lost]);
  } finally {
    await owner.end();
  }
});

test("no byte of the archive can be changed, added or left out", async () => {
  const at = fc.integer({ min: 0, max: archive.length - 1 });
  await fc.assert(
    fc.asyncProperty(at, fc.integer({ min: 1, max: 255 }), fc.constantFrom("flip", "cut", "add"), async (where, by, how) => {
      const bytes =
        how === "flip"
          ? archive.map((byte, index) => (index === where ? byte ^ by : byte))
          : how === "cut"
            ? new Uint8Array([...archive.subarray(0, where), ...archive.subarray(where + 1)])
            : new Uint8Array([...archive.subarray(0, where), by, ...archive.subarray(where)]);
      expect(readZip(bytes)).toBeNull();
    }),
    { numRuns: 60 },
  );
});

test("in a folder that was unpacked, what is wrong is named", async () => {
  const files = within(archive);
  const edited = (file: string, edit: (bytes: Uint8Array) => Uint8Array | null): Promise<string> => {
    const changed = new Map(files);
    const bytes = edit(files.get(file) ?? new Uint8Array());
    if (bytes) changed.set(file, bytes);
    else changed.delete(file);
    return found(changed);
  };
  const flipped = (bytes: Uint8Array, where = bytes.length >> 1) => bytes.map((byte, at) => (at === where ? byte ^ 1 : byte));
  for (const file of files.keys()) {
    const expected = file.startsWith("tagmanifest") ? "lists-changed" : file === "signature.txt" ? "signature-forged" : `file-changed ${file}`;
    // Of the signature what is signed with, not by whom: a key of another name is another key.
    expect(await edited(file, (bytes) => flipped(bytes, file === "signature.txt" ? bytes.length - 10 : undefined))).toBe(expected);
    expect(await edited(file, () => null)).toBe(`file-missing ${file}`);
  }
  expect(await edited("data/exhibits/exhibit-2.jpg", () => new Uint8Array(3))).toBe("file-unlisted data/exhibits/exhibit-2.jpg");
  expect(await found(new Map())).toBe("file-missing tagmanifest-sha256.txt");
});

test("who signs it anew with another key is found out by whoever knows the key", async () => {
  const { createSigningKeyFile, loadSigner } = await import("~/ledger");
  const folder = await mkdtemp(path.join(tmpdir(), "vouchsafe-dossier-"));
  await createSigningKeyFile(path.join(folder, "other.key"), "elsewhere.example/ledger");
  const other = await loadSigner(path.join(folder, "other.key"));
  const files = within(archive);
  const text = new TextDecoder().decode(files.get("signature.txt"));
  const forged = new Map(files).set("signature.txt", new TextEncoder().encode(other.sign(text.slice(0, text.lastIndexOf("\n\n") + 1))));
  expect(await found(forged)).toBe("key-unknown");
  await rm(folder, { recursive: true });
});

test("whoever takes a word back while a dossier is made waits for it no moment, and nothing of it leaves", async () => {
  await expect(handedOut(documenter, disclosureId)).rejects.toThrow("not-found");
  const { derivative } = await world.db().disclosureItem.findUniqueOrThrow({
    where: { disclosureId_itemId: { disclosureId, itemId } }, select: { derivative: { select: { blob: true } } },
  });
  const made = () => world.db().custodyEvent.count({ where: { kind: "dossier.made" } });
  const before = await made();
  // The picture is not read on before the withdrawal has been answered: were there a lock, neither would end.
  const outcome = await whileRead(
    world, derivative!.blob!,
    () => handedOut(decider, disclosureId).then(() => "left", (error: unknown) => (error as Error).message),
    () => world.as(documenter).consents.withdraw({ grantorId, purposes: ["press"], manner: "spoken" }),
  );
  expect(outcome).toBe("not-now");
  expect(await made()).toBe(before);
});

test("a few are made at once, and whoever asks for more is told to come again", async () => {
  const none = () => outcome(handedOut(decider, randomUUID()));
  const found = await Promise.all(Array.from({ length: 5 }, none));
  expect(found).toEqual([...Array<string>(4).fill("not-found"), "busy"]);
  expect(await none()).toBe("not-found");
});

test("what was taken back goes into no dossier", async () => {
  await expect(handedOut(decider, disclosureId)).rejects.toThrow("not-now");
});

test("the page that checks it asks nobody: its policy allows one script and one style, which it has, and no connection", () => {
  const html = new TextDecoder().decode(within(archive).get("verify.html"));
  expect(html).toMatch(/content="default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'"/);
  expect(html).not.toMatch(/\b(fetch|XMLHttpRequest|WebSocket|import)\s*\(|https?:\/\/(?!c2sp\.org)/);
  expect(html).toContain(readFileSync("src/dossier/verifier.mjs", "utf8").split("\n").find((line) => line.startsWith("async function everything"))!);
});
