import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { notTheHolders, sealedColumns } from "~/server/sealed";

/** Which of our folders a folder may import besides itself. Absent means: none. The law of the house: add a row. */
const reach: Record<string, readonly string[]> = {
  app: ["components", "trpc", "domain", "messages", "env", "keyring"],
  components: ["domain", "messages", "trpc", "keyring", "atlas", "dossier"],
  trpc: ["server", "domain"],
  worker: ["server", "media", "env"],
  server: ["domain", "atlas", "media", "vault", "keyring", "ledger", "timestamp", "dossier", "env", "generated", "messages"],
  "proxy.ts": ["env", "app"],
  "instrumentation.ts": ["env", "server"],
};
/** The doors themselves may reach the server. */
const doors = /^src\/app\/(api\/|r\/route\.ts$)/;

type Row = { readonly rule: string; readonly found: RegExp; readonly only: RegExp };
/** What may be imported or written only there. */
const rows: readonly Row[] = [
  { rule: "pictures are decoded in media", found: /from "(sharp|exifr|onnxruntime-node)[/"]/, only: /^src\/media\// },
  { rule: "ciphers live in vault", found: /createCipheriv|createDecipheriv/, only: /^src\/vault\// },
  {
    rule: "age is the vault's, and the keyring's in a reviewer's browser",
    found: /from "age-encryption"/,
    only: /^src\/(vault|keyring)\//,
  },
  {
    rule: "what a passkey signs is checked in one place, and asked for in one",
    found: /from "@simplewebauthn\//,
    only: /^src\/(server\/passkeys|components\/passkeys)\//,
  },
  {
    rule: "Prisma belongs to a few files of the server",
    found: /from "~\/generated\/prisma|from "@prisma\//,
    only: /^src\/server\/(db|scope|custody|queue)\.ts$|^src\/server\/\w+\/(queries|commands|jobs)\.ts$/,
  },
  { rule: "a deep module has one door", found: /from "~\/(media|vault|ledger|timestamp)\/|from "~\/dossier\/(?!browser")/, only: /^$/ },
  {
    rule: "a browser knows of dossiers what puts one together and checks it, in a worker; the server makes them, and keeps stamps that they can be checked by",
    found: /from "~\/dossier/,
    only: /^src\/(server\/((dossiers|exports)\/\w+|stamps\/jobs|paper)|components\/originals\/bag\.worker)\.ts$/,
  },
  {
    // Beside them: the framework's own name for the runtime, and the decoder's proof that it was given nothing.
    rule: "settings are read once",
    found: /process\.env/,
    only: /^src\/(env|instrumentation)\.ts$|^src\/media\/confined\/child\.mjs$/,
  },
  { rule: "rules are told the time", found: /new Date\(\)|Date\.now\(/, only: /^src\/(?!domain\/|ledger\/|timestamp\/|vault\/|media\/formats\/)/ },
  { rule: "the domain does nothing", found: /from "node:/, only: /^src\/(?!domain\/)/ },
  {
    rule: "proofs are minted in their own files",
    found: /as unknown as/,
    only: /^src\/(media\/(proof|recording|sanitise)|vault\/(sealed|index)|domain\/(disclosure|vouching))\.ts$/,
  },
  { rule: "the ledger is written through custody", found: /ledgerEntry\.(create|update|delete)/, only: /^src\/server\/custody\.ts$/ },
  { rule: "no way around the compiler or the linter", found: /@ts-(ignore|nocheck|expect-error)|(oxlint|eslint)-disable/, only: /^$/ },
  { rule: "a query is never put together from text", found: /\$(query|execute)RawUnsafe|Prisma\.raw\(/, only: /^$/ },
  {
    // But one script of ours without a word of anybody in it, which has to run before anything is shown.
    rule: "no text is run, and none becomes markup",
    found: /\beval\(|new Function\(|dangerouslySetInnerHTML|\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write/,
    only: /^src\/app\/emptied\.tsx$/,
  },
  { rule: "programs are started where pictures are decoded", found: /from "node:child_process"/, only: /^src\/media\/confined\// },
  { rule: "no program is started through a shell", found: /\bshell:|\b(exec|execSync)\b[^.\n]*from "node:child_process"/, only: /^$/ },
  {
    rule: "no pattern is made of what somebody wrote",
    found: /new RegExp\(/,
    only: /^src\/media\/confined\/outside\.ts$/,
  },
  {
    // Beside it: the recipient's page, whose questions are of no session.
    rule: "what a page asks for by itself, it asks while somebody is at it",
    found: /\bsetInterval\(/,
    only: /^src\/(components\/at-it|app\/d\/watch)\.ts$|^src\/(?!app\/|components\/|trpc\/)/,
  },
  { rule: "what a recipient's page asks is of no session", found: /\btrpc\.recipient\b/, only: /^$/ },
  { rule: "nobody is kept from pasting", found: /\bonPaste\b/, only: /^$/ },
  { rule: "chance is the system's", found: /Math\.random\(/, only: /^$/ },
  { rule: "digests are of the SHA-2 and SHA-3 families", found: /create(Hash|Hmac)\("(?!sha256"|sha512"|shake256")/, only: /^$/ },
  {
    rule: "a browser is given nothing to keep",
    found: /\b(local|session)Storage\.setItem|indexedDB\.open|caches\.open|serviceWorker\.register/,
    only: /^$/,
  },
  {
    // A holder of keys may be another machine, and the authorities for time are. The decoder's sockets are the pipes to its child.
    rule: "the server calls nobody",
    found: /\bfetch\(|from "node:(https?|http2|net|tls|dgram|dns)"/,
    only: /^src\/(app\/(?!api\/)|components\/|trpc\/|vault\/holders\/|media\/confined\/decoder\.ts$|server\/stamps\/jobs\.ts$)/,
  },
  { rule: "certificates and what they sign are read in one place", found: /from "(pkijs|asn1js)"/, only: /^src\/timestamp\// },
  { rule: "an operator's map is read by the server, in one place, and drawn in one", found: /from "(pmtiles|pbf|@mapbox\/vector-tile)"/, only: /^src\/(server\/map-tiles|atlas\/detail)\.ts$/ },
  {
    rule: "tiles stay with the server: a browser draws the outline that comes along",
    found: /^import (?!type)[^;]*from "[^"]*\/(detail|map-tiles)"/m,
    only: /^src\/server\/(maps|map-tiles)\.ts$/,
  },
  { rule: "mail leaves from one place", found: /from "nodemailer"/, only: /^src\/server\/notices\/jobs\.ts$/ },
  {
    // Besides it: why the service does not start, and the decoder's pipe.
    rule: "what is logged is logged in one place",
    found: /process\.(stdout|stderr)\b|\bconsole\.\w+\(/,
    only: /^src\/(server\/log|instrumentation)\.ts$|^src\/media\/confined\//,
  },
  // An item's bytes leave through one module and five doors: these five rows, and the list of doors in `tests/doors.test.ts`.
  {
    // What carries nothing may be made anywhere. The pages of a person's card are text, of a door that no blob reaches.
    rule: "what leaves is made in one place",
    found: /\bnew (Next)?Response\((?!null\b)|\b(Next)?Response\.json\(/,
    only: /^src\/(server\/bytes|app\/r\/route)\.ts$/,
  },
  {
    rule: "an item's bytes have five doors",
    found: /\b(pictureResponse|sealedResponse|dossierResponse)\b/,
    only: /^src\/(server\/bytes|app\/api\/(derivatives\/\[id\]|dossiers|exhibits|originals|resealings)\/route)\.ts$/,
  },
  {
    rule: "what is written down for other programs has one door, and is made of what is open for monitoring",
    found: /\bexportResponse\b|from "~\/server\/exports\//,
    only: /^src\/(server\/bytes|app\/api\/exports\/route)\.ts$/,
  },
  {
    rule: "what is read out has one door",
    found: /\brecordingResponse\b/,
    only: /^src\/(server\/bytes|app\/api\/recordings\/\[id\]\/route)\.ts$/,
  },
  {
    rule: "what is stored is touched by who answers for it",
    found: /from "[^"]*\/blobs"/,
    only: /^src\/(server\/(blobs|(derivatives|erasures|evidence|fixity|originals|recordings|resealings)\/(queries|commands|jobs))|worker\/main)\.ts$/,
  },
  {
    rule: "a picture is opened for a member, for a recipient, or to make another",
    found: /\bopenDerivative\b/,
    only: /^src\/server\/(derivatives|evidence|recipients)\/queries\.ts$/,
  },
  {
    rule: "what members say to each other leaves with nothing: whatever makes something that leaves knows no comment",
    found: /from "~\/server\/comments\/|\bcomment(Mention)?\.find/,
    only: /^src\/server\/(trpc\/root|comments\/\w+|desk\/queries|retention\/commands|search\/(queries|jobs))\.ts$/,
  },
  { rule: "no page is a door", found: /^\s*["']use server["']/m, only: /^$/ },
  { rule: "pages carry no styles that the content policy refuses", found: /\sstyle=\{/, only: /^$/ },
];

/** What may lie in `server/<noun>/`, where a barrel may stand, and what no file may be called. */
const nounFile = /^src\/server\/(trpc\/\w+|\w+\/(router|queries|commands|jobs))\.ts$/;
const barrel = /^src\/(media|vault|ledger|timestamp|dossier)\/(\w+\/)*index\.tsx?$/;
const vague = /(^|[/-])(utils?|helpers?|common|misc|service|manager)\b/;
const LINES = 350;

const walk = (dir: string): string[] =>
  readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? walk(path.posix.join(dir, entry.name)) : [path.posix.join(dir, entry.name)],
  );
const written = (folder: string) =>
  walk(folder).filter((file) => /\.(tsx?|mjs)$/.test(file) && !file.startsWith("src/generated/"));
const sources = written("src");
const tested = sources.filter((file) => !/\.test\.tsx?$/.test(file));

/** What a file imports of ours when it runs: a type is gone by then. */
const imports = (text: string): string[] =>
  [...text.matchAll(/^\s*(?:import|export)\s(?!type\b)[^;]*?from "~\/([^/"]+)/gm)].map((match) => match[1]!);
const typeImports = (text: string): string[] =>
  [...text.matchAll(/^\s*import type\s[^;]*?from "~\/([^/"]+)/gm)].map((match) => match[1]!);

describe.each(tested)("%s", (file) => {
  const text = readFileSync(file, "utf8");
  const folder = file.split("/")[1]!;

  test("imports only what its folder may reach", () => {
    const may = [folder, ...(reach[folder] ?? []), ...(doors.test(file) ? ["server"] : [])];
    expect(imports(text).filter((to) => !may.includes(to))).toEqual([]);
    // A browser piece may know the shape of what it is given, through the API's types only.
    expect(typeImports(text).filter((to) => ![...may, "trpc"].includes(to))).toEqual([]);
  });

  test("keeps to its place and its name", () => {
    expect(rows.filter(({ found, only }) => found.test(text) && !only.test(file)).map(({ rule }) => rule)).toEqual([]);
    if (/^src\/server\/\w+\//.test(file)) expect(file).toMatch(nounFile);
    if (/\/index\.tsx?$/.test(file)) expect(file).toMatch(barrel);
    expect(file).not.toMatch(vague);
  });

  test("a browser piece brings nothing of the server along", () => {
    if (!/^"use client"/m.test(text)) return;
    expect(imports(text).filter((to) => ["server", "media", "vault", "ledger", "timestamp", "dossier", "env", "generated"].includes(to))).toEqual([]);
    expect(text).not.toMatch(/from "~\/trpc\/server"/);
  });
});

test("no file is too long to be read at once, tests and scripts included", () => {
  const long = [...sources, ...written("tests"), ...written("scripts")].filter((file) => readFileSync(file, "utf8").split("\n").length > LINES);
  expect(long).toEqual([]);
});

test("every column of bytes is one that the key holder opens, or is said to be none", () => {
  const models = readdirSync("prisma/models").flatMap((name) => {
    const schema = readFileSync(path.join("prisma/models", name), "utf8");
    return [...schema.matchAll(/^model (\w+) \{\n(.*?)^\}/gms)].flatMap(([, model, body]) =>
      [...body!.matchAll(/^ {2}(\w+)\s+Bytes\b/gm)].map(([, column]) => `${model}.${column}`),
    );
  });
  const known = [...sealedColumns.map(({ table, column }) => `${table}.${column}`), ...notTheHolders];
  expect(known.toSorted()).toEqual(models.toSorted());
});

/** Everything that comes along when a file is loaded: what it imports of ours, and what that imports, types and what is loaded later aside. */
function comesAlong(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(file, "utf8");
  for (const [, from] of text.matchAll(/^\s*(?:import|export)\s(?!type\b)[^;]*?from "(\.[^"]+|~\/[^"]+)"/gm)) {
    const at = from!.startsWith("~/") ? path.posix.join("src", from!.slice(2)) : path.posix.join(path.posix.dirname(file), from!);
    const found = [at, `${at}.ts`, `${at}.tsx`, `${at}/index.ts`].find((name) => /\.(tsx?|mjs)$/.test(name) && existsSync(name));
    if (found) comesAlong(found, seen);
    else seen.add(at);
  }
  return seen;
}

test.each(["scripts/launch/launcher.ts", "scripts/testing/all.ts"])("%s runs in a clone in which no database client was made yet", (file) => {
  const along = [...comesAlong(file)];
  expect(along).toContain("scripts/launch/build.ts");
  expect(along.filter((name) => name.startsWith("src/generated/"))).toEqual([]);
});

test("the law itself notices what it forbids", () => {
  const faults = (file: string, text: string) => rows.filter((row) => row.found.test(text) && !row.only.test(file)).map((row) => row.rule);
  expect(faults("src/server/evidence/router.ts", 'import sharp from "sharp";')).toEqual(["pictures are decoded in media"]);
  expect(faults("src/domain/consent.ts", "const now = new Date();")).toEqual(["rules are told the time"]);
  expect(faults("src/app/page.tsx", "const secret = process.env.SECRET;")).toEqual(["settings are read once"]);
  expect(faults("src/server/teams/queries.ts", "db().$queryRawUnsafe(text)")).toEqual(["a query is never put together from text"]);
  expect(faults("src/media/confined/a.ts", 'import { exec } from "node:child_process";')).toEqual(["no program is started through a shell"]);
  expect(faults("src/server/digest.ts", 'createHash("md5")')).toEqual(["digests are of the SHA-2 and SHA-3 families"]);
  expect(faults("src/app/api/new/route.ts", "return new Response(bytes)")).toEqual(["what leaves is made in one place"]);
  expect(faults("src/app/api/new/route.ts", "return new NextResponse(stream, { headers })")).toEqual(["what leaves is made in one place"]);
  expect(faults("src/app/api/new/route.ts", 'import { pictureResponse } from "~/server/bytes";')).toEqual(["an item's bytes have five doors"]);
  expect(faults("src/server/teams/queries.ts", 'import * as blobs from "~/server/blobs";')).toEqual(["what is stored is touched by who answers for it"]);
  expect(faults("src/server/teams/queries.ts", "await openDerivative(tx, id)")).toEqual(["a picture is opened for a member, for a recipient, or to make another"]);
  expect(faults("src/app/incidents/actions.ts", '"use server";')).toEqual(["no page is a door"]);
  expect(faults("src/app/api/exhibits/route.ts", "await fetch(url)")).toEqual(["the server calls nobody"]);
  expect([...comesAlong("scripts/launch/instance.ts")].some((name) => name.startsWith("src/generated/"))).toBe(true);
  expect(imports('import { db } from "~/server/db";\nimport type { X } from "~/vault";')).toEqual(["server"]);
});
