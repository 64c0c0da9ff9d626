/**
 * Before each file: files of one kind follow each other in one process, because starting one and loading every package
 * again takes longer than most of them. Our own modules are loaded anew and the environment is as it was, so that no
 * file finds the database, the keys or the state of the one before.
 */
// Next settles at its first import, for the whole process, whether it knows which request it is in.
import "next/dist/server/node-environment-baseline";
import { vi } from "vitest";

const kept = globalThis as { environmentAtFirst?: NodeJS.ProcessEnv };

kept.environmentAtFirst ??= { ...process.env };
for (const name of Object.keys(process.env)) if (!(name in kept.environmentAtFirst)) delete process.env[name];
Object.assign(process.env, kept.environmentAtFirst);
// What ours keep of the process, however many copies of a module there are.
for (const symbol of Object.getOwnPropertySymbols(globalThis))
  if (symbol.description?.startsWith("vouchsafe.")) delete (globalThis as Record<symbol, unknown>)[symbol];
vi.resetModules();
