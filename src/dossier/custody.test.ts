import { expect, test } from "vitest";
import { smallDossier } from "../../tests/support/small-dossier";
import type { Step } from "~/domain/exhibit-steps";
import { signerFrom } from "~/ledger/note";
import { stepsFit } from "./custody.mjs";

const { bag } = await smallDossier(signerFrom("example.org/ledger", new Uint8Array(32).fill(1)));
const parsed = (file: string) => JSON.parse(new TextDecoder().decode(bag.get(file))) as never;
type Said = { readonly kind: string; readonly at: string; readonly by: string | null };
type Entry = { readonly index: number; readonly event: Said };
const record = parsed("data/record.json") as { readonly exhibits: readonly { readonly steps: readonly Step[] }[]; readonly history: readonly Entry[] };
const { exhibits } = parsed("data/manifest.json") as { exhibits: readonly { digest: string; original: string | null; entries: readonly Entry[] }[] };
const events = new Map(record.history.map(({ index, event }) => [index, event]));
const fit = (at: number, steps: readonly Step[]): boolean => stepsFit(steps, exhibits[at]!, record, events);

test("no answer can be another than the ledger's entry gives, and no step another's", () => {
  const unseen: string[] = [];
  let changes = 0;
  for (const [at, { steps }] of record.exhibits.entries()) {
    expect(fit(at, steps)).toBe(true);
    for (const [nth, step] of steps.entries()) {
      const changed = (to: object) => steps.map((one, n) => (n === nth ? { ...one, ...to } : one));
      const tried: [string, readonly Step[]][] = [["step", changed({ step: step.step === "sealed" ? "received" : "sealed" })], ["entry", changed({ entry: 0 })]];
      for (const [question, answer] of Object.entries(step)) {
        if (typeof answer !== "object" || answer === null) continue;
        // By which program and set how is in the recipe, which is not in the dossier.
        for (const name of Object.keys(answer).filter((one) => one !== "program" && one !== "settings"))
          tried.push([`${question}.${name}`, changed({ [question]: { ...answer, [name]: "another" } })]);
      }
      for (const [what, others] of tried) {
        changes += 1;
        if (fit(at, others)) unseen.push(`${at} ${step.step}: ${what}`);
      }
    }
  }
  expect(unseen).toEqual([]);
  expect(changes).toBeGreaterThan(200);
});

test("a step that the manifest speaks of is not left out, and the steps of one exhibit are not another's", () => {
  const [first, second] = record.exhibits.map(({ steps }) => steps);
  expect(fit(0, second!)).toBe(false);
  for (const left of ["received", "copied", "left"]) expect(fit(0, first!.filter(({ step }) => step !== left))).toBe(false);
});

test("whoever does not know an answer may say so", () => {
  const [{ steps }] = record.exhibits as [{ steps: readonly Step[] }];
  expect(fit(0, steps.map((step) => ({ ...step, authority: { code: "not-known" } })))).toBe(true);
});
