import { expect, test } from "vitest";
import { CustodyEvent } from "./custody";
import { stepsOf, toolsOf, type Entry } from "./exhibit-steps";

const uuid = (n: number): string => `0193c2a5-0000-7000-8000-${String(n).padStart(12, "0")}`;
const [documenter, proposer, decider, other] = [1, 2, 3, 4].map(uuid) as [string, string, string, string];
const [item, clean, leaves, redaction, disclosure, opening, account, incident, key] = [11, 12, 13, 14, 15, 16, 17, 18, 19].map(uuid) as [string, string, string, string, string, string, string, string, string];
const [received, cleaned, redacted, recipe, sealed, facts] = ["a", "b", "c", "d", "e", "f"].map((digit) => digit.repeat(64)) as [string, string, string, string, string, string];

const at = (index: number): string => `2026-11-28T10:${String(index).padStart(2, "0")}:00.000Z`;
/** Parsed, as entries are: what no entry can say is no example. */
const entries = (...events: readonly (readonly [by: string | null, event: Readonly<Record<string, unknown>>])[]): Entry[] =>
  events.map(([by, event], index) => ({ index, event: CustodyEvent.parse({ v: 1, at: at(index), by, ...event }) }));
const decision = [
  [proposer, { kind: "disclosure.proposed", disclosure, purpose: "court", items: 1, facts }],
  [decider, { kind: "disclosure.approved", disclosure, facts }],
  [decider, { kind: "disclosure.released", disclosure, manifest: facts, facts }],
] as const;
const dossier = { purpose: "court" as const, place: "Under the bridge", ledger: "example.org/ledger", madeAt: at(59) };
const tools = { sharp: "0.35.5" };
const encoding = { quality: 85, chroma: "4:2:0", process: "baseline" };
const sanitise = { step: "sanitise", format: "jpeg", longEdge: null, tools, encoding };
const redact = { step: "redact", longEdge: 1600, method: "solid", version: 2, seed: "0".repeat(32), regions: [{ x: 1, y: 2, width: 3, height: 4 }], tools, encoding };
const recipes = new Map([[clean, { source: received, steps: [sanitise] }], [leaves, { source: cleaned, steps: [sanitise, redact] }]]);

test("of each step of a photo all seven questions are answered from what the ledger says, and what it does not say is not known", () => {
  const steps = stepsOf(
    {
      form: "redacted", digest: redacted, derivative: leaves, recipes,
      entries: entries(
        [documenter, { kind: "evidence.received", item, incident, digest: received, size: 9, format: "jpeg" }],
        [null, { kind: "evidence.sealed", item, digest: received, sealed, key }],
        [null, { kind: "derivative.made", item, derivative: clean, form: "clean", source: received, digest: cleaned, recipe }],
        [other, { kind: "evidence.viewed", item, derivative: clean, form: "clean" }],
        [documenter, { kind: "redaction.confirmed", item, redaction, version: 1, digest: facts }],
        [null, { kind: "derivative.made", item, derivative: leaves, form: "redacted", source: cleaned, digest: redacted, recipe }],
        ...decision,
        [null, { kind: "disclosure.exhibited", disclosure, item, derivative: leaves }],
      ),
    },
    dossier,
  );
  const { ledger } = dossier;
  const member = (of: string) => ({ code: "member", member: of });
  const made = { where: { code: "service", ledger }, why: { code: "rule" }, authority: { code: "rule" }, who: { code: "program" } };
  const looked = { where: { code: "member", ledger }, altered: { code: "untouched" }, repeatable: { code: "moment" } };
  const purpose = { code: "purpose", purpose: "court" };
  const decided = { code: "decided", by: decider, at: at(7) };
  const told = { program: "sharp 0.35.5" };
  const settings = "sanitise quality=85 chroma=4:2:0 process=baseline";
  const when = (entry: number) => ({ entry, when: { code: "at", at: at(entry) } });
  expect(steps).toEqual([
    {
      step: "received", ...when(0), who: member(documenter), where: { code: "happened", place: "Under the bridge", ledger }, why: { code: "not-known" },
      authority: { code: "role" }, altered: { code: "as-received", digest: received }, repeatable: { code: "digest", digest: received },
    },
    { step: "sealed", ...when(1), ...made, altered: { code: "inside", digest: received }, repeatable: { code: "opening", digest: received } },
    { step: "sanitised", ...when(2), ...made, altered: { code: "clean-copy", digest: cleaned }, repeatable: { code: "recipe", source: received, recipe, ...told, settings } },
    { step: "looked-at", ...when(3), ...looked, who: member(other), why: { code: "not-known" }, authority: { code: "role" } },
    { step: "redacted", ...when(4), ...looked, who: member(documenter), why: { code: "rule" }, authority: { code: "role" }, altered: { code: "marked" } },
    {
      step: "copied", ...when(5), ...made, altered: { code: "redacted-copy", digest: redacted },
      repeatable: { code: "recipe", source: cleaned, recipe, ...told, settings: `${settings}; redact longEdge=1600 method=solid version=2 quality=85 chroma=4:2:0 process=baseline` },
    },
    { step: "proposed", ...when(6), ...looked, who: member(proposer), why: purpose, authority: { code: "role" } },
    { step: "approved", ...when(7), ...looked, who: member(decider), why: purpose, authority: { code: "second", proposer } },
    { step: "released", ...when(8), ...looked, who: member(decider), why: purpose, authority: decided },
    { step: "looked-at", ...when(9), ...looked, who: { code: "link-holder" }, where: { code: "link", ledger }, why: purpose, authority: decided },
    {
      step: "left", entry: null, who: { code: "later" }, when: { code: "at", at: at(59) }, where: { code: "left", ledger }, why: purpose, authority: decided,
      altered: { code: "as-released", digest: redacted }, repeatable: { code: "digest", digest: redacted },
    },
  ]);
});

test("whoever opened the original is told with both who were asked, and what for", () => {
  const steps = stepsOf(
    {
      form: "clean", digest: cleaned, derivative: leaves, recipes: new Map(),
      entries: entries(
        [proposer, { kind: "original.asked", opening, item, purpose: "authenticity" }],
        [decider, { kind: "original.agreed", opening, item }],
        [proposer, { kind: "original.handedOut", opening, item, sealed }],
      ),
    },
    dossier,
  );
  expect(steps.map(({ step }) => step)).toEqual(["looked-at", "left"]);
  expect(steps[0]).toMatchObject({ who: { member: proposer }, why: { code: "opening", opening: "authenticity" }, authority: { code: "two", asked: proposer, agreed: decider } });
});

test("of words that leave with something hidden, the last wording says that it is", () => {
  const worded = [documenter, { kind: "account.worded", account, incident, digest: facts }] as const;
  const of = (form: "clean" | "redacted") => stepsOf({ form, digest: redacted, derivative: null, recipes: new Map(), entries: entries(worded, worded, ...decision) }, dossier);
  const shown = (steps: ReturnType<typeof of>) => steps.map(({ step, entry, altered }) => `${step} ${entry} ${altered.code}`);
  const after = ["proposed 2 untouched", "approved 3 untouched", "released 4 untouched", "left null as-released"];
  expect(shown(of("redacted"))).toEqual(["received 0 as-written", "received 1 as-written", "redacted 1 words-masked", ...after]);
  expect(shown(of("clean"))).toEqual(["received 0 as-written", "received 1 as-written", ...after]);
});

test("of how a picture was made neither the rectangles nor what chance drew is told", () => {
  const { settings } = toolsOf({ steps: [redact, { step: "mark", version: 1, text: "For the court of X", tools, encoding }] });
  expect(settings).not.toMatch(/regions|seed|court|width/);
});
