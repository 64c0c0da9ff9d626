// @ts-check
import { randomUUID } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import { ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import { schemaOf, withoutSchema } from "./connection.mjs";

/**
 * The engine reads PostgreSQL's own catalogue, whose columns have types that @prisma/adapter-pg has no mapping for
 * and refuses: they are announced as the nearest type that it knows. Object ids from pg_type.dat.
 */
const INTERNAL_CHAR = 18;
const NEAREST_TYPE = new Map([
  [INTERNAL_CHAR, 1042], // "char" as bpchar
  [24, 25], // regproc as text
  [1033, 25], // aclitem as text
  [2205, 25], // regclass as text
  [2206, 25], // regtype as text
]);

/**
 * Opens the databases that the engine works on. A shadow database, into which the migrations are played to see what
 * they make, is created on the same server and dropped afterwards.
 *
 * @param {import("./arguments.mjs").Datasource} datasource
 */
export function adapterFactory(datasource) {
  return {
    provider: /** @type {const} */ ("postgres"),
    adapterName: "@prisma/adapter-pg",
    connect: () => connect(datasource.url),
    connectToShadowDb: () =>
      datasource.shadowDatabaseUrl ? connect(datasource.shadowDatabaseUrl) : createShadow(datasource.url),
  };
}

/** @param {string | undefined} address */
async function connect(address) {
  const url = withoutSchema(address);
  const schema = schemaOf(address ?? "");
  const factory = new PrismaPg({ connectionString: url.href }, schema === undefined ? {} : { schema });
  return readingCatalogues(await factory.connect());
}

/** @param {string | undefined} address */
async function createShadow(address) {
  const url = withoutSchema(address);
  const name = `prisma_migrate_shadow_db_${randomUUID()}`;
  const server = await connect(url.href);
  await server.executeScript(`CREATE DATABASE "${name}"`);

  url.pathname = `/${name}`;
  const shadow = await connect(url.href);
  const disconnect = shadow.dispose.bind(shadow);
  shadow.dispose = async () => {
    // In this order: PostgreSQL refuses to drop a database that somebody is connected to.
    await disconnect();
    await server.executeScript(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    await server.dispose();
  };
  return shadow;
}

/**
 * @param {any} adapter of @prisma/adapter-pg, whose inner methods have no types; changed in place
 */
function readingCatalogues(adapter) {
  mapCatalogueTypes(adapter);

  const startTransaction = adapter.startTransaction.bind(adapter);
  adapter.startTransaction = async (/** @type {unknown} */ isolation) =>
    mapCatalogueTypes(await startTransaction(isolation));

  // The adapter's own executeScript cuts the script at every semicolon, also inside string literals and function
  // bodies. PostgreSQL takes a whole script as one simple query.
  adapter.executeScript = async (/** @type {string} */ script) => {
    try {
      await adapter.client.query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
  return adapter;
}

/**
 * @param {any} queryable an adapter or a transaction of @prisma/adapter-pg; changed in place
 */
function mapCatalogueTypes(queryable) {
  /** @type {WeakMap<object, number[]>} the columns of type "char" in the answer to a query */
  const internalChars = new WeakMap();

  const performIO = queryable.performIO.bind(queryable);
  queryable.performIO = async (/** @type {object} */ query) => {
    const result = await performIO(query);
    const chars = [];
    for (const [index, field] of result.fields.entries()) {
      if (field.dataTypeID === INTERNAL_CHAR) chars.push(index);
      field.dataTypeID = NEAREST_TYPE.get(field.dataTypeID) ?? field.dataTypeID;
    }
    internalChars.set(query, chars);
    return result;
  };

  const queryRaw = queryable.queryRaw.bind(queryable);
  queryable.queryRaw = async (/** @type {object} */ query) => {
    const result = await queryRaw(query);
    // As text, which is what bpchar maps to, the engine panics on them.
    for (const index of internalChars.get(query) ?? []) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
  return queryable;
}
