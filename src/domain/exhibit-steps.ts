import * as z from "zod";
import { Purpose, type GivenForm } from "./consent";
import type { CustodyEvent } from "./custody";
import { OpeningPurpose } from "./opening";
import type { WordsForm } from "./words";

/**
 * The custody questions of an exhibit, answered for each step that it went from whoever handed it in to whoever is handed the dossier. Each
 * answer is a code, with the values that its sentence is filled with (`answers` in the dossier's words), and comes from an entry of the ledger;
 * what no entry says is answered with `not-known`, and never concluded.
 */
export const questions = ["who", "when", "where", "why", "authority", "altered", "repeatable"] as const;
export type Question = (typeof questions)[number];

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const member = z.string().min(1).max(64);
const instant = z.iso.datetime();
const ledger = z.string().max(300);
const code = <K extends string, S extends z.ZodRawShape>(name: K, values: S) => z.strictObject({ code: z.literal(name), ...values });
const bare = <const K extends readonly string[]>(...names: K) => z.strictObject({ code: z.enum(names) });

export const StepKind = z.enum(["received", "sealed", "sanitised", "redacted", "copied", "looked-at", "proposed", "approved", "released", "left"]);
export type StepKind = z.infer<typeof StepKind>;

export const Step = z.strictObject({
  step: StepKind,
  entry: z.number().int().min(0).nullable().describe("Of `history`: the entry that says so. Null for the leaving of the dossier itself, of which a later entry speaks."),
  who: z.union([code("member", { member }), bare("program", "link-holder", "later", "not-known")]),
  when: code("at", { at: instant }),
  where: z.union([
    code("happened", { place: z.string(), ledger }).describe("Where it happened, as whoever was there says, and in whose service it has been since; where whoever sent it was is written down nowhere."),
    code("service", { ledger }), code("member", { ledger }), code("link", { ledger }), code("left", { ledger }),
  ]),
  why: z.union([code("purpose", { purpose: Purpose }), code("opening", { opening: OpeningPurpose }), bare("rule", "not-known")]),
  authority: z.union([
    code("decided", { by: member, at: instant }), code("second", { proposer: member }), code("two", { asked: member, agreed: member }),
    bare("rule", "role", "not-known"),
  ]),
  altered: z.union([
    code("as-received", { digest }), code("inside", { digest }), code("clean-copy", { digest }), code("redacted-copy", { digest }),
    code("as-released", { digest }), bare("sealed-anew", "as-written", "marked", "words-masked", "untouched"),
  ]),
  repeatable: z.union([
    code("digest", { digest }), code("opening", { digest }),
    code("recipe", {
      source: digest, recipe: digest,
      program: z.string().describe("What made it, with versions."), settings: z.string().describe("Step by step; rectangles and seed are in the recipe, which the instance keeps."),
    }),
    bare("moment", "not-known"),
  ]),
});
export type Step = z.infer<typeof Step>;

/** What is read of the recipe of a picture (`media/recipe.ts`). */
const Recipe = z.object({
  steps: z.array(
    z.looseObject({
      step: z.string(), longEdge: z.number().nullish(), method: z.string().optional(), version: z.number().optional(),
      tools: z.record(z.string(), z.string()), encoding: z.object({ quality: z.number(), chroma: z.string(), process: z.string() }),
    }),
  ),
});

/** By which programs, and set how: `sharp 0.35.5, libvips 8.18.0` and `sanitise longEdge=1600 quality=85 chroma=4:2:0 process=baseline`. */
export function toolsOf(recipe: unknown): { readonly program: string; readonly settings: string } {
  const { steps } = Recipe.parse(recipe);
  const tools = [...new Set(steps.flatMap((step) => Object.entries(step.tools).map(([name, version]) => `${name} ${version}`)))];
  const settings = steps.map(({ step, longEdge, method, version, encoding }) => {
    const set = { longEdge, method, version, ...encoding };
    return [step, ...Object.entries(set).flatMap(([name, value]) => (value === undefined || value === null ? [] : `${name}=${value}`))].join(" ");
  });
  return { program: tools.join(", "), settings: settings.join("; ") };
}

export type Entry = { readonly index: number; readonly event: CustodyEvent };

export type ExhibitFacts = {
  readonly form: z.infer<typeof GivenForm> | z.infer<typeof WordsForm>;
  /** Of what is in the dossier. */
  readonly digest: string;
  /** Of a picture: its derivative, and the recipe of each that the entries say was made. */
  readonly derivative: string | null;
  readonly recipes: ReadonlyMap<string, unknown>;
  /** What the ledger says of it, and of its disclosure, in its order. */
  readonly entries: readonly Entry[];
};
export type DossierFacts = { readonly purpose: Purpose; readonly place: string; readonly ledger: string; readonly madeAt: string };

type Of<K extends CustodyEvent["kind"]> = Extract<CustodyEvent, { kind: K }>;
type Answers = Omit<Step, "step" | "entry" | "who" | "when">;

/** The steps of one exhibit, in their order, with the leaving of the dossier last. */
export function stepsOf(exhibit: ExhibitFacts, dossier: DossierFacts): Step[] {
  const { entries } = exhibit;
  const all = <K extends CustodyEvent["kind"]>(kind: K) => entries.flatMap(({ event }) => (event.kind === kind ? [event as Of<K>] : []));
  const { purpose, place, ledger } = dossier;
  const decided = all("disclosure.approved").at(-1);
  const onDecision: Step["authority"] = decided?.by ? { code: "decided", by: decided.by, at: decided.at } : { code: "not-known" };
  const received = all("evidence.received")[0]?.digest;
  const words = entries.findLast(({ event }) => event.kind === "account.worded");
  const byService = { where: { code: "service", ledger }, why: { code: "rule" }, authority: { code: "rule" } } as const;
  const byMember = { where: { code: "member", ledger }, why: { code: "not-known" }, authority: { code: "role" } } as const;
  const ofMoment = { altered: { code: "untouched" }, repeatable: { code: "moment" } } as const;
  const disclosing = { where: { code: "member", ledger }, why: { code: "purpose", purpose }, ...ofMoment } as const;

  const step = (kind: StepKind, { index, event }: Entry, answers: Answers, nobody: "program" | "link-holder" | "not-known" = "not-known"): Step => ({
    step: kind, entry: index, who: event.by === null ? { code: nobody } : { code: "member", member: event.by }, when: { code: "at", at: event.at }, ...answers,
  });
  const made = (entry: Entry, event: Of<"derivative.made">): Step => {
    const own = event.derivative === exhibit.derivative;
    const recipe = exhibit.recipes.get(event.derivative);
    return step(own ? "copied" : "sanitised", entry, {
      ...byService,
      altered: { code: own && exhibit.form === "redacted" ? "redacted-copy" : "clean-copy", digest: event.digest },
      repeatable: recipe === undefined ? { code: "not-known" } : { code: "recipe", source: event.source, recipe: event.recipe, ...toolsOf(recipe) },
    }, "program");
  };
  /** One asked for the original, another agreed. */
  const opened = (entry: Entry, opening: string): Step => {
    const asked = all("original.asked").find((event) => event.opening === opening);
    const agreed = all("original.agreed").find((event) => event.opening === opening);
    return step("looked-at", entry, {
      ...byMember, ...ofMoment,
      why: asked ? { code: "opening", opening: asked.purpose } : { code: "not-known" },
      authority: asked?.by && agreed?.by ? { code: "two", asked: asked.by, agreed: agreed.by } : { code: "not-known" },
    });
  };
  const worded = (entry: Entry): Step[] => [
    step("received", entry, {
      where: { code: "happened", place, ledger }, why: { code: "not-known" }, authority: { code: "role" }, altered: { code: "as-written" }, repeatable: { code: "moment" },
    }),
    // What is hidden in the words is settled with them.
    ...(exhibit.form === "redacted" && entry === words
      ? [step("redacted", entry, { ...byMember, why: { code: "rule" }, altered: { code: "words-masked" }, repeatable: { code: "moment" } })]
      : []),
  ];

  const steps = entries.flatMap((entry): Step[] => {
    const { event } = entry;
    switch (event.kind) {
      case "evidence.received":
        return [step("received", entry, {
          where: { code: "happened", place, ledger }, why: { code: "not-known" }, authority: { code: "role" },
          altered: { code: "as-received", digest: event.digest }, repeatable: { code: "digest", digest: event.digest },
        })];
      case "account.worded":
        return worded(entry);
      case "evidence.sealed":
        return [step("sealed", entry, { ...byService, altered: { code: "inside", digest: event.digest }, repeatable: { code: "opening", digest: event.digest } }, "program")];
      case "original.checked":
        return [step("sealed", entry, {
          ...byService, where: { code: "member", ledger }, altered: { code: "sealed-anew" },
          repeatable: received === undefined ? { code: "not-known" } : { code: "opening", digest: received },
        })];
      case "derivative.made":
        return [made(entry, event)];
      case "redaction.confirmed":
        return [step("redacted", entry, { ...byMember, why: { code: "rule" }, altered: { code: "marked" }, repeatable: { code: "moment" } })];
      case "evidence.viewed":
      case "account.checked":
        return [step("looked-at", entry, { ...byMember, ...ofMoment })];
      case "original.handedOut":
      case "original.toldHandedOut":
      case "original.saved":
        return [opened(entry, event.opening)];
      case "disclosure.exhibited":
        return [step("looked-at", entry, { where: { code: "link", ledger }, why: { code: "purpose", purpose }, authority: onDecision, ...ofMoment }, "link-holder")];
      case "disclosure.proposed":
        return [step("proposed", entry, { ...disclosing, authority: { code: "role" } })];
      case "disclosure.approved": {
        const proposer = all("disclosure.proposed")[0]?.by;
        return [step("approved", entry, { ...disclosing, authority: proposer ? { code: "second", proposer } : { code: "not-known" } })];
      }
      case "disclosure.released":
        return [step("released", entry, { ...disclosing, authority: onDecision })];
      default:
        return [];
    }
  });
  return [...steps, {
    step: "left", entry: null, who: { code: "later" }, when: { code: "at", at: dossier.madeAt }, where: { code: "left", ledger }, why: { code: "purpose", purpose },
    authority: onDecision, altered: { code: "as-released", digest: exhibit.digest }, repeatable: { code: "digest", digest: exhibit.digest },
  }];
}
