#!/usr/bin/env node
/**
 * Stands where Prisma's command line expects its native schema engine, so that `prisma generate`, `migrate` and
 * `db` work without downloading a binary. `prisma.config.ts` points PRISMA_SCHEMA_ENGINE_BINARY here.
 *
 * It speaks what the native engine speaks: `--version`, the `cli` subcommands, and otherwise JSON-RPC in lines on
 * stdin and stdout. The work is done by the same engine, which Prisma also publishes compiled to WebAssembly;
 * it reaches PostgreSQL through a driver adapter instead of sockets of its own.
 *
 * The protocol is Prisma's private one, so the versions are pinned exactly and tests/tooling/prisma.test.ts runs
 * every command through it.
 */
import { readArguments } from "./engine/arguments.mjs";
import { runDatabaseCommand } from "./engine/database-commands.mjs";
import { reportCrash } from "./engine/log.mjs";
import { serve } from "./engine/json-rpc.mjs";
import { engineVersion, loadEngine } from "./engine/wasm.mjs";

process.on("uncaughtException", reportCrash);

const request = readArguments(process.argv.slice(2));

if (request.kind === "version") {
  process.stdout.write(`schema-engine-wasm ${engineVersion()}\n`);
} else if (request.kind === "database-command") {
  process.exitCode = await runDatabaseCommand(request.command, request.datasource);
} else {
  serve(process.stdin, process.stdout, () => loadEngine(request));
}
