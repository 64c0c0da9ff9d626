/**
 * Decoders in reserve and a bound on how many work at once.
 *
 * One file, one decoder: it is ended after its answer, whatever the file was, so that nothing which a file did to it meets another file. A warm one is
 * taken, and the next is started when it is done. One of each kind waits as long as that kind is asked for now and then.
 */
import { limits } from "../limits";
import { MediaInterrupted } from "../refusal";
import { type Answer, Decoder } from "./decoder";
import type { Runtime } from "./launch";
import type { Request } from "./protocol";

type Spare = { readonly decoder: Promise<Decoder>; readonly expiry: NodeJS.Timeout };

const spares = new Map<Runtime, Spare>();
let busy = 0;
let closings = 0;
const waiting: (() => void)[] = [];
const atWork = new Set<Decoder>();

function prepare(runtime: Runtime): Promise<Decoder> {
  const started = Decoder.start(runtime);
  started.catch(() => undefined); // Told to whoever takes it.
  return started;
}

function reserve(runtime: Runtime): void {
  if (spares.has(runtime)) return;
  const expiry = setTimeout(() => void end(release(runtime)), limits.spare);
  expiry.unref();
  spares.set(runtime, { decoder: prepare(runtime), expiry });
}

/** Whoever takes it out has it alone. */
function release(runtime: Runtime): Promise<Decoder> | undefined {
  const spare = spares.get(runtime);
  spares.delete(runtime);
  clearTimeout(spare?.expiry);
  return spare?.decoder;
}

/** Where none waits, the next one is on its way before this one is ready, so that under load there is always one ahead. */
async function take(runtime: Runtime): Promise<Decoder> {
  const warm = release(runtime);
  const ready = warm ?? prepare(runtime);
  if (warm === undefined) reserve(runtime);
  const decoder = await ready;
  // One that was killed while it started or waited has seen no file: a new one, without a word.
  const isThere = await decoder.hello().then(
    () => decoder.alive,
    (error: unknown) => {
      if (error instanceof MediaInterrupted) return false;
      throw error;
    },
  );
  if (isThere) return decoder;
  const another = await prepare(runtime);
  await another.hello();
  return another;
}

async function end(decoder: Promise<Decoder> | undefined): Promise<void> {
  await decoder?.then(
    (started) => started.kill(),
    () => undefined, // It never started.
  );
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
  const era = closings;
  try {
    const decoder = await take(request.runtime);
    atWork.add(decoder);
    try {
      return await decoder.work(request, bytes, bodyLength);
    } finally {
      atWork.delete(decoder);
      // Afterwards, and once whoever waited has gone on with the answer: to start a process holds this thread as long as to write a picture.
      setTimeout(() => era === closings && reserve(request.runtime), limits.breath).unref();
    }
  } finally {
    done();
  }
}

/** Resolves once a decoder waits for the next file. Throws when none can be started. */
export async function warm(runtime: Runtime = "native"): Promise<void> {
  reserve(runtime);
  const decoder = await spares.get(runtime)?.decoder;
  await decoder?.hello();
}

/** Process ids of decoders at work, for whoever supervises or tests. */
export function decodersAtWork(): number[] {
  return [...atWork].flatMap((decoder) => decoder.pid ?? []);
}

/** Ends every decoder. Work under way ends with MediaInterrupted. */
export async function close(): Promise<void> {
  closings += 1;
  const idle = [...spares.keys()].map(release);
  for (const decoder of atWork) decoder.kill();
  await Promise.all(idle.map(end));
}
