import { defaultModel } from "@alephdata/followthemoney";

/** FollowTheMoney's own model, as its package on npm brings it. */
export type FtmEntity = { readonly id: string; readonly schema: string; readonly properties: Readonly<Record<string, readonly string[]>> };

type Property = { readonly type: string; readonly range?: string; readonly stub?: boolean; readonly maxLength?: number };
type Schema = {
  readonly extends: readonly string[]; readonly required?: readonly string[]; readonly abstract?: boolean; readonly deprecated?: boolean;
  readonly properties: Readonly<Record<string, Property>>;
};
const schemata = defaultModel.schemata as unknown as Readonly<Record<string, Schema>>;

const above = (name: string): string[] => [name, ...(schemata[name]?.extends ?? []).flatMap(above)];
const DATE = /^\d{4}(-\d{2}(-\d{2})?)?$/;

/** What is wrong with these entities by the model; nothing where they are as it says, and speak of nothing that is not among them. */
export function faultsOf(entities: readonly FtmEntity[]): string[] {
  const schemaOf = new Map(entities.map(({ id, schema }) => [id, schema]));
  const twice = entities.length === schemaOf.size ? [] : ["two entities have one id"];
  return [...twice, ...entities.flatMap(({ id, schema, properties }) => {
    const known = schemata[schema];
    if (!known || known.abstract || known.deprecated) return [`${schema}: no schema of an entity`];
    // What a schema asks for is asked of whatever extends it.
    const all = Object.assign({}, ...above(schema).toReversed().map((name) => schemata[name]!.properties)) as Record<string, Property>;
    const missing = above(schema).flatMap((name) => schemata[name]!.required ?? []).filter((name) => (properties[name] ?? []).length === 0);
    const wrong = Object.entries(properties).flatMap(([name, values]) => {
      const property = all[name];
      if (!property || property.stub) return [`${schema}.${name}: no property`];
      const bad = values.filter((value) => {
        if (value.trim() === "" || value.length > (property.maxLength ?? Infinity)) return true;
        if (property.type === "entity") return !above(schemaOf.get(value) ?? "").includes(property.range!);
        return (property.type === "date" && !DATE.test(value)) || (property.type === "number" && Number.isNaN(Number(value)));
      });
      return values.length === 0 ? [`${schema}.${name}: empty`] : bad.map((value) => `${schema}.${name}: ${value}`);
    });
    return [...missing.map((name) => `${schema} ${id}: lacks ${name}`), ...wrong];
  })];
}
