import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DossierRecord, recordOf, recordSchema } from "./dossier";

const [by, other] = ["0193c2a5-0000-7000-8000-000000000001", "0193c2a5-0000-7000-8000-000000000002"];
const [own, source, recipe, facts] = ["a", "b", "c", "d"].map((digit) => digit.repeat(64)) as [string, string, string, string];
const at = (hour: number) => `2026-11-28T${hour}:00:00.000Z`;
const proven = (kind: string, hour: number, who: string) => ({ index: hour, salt: "AAAA", event: { v: 1 as const, kind, at: at(hour), by: who, facts }, proof: [] });

const manifest = JSON.stringify({
  exhibits: [
    {
      number: 1, kind: "photo", form: "redacted", size: "reduced", file: "0123456789abcdef.jpg", digest: own, original: source,
      entries: [
        { event: { kind: "evidence.received", at: at(10), by, digest: source } },
        { event: { kind: "derivative.made", at: at(11), by: null, source, recipe, digest: own } },
      ],
    },
    { number: 2, kind: "account", form: "clean", size: null, file: null, digest: own, original: null, entries: [{ event: { kind: "account.worded", at: at(12), by: other } }] },
  ],
});
const told = {
  disclosure: by, reference: "2026-11-CAL-0001", purpose: "court" as const, madeAt: at(15), until: at(23), languages: { 2: "fa" },
  report: {
    start: "2026-11-02T06:40", end: null, precision: "about" as const, place: "Under the bridge", kinds: ["eviction" as const], forces: [],
    people: { count: 8, minors: "unknown" as const }, team: "Dawn team",
  },
  decided: proven("disclosure.approved", 13, by), released: proven("disclosure.released", 14, other),
  checkpoint: "example.org/ledger\n20\nAAAA\n\n— example.org/ledger AAAA\n", verifierKey: "example.org/ledger+00000000+AAAA",
};
const shared = [told.decided, told.released];
const histories = new Map([1, 2].map((number) => [number, { derivative: null, recipes: new Map(), entries: shared as never }]));
const record = recordOf(manifest, told, (number) => `data/exhibits/exhibit-${number}`, histories);

test("of each exhibit a record says who, when, where, why, on whose authority, whether it was altered, and whether that can be repeated", () => {
  const common = {
    why: "court", where: { place: "Under the bridge", kept: "example.org/ledger" },
    authority: { decidedBy: by, decidedAt: at(13), releasedBy: other, releasedAt: at(14) },
  };
  expect(record.exhibits.map(({ custody }) => custody)).toEqual([
    { ...common, who: by, when: at(10), altered: { as: "redacted", at: at(11) }, repeatable: { source, recipe } },
    { ...common, who: other, when: at(12), altered: { as: "clean", at: null }, repeatable: null },
  ]);
  expect(record.exhibits.map(({ language }) => language)).toEqual([null, "fa"]);
  // Entries that several exhibits share stand there once.
  expect(record.history).toEqual(shared);
  expect(record.exhibits.map(({ steps }) => steps.map(({ step }) => step))).toEqual([["approved", "released", "left"], ["approved", "released", "left"]]);
  expect(record.consents).toEqual({ rule: "everybody-said-yes", clearedAt: [at(13), at(14), at(15)], facts: [facts, facts] });
});

test("a record with a field that its schema does not name is none", () => {
  expect(DossierRecord.safeParse(record).success).toBe(true);
  expect(DossierRecord.safeParse({ ...record, grantors: [by] }).success).toBe(false);
  expect(() => recordOf(manifest, { ...told, report: { ...told.report, people: { ...told.report.people, injuries: "a broken arm" } } as never }, String, histories)).toThrow("injuries");
});

test("the schema that is published is the one by which records are made", () => {
  expect(readFileSync("docs/dossier-record.schema.json", "utf8")).toBe(recordSchema());
});
