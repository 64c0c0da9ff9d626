import { request } from "node:http";
import { connect } from "node:net";

/** What the service answers to whoever asks barely: no browser, and no `fetch`, which would leave out a method or a path. */
type Answer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };

function ask(address: string, method: string, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, method, path, headers }, (answer) => {
      let body = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk: string) => (body += chunk));
      answer.on("end", () => {
        const named = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
        resolve({ status: answer.statusCode ?? 0, headers: Object.fromEntries(named), body });
      });
    });
    asked.on("error", reject);
    asked.end();
  });
}

const onEach = {
  "strict-transport-security": "max-age=63072000; includeSubDomains",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};
const onNone = ["x-powered-by", "server", "access-control-allow-origin"];
const inEachPolicy = ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"];
const typed = /^text\/(html|plain|css|javascript); ?charset=utf-8$|^application\/(json|javascript|manifest\+json)\b/i;

function* unguarded({ headers, body }: Answer, mayBeKept: boolean): Generator<string> {
  for (const [name, value] of Object.entries(onEach)) if (headers[name] !== value) yield `${name}: ${headers[name]}`;
  for (const name of onNone) if (name in headers) yield `${name}: ${headers[name]}`;
  const policy = headers["content-security-policy"] ?? "";
  if (inEachPolicy.some((rule) => !policy.includes(rule))) yield `a policy without one of its rules: ${policy}`;
  if (/unsafe-(eval|inline)|\*|https?:/.test(policy)) yield `a policy that lets in too much: ${policy}`;
  if (body === "") return;
  if (!typed.test(headers["content-type"] ?? "")) yield `content-type: ${headers["content-type"]}`;
  if (!mayBeKept && !headers["cache-control"]?.includes("no-store")) yield `cache-control: ${headers["cache-control"]}`;
}

const pages = ["/", "/sign-in", "/d", "/join", "/nothing-here", "/sign-in/", "/account/picture.css"];
const doors = [
  "/api/auth/csrf", "/api/auth/session", "/api/nothing", "/api/derivatives/00000000-0000-4000-8000-000000000000",
  "/api/derivatives/%2e%2e%2fkeys",
];

/**
 * What is wrong with one of each kind of answer: pages, doors, files, and what is not there.
 * @param signedIn a cookie, and the pages that are asked for with it
 */
export async function unguardedAnswers(address: string, signedIn: { cookie: string; pages: readonly string[] }): Promise<string[]> {
  const file = /"(\/_next\/static\/[^"]+\.js)"/.exec((await ask(address, "GET", "/sign-in")).body)?.[1];
  if (!file) return ["no page names a script"];
  const faults: string[] = [];
  for (const path of [...pages, ...doors, file, "/_next/static/nothing.js", "/manifest.webmanifest"]) {
    const mayBeKept = path === file || path === "/manifest.webmanifest";
    for (const fault of unguarded(await ask(address, "GET", path), mayBeKept)) faults.push(`${path}: ${fault}`);
  }
  for (const path of signedIn.pages) {
    const answer = await ask(address, "GET", path, { cookie: signedIn.cookie });
    if (answer.body.includes('"/sign-in"')) faults.push(`${path}: leads to sign-in`);
    for (const fault of unguarded(answer, false)) faults.push(`${path}, signed in: ${fault}`);
  }
  return faults;
}

/** What is had that should not be there: files of the machine, lists of folders, and what a server does that nobody told not to. */
export async function servedBesides(address: string): Promise<string[]> {
  const had: string[] = [];
  for (const path of [
    "/.git/config", "/package.json", "/.env", "/src/env.ts", "/prisma/schema.prisma", "/data/keys/instance.key", "/_next/static/",
    "/_next/static/chunks/", "/_next/", "/.next/BUILD_ID", "/..%2f..%2fetc%2fpasswd", "/metrics", "/server-status",
  ]) {
    const { status } = await ask(address, "GET", path);
    if (status !== 404) had.push(`GET ${path}: ${status}`);
  }
  for (const path of ["/api/trpc/members.me", "/api/exhibits"])
    for (const method of ["TRACE", "TRACK", "DEBUG", "GET", "PUT", "DELETE"]) {
      const { status } = await ask(address, method, path);
      if (status < 400) had.push(`${method} ${path}: ${status}`);
    }
  return had;
}

/** Pages and doors that repeat what somebody claimed to have passed along. */
export async function believedClaims(address: string): Promise<string[]> {
  const claims = {
    "x-forwarded-host": "elsewhere.example", "x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9",
    "x-real-ip": "203.0.113.9", forwarded: "for=203.0.113.9;host=elsewhere.example",
  };
  const believed: string[] = [];
  for (const path of ["/api/auth/providers", "/", "/sign-in"]) {
    const { headers, body } = await ask(address, "GET", path, claims);
    if (/elsewhere\.example|203\.0\.113\.9/.test(JSON.stringify(headers) + body)) believed.push(path);
  }
  return believed;
}

/** The status of every answer to a request that has two lengths, and so may be one request or two. */
export function answersToTwoLengths(address: string): Promise<string[]> {
  const { hostname, port, host } = new URL(address);
  const request = [
    "POST /api/exhibits HTTP/1.1", `Host: ${host}`, "Content-Length: 4", "Transfer-Encoding: chunked", "",
    "0", "", `GET / HTTP/1.1`, `Host: ${host}`, "", "",
  ];
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(request.join("\r\n")));
    let heard = "";
    socket.on("data", (chunk) => (heard += String(chunk)));
    socket.on("close", () => resolve(heard.match(/HTTP\/1\.1 \d+/g) ?? []));
    socket.on("error", reject);
  });
}

/** The field for a passphrase, as a browser that runs no script gets it. */
export const passphraseField = async (address: string): Promise<string> =>
  /<input[^>]*autocomplete="current-password"[^>]*>/i.exec((await ask(address, "GET", "/sign-in")).body)?.[0] ?? "";
