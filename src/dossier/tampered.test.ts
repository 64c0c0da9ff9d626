import { afterAll, expect, test } from "vitest";
import { archiveMutations } from "../../scripts/bench/tamper/archive";
import { mutations, names } from "../../scripts/bench/tamper/bag";
import { outsideMutations } from "../../scripts/bench/tamper/outside";
import { uniform } from "../../scripts/seeded-chance";
import { makeAuthority } from "../../tests/support/authority";
import { smallDossier } from "../../tests/support/small-dossier";
import { attest } from "~/ledger";
import { signerFrom } from "~/ledger/note";
import { verifyArchive, verifyDossier, zipped } from "./index";

const mine = signerFrom("example.org/ledger", new Uint8Array(32).fill(1));
const other = signerFrom("elsewhere.example/ledger", new Uint8Array(32).fill(2));
const authority = makeAuthority("Time");
afterAll(() => authority.close());

test("however a dossier is changed, by chance, by hand, with another key or with its own, it is found out and what was changed is named", async () => {
  const { bag, key, earlier } = await smallDossier(mine, { authority });
  expect(await verifyDossier(bag, { key })).toMatchObject({ ok: true });
  const forger = { sign: (digest: string) => attest("dossier", digest, other), key: other.verifierKey, inside: (digest: string) => attest("dossier", digest, mine), earlier };
  const next = uniform(1);
  const chance = (below: number): number => Math.floor(next() * below);
  const unnamed: string[] = [];
  for (const [how, mutate] of Object.entries({ ...mutations, ...outsideMutations })) {
    let changes = 0;
    // One in a few changes nothing, as an exchange of a thing with itself.
    for (let tries = 0; changes < 5 && tries < 50; tries += 1) {
      const changed = mutate(bag, chance, forger);
      if (changed === null) continue;
      changes += 1;
      const verdict = await verifyDossier(changed.files, { key });
      if (verdict.ok || !names(verdict, changed.touched)) unnamed.push(`${how}: ${JSON.stringify(verdict)} for ${changed.touched.join(", ")}`);
    }
    expect({ how, changes }).toEqual({ how, changes: 5 });
  }
  expect(unnamed).toEqual([]);
});

test("a dossier of the kind before passes as it did, and one that tells steps is none", async () => {
  const { bag, key, earlier } = await smallDossier(mine, { before: true });
  expect(await verifyDossier(bag, { key })).toMatchObject({ ok: true });
  const forger = { sign: (digest: string) => attest("dossier", digest, mine), key, inside: (digest: string) => attest("dossier", digest, mine), earlier };
  const found = async (how: string, chance: (below: number) => number) => verifyDossier(mutations[how]!(bag, chance, forger)!.files, { key });
  for (const at of [0, 1]) expect(await found("with the key: other terms", () => at)).toMatchObject({ code: "terms-other" });
  expect(await found("with the key: another custody", () => 0)).toMatchObject({ code: "exhibit-misrecorded" });
  expect(await found("with the key: steps that nothing holds", () => 0)).toEqual({ ok: false, code: "custody-misrecorded", where: "data/record.json" });
});

test("what would be unpacked elsewhere than it is checked, or over something that is, is no dossier, though all that is checked be genuine", async () => {
  const { archive, bag, key } = await smallDossier(mine, { authority });
  expect(await verifyArchive(archive, { key })).toMatchObject({ ok: true });
  const inFolder = (folder: string) => zipped(new Map([...bag].map(([path, bytes]) => [`${folder}/${path}`, new Uint8Array(bytes)])));
  expect(await verifyArchive(inFolder("dossier-1"), { key })).toMatchObject({ ok: true });
  for (const [how, rearranged] of Object.entries(archiveMutations)) {
    // Each choice that it has, one after the other.
    for (let nth = 0; nth < 8; nth += 1) {
      const verdict = await verifyArchive(rearranged(bag, (below) => nth % below), { key });
      expect({ how, nth, code: verdict.ok ? "PASS" : verdict.code }).toEqual({ how, nth, code: "archive-names" });
      // What is printed of it cannot speak to a terminal.
      if (!verdict.ok) expect(verdict.where).toMatch(/^[\x20-\x7e]*$/);
    }
  }
});
