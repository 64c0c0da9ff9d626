// @ts-check
/**
 * A witness, for an auditor's own machine: Node and the three files of this folder are all that it needs.
 *
 *     node witness.mjs new --data <folder> --name <name> --ledger <the ledger's key> [--language en|fr|ar]
 *     node witness.mjs <address of the instance> --data <folder> [--language en|fr|ar]
 *
 * `new` makes a key and writes down the ledger's, as it was told by voice or on paper: it is never learnt from the instance. A visit
 * asks for the newest checkpoint and the proof that it continues the largest one that is kept, keeps it, and only then countersigns it.
 *
 * Exit code: 0 it is continued, 1 it is not, and the proof of that is kept, 2 nothing was found out.
 */
import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, realpathSync, writeSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { isContinued, logKey, openCheckpoint, witnessFrom } from "./checks.mjs";
import { words } from "./words.mjs";

/** @typedef {{ readonly code: string, readonly exit: 0 | 1 | 2, readonly size?: number, readonly kept?: number, readonly file?: string }} Outcome */

const MOST_BYTES = 1_000_000;
const LONGEST_MS = 120_000;

/** Written to the disk, and not only to its cache, before it returns. @param {string} file @param {string} text @param {string} flags */
function write(file, text, flags) {
  const open = openSync(file, flags, 0o600);
  try {
    // A line that was cut off by a crash stands for nothing, and must not become the beginning of another.
    if (flags === "a+") ftruncateSync(open, Buffer.byteLength(wholeLines(readFileSync(file, "utf8"))));
    writeSync(open, text);
    fsyncSync(open);
  } finally {
    closeSync(open);
  }
  const folder = openSync(path.dirname(file), "r");
  fsyncSync(folder);
  closeSync(folder);
}
/** @param {string} text */
const wholeLines = (text) => text.slice(0, text.lastIndexOf("\n") + 1);
/** @param {string} folder @param {string} name */
const read = (folder, name) => (existsSync(path.join(folder, name)) ? readFileSync(path.join(folder, name), "utf8").trim() : "");

/** @param {{ folder: string, name: string, ledger: string }} about @returns {string} the witness's public key, for the instance's page */
export function begin({ folder, name, ledger }) {
  if (!logKey(ledger)) throw new Error("--ledger is not the key of a ledger, as its page shows it");
  const seed = randomBytes(32);
  const { key } = witnessFrom(name, seed);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  write(path.join(folder, "witness.key"), `${name} ${seed.toString("base64")}\n`, "wx");
  write(path.join(folder, "ledger.key"), `${ledger}\n`, "wx");
  return key;
}

/** @param {string} address @param {object} body @returns {Promise<{ status: number, text: string }>} */
async function ask(address, body) {
  const response = await fetch(new URL("/api/witness", address), {
    method: "POST", redirect: "error", signal: AbortSignal.timeout(LONGEST_MS), body: JSON.stringify(body), headers: { "content-type": "application/json" },
  });
  const chunks = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new Error("too much");
    chunks.push(chunk);
  }
  return { status: response.status, text: Buffer.concat(chunks).toString() };
}

/** What the instance answers, or null where it does not. @param {string} address @param {object} body */
const answered = (address, body) => ask(address, body).catch(() => null);

/** @param {string} text @returns {{ note: string, proof: Buffer[] }} what is in no such shape is an empty note, which nobody signed */
function told(text) {
  try {
    const { note, proof } = JSON.parse(text);
    return { note: String(note), proof: proof.map((/** @type {unknown} */ hash) => Buffer.from(String(hash), "base64")) };
  } catch {
    return { note: "", proof: [] };
  }
}

/** The largest checkpoint that is kept. @param {string} folder @param {import("./checks.mjs").Key} key */
function largest(folder, key) {
  const file = path.join(folder, "checkpoints.jsonl");
  const kept = wholeLines(existsSync(file) ? readFileSync(file, "utf8") : "").split("\n").filter(Boolean).map((line) => {
    const { note } = JSON.parse(line);
    const checkpoint = openCheckpoint(note, key);
    if (!checkpoint) throw new Error(`A checkpoint in ${file} is not as it was kept.`);
    return { note, checkpoint };
  });
  return kept.reduce((/** @type {(typeof kept)[number] | null} */ most, one) => (most && most.checkpoint.size >= one.checkpoint.size ? most : one), null);
}

/** @param {import("./checks.mjs").Checkpoint | null} newest @param {import("./checks.mjs").Checkpoint | null} kept @param {Buffer[]} proof */
function fault(newest, kept, proof) {
  if (!newest) return "not-signed";
  if (!kept) return null;
  if (newest.size < kept.size) return "rolled-back";
  if (newest.size === kept.size) return newest.root.equals(kept.root) ? null : "forked";
  return isContinued(kept, newest, proof) ? null : "rewritten";
}

/** @param {{ address: string, folder: string, at?: Date }} where @returns {Promise<Outcome>} */
export async function visit({ address, folder, at = new Date() }) {
  const [key, token, own] = [logKey(read(folder, "ledger.key")), read(folder, "token"), read(folder, "witness.key").split(" ")];
  if (!key || !token || own.length !== 2) return { code: "not-set-up", exit: 2 };
  const kept = largest(folder, key);
  const answer = await answered(address, { token, kept: kept?.checkpoint.size ?? 0 });
  if (!answer) return { code: "not-reached", exit: 2 };
  if (answer.status !== 200) return { code: answer.status === 404 ? "not-known" : "not-now", exit: 2 };
  const { note, proof } = told(answer.text);
  const newest = openCheckpoint(note, key);
  const sizes = { size: newest?.size ?? 0, kept: kept?.checkpoint.size ?? 0 };
  const wrong = fault(newest, kept?.checkpoint ?? null, proof);
  if (!newest || wrong) {
    mkdirSync(path.join(folder, "findings"), { recursive: true, mode: 0o700 });
    const file = path.join(folder, "findings", `${at.toISOString().replaceAll(":", "")}.json`);
    write(file, `${JSON.stringify({ at, found: wrong, kept: kept?.note ?? null, answer: answer.text }, null, 2)}\n`, "wx");
    return { code: wrong ?? "not-signed", exit: 1, file, ...sizes };
  }
  // Kept before it is countersigned: what a witness has vouched for and forgotten, it could not hold against anybody.
  if (!kept || newest.size > kept.checkpoint.size) write(path.join(folder, "checkpoints.jsonl"), `${JSON.stringify({ at, note })}\n`, "a+");
  const [name = "", seed = ""] = own;
  const line = witnessFrom(name, Buffer.from(seed, "base64")).countersign(newest, at);
  const taken = await answered(address, { token, countersigned: note + line });
  return { code: taken?.status !== 200 ? "not-taken" : kept ? "continued" : "first", exit: taken?.status === 200 ? 0 : 2, ...sizes };
}

/** @param {string} given Nobody else on the way reads the token. */
function isSafe(given) {
  const { protocol, hostname } = new URL(given);
  return protocol === "https:" || (protocol === "http:" && (["localhost", "127.0.0.1", "[::1]"].includes(hostname) || hostname.endsWith(".onion")));
}

async function main() {
  const text = { type: /** @type {const} */ ("string") };
  const { values, positionals: [first] } = parseArgs({ allowPositionals: true, options: { data: text, name: text, ledger: text, language: text } });
  const said = words[/** @type {keyof typeof words} */ (values.language)] ?? words.en;
  const folder = values.data ?? "";
  if (first === "new" && folder && values.name && values.ledger) {
    const key = begin({ folder, name: values.name, ledger: values.ledger });
    process.stdout.write(`${said.begun.replace("{folder}", folder)}\n${key}\n`);
    return 0;
  }
  if (!first || first === "new" || !folder || !isSafe(first)) {
    process.stderr.write(`${said.usage}\n`);
    return 2;
  }
  const { code, exit, size, kept, file } = await visit({ address: first, folder });
  const filled = said.outcomes[/** @type {keyof typeof said.outcomes} */ (code)].replaceAll("{size}", String(size)).replaceAll("{kept}", String(kept)).replaceAll("{file}", file ?? "");
  (exit === 0 ? process.stdout : process.stderr).write(`${filled}\n`);
  return exit;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = await main().catch((error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  });
}
