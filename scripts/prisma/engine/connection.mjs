// @ts-check

/**
 * Prisma puts the schema into the address (`?schema=…`); PostgreSQL would take it for an unknown parameter.
 *
 * @param {string | undefined} address
 * @returns {URL}
 */
export function withoutSchema(address) {
  if (address === undefined || address === "") {
    throw new Error("This command needs a database: set DATABASE_URL");
  }
  const url = new URL(address);
  url.searchParams.delete("schema");
  return url;
}

/**
 * @param {string} address
 * @returns {string | undefined}
 */
export function schemaOf(address) {
  return new URL(address).searchParams.get("schema") ?? undefined;
}
