import * as z from "zod";
import type { DossierRecord } from "~/domain/dossier";
import { piecesOf } from "~/domain/words";
import type { Block, Line, Paper } from "~/dossier";
import { paperTranslators, paperWords, type PaperTranslators } from "~/messages/dossier/paper-words";
import { dossierWords } from "~/messages/dossier/words";
import { directionOf, type Language } from "~/messages/languages";
import type { RecipientView } from "~/server/recipients/queries";

/**
 * What stands in the PDF of a dossier, in the language of whoever is to read it. It tells what the record, the manifest and the
 * released exhibits tell, and nothing else: whatever is in it was cleared with them.
 */
export type Told = Pick<RecipientView, "recipientClass" | "accounts" | "photos" | "manifest"> & {
  readonly language: Language;
  readonly record: DossierRecord;
  /** SHA-256 of the very file `data/record.json`. */
  readonly digest: string;
  /** Exhibits whose picture stands in it. */
  readonly pictured: ReadonlySet<number>;
};
type Exhibit = DossierRecord["exhibits"][number];
type Answers = readonly (readonly [string, readonly Line[]])[];

const Manifest = z.object({
  exhibits: z.array(
    z.object({
      number: z.number(),
      entries: z.array(z.object({ index: z.number(), event: z.looseObject({ kind: z.string(), at: z.string(), by: z.string().nullable() }) })),
    }),
  ),
});
type Entry = z.infer<typeof Manifest>["exhibits"][number]["entries"][number];

export const pictureName = (exhibit: number): string => `exhibit-${exhibit}`;

/** In a sentence, so that what stands around it does not turn with it. */
const apart = (text: string): string => `\u2068${text}\u2069`;
const plain = (text: string): Line => ({ text });
const code = (text: string): Line => ({ text, as: "code" });
const quoted = (text: string): Line => ({ text, as: "quoted" });

/** By its first letter, as browsers tell; where there is none, as what stands before it. */
function directionBy(text: string, before: "ltr" | "rtl"): "ltr" | "rtl" {
  const first = /\p{L}/u.exec(text)?.[0];
  if (first === undefined) return before;
  return /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u.test(first) ? "rtl" : "ltr";
}

const tools = (language: Language) => {
  const by = paperTranslators(language);
  const { format } = by;
  // UTC by its name and the whole day's hours: a morning must not be taken for an evening.
  const shape = { year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
  const instant = (at: string): string => `${format.dateTime(new Date(at), shape)} UTC`;
  return { ...by, instant, forms: dossierWords[language].forms };
};
type Tools = ReturnType<typeof tools>;

export function paperOf(told: Told): Paper {
  const { language, record, digest } = told;
  const by = tools(language);
  const { t } = by;
  const [before = "", between = "", after = ""] = paperWords[language].page.split(/\{page\}|\{pages\}/);
  return {
    lang: language, dir: directionOf[language], digest,
    title: t("title", { reference: apart(record.reference) }),
    lead: t("lead", { team: apart(record.report.team) }),
    digestOf: t("digest"), page: [before, between, after], contents: t("contents"), notWhole: t("notWhole"),
    cover: cover(by, told),
    body: [
      ...reportOf(by, record),
      { kind: "chapter", text: t("exhibits") },
      listOf(by, record),
      ...exhibitsOf(by, told),
      { kind: "chapter", text: t("authority.title") },
      rowsOf(by, [record.decided, record.released]),
      ...consentsOf(by, record),
      { kind: "chapter", text: t("method.title") },
      { kind: "points", texts: (["sealed", "copies", "redacted", "decided", "ledger", "bag", "time"] as const).map((one) => t(`method.${one}`)) },
      { kind: "section", text: t("limits.title") },
      { kind: "points", texts: [t("limits.purpose"), t("limits.truth"), ...scopeOf(by, record), t("limits.members"), t("limits.law"), t("limits.paper")] },
    ],
  };
}

function cover({ t, terms, instant }: Tools, { record, recipientClass, digest }: Told): Block[] {
  const count = (kind: Exhibit["kind"]): number => record.exhibits.filter((one) => one.kind === kind).length;
  const facts: Answers = [
    [t("cover.reference"), [code(record.reference)]],
    [t("cover.from"), [quoted(record.report.team)]],
    [t("cover.purpose"), [plain(terms(`purposes.${record.purpose}`))]],
    [t("cover.as"), [plain(terms(`recipientClasses.${recipientClass}`))]],
    [t("cover.released"), [plain(instant(record.released.event.at))]],
    [t("cover.until"), [plain(instant(record.until))]],
    [t("cover.made"), [plain(instant(record.madeAt))]],
    [t("cover.exhibits"), [plain(t("cover.count", { photos: count("photo"), accounts: count("account") }))]],
    [t("cover.key"), [code(record.verifierKey)]],
  ];
  return [
    { kind: "facts", facts },
    { kind: "code", label: t("digest"), text: digest },
    { kind: "text", text: t("digestMeans") },
    { kind: "section", text: t("check.title") },
    { kind: "steps", texts: [t("check.open"), t("check.choose"), t("check.compare")] },
  ];
}

function reportOf({ recipient, terms, format }: Tools, { report }: DossierRecord): Block[] {
  const t = (key: Parameters<PaperTranslators["recipient"]>[0] & `report.${string}`): string => recipient(key);
  const day = { year: "numeric", month: "long", day: "numeric" } as const;
  const shape = report.precision === "day" ? day : ({ ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const);
  // As it was observed on the spot, where the zone is the place's.
  const observed = (at: string): string => format.dateTime(new Date(`${at}:00Z`), shape);
  const { people } = report;
  const facts: Answers = [
    [t("report.when"), [plain([report.start, ...(report.end === null ? [] : [report.end])].map(observed).join(" – ")), plain(terms(`precisions.${report.precision}`))]],
    [t("report.where"), [quoted(report.place)]],
    [t("report.what"), [plain(format.list(report.kinds.map((kind) => terms(`kinds.${kind}`))))]],
    [
      t("report.people"),
      [...(people.count === null ? [] : [plain(recipient("report.count", { count: people.count }))]), plain(terms(`minors.${people.minors}`))],
    ],
  ];
  const forces = report.forces.flatMap(({ service, unit, officers, plates, numbers }): Block[] => {
    const of: Answers = [
      [t("report.service"), service === "" ? [] : [quoted(service)]],
      [t("report.unit"), unit === "" ? [] : [quoted(unit)]],
      [t("report.officers"), officers === null ? [] : [plain(format.number(officers))]],
      [t("report.plates"), plates.map(quoted)],
      [t("report.numbers"), numbers.map(quoted)],
    ];
    const said = of.filter(([, lines]) => lines.length > 0);
    return said.length === 0 ? [] : [{ kind: "part", text: t("report.forces") }, { kind: "facts", facts: said }];
  });
  return [{ kind: "chapter", text: t("report.title") }, { kind: "facts", facts }, ...(forces.length > 0 ? forces : [{ kind: "text" as const, text: t("report.noForces") }])];
}

/** How much it is of what there is. Why something was left out is told, and of whom is told to nobody. */
function scopeOf({ t, whole, instant }: Tools, { scope }: DossierRecord): string[] {
  if (scope.of === "things") return [t("limits.whole")];
  const leftOut = scope.leftOut.map(({ kind, why, count }) => {
    const things = whole(kind === "photo" ? "photos" : "accounts", { count });
    return whole("leftOut", { things, why: whole(`why.${why}`) });
  });
  return [t("limits.incident", { at: apart(instant(scope.at)) }), ...(leftOut.length === 0 ? [whole("outNone")] : leftOut)];
}

function listOf({ t }: Tools, { exhibits }: DossierRecord): Block {
  return {
    kind: "rows", head: [t("cover.exhibits"), t("facts.digest")],
    rows: exhibits.map(({ kind, number, digest }) => [plain(t(kind, { number })), code(digest)]),
  };
}

function exhibitsOf(by: Tools, told: Told): Block[] {
  const entries = new Map(Manifest.parse(JSON.parse(told.manifest)).exhibits.map(({ number, entries: own }) => [number, own]));
  return told.record.exhibits.flatMap((exhibit): Block[] => [
    ...(exhibit.kind === "photo" ? photo(by, told, exhibit) : account(by, told, exhibit)),
    { kind: "part", text: by.t("questions.title") },
    { kind: "facts", facts: questions(by, exhibit) },
    { kind: "part", text: by.t("history.title") },
    rowsOf(by, entries.get(exhibit.number) ?? []),
  ]);
}

function photo({ t, terms, recipient }: Tools, { photos, pictured }: Told, { number, file, digest, original }: Exhibit): Block[] {
  const of = photos.find(({ exhibit }) => exhibit === number);
  const itself: Answers = [[t("facts.file"), [code(file)]], [t("facts.digest"), [code(digest)]]];
  // An original is in its reader's browser when this is made, and not here.
  if (!of) return [{ kind: "leaf", text: t("photo", { number }) }, { kind: "text", text: t("asOriginal") }, { kind: "facts", facts: itself }];
  return [
    { kind: "leaf", text: t("photo", { number }) },
    pictured.has(number)
      ? { kind: "picture", name: pictureName(number), alt: t("alt", { number }), wide: of.width / of.height }
      : { kind: "text", text: t("elsewhere") },
    ...(of.form === "redacted" ? [{ kind: "text" as const, text: recipient("photos.redactedHint") }] : []),
    {
      kind: "facts",
      facts: [
        ...itself,
        ...(original === null ? [] : [[t("facts.original"), [code(original)]] as const]),
        [t("facts.size"), [plain(`${terms(`sizes.${of.size}`)} · ${t("facts.pixels", { width: String(of.width), height: String(of.height) })}`)]],
      ],
    },
  ];
}

function account({ t, terms, words, languages }: Tools, { accounts, language: reader }: Told, { number, file, digest }: Exhibit): Block[] {
  const { text, form, language } = accounts.find(({ exhibit }) => exhibit === number)!;
  let dir = directionOf[reader];
  const passages = text.split(/\n+/).filter((one) => one.trim() !== "").map((passage) => {
    dir = directionBy(passage.replaceAll(/⟦[^⟧]*⟧/g, ""), dir);
    const parts = piecesOf(passage).map((piece) => {
      if (piece.is === "text") return piece;
      return { is: piece.is, text: piece.is === "person" ? terms("grantor", { pseudonym: piece.pseudonym }) : words(`leftOut.${piece.kind}`) };
    });
    return { dir, parts };
  });
  return [
    { kind: "leaf", text: t("account", { number }) },
    {
      kind: "facts",
      facts: [
        [t("facts.file"), [code(file)]],
        [t("facts.textDigest"), [code(digest)]],
        [t("facts.language"), [plain(languages.of(language) ?? language)]],
      ],
    },
    ...(form === "redacted" ? [{ kind: "text" as const, text: t("masked") }] : []),
    { kind: "said", language, passages },
  ];
}

/** What is asked of every piece of evidence, with what the record answers. */
function questions({ t, terms, instant, forms }: Tools, { kind, custody }: Exhibit): Answers {
  const { who, when, where, why, authority, altered, repeatable } = custody;
  const member = (id: string | null): string => (id === null ? t("history.nobody") : apart(id));
  return [
    [t("questions.who"), [plain(who === null ? t("questions.unknown") : t("questions.member", { number: apart(who) }))]],
    [t("questions.when"), [plain(when === null ? t("questions.unknown") : instant(when))]],
    [t("questions.where"), [plain(t("questions.happened", { place: apart(where.place) })), plain(t("questions.kept", { name: apart(where.kept) }))]],
    [t("questions.why"), [plain(terms(`purposes.${why}`))]],
    [
      t("questions.authority"),
      [
        plain(t("questions.decided", { at: apart(instant(authority.decidedAt)), number: member(authority.decidedBy) })),
        plain(t("questions.released", { at: apart(instant(authority.releasedAt)), number: member(authority.releasedBy) })),
      ],
    ],
    [
      t("questions.altered"),
      [
        plain(kind === "photo" ? forms[altered.as] : forms.text),
        ...(altered.at === null ? [] : [plain(t("questions.alteredAt", { at: apart(instant(altered.at)) }))]),
      ],
    ],
    [
      t("questions.repeatable"),
      repeatable === null
        ? [plain(kind === "account" ? t("questions.words") : t("questions.unknown"))]
        : [plain(t("questions.recipe")), code(repeatable.source), code(repeatable.recipe)],
    ],
  ];
}

/** Entries of the ledger in words, in their order. */
function rowsOf({ t, instant, catalogue }: Tools, entries: readonly Pick<Entry, "index" | "event">[]): Block {
  const custody: Readonly<Record<string, Readonly<Record<string, string>>>> = catalogue.terms.custody;
  return {
    kind: "rows",
    head: [t("history.entry"), t("history.at"), t("history.what"), t("history.by")],
    rows: entries.map(({ index, event: { kind, at, by } }) => {
      const [noun = "", verb = ""] = kind.split(".");
      return [code(String(index)), plain(instant(at)), plain(custody[noun]?.[verb] ?? kind), by === null ? plain(t("history.nobody")) : code(by)];
    }),
  };
}

function consentsOf({ t, instant }: Tools, { consents }: DossierRecord): Block[] {
  const moments = ["decided", "released", "made"] as const;
  return [
    { kind: "section", text: t("consents.title") },
    { kind: "text", text: t("consents.rule") },
    { kind: "facts", facts: consents.clearedAt.map((at, n) => [t(`consents.${moments[n] ?? "made"}`), [plain(instant(at))]] as const) },
    { kind: "text", text: t("consents.facts") },
    { kind: "facts", facts: consents.facts.map((facts, n) => [t(`consents.${moments[n] ?? "made"}`), [code(facts)]] as const) },
    { kind: "points", texts: [t("consents.officers"), t("consents.silent"), t("consents.takenBack")] },
  ];
}
