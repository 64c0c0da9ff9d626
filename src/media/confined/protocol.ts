/**
 * What a decoder may say. Every number is checked before anything is allocated for it, since a decoder that a file has taken over says what the file wants.
 */
import * as z from "zod";

import { limits } from "../limits";
import type { Runtime } from "./launch";

const bound = z.union([z.number(), z.literal("unlimited")]);

/** What it found when it was asked to try what it should not be able to do. */
const Examined = z.object({
  /** Its number in its own eyes. */
  pid: z.int(),
  /** Whether it could look into the folder that it was asked to try; null when it was asked for none. */
  folder: z.boolean().nullable(),
  /** What lies at the top of its tree of files. */
  root: z.array(z.string().max(300)).max(40),
  /** How many processes /proc shows it. */
  processes: z.int(),
  writes: z.boolean(),
  interfaces: z.int(),
  /** As Node's diagnostic report names them, in bytes and seconds. */
  limits: z.record(z.string().max(60), z.object({ soft: bound, hard: bound })),
});
type Examined = z.infer<typeof Examined>;

export const Hello = z.object({
  hello: z.literal(true),
  uid: z.int().nullable(),
  environment: z.int(),
  examined: Examined.nullable(),
  tools: z.record(z.string().max(40), z.string().max(60)),
});
export type Hello = z.infer<typeof Hello>;

const edge = z.int().min(1).max(limits.edge);

export const Refused = z.object({
  ok: z.literal(false),
  code: z.enum(["damaged", "too-many-pixels", "animated-too-long", "too-much-memory"]),
  found: z.number().nonnegative().optional(),
});

export const Checked = z.object({ ok: z.literal(true), width: edge, height: edge, frames: z.int().min(1).max(limits.frames) });
export const Decoded = z.object({ ok: z.literal(true), width: edge, height: edge });
/** Said before the work of decoding begins, in the words of the answer that is to be expected: at most once, and binding for nobody. */
const Coming = z.object({ coming: z.literal(true) });

const value = z.union([z.string().max(200), z.number(), z.boolean(), z.array(z.unknown()).max(16)]);
const block = z.record(z.string().max(60), value).optional();
export const Inspected = z.object({
  ok: z.literal(true),
  tags: z.object({ ifd0: block, ifd1: block, exif: block, gps: block, iptc: block, xmp: block }),
  has: z.object({ exif: z.boolean(), xmp: z.boolean(), iptc: z.boolean(), icc: z.boolean(), thumbnail: z.boolean() }),
});
export type Inspected = z.infer<typeof Inspected>;

export type Request = {
  readonly work: "check" | "decode" | "inspect";
  readonly format: string;
  /** The kind of decoder that is needed. */
  readonly runtime: Runtime;
  readonly bytes: number;
  readonly maxPixels: number;
  readonly maxFrames: number;
  readonly longEdge: number | null;
};

/** u32 big-endian length, then the request as JSON; the file's bytes follow. */
export function frame(request: Request): Buffer {
  const json = Buffer.from(JSON.stringify(request));
  const out = Buffer.alloc(4 + json.length);
  out.writeUInt32BE(json.length);
  json.copy(out, 4);
  return out;
}

/** The stream of a decoder's answers broke its own rules: more than announced, not JSON, not of the shape. */
export class BadAnswer extends Error {}

/**
 * Reads answers from a stream that comes in pieces of any size. `body` is asked for the length of what follows a header, from the header,
 * and must refuse what is beyond the limits; the memory for it is taken only then.
 */
export class AnswerReader {
  #head = Buffer.alloc(0);
  #body: { at: number; bytes: Buffer; header: unknown } | undefined;
  #announced = false;
  #expected: Buffer | undefined;

  constructor(
    private readonly bodyLength: (header: unknown) => number,
    private readonly done: (header: unknown, body: Buffer) => void,
  ) {}

  /** Throws BadAnswer. */
  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#body === undefined) {
        this.#head = Buffer.concat([this.#head, rest]);
        rest = this.#header();
      } else {
        const taken = rest.copy(this.#body.bytes, this.#body.at);
        this.#body.at += taken;
        rest = rest.subarray(taken);
        if (taken === 0) throw new BadAnswer("more than announced");
      }
      this.#finish();
    }
  }

  /** Takes a whole header off the front, if one is there; gives back what follows it. */
  #header(): Buffer {
    const none = Buffer.alloc(0);
    if (this.#head.length < 4) return none;
    const length = this.#head.readUInt32BE(0);
    if (length > limits.answer) throw new BadAnswer("header too long");
    if (this.#head.length < 4 + length) return none;
    const header = parse(this.#head.subarray(4, 4 + length));
    const rest = this.#head.subarray(4 + length);
    this.#head = none;
    if (Coming.safeParse(header).success) this.#expect(header);
    else this.#body = { at: 0, bytes: this.#take(this.bodyLength(header)), header };
    return rest;
  }

  /** Memory is mapped page by page when it is first written, which takes as long as the copying: done while the decoder is at work. */
  #expect(header: unknown): void {
    if (this.#announced) throw new BadAnswer("announced twice");
    this.#announced = true;
    this.#expected = Buffer.allocUnsafe(this.bodyLength(header)).fill(0);
  }

  #take(length: number): Buffer {
    const expected = this.#expected;
    this.#expected = undefined;
    return expected?.length === length ? expected : Buffer.allocUnsafe(length);
  }

  #finish(): void {
    if (this.#body === undefined || this.#body.at < this.#body.bytes.length) return;
    const { header, bytes } = this.#body;
    this.#body = undefined;
    this.done(header, bytes);
  }
}

function parse(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString("utf8"));
  } catch {
    throw new BadAnswer("not JSON");
  }
}
