/**
 * What the API lets somebody write, read from the schemas of its inputs: every string that takes a word of ours. One
 * that takes only ids, digests, listed words or dates does not.
 */
type Def = {
  readonly type: string;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly element?: Schema;
  readonly innerType?: Schema;
  readonly in?: Schema;
  readonly left?: Schema;
  readonly right?: Schema;
  readonly options?: readonly Schema[];
  readonly keyType?: Schema;
  readonly valueType?: Schema;
  readonly items?: readonly Schema[];
};
type Schema = { readonly def: Def; safeParse(value: unknown): { readonly success: boolean } };
type Procedure = { readonly _def: { readonly inputs: readonly unknown[] } };

const closed = new Set(["number", "int", "bigint", "boolean", "date", "enum", "literal", "null", "undefined"]);
const isSchema = (input: unknown): input is Schema => typeof input === "object" && input !== null && "def" in input && "safeParse" in input;

const entryOf = (schema: Schema): Schema => (schema.def.type === "pipe" ? entryOf(schema.def.in!) : schema);

/** @throws for a kind of schema that this cannot read, rather than pass over what may stand in it */
function freeText(schema: Schema, at: string, words: readonly string[]): string[] {
  const { def } = schema;
  const all = (inner: readonly Schema[], where: string) => inner.flatMap((one) => freeText(one, where, words));
  if (closed.has(def.type)) return [];
  // Bytes that a browser sealed are of the kind `custom`, and take no word.
  if (def.type === "string" || def.type === "custom") return words.some((word) => schema.safeParse(word).success) ? [at] : [];
  if (def.type === "object") return Object.entries(def.shape ?? {}).flatMap(([key, inner]) => freeText(inner, at === "" ? key : `${at}.${key}`, words));
  if (def.type === "array") return all([def.element!], `${at}[]`);
  if (def.type === "tuple") return all(def.items!, `${at}[]`);
  if (def.type === "record") return [...all([def.keyType!], `${at}{}`), ...all([def.valueType!], `${at}{}`)];
  if (def.type === "union") return [...new Set(all(def.options!, at))];
  if (def.type === "intersection") return all([def.left!, def.right!], at);
  if (def.type === "pipe") {
    // What it comes to decides: a handle is written in any letters and kept in small ones.
    if (entryOf(schema).def.type === "string") return words.some((word) => schema.safeParse(word).success) ? [at] : [];
    return all([def.in!], at);
  }
  if (def.innerType) return all([def.innerType], at);
  throw new Error(`A schema of the kind ${def.type} stands at ${at}: say what may be written into it.`);
}

/** @returns such as `incidents.create details.forces[].service` */
export function freeTextInputs(procedures: Readonly<Record<string, Procedure>>, words: readonly string[]): string[] {
  return Object.entries(procedures).flatMap(([name, { _def }]) =>
    // Bytes of an upload are no schema of zod's; what is in them is planted by hand.
    _def.inputs.filter(isSchema).flatMap((input) => freeText(input, "", words).map((at) => `${name} ${at}`)),
  ).toSorted();
}

/** The places of an input in which `word` stands. */
export function placesOf(value: unknown, word: string, at = ""): string[] {
  if (typeof value === "string") return value.includes(word) ? [at] : [];
  if (Array.isArray(value)) return [...new Set(value.flatMap((one) => placesOf(one, word, `${at}[]`)))];
  if (typeof value !== "object" || value === null || value instanceof Date) return [];
  return Object.entries(value).flatMap(([key, one]) => placesOf(one, word, at === "" ? key : `${at}.${key}`));
}
