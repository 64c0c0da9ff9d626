import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { request } from "node:http";
import { json } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import sharp from "sharp";
import * as z from "zod";
import { sha256 } from "../support/sha256";

const SMALL = { width: 320, height: 240 };
/** So large that members look at a smaller picture of it, the one for the screen, and that decoding it takes a while. */
const LARGE = { width: 2400, height: 1800 };
const ATTEMPT_MS = 30_000;
const RETRY_MS = 150;
/** How long a photo is on its way, at most: on a good network, and on a bad one. */
const TRICKLE_MS = { quick: 600, slow: 4000 };
const PIECES = 5;

/** A picture that no other is like, as a telephone writes it. */
async function photograph(size: Size): Promise<Buffer<ArrayBuffer>> {
  const noise = { width: 24, height: 18, channels: 3 as const };
  const jpeg = await sharp(randomBytes(noise.width * noise.height * 3), { raw: noise })
    .resize({ ...size, kernel: "cubic" })
    .jpeg({ quality: 85 })
    .withExif({
      IFD0: { Make: "Fictional", Model: "Phone 9" },
      IFD3: { GPSLatitudeRef: "N", GPSLatitude: "50/1 57/1 30/1", GPSLongitudeRef: "E", GPSLongitude: "1/1 51/1 0/1" },
    })
    .toBuffer();
  return Buffer.from(jpeg);
}

const Answer = z.union([
  z.object({ result: z.object({ data: z.object({ json: z.object({ itemId: z.uuid() }) }) }) }),
  z.object({ error: z.object({ json: z.object({ message: z.string() }) }) }),
]);

/** What the sender was told: the photo is in, it was in already, come again, or something that must not be said. */
type Told = { kind: "taken"; itemId: string } | { kind: "known" } | { kind: "again" } | { kind: "wrong"; words: string };

type Size = Readonly<{ width: number; height: number }>;

/** What was promised to the sender of a photo. */
export type Acknowledged = Readonly<{
  incidentId: string;
  digest: string;
  size: number;
  /** In pixels. */
  shown: Size;
  /** Null where the answer that named it was lost, and a later one said that the photo is in already. */
  itemId: string | null;
}>;

type Door = Readonly<{ address: string; cookie: string; incidents: readonly string[] }>;

/** Whether the worker is so far behind that the senders slow down, or wait. */
export type Pace = "quick" | "slow" | "wait";

/**
 * Documenters who send one photo after another over HTTP, several at once, each again and again with the same bytes
 * until they are told that it is in.
 */
export class Uploads {
  readonly acknowledged: Acknowledged[] = [];
  /** Answers that are wrong whatever was killed. */
  readonly faults: string[] = [];
  /** Attempts that were cut off or answered with an error of the service's own. */
  interrupted = 0;
  inFlight = 0;
  #stopping = false;
  #lanes: Promise<void>[] = [];

  constructor(
    readonly door: Door,
    readonly pace: () => Pace,
  ) {}

  start(lanes: number): void {
    this.#stopping = false;
    this.#lanes = Array.from({ length: lanes }, (_, lane) => this.#send(lane));
  }

  /** Lets every lane finish its photo. */
  async finish(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#lanes);
  }

  async #send(lane: number): Promise<void> {
    const { incidents } = this.door;
    const incidentId = incidents[lane % incidents.length]!;
    while (!this.#stopping) {
      if (this.pace() === "wait") {
        await sleep(100);
        continue;
      }
      await this.#insist(incidentId, lane === 0 ? LARGE : SMALL);
    }
  }

  async #insist(incidentId: string, shown: Size): Promise<void> {
    const bytes = await photograph(shown);
    const digest = sha256(bytes);
    for (let attempt = 1; ; attempt += 1) {
      this.inFlight += 1;
      const trickleMs = Math.random() * TRICKLE_MS[this.pace() === "quick" ? "quick" : "slow"];
      const told = await attemptUpload(this.door, { incidentId, digest, bytes, trickleMs });
      this.inFlight -= 1;
      if (told.kind === "again") {
        this.interrupted += 1;
        await sleep(RETRY_MS);
        continue;
      }
      if (told.kind === "wrong") this.faults.push(`a sound photo was answered with ${told.words}`);
      else if (told.kind === "known" && attempt === 1) this.faults.push("a new photo was taken for one that is known");
      else {
        const itemId = told.kind === "taken" ? told.itemId : null;
        this.acknowledged.push({ incidentId, digest, size: bytes.length, shown, itemId });
      }
      return;
    }
  }
}

type Attempt = Readonly<{ incidentId: string; digest: string; bytes: Buffer<ArrayBuffer>; trickleMs: number }>;

async function attemptUpload(door: Door, attempt: Attempt): Promise<Told> {
  try {
    const { status, body } = await post(door, attempt);
    return judge(status, body);
  } catch {
    // Refused, cut off, or half an answer: what became of the photo is not known.
    return { kind: "again" };
  }
}

/** Sends the photo piece by piece, as a telephone does. Not with fetch, which would not say how long the body is. */
async function post(door: Door, { incidentId, digest, bytes, trickleMs }: Attempt) {
  const sending = request(`${door.address}/api/trpc/evidence.submit`, {
    method: "POST",
    headers: {
      "content-type": "application/octet-stream",
      "content-length": bytes.length,
      origin: door.address,
      cookie: door.cookie,
      "x-vouchsafe-incident": incidentId,
      "x-vouchsafe-digest": digest,
      "x-vouchsafe-size": bytes.length,
    },
    signal: AbortSignal.timeout(ATTEMPT_MS),
  });
  const answered = once(sending, "response");
  // Told to whoever waits for it, after the last piece.
  answered.catch(() => undefined);
  const size = Math.ceil(bytes.length / PIECES);
  for (let at = 0; at < bytes.length && !sending.destroyed; at += size) {
    sending.write(bytes.subarray(at, at + size));
    await sleep(trickleMs / PIECES);
  }
  sending.end();
  const [response] = await answered;
  return { status: Number(response.statusCode), body: await json(response) };
}

function judge(status: number, body: unknown): Told {
  const answer = Answer.safeParse(body);
  if (answer.success && "result" in answer.data && status === 200) {
    return { kind: "taken", itemId: answer.data.result.data.json.itemId };
  }
  const said = answer.success && "error" in answer.data ? answer.data.error.json.message : "no answer of the API";
  if (said === "already-in-incident") return { kind: "known" };
  if (status >= 500 || said === "busy") return { kind: "again" };
  return { kind: "wrong", words: `${status} ${said}` };
}
