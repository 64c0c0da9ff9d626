import * as z from "zod";
import { GivenForm, Purpose, Size } from "./consent";
import { imageFormats } from "./evidence";
import { Step, stepsOf, type Entry } from "./exhibit-steps";
import { ToldReport } from "./incident";
import { Scope } from "./whole";
import { WordsForm } from "./words";

/**
 * What a machine reads of a dossier: `data/record.json`. Its schema is in the dossier and in `docs/dossier-record.schema.json`.
 *
 * Everything about an exhibit comes from the manifest, which was cleared, released and stands in the ledger by its digest: a record can
 * tell of no exhibit that the manifest does not have, and of none more than it says.
 */
export const DOSSIER_KIND = "dossier/3";

/** As what a reviewer takes along what was released: as a dossier, or as tables and files for a program that has nothing to check it by. */
export const handedAs = ["dossier", "uwazi"] as const;
export type HandedAs = (typeof handedAs)[number];

/** Where an original lies below `data/`: with no ending that a double click would run. */
export const originalPath = (exhibit: number, format: string): string =>
  `exhibits/exhibit-${exhibit}.${imageFormats.find((known) => known === format) ?? "bin"}`;

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const instant = z.iso.datetime();
const member = z.uuid().describe("A pseudonym: always the same for one member, no name, and in no other list; who it is can be told by the instance alone. Of entries from before there were pseudonyms, the member's number.");

/** An entry of the ledger: what it commits to, its salt and its proof. */
const Proven = z.strictObject({
  index: z.number().int().min(0),
  salt: z.base64(),
  event: z.looseObject({ v: z.literal(1), kind: z.string(), at: instant, by: member.nullable() }),
  proof: z.array(z.base64()).readonly().describe("RFC 9162, 2.1.3: hashes from the leaf upwards."),
});

/** The questions that are asked of every piece of evidence. */
const Custody = z.strictObject({
  who: member.nullable().describe("Who handed it in."),
  when: instant.nullable().describe("When it was received."),
  where: z.strictObject({
    place: z.string().describe("Where it happened, as whoever was there says; where a file says that it was taken is not given."),
    kept: z.string().describe("In whose ledger it has been since."),
  }),
  why: Purpose,
  authority: z.strictObject({ decidedBy: member.nullable(), decidedAt: instant, releasedBy: member.nullable(), releasedAt: instant }),
  altered: z.strictObject({
    as: z.enum([...GivenForm.options, ...WordsForm.options]).describe("original: not at all, they are the very bytes that were received. clean: the pixels alone, or the words whole. redacted: with what was marked covered, or masked."),
    at: instant.nullable(),
  }),
  repeatable: z.strictObject({ source: digest, recipe: digest }).nullable().describe("Of a picture: it can be made again from its source by its recipe, which the instance keeps."),
});

const Exhibit = z.strictObject({
  number: z.number().int().min(1),
  kind: z.enum(["photo", "account"]),
  file: z.string(),
  language: z.string().nullable(),
  size: Size.nullable(),
  digest: digest.describe("Of a picture's bytes; of an account, of the JSON of [language, text]."),
  original: digest.nullable().describe("Of the original, which is kept sealed; where the exhibit is the original, the same as its own."),
  custody: Custody,
  steps: z.array(Step).min(1).describe("From whoever handed it in to the leaving of the dossier: the custody questions, answered for each step."),
});

export const DossierRecord = z.strictObject({
  vouchsafe: z.literal(DOSSIER_KIND),
  disclosure: z.uuid(),
  reference: z.string(),
  purpose: Purpose,
  madeAt: instant,
  until: instant,
  report: ToldReport,
  scope: Scope.describe("Of what the exhibits are: of things that somebody chose, or of everything in the incident, and how much of it was left out."),
  exhibits: z.array(Exhibit).max(10_000),
  consents: z
    .strictObject({ rule: z.literal("everybody-said-yes"), clearedAt: z.array(instant), facts: z.array(digest) })
    .describe("Whoever is shown or mentioned said yes to this purpose, to this kind of recipient, in this form: asked of their last words when it was decided, released and made. `facts` are the digests of these words. Who they are, and what each said, is told to nobody."),
  method: z.strictObject({
    pictures: z.literal("decoded-and-written-anew"),
    digests: z.literal("SHA-256"),
    ledger: z.literal("RFC 6962"),
    checkpoints: z.literal("c2sp.org/tlog-checkpoint"),
    bag: z.literal("RFC 8493"),
  }),
  // What the checks go by.
  files: z.array(z.string()).max(10_000),
  languages: z.record(z.string(), z.string()),
  decided: Proven,
  released: Proven,
  history: z.array(Proven).describe("The entries by which `steps` go, each once."),
  checkpoint: z.string(),
  verifierKey: z.string(),
});
export type DossierRecord = z.infer<typeof DossierRecord>;

/** JSON Schema 2020-12 of the record, as it is published. */
export const recordSchema = (): string => `${JSON.stringify({ title: "Vouchsafe dossier record", ...z.toJSONSchema(DossierRecord) }, null, 2)}\n`;

/** What is read of a manifest. */
const Event = z.looseObject({
  kind: z.string(), at: z.string(), by: z.string().nullable(), source: z.string().optional(), recipe: z.string().optional(),
});
const Released = z.object({
  scope: Scope.default({ of: "things" }),
  exhibits: z.array(
    z.object({
      number: z.number(), kind: z.enum(["photo", "account"]), form: z.enum([...GivenForm.options, ...WordsForm.options]), size: Size.nullable(),
      digest: z.string(), original: z.string().nullable(), entries: z.array(z.object({ event: Event })),
    }),
  ),
});

type Told = Omit<DossierRecord, "vouchsafe" | "scope" | "exhibits" | "consents" | "method" | "files" | "history">;
/** By what the steps of an exhibit are told. */
type Went = {
  readonly derivative: string | null;
  readonly recipes: ReadonlyMap<string, unknown>;
  readonly entries: readonly (Entry & z.infer<typeof Proven>)[];
};

/**
 * @param manifest as it was released
 * @param fileOf where in the dossier an exhibit lies
 * @param histories of every exhibit of the manifest, by its number
 */
export function recordOf(manifest: string, told: Told, fileOf: (exhibit: number) => string, histories: ReadonlyMap<number, Went>): DossierRecord {
  const { decided, released } = told;
  const authority = { decidedBy: decided.event.by, decidedAt: decided.event.at, releasedBy: released.event.by, releasedAt: released.event.at };
  const where = { place: told.report.place, kept: told.checkpoint.split("\n")[0]! };
  const dossier = { purpose: told.purpose, place: where.place, ledger: where.kept, madeAt: told.madeAt };
  const { scope, ...kept } = Released.parse(JSON.parse(manifest));
  const exhibits = kept.exhibits.map(({ entries, form, ...exhibit }) => {
    const of = (kind: string) => entries.find(({ event }) => event.kind === kind)?.event;
    const [received, made] = [of("evidence.received") ?? of("account.worded"), of("derivative.made")];
    return {
      ...exhibit, file: fileOf(exhibit.number), language: told.languages[exhibit.number] ?? null,
      custody: {
        who: received?.by ?? null, when: received?.at ?? null, where, why: told.purpose, authority,
        altered: { as: form, at: made?.at ?? null },
        repeatable: made?.source && made.recipe ? { source: made.source, recipe: made.recipe } : null,
      },
      steps: stepsOf({ form, digest: exhibit.digest, ...histories.get(exhibit.number)! }, dossier),
    };
  });
  const proven = new Map([...histories.values()].flatMap(({ entries }) => entries.map((entry) => [entry.index, entry] as const)));
  return DossierRecord.parse({
    vouchsafe: DOSSIER_KIND, ...told, scope, exhibits,
    consents: {
      rule: "everybody-said-yes", clearedAt: [decided.event.at, released.event.at, told.madeAt],
      facts: [decided.event["facts"], released.event["facts"]],
    },
    method: {
      pictures: "decoded-and-written-anew", digests: "SHA-256", ledger: "RFC 6962", checkpoints: "c2sp.org/tlog-checkpoint", bag: "RFC 8493",
    },
    files: exhibits.map(({ file }) => file),
    history: [...proven.values()].toSorted((a, b) => a.index - b.index),
  });
}
