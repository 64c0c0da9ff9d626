/**
 * Decoders in reserve, one of each kind that has been asked for, and a bound on how many work at once. One file, one decoder: a warm one is taken,
 * the next is started in its place.
 */
import { limits } from "../limits";
import { type Answer, Decoder } from "./decoder";
import type { Runtime } from "./launch";
import type { Hello, Request } from "./protocol";

const spares = new Map<Runtime, Promise<Decoder>>();
let busy = 0;
const waiting: (() => void)[] = [];
const atWork = new Set<Decoder>();

function prepare(runtime: Runtime): Promise<Decoder> {
  const started = Decoder.start(runtime);
  started.catch(() => undefined); // Told to whoever takes it.
  return started;
}

async function take(runtime: Runtime): Promise<Decoder> {
  const ready = spares.get(runtime);
  spares.delete(runtime);
  const decoder = await (ready ?? prepare(runtime));
  // One that was killed while it waited has seen no file: a new one, without a word.
  return decoder.alive ? decoder : prepare(runtime);
}

function reserve(runtime: Runtime): Promise<Decoder> {
  const spare = spares.get(runtime) ?? prepare(runtime);
  spares.set(runtime, spare);
  return spare;
}

async function turn(): Promise<void> {
  if (busy >= limits.decoders) await new Promise<void>((go) => waiting.push(go));
  else busy += 1;
}

/** The place is handed on, not freed, when somebody waits: nobody can slip in between. */
function done(): void {
  const next = waiting.shift();
  if (next === undefined) busy -= 1;
  else next();
}

/** Runs one request in a confined decoder of its own. Throws as `Decoder.work` does. */
export async function confined(
  request: Request,
  bytes: Uint8Array,
  bodyLength: (header: unknown) => number = () => 0,
): Promise<Answer> {
  await turn();
  try {
    const decoder = await take(request.runtime);
    void reserve(request.runtime);
    atWork.add(decoder);
    try {
      return await decoder.work(request, bytes, bodyLength);
    } finally {
      atWork.delete(decoder);
    }
  } finally {
    done();
  }
}

/** What a decoder says of its own confinement; starts one if none waits. */
export async function greeting(): Promise<Hello> {
  return (await reserve("native")).hello();
}

/** Process ids of decoders at work, for whoever supervises or tests. */
export function decodersAtWork(): number[] {
  return [...atWork].flatMap((decoder) => decoder.pid ?? []);
}

/** Ends every decoder. Work under way ends with MediaInterrupted. */
export async function close(): Promise<void> {
  const idle = [...spares.values()];
  spares.clear();
  for (const decoder of atWork) decoder.kill();
  for (const started of await Promise.allSettled(idle)) {
    if (started.status === "fulfilled") started.value.kill();
  }
}
