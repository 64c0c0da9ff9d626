// @ts-check
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { adapterFactory } from "./adapter.mjs";
import { rememberPanic } from "./log.mjs";

const folder = dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm"));

/** @returns {string} */
export function engineVersion() {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version;
}

/** @param {import("./arguments.mjs").ServeRequest} request */
export async function loadEngine({ datasource, datamodels }) {
  // Imported late, so that `--version` and the database commands need not compile it.
  const bindings = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: rememberPanic } });
  const { instance } = await WebAssembly.instantiate(readFileSync(join(folder, "schema_engine_bg.wasm")), {
    "./schema_engine_bg.js": bindings,
  });
  bindings.__wbg_set_wasm(instance.exports);
  /** @type {{ __wbindgen_start(): void }} */ (instance.exports).__wbindgen_start();

  const models = datamodels.map((path) => /** @type {[string, string]} */ ([path, readFileSync(path, "utf8")]));
  return bindings.SchemaEngine.new(
    // The engine refuses an empty list; absent means that the request brings its own.
    { datamodels: models.length === 0 ? undefined : models },
    (/** @type {string} */ line) => {
      if (process.env.DEBUG?.includes("schema-engine")) process.stderr.write(`${line}\n`);
    },
    bindMigrationAwareSqlAdapterFactory(adapterFactory(datasource)),
  );
}
