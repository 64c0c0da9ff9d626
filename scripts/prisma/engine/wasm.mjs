// @ts-check
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import { adapterFactory } from "./adapter.mjs";
import { rememberPanic } from "./log.mjs";

const folder = dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm"));

/** @returns {string} */
export function engineVersion() {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version;
}

/** @param {import("./arguments.mjs").ServeRequest} request */
export async function loadEngine({ datasource, datamodels }) {
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: rememberPanic } });
  const { instance } = await WebAssembly.instantiate(readFileSync(join(folder, "schema_engine_bg.wasm")), {
    "./schema_engine_bg.js": bindings,
  });
  // What the package's own loader does for bundlers, which is all that it is published for.
  const { __wbg_set_wasm: setWasm, SchemaEngine } = bindings;
  const { __wbindgen_start: start } = instance.exports;
  if (typeof start !== "function") throw new Error("The schema engine's WebAssembly has another shape than expected");
  setWasm(instance.exports);
  start();

  const models = datamodels.map((path) => /** @type {[string, string]} */ ([path, readFileSync(path, "utf8")]));
  return SchemaEngine.new(
    // The engine refuses an empty list; absent means that the request brings its own.
    { datamodels: models.length === 0 ? undefined : models },
    (/** @type {string} */ line) => {
      if (process.env.DEBUG?.includes("schema-engine")) process.stderr.write(`${line}\n`);
    },
    bindMigrationAwareSqlAdapterFactory(adapterFactory(datasource)),
  );
}
