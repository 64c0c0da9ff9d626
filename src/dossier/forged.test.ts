import { expect, test } from "vitest";
import { sha256 } from "../../tests/support/sha256";
import { Entries, type Event } from "../../tests/support/small-dossier";
import { told } from "../../scripts/dossier/told";
import { logKey, openCheckpoint, witnessFrom } from "../../scripts/witness/checks.mjs";
import { stepsOf, type Entry } from "~/domain/exhibit-steps";
import { attest, checkpoint } from "~/ledger";
import { signerFrom } from "~/ledger/note";
import { dossierWords } from "~/messages/dossier/words";
import { inMemory, makeDossier, verifyArchive, type Verdict } from "./index";

/** Dossiers by somebody who has the ledger's key and a release that stands in it, and signs whatever they like beside it. */

const signer = signerFrom("example.org/ledger", new Uint8Array(32).fill(1));
const ledger = "example.org/ledger";
const BY = "0193c2a5-0000-7000-8000-000000000001";
const [then, now] = ["2024-01-01T00:00:00.000Z", "2026-11-28T10:00:00.000Z"];
const event = (kind: string, at: string, rest: Omit<Event, "kind">): Event => ({ v: 1, at, by: BY, ...rest, kind });
const recipe = "1".repeat(64);
const digest = (bytes: string): string => sha256(Buffer.from(bytes));
const received = (item: string, bytes: string, at = then) => event("evidence.received", at, { item, digest: digest(bytes) });
const made = (item: string, form: string, source: string, bytes: string) =>
  event("derivative.made", now, { by: null, item, derivative: `${item} ${bytes}`, form, source: digest(source), digest: digest(bytes), recipe });

type Photo = { readonly bytes: string; readonly original: string; readonly form: "original" | "clean" | "redacted"; readonly items: readonly string[]; readonly seen?: readonly string[] };
const KINDS = ["evidence.received", "derivative.made"];

/**
 * @param real what the ledger has @param photos by their numbers; of each the manifest has the entries of `items` that speak of it
 * @param how.fork what the ledger of the manifest's checkpoint has in their place @param how.order of the exhibits' numbers @param how.before of the kind before
 */
async function verdictOn(
  real: readonly Event[], photos: readonly Photo[], { fork, order = photos.map((_, n) => n + 1), before = false }: { fork?: readonly Event[]; order?: readonly number[]; before?: boolean } = {},
): Promise<Verdict> {
  const entries = new Entries();
  const first = entries.add(...real);
  const other = fork ? new Entries() : entries;
  const head = fork ? other.add(...fork) : first;
  const of = { reference: "CAL-1", report: { place: "Under the bridge", forces: [] } };
  const terms = { purpose: "court" as const, until: now };
  const exhibits = await Promise.all(order.map(async (number) => {
    const { bytes, original, form, items } = photos[number - 1]!;
    const own = (await Promise.all(items.map((item) => other.proven(head, item, ...KINDS)))).flat();
    const speaks = own.filter(({ event: said }) => said.kind === "evidence.received" || said["digest"] === digest(bytes));
    return { number, kind: "photo", form, size: form === "original" ? null : "reduced", digest: digest(bytes), original: digest(original), entries: speaks };
  }));
  const manifest = JSON.stringify({ vouchsafe: before ? "manifest/1" : "manifest/2", ...terms, ...of, checkpoint: checkpoint(head, signer), exhibits });
  const whole = entries.add(
    event("disclosure.proposed", now, { disclosure: "d", purpose: "court" }), event("disclosure.approved", now, { disclosure: "d", facts: "2".repeat(64) }),
    event("disclosure.released", now, { disclosure: "d", manifest: digest(manifest), facts: "3".repeat(64) }),
  );
  const shared = await entries.proven(whole, "d", "disclosure.proposed", "disclosure.approved", "disclosure.released");
  const [, decided, released] = shared;
  const histories = await Promise.all(photos.map(async ({ items, seen = items }) => [...(await Promise.all(seen.map((item) => entries.proven(whole, item, ...KINDS)))).flat(), ...shared].toSorted((a, b) => a.index - b.index)));
  const files = photos.map((_, n) => `data/exhibits/exhibit-${n + 1}.jpg`);
  const record = {
    vouchsafe: before ? "dossier/2" : "dossier/3", disclosure: "d", madeAt: now, ...terms, ...of,
    history: before ? undefined : [...new Map(histories.flat().map((entry) => [entry.index, entry])).values()],
    consents: { rule: "everybody-said-yes", clearedAt: [now, now, now], facts: ["2".repeat(64), "3".repeat(64)] },
    exhibits: exhibits.map(({ number, form, entries: own, ...exhibit }) => {
      const saidOf = (kind: string) => own.find(({ event: said }) => said.kind === kind)?.event;
      const copy = saidOf("derivative.made");
      const copied = copy ? { derivative: String(copy["derivative"]), recipes: new Map() } : { derivative: null, recipes: new Map() };
      const steps = stepsOf({ form, digest: exhibit.digest, ...copied, entries: histories[number - 1] as unknown as readonly Entry[] }, { purpose: "court", place: of.report.place, ledger, madeAt: now });
      // Of what the true ledger says of it nothing is told: whoever does not know may say so.
      const silent = steps.map((step) => (fork && step.step === "received" ? { ...step, altered: { code: "not-known" }, repeatable: { code: "not-known" } } : step));
      return {
        number, kind: "photo", size: exhibit.size, language: null, digest: exhibit.digest, original: exhibit.original, file: files[number - 1],
        steps: before ? undefined : silent,
        custody: {
          who: BY, when: saidOf("evidence.received")!["at"], where: { place: of.report.place, kept: ledger }, why: "court",
          authority: { decidedBy: BY, decidedAt: now, releasedBy: BY, releasedAt: now }, altered: { as: form, at: copy?.["at"] ?? null },
          repeatable: copy ? { source: copy["source"], recipe } : null,
        },
      };
    }),
    files, languages: {}, decided, released, checkpoint: checkpoint(whole, signer), verifierKey: signer.verifierKey,
  };
  const note = checkpoint(first, signer);
  const witness = witnessFrom("witness.example.net", new Uint8Array(32).fill(2));
  const { body } = await makeDossier({
    name: "dossier-1", info: [], verifyPage: "<!doctype html>", sign: (said) => attest("dossier", said, signer),
    payload: [
      inMemory("manifest.json", manifest), inMemory("record.json", JSON.stringify(record)), inMemory("ledger/checkpoint.txt", record.checkpoint),
      // Who was shown the ledger as it is, years ago.
      inMemory("ledger/countersigned.txt", note + witness.countersign(openCheckpoint(note, logKey(signer.verifierKey)!)!, new Date(then))),
      inMemory("ledger/witnesses.txt", `${witness.key}\n`), inMemory("ledger/continues.json", JSON.stringify(await entries.continued(first, whole))),
      ...photos.map(({ bytes }, n) => inMemory(`exhibits/exhibit-${n + 1}.jpg`, bytes)),
    ],
  });
  return verifyArchive(new Uint8Array(await new Response(body()).arrayBuffer()), { key: signer.verifierKey });
}
const found = async (...args: Parameters<typeof verdictOn>): Promise<string> => {
  const verdict = await verdictOn(...args);
  return verdict.ok ? "PASS" : `${verdict.code} ${verdict.where}`;
};

const setting = event("setting.changed", then, { name: "vouches", value: 2 });
const FIRST = "data/exhibits/exhibit-1.jpg";

test("an original that was never handed in is found out, though a checkpoint of another ledger has it and a witness saw the true one", async () => {
  const original = { form: "original" as const, items: ["a"] };
  const real = [setting, received("a", "genuine")];
  expect(await found(real, [{ ...original, bytes: "genuine", original: "genuine" }])).toBe("PASS");
  const forged = [{ ...original, bytes: "forged", original: "forged" }];
  expect(await found(real, forged, { fork: [setting, received("a", "forged", "2020-05-05T00:00:00.000Z")] })).toBe(`history-unproven ${FIRST}`);
  // Nor by its calling itself of the kind before, of which no witness ever said anything.
  expect(await found(real, forged, { fork: [setting, received("a", "forged")], before: true })).toBe("countersigned-other data/ledger/witnesses.txt");
});

test("what is told of an exhibit is what was checked for it, in whatever order somebody numbers them", async () => {
  const photos = ["one", "two"].map((bytes) => ({ bytes, original: bytes, form: "original" as const, items: [bytes] }));
  const real = [received("one", "one"), received("two", "two", now)];
  const verdict = await verdictOn(real, photos);
  expect(verdict.ok && verdict.shown.map(({ exhibit, steps }) => [exhibit.number, steps[0]!["when"]])).toEqual([[1, { code: "at", at: then }], [2, { code: "at", at: now }]]);
  expect(told(verdict, dossierWords.en, true).filter((line) => line.includes(`${dossierWords.en.custody.when} 2024-01-01`))).toHaveLength(1);
  expect(await found(real, photos, { order: [2, 1] })).toBe("exhibit-missing 1");
});

test("a copy is of one photo, in the form that is said of it, and made by way of working copies from that photo's original", async () => {
  const copy = { bytes: "copy", original: "old", form: "redacted" as const, items: ["a"] };
  const real = [received("a", "old"), made("a", "clean", "old", "working"), made("a", "redacted", "working", "copy")];
  expect(await found(real, [copy])).toBe("PASS");
  expect(await found([received("a", "old"), made("a", "redacted", "old", "copy")], [copy])).toBe("PASS");
  // Of what was handed in today, with the entry of what was handed in years ago.
  const today = [received("b", "new", now), made("b", "redacted", "new", "copy")];
  expect(await found([received("a", "old"), ...today], [{ ...copy, items: ["a", "b"] }])).toBe(`history-other ${FIRST}`);
  expect(await found([received("a", "old"), made("a", "clean", "old", "copy")], [copy])).toBe(`history-other ${FIRST}`);
  expect(await found([received("a", "old"), made("a", "redacted", "elsewhere", "copy")], [copy])).toBe(`history-other ${FIRST}`);
  // In a circle, and by way of another photo's working copy.
  expect(await found([received("a", "old"), made("a", "redacted", "x", "copy"), made("a", "clean", "y", "x"), made("a", "clean", "x", "y")], [copy])).toBe(`history-other ${FIRST}`);
  const [second] = today;
  const other = { bytes: "new", original: "new", form: "original" as const, items: ["b"] };
  expect(await found([second!, received("a", "old"), made("b", "clean", "old", "working"), made("a", "redacted", "working", "copy")], [copy, other])).toBe(`history-other ${FIRST}`);
});
