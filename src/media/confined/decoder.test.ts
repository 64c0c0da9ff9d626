import { execFile } from "node:child_process";
import { inspect, promisify } from "node:util";

import * as fc from "fast-check";
import sharp from "sharp";
import { afterAll, describe, expect, test } from "vitest";
import * as z from "zod";

import { decode } from "../decode";
import { limits } from "../limits";
import { MediaInterrupted, MediaRefusal } from "../refusal";
import { Decoder } from "./decoder";
import { close, decodersAtWork } from "./pool";
import { AnswerReader, BadAnswer, type Request } from "./protocol";

afterAll(close);

const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#369" } })
  .png()
  .toBuffer();

/** Its decoding takes long enough to be met at it. */
const large = await sharp({ create: { width: 6000, height: 6000, channels: 3, background: "#369" } })
  .png()
  .toBuffer();

const request = (bytes: Buffer): Request => ({
  work: "check",
  format: "png",
  runtime: "native",
  bytes: bytes.length,
  maxPixels: limits.pixels,
  maxFrames: limits.frames,
  longEdge: null,
});

/** Stopped first, so that it cannot answer before the signal reaches it. Looked for once: both go to one process. */
async function struck(signal: NodeJS.Signals): Promise<unknown> {
  const decoder = await Decoder.start();
  await decoder.hello();
  const pid = decoder.pid!;
  process.kill(pid, "SIGSTOP");
  const work = decoder.work(request(large), large, () => 0).catch((error: unknown) => error);
  process.kill(pid, signal);
  // That one does not wait for a process to go on: it may be gone already.
  if (signal !== "SIGKILL") process.kill(pid, "SIGCONT");
  return work;
}

describe("a decoder that ends in the middle of its work", () => {
  test("killed from outside: to be done again, whatever the file is", async () => {
    expect(await struck("SIGKILL")).toBeInstanceOf(MediaInterrupted);
    expect(await struck("SIGTERM")).toBeInstanceOf(MediaInterrupted);
  });

  test("out of processor time, out of memory, or fallen over the file: refused", async () => {
    expect(await struck("SIGXCPU")).toMatchObject({ code: "took-too-long" });
    expect(await struck("SIGABRT")).toMatchObject({ code: "too-much-memory" });
    expect(await struck("SIGSEGV")).toMatchObject({ code: "damaged" });
  });

  test("late without having worked: killed when its time is over, and the machine is blamed, not the file", async () => {
    const decoder = await Decoder.start();
    await decoder.hello();
    process.kill(decoder.pid!, "SIGSTOP");
    await expect(decoder.work(request(picture), picture, () => 0, 300)).rejects.toBeInstanceOf(MediaInterrupted);
    await expect.poll(() => isRunning(decoder.pid!), { timeout: 20_000 }).toBe(false);
  });

  test("killed through the pool: an error for that file, and the next file is decoded", async () => {
    const work = decode("png", large).catch((error: unknown) => error);
    await expect.poll(() => decodersAtWork().length, { interval: 1, timeout: 20_000 }).toBe(1);
    process.kill(decodersAtWork()[0]!, "SIGKILL");
    expect(await work).toBeInstanceOf(MediaInterrupted);
    expect(await decode("png", picture)).toMatchObject({ width: 40, height: 30 });
  });

  test("killed while it waits: nobody notices", async () => {
    await decode("png", picture);
    const waiting = await decodersOfThisProcess();
    expect(waiting.length).toBeGreaterThan(0);
    for (const pid of waiting) process.kill(pid, "SIGKILL");
    await expect.poll(() => waiting.filter(isRunning), { timeout: 20_000 }).toEqual([]);
    expect(await decode("png", picture)).toMatchObject({ width: 40, height: 30 });
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function decodersOfThisProcess(): Promise<number[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid=,args="]);
  return stdout.split("\n").flatMap((line) => {
    const [pid, parent] = line.trim().split(/\s+/).map(Number);
    return parent === process.pid && line.includes("confined/child.mjs") ? [pid!] : [];
  });
}

test("every file has a decoder of its own", async () => {
  const seen = new Set<number>();
  for (let round = 0; round < 3; round += 1) {
    const work = decode("png", large);
    await expect.poll(() => decodersAtWork().length, { interval: 1, timeout: 20_000 }).toBe(1);
    seen.add(decodersAtWork()[0]!);
    await work;
  }
  expect(seen.size).toBe(3);
});

test("whoever is done leaves nothing behind: no decoder outlives its file, no spare outlives the end", async () => {
  await Promise.all([decode("png", picture), decode("png", picture)]);
  await close();
  await expect.poll(decodersOfThisProcess, { timeout: 20_000 }).toEqual([]);
});

test("no more than the limit work at the same time, and all get their turn", async () => {
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, decodersAtWork().length)), 1);
  const all = await Promise.all(Array.from({ length: 7 }, () => decode("png", picture)));
  clearInterval(watch);
  expect(all).toHaveLength(7);
  expect(most).toBeLessThanOrEqual(limits.decoders);
});

const answer = (header: unknown, body = Buffer.alloc(0)) => {
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(json.length);
  return Buffer.concat([length, json, body]);
};
const reader = (length: (header: unknown) => number) => {
  const got: { header: unknown; body: Buffer }[] = [];
  return { got, reader: new AnswerReader(length, (header, body) => got.push({ header, body })) };
};

const lengthOf = (header: unknown) => z.object({ length: z.int() }).parse(header).length;
const refuse = () => {
  throw new BadAnswer("beyond the limits");
};

describe("the answers of a decoder that lies", () => {
  test("in pieces of any size they are the same answers", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 30 }), (sizes) => {
        const { got, reader: reads } = reader(() => 5);
        const stream = Buffer.concat([answer({ one: 1 }, Buffer.from("abcde")), answer({ two: 2 }, Buffer.from("fghij"))]);
        for (let at = 0, index = 0; at < stream.length; index += 1) {
          const size = sizes[index % sizes.length]!;
          reads.push(stream.subarray(at, at + size));
          at += size;
        }
        expect(got.map(({ body }) => body.toString())).toEqual(["abcde", "fghij"]);
      }),
    );
  });

  test("a header beyond the limit, or that is no JSON, is not waited for", () => {
    const long = Buffer.alloc(4);
    long.writeUInt32BE(limits.answer + 1);
    expect(() => reader(() => 0).reader.push(long)).toThrow(BadAnswer);
    expect(() => reader(() => 0).reader.push(Buffer.from("\0\0\0\u0002{{"))).toThrow(BadAnswer);
  });

  test("what is announced is no answer, is held to the limits, and comes once", () => {
    const { got, reader: reads } = reader(lengthOf);
    const coming = answer({ coming: true, length: 5 });
    reads.push(Buffer.concat([coming, answer({ length: 3 }, Buffer.from("abc"))]));
    expect(got.map(({ body }) => body.toString())).toEqual(["abc"]);
    expect(() => reads.push(coming)).toThrow(BadAnswer);
    expect(() => reader(refuse).reader.push(coming)).toThrow(BadAnswer);
    const same = reader(lengthOf);
    same.reader.push(Buffer.concat([coming, answer({ length: 5 }, Buffer.from("abcde"))]));
    expect(same.got.map(({ body }) => body.toString())).toEqual(["abcde"]);
  });

  test("a size beyond the limits is refused before memory is taken for it", () => {
    expect(() => reader(refuse).reader.push(answer({ ok: true, width: 60_000, height: 60_000 }))).toThrow(BadAnswer);
  });
});

test("a refusal carries a code and numbers, and nothing of the file", async () => {
  const broken = Buffer.concat([picture.subarray(0, 60), Buffer.from("secret words"), picture.subarray(60)]);
  const error: unknown = await decode("png", broken).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(MediaRefusal);
  expect(inspect(error, { depth: 9 })).not.toContain("secret");
});
