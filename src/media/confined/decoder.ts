/**
 * One decoder process: started ahead of time, given one file, gone afterwards. Ends in exactly one of four ways: an answer, a refusal, "interrupted",
 * or a mistake of this installation (it never said hello).
 */
import { ChildProcess } from "node:child_process";
import { Socket } from "node:net";
import { constants } from "node:os";

import { MediaInterrupted, MediaRefusal } from "../refusal";
import { limits } from "../limits";
import { type DecoderProcess, type Runtime, launch } from "./launch";
import { innermost } from "./outside";
import { AnswerReader, BadAnswer, Hello, type Request, frame } from "./protocol";
import { watchMemory } from "./watch";

/** Decoders are ended behind the programs that wall them in, where only a shell sees the signal: it exits with 128 and the signal's number (POSIX sh, 2.8.2). */
const BEHIND_A_SHELL = 128;
const signalOf = (code: number | null) =>
  (Object.keys(constants.signals) as NodeJS.Signals[]).find((name) => constants.signals[name] === (code ?? 0) - BEHIND_A_SHELL) ?? null;

/** Given by the operating system, or by the runtime when it meets a limit, never by us. */
const OUT_OF_TIME = new Set(["SIGXCPU"]);
const OUT_OF_MEMORY = new Set(["SIGABRT", "SIGTRAP"]);
const INTERRUPTED = new Set(["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"]);

export type Answer = { readonly header: unknown; readonly body: Buffer };
type Outcome = { answer: Answer } | { error: Error };

export class Decoder {
  readonly #child: DecoderProcess;
  readonly #hello = settleable<Hello>();
  readonly #outcome = settleable<Outcome>();
  readonly #reader: AnswerReader;
  #greeted = false;
  #gone = false;
  #working = false;
  #bodyLength: (header: unknown) => number = () => 0;
  #stderr = "";
  /** Whether prlimit ends it when it has worked for too long. */
  readonly #limited: boolean;

  /** `folder`: it also tries what it should not be able to do, looking into this folder (or none) among it, and says so in its greeting. */
  static async start(runtime: Runtime = "native", examine?: { folder: string | null }): Promise<Decoder> {
    const { child, wrapping } = await launch(runtime, examine && [JSON.stringify(examine)]);
    return new Decoder(child, wrapping.limited);
  }

  private constructor(child: DecoderProcess, limited: boolean) {
    this.#child = child;
    this.#limited = limited;
    this.#hello.promise.catch(() => undefined); // Whoever works with this decoder is told; nobody has to.
    this.#reader = new AnswerReader(
      (header) => (this.#greeted ? this.#bodyLength(header) : 0),
      (header, body) => this.#answered(header, body),
    );
    child.stdout.on("data", (chunk: Buffer) => {
      try {
        this.#reader.push(chunk);
      } catch (error) {
        this.#settle({ error: error instanceof BadAnswer ? new MediaRefusal("damaged") : asError(error) });
      }
    });
    child.stderr.on("data", (chunk: Buffer) => {
      if (this.#stderr.length < 2000) this.#stderr += chunk.toString("utf8");
    });
    // A decoder that has ended closes its end of the pipe under our hands; its exit says why.
    child.stdin.on("error", () => undefined);
    child.on("error", (error) => this.#ended(error.message, null));
    child.on("exit", () => (this.#gone = true));
    child.on("close", (code, signal) => this.#ended(`exit code ${code}`, signal ?? signalOf(code)));
    if (!limited) watchMemory(child, () => this.#settle({ error: new MediaRefusal("too-much-memory", { limit: limits.memory }) }));
    const late = setTimeout(() => this.kill(), limits.start);
    late.unref();
    this.#hello.promise.finally(() => clearTimeout(late)).catch(() => undefined);
    this.#hold(false);
  }

  get alive(): boolean {
    return !this.#gone;
  }

  /** Of the decoder itself, behind what walls it in. */
  get pid(): number | undefined {
    return this.#child.pid === undefined ? undefined : innermost(this.#child.pid);
  }

  /** What it says of itself, once it is ready. Rejects when it never is. */
  async hello(): Promise<Hello> {
    this.#hold(true);
    try {
      return await this.#hello.promise;
    } finally {
      this.#hold(this.#working);
    }
  }

  /**
   * Hands over the file and waits. `bodyLength` says from an answer's header how many bytes follow it and throws BadAnswer beyond the limits.
   * Throws MediaRefusal, MediaInterrupted, or an Error when the decoder cannot be started on this machine.
   */
  async work(
    request: Request,
    bytes: Uint8Array,
    bodyLength: (header: unknown) => number,
    wallClock: number = limits.wallClock[request.work],
  ): Promise<Answer> {
    this.#working = true;
    this.#bodyLength = bodyLength;
    // Where its processor time is limited, one that is late has not been let work: the machine is to blame, and the file may come again.
    const late = () => this.#settle({ error: this.#limited ? new MediaInterrupted() : new MediaRefusal("took-too-long", { limit: wallClock }) });
    const alarm = setTimeout(late, wallClock);
    try {
      await this.hello();
      this.#child.stdin.write(frame(request));
      this.#child.stdin.write(bytes);
      const outcome = await this.#outcome.promise;
      if ("error" in outcome) throw outcome.error;
      return outcome.answer;
    } finally {
      clearTimeout(alarm);
      this.kill();
    }
  }

  kill(): void {
    this.#gone = true;
    this.#child.kill("SIGKILL");
  }

  /** A decoder that waits must not keep its parent alive. */
  #hold(held: boolean): void {
    const { stdin, stdout, stderr } = this.#child;
    for (const handle of [this.#child, stdin, stdout, stderr]) {
      if (!(handle instanceof ChildProcess || handle instanceof Socket)) continue;
      if (held) handle.ref();
      else handle.unref();
    }
  }

  #answered(header: unknown, body: Buffer): void {
    if (this.#greeted) {
      this.#settle({ answer: { header, body } });
      return;
    }
    this.#greeted = true;
    const hello = Hello.safeParse(header);
    if (hello.success) this.#hello.resolve(hello.data);
    else this.#hello.reject(new Error("the confined decoder greets in an unknown way"));
  }

  #ended(reason: string, signal: NodeJS.Signals | null): void {
    this.#gone = true;
    if (!this.#greeted) {
      this.#hello.reject(
        signal !== null && INTERRUPTED.has(signal)
          ? new MediaInterrupted()
          : new Error(`the confined decoder does not start (${signal ?? reason}): ${this.#stderr.slice(0, 500)}`),
      );
    }
    this.#settle({ error: errorOf(signal) });
  }

  /** The first outcome counts; whatever it is, the process has nothing more to do. */
  #settle(outcome: Outcome): void {
    this.#outcome.resolve(outcome);
    this.kill();
  }
}

/** A promise that is settled from outside; only the first time counts. */
function settleable<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

const asError = (error: unknown) => (error instanceof Error ? error : new Error("unknown", { cause: error }));

/** How it died is what the file did, unless somebody killed it. An exit without an answer is a decoder that fell over the file. */
function errorOf(signal: NodeJS.Signals | null): Error {
  if (signal === null) return new MediaRefusal("damaged");
  if (INTERRUPTED.has(signal)) return new MediaInterrupted();
  if (OUT_OF_TIME.has(signal)) return new MediaRefusal("took-too-long", { limit: limits.cpuSeconds * 1000 });
  if (OUT_OF_MEMORY.has(signal)) return new MediaRefusal("too-much-memory", { limit: limits.memory });
  return new MediaRefusal("damaged");
}
