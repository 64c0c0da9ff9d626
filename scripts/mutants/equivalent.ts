/**
 * Changes of the rules that no test notices, and why none could. What is not here and survives, or is here and does not, ends the
 * command with 1.
 */
export type Equivalent = {
  readonly file: "consent" | "disclosure";
  /** A piece of the line that was changed, as it stands. */
  readonly line: string;
  /** What kinds of change of it, as the library names them. */
  readonly kinds: readonly string[];
  /** Of these the ones to this; any, where it is absent. */
  readonly to?: string;
  readonly because: string;
};

export const equivalents: readonly Equivalent[] = [
  {
    file: "consent", line: "(a.id < b.id ? -1 : 1)", kinds: ["EqualityOperator"], to: "a.id <= b.id",
    because: "no two records have one id",
  },
  ...["class", "named", "disclosure"].map((kind) => ({
    file: "consent" as const, line: `(recipients.kind === "${kind}" &&`, kinds: ["ConditionalExpression"], to: "true",
    because: "the kind narrows the type; a recipient of another kind has no such field, and nothing equals what is not there",
  })),
  ...[
    "a yes has a form, a no has none", "a yes names what it covers", "an answer ends after it begins",
    "no consent reaches beyond its purpose", "to one disclosure there is a yes or a no",
  ].map((words) => ({
    file: "consent" as const, line: words, kinds: ["StringLiteral"], because: "words for whoever develops this; nobody else is shown them",
  })),
  {
    file: "consent", line: `recipients.kind === "disclosure" ? recipients.disclosureId : null`, kinds: ["ConditionalExpression"], to: "true",
    because: "the kind narrows the type; of another kind it is a word to no disclosure either way",
  },
  {
    file: "disclosure", line: "people.get(region.grantorId) ?? []", kinds: ["ArrayDeclaration"],
    because: "what is no form is less than every form",
  },
  {
    file: "disclosure", line: "if (found.length > 0 || decidedBy === null)", kinds: ["ConditionalExpression"], to: "false",
    because: "it narrows the type: where nobody decides there is a gap that says so",
  },
];
