// @ts-check
import { createInterface } from "node:readline";
import { codeOf, messageOf } from "../../launch/thrown.mjs";

/** Prisma's names for methods that the engine's WebAssembly build calls otherwise. */
const RENAMED = new Map([["getDatabaseVersion", "version"]]);
/** The code of Prisma's "user facing error", whose text is in `data`. */
const ENGINE_ERROR = 4466;
/** Requests of ours to Prisma's command line are numbered from here, away from its own. */
const OWN_REQUESTS = 1_000_000;

/**
 * Answers requests, one JSON object to a line, until the input ends and the last one is answered.
 *
 * @param {import("node:stream").Readable} input
 * @param {import("node:stream").Writable} output
 * @param {() => Promise<any>} loadEngine called at the first request
 */
export function serve(input, output, loadEngine) {
  /** @type {Promise<any> | undefined} */
  let engine;
  let unanswered = 0;
  let ended = false;
  /** @param {object} message */
  const send = (message) => output.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  // The engine keeps its database connections open for as long as it lives.
  const exitWhenDone = () => {
    if (ended && unanswered === 0) process.exit();
  };

  const lines = createInterface({ input, crlfDelay: Infinity });
  lines.on("close", () => {
    ended = true;
    exitWhenDone();
  });
  lines.on("line", (line) => {
    if (line.trim() === "") return;
    const request = JSON.parse(line);
    // Without a method it is the answer to a request of ours, which has no content.
    if (request.method !== undefined) void answer(request);
  });

  /** @param {{ id: number, method: string, params: unknown }} request */
  async function answer({ id, method, params }) {
    unanswered += 1;
    try {
      engine ??= loadEngine();
      const result = await call(await engine, method, params);
      if (method === "diff" && typeof result?.stdout === "string") {
        // The command line prints what it is asked to print and ignores the text in the result.
        send({ id: OWN_REQUESTS + id, method: "print", params: { content: result.stdout } });
        result.stdout = null;
      }
      send({ id, result: result ?? {} });
    } catch (error) {
      const data = { is_panic: false, message: messageOf(error), meta: {}, error_code: codeOf(error) };
      send({ id, error: { code: ENGINE_ERROR, message: "An error happened. Check the data field for details.", data } });
    } finally {
      unanswered -= 1;
      exitWhenDone();
    }
  }
}

/**
 * @param {any} engine
 * @param {string} method
 * @param {unknown} params
 */
async function call(engine, method, params) {
  const name = RENAMED.get(method) ?? method;
  if (typeof engine[name] !== "function") throw new Error(`This schema engine cannot ${method}`);
  return engine[name](params);
}
