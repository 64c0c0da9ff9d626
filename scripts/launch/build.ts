import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import { checkout, inCheckout } from "./checkout.mjs";
import { fingerprint } from "./fingerprint";
import { step } from "./progress.mjs";

const require = createRequire(import.meta.url);

/**
 * Generates the database client from the schema, and builds the web application, where they are stale.
 * @param stopping cuts it off; it throws then
 */
export async function makeWhatIsStale(stopping?: AbortSignal): Promise<void> {
  await generateClient(stopping);
  await buildWeb(stopping);
}

export async function generateClient(stopping?: AbortSignal): Promise<void> {
  const made = fingerprint(inCheckout("src/generated/prisma.inputs"), {
    root: checkout,
    inputs: ["prisma/schema.prisma", "prisma/models", "prisma.config.ts", "node_modules/prisma/package.json"],
  });
  if (made.isCurrent()) return;
  await step("Client", "generating the database client", async () => {
    made.forget();
    await runTool(require.resolve("prisma/build/index.js"), ["generate"], stopping);
    made.remember();
    return { result: "database client generated", value: undefined };
  });
}

export async function buildWeb(stopping?: AbortSignal): Promise<void> {
  const made = fingerprint(inCheckout(".next/vouchsafe.inputs"), {
    root: checkout,
    inputs: [
      "src",
      "public",
      "prisma/schema.prisma",
      "prisma/models",
      "next.config.ts",
      "postcss.config.mjs",
      "package.json",
      "package-lock.json",
      "tsconfig.json",
    ],
    skip: (file) => file.startsWith("src/generated") || file.startsWith("src/worker") || /\.test\.tsx?$/.test(file),
    more: [process.version],
  });
  if (made.isCurrent()) return;
  await step("Build", "building the web application", async () => {
    made.forget();
    await runTool(require.resolve("next/dist/bin/next"), ["build"], stopping);
    made.remember();
    return { result: "web application built", value: undefined };
  });
}

/** @throws with everything that it printed when it fails */
async function runTool(program: string, args: readonly string[], stopping?: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: checkout,
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
    ...(stopping === undefined ? {} : { signal: stopping }),
  });
  const [[code, signal], stdout, stderr] = await Promise.all([
    once(child, "close"),
    text(child.stdout),
    text(child.stderr),
  ]);
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code ?? signal}:\n${stdout}${stderr}`);
}
