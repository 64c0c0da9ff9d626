import "next/dist/server/node-environment-baseline";
import { readdirSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AppRouteRouteModule } from "next/dist/server/route-modules/app-route/module";
import { NextRequest } from "next/server";
import { asDoor, type Page } from "./pages";

/**
 * Every `route.ts` of the service behind one HTTP server, each run by the class with which Next itself runs it: the same
 * choice of a method, the same `headers()` and `cookies()` for whoever reads the session. What Next does around it, such
 * as the headers of `next.config.ts`, is for the browser tests.
 */
type Context = Parameters<AppRouteRouteModule["handle"]>[1];
type Definition = ConstructorParameters<typeof AppRouteRouteModule>[0]["definition"];
type Door = { readonly at: RegExp; readonly names: readonly string[]; readonly module: AppRouteRouteModule };

const walk = (dir: string): string[] =>
  readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? walk(path.posix.join(dir, entry.name)) : [path.posix.join(dir, entry.name)],
  );

/** The files of the doors and of the pages, from the project's root. */
export const doorFiles = (): string[] => walk("src/app").filter((file) => /\/route\.tsx?$/.test(file)).toSorted();
export const pageFiles = (): string[] => walk("src/app").filter((file) => file.endsWith("/page.tsx")).toSorted();

/** The address of a page or a door, with its parameters in brackets. */
export const addressOf = (file: string): string => file.replace(/^src\/app/, "").replace(/\/(route|page)\.tsx?$/, "") || "/";

async function doorOf(file: string): Promise<Door> {
  const where = addressOf(file);
  const names = [...where.matchAll(/\[(?:\.\.\.)?(\w+)\]/g)].map((match) => match[1]!);
  const at = new RegExp(`^${where.replaceAll(/\[\.\.\.\w+\]/g, "(.+)").replaceAll(/\[\w+\]/g, "([^/]+)")}$`);
  const written: unknown = await import(path.resolve(file));
  const userland = (file.endsWith("/page.tsx") ? asDoor(written as Page) : written) as never;
  // Next's enum of kinds has no values at run time.
  const definition: unknown = { kind: "APP_ROUTE", page: where, pathname: where, filename: file, bundlePath: file };
  const module = new AppRouteRouteModule({
    definition: definition as Definition, userland: () => userland, distDir: "", relativeProjectDir: "", resolvedPagePath: file,
    nextConfigOutput: undefined,
  });
  return { at, names, module };
}

/** What Next's own server passes along beside the request; nothing of ours reads it. */
const contextOf = (params: Record<string, string | string[]>): Context =>
  ({
    params, renderOpts: { experimental: {}, supportsDynamicResponse: true }, sharedContext: { buildId: "", deploymentId: "" },
    previewProps: { previewModeId: "", previewModeSigningKey: "", previewModeEncryptionKey: "" },
  }) as unknown as Context;

function asRequest(incoming: IncomingMessage): NextRequest {
  const { method = "GET" } = incoming;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, [value].flat().join(", "));
  const body = method === "GET" || method === "HEAD" ? null : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>);
  return new NextRequest(new URL(incoming.url ?? "/", "http://localhost:3000"), {
    method, headers, ...(body && { body, duplex: "half" }),
  });
}

async function answer(doors: readonly Door[], incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const request = asRequest(incoming);
  const { pathname } = request.nextUrl;
  const door = doors.find(({ at }) => at.test(pathname));
  if (!door) {
    outgoing.writeHead(404).end();
    return;
  }
  const parts = door.at.exec(pathname)!.slice(1).map(decodeURIComponent);
  const whole = door.module.definition.pathname;
  const params = Object.fromEntries(
    door.names.map((name, n) => [name, whole.includes(`...${name}`) ? parts[n]!.split("/") : parts[n]!]),
  );
  const response = await door.module.handle(request, contextOf(params));
  // A name may come more than once, as that of cookies does.
  outgoing.writeHead(response.status, [...response.headers].flat());
  if (response.body) await pipeline(Readable.fromWeb(response.body as never), outgoing);
  else outgoing.end();
}

export async function serveDoors(files = doorFiles()): Promise<{ origin: string; close: () => Promise<void> }> {
  // What is written out goes before what may be anything.
  const doors = (await Promise.all(files.map(doorOf))).toSorted((a, b) => a.names.length - b.names.length);
  const server: Server = createServer((incoming, outgoing) => {
    // As Next answers what a handler throws: without a word.
    answer(doors, incoming, outgoing).catch(() => {
      if (!outgoing.headersSent) outgoing.writeHead(500);
      outgoing.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
