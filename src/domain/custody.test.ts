import { describe, expect, test } from "vitest";
import * as z from "zod";
import { CustodyEvent, tellsContent } from "./custody";

const uuid = "00000001-0000-4000-8000-000000000001";
const digest = "0123456789abcdef".repeat(4);

/** What people write about people: none of it may ever enter the ledger, by any field of any event. */
const personal = [
  "Amina K.", "amina k", "Amina", "a beating behind the hospital", "IMG_2041.JPG", "/home/amina/dawn.jpg",
  "192.168.4.17", "2001:db8::17", "+33 6 12 34 56 78", "0612345678", "amina@example.org", "أمينة", "line\nbreak", "",
];

/** Fields whose words the domain knows, all of them. */
const worded = new Set(["what", "name", "role", "from", "to", "form", "purpose", "answer", "format", "code", "why", "method", "means", "ground", "audience", "list"]);

/** Valid values, one of which fits each field: it is an id, a digest, an instant, a word, a code, a count or a flag. */
const candidates = [
  `file:${"0".repeat(16)}`,
  uuid, digest, "2026-11-03T06:10:00Z", "documenter", "draft", "clean", "court", "given", "withdrawn", "signed-out",
  "0".repeat(32), "0".repeat(16), "forged", "missing",
  "jpeg", "damaged", "solid", "ended-by-steward", "setting", "vouches", "passkey", "disclosures.decide", "asked-by-person", "legal-claim", "deletion", "done", "seal", "differs", "team", "uwazi", "notices", 1, true, [1],
  ["not-passed-on"],
];
const valid = (schema: z.core.$ZodType, key: string): unknown => {
  if (schema instanceof z.ZodLiteral) return [...schema.values][0];
  const found = candidates.find((value) => z.safeParse(schema, value).success);
  if (found === undefined) throw new Error(`no candidate fits the field ${key}`);
  return found;
};

const events = CustodyEvent.options.map((schema) => {
  const shape: Record<string, z.core.$ZodType> = schema.shape;
  const sample = Object.fromEntries(Object.entries(shape).map(([key, field]) => [key, valid(field, key)]));
  return { kind: schema.shape.kind.value, keys: Object.keys(shape), sample };
});
const admitted = (event: object) => CustodyEvent.safeParse(event).success;

describe.each(events)("the custody event $kind", ({ kind, keys, sample }) => {
  test("is admitted as it is, and as no other kind", () => {
    expect(admitted(sample)).toBe(true);
    for (const other of [`${kind}x`, "", null, undefined]) expect(admitted({ ...sample, kind: other })).toBe(false);
  });

  test("lacks none of its fields", () => {
    const spared = keys.filter((key) => admitted(Object.fromEntries(Object.entries(sample).filter(([k]) => k !== key))));
    expect(spared).toEqual([]);
  });

  test("has no room for anything else", () => {
    const roomFor = ["name", "note", "ip", "userAgent", "text", "file", "details"].filter((key) =>
      admitted({ ...sample, [key]: uuid }),
    );
    expect(roomFor).toEqual([]);
  });

  test("takes no free text, no address and no telephone number, in any of its fields", () => {
    const taken = keys.flatMap((key) =>
      personal.filter((text) => admitted({ ...sample, [key]: text })).map((text) => `${key}: ${text}`),
    );
    expect(taken).toEqual([]);
  });

  test("takes no word that the domain does not know, where the domain knows them all", () => {
    expect(keys.filter((key) => worded.has(key) && admitted({ ...sample, [key]: "amina" }))).toEqual([]);
  });

  test("takes no lists but of entries’ numbers, no objects, fractions or nothings", () => {
    const taken = keys.flatMap((key) =>
      [...(key === "entries" ? [] : [[]]), {}, [uuid], { a: 1 }, 0.5, -1, Number.NaN, 2 ** 60, ...(key === "by" ? [] : [null])]
        .filter((value) => admitted({ ...sample, [key]: value }))
        .map((value) => [key, value]),
    );
    expect(taken).toEqual([]);
  });
});

test("an event says when in UTC, and which version of its shape it has", () => {
  const [first] = events;
  for (const at of ["2026-11-03", "2026-11-03T06:10:00", "2026-11-03T06:10:00+01:00", "yesterday"])
    expect(admitted({ ...first?.sample, at })).toBe(false);
  for (const v of [0, 2, "1"]) expect(admitted({ ...first?.sample, v })).toBe(false);
});

test("an event may have no actor: the worker, a recipient or a stranger acts without an account", () => {
  for (const { sample } of events) expect(admitted({ ...sample, by: null })).toBe(true);
});

test("every kind occurs once", () => {
  const kinds = events.map((event) => event.kind);
  expect(new Set(kinds).size).toBe(kinds.length);
});

test("an entry tells what it is about by a digest or a number, and not by ids and words of ours", () => {
  const told = events.flatMap(({ kind, sample }) => (tellsContent(CustodyEvent.parse(sample)) ? [kind] : []));
  expect(told).toEqual(expect.arrayContaining([
    "evidence.received", "evidence.kept", "evidence.sealed", "derivative.made", "regions.saved", "redaction.described", "account.written",
  ]));
  for (const kind of ["evidence.viewed", "evidence.told", "original.agreed", "item.erased", "hold.asked"]) expect(told).not.toContain(kind);
});
