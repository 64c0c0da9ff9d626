/**
 * Decoders in reserve and a bound on how many work at once. One file, one decoder: a warm one is taken, the next is started in its place.
 */
import { limits } from "../limits";
import { type Answer, Decoder } from "./decoder";
import type { Hello, Request } from "./protocol";

let spare: Promise<Decoder> | undefined;
let busy = 0;
const waiting: (() => void)[] = [];
const atWork = new Set<Decoder>();

function prepare(): Promise<Decoder> {
  const started = Decoder.start();
  started.catch(() => undefined); // Told to whoever takes it.
  return started;
}

async function take(): Promise<Decoder> {
  const ready = spare;
  spare = undefined;
  const decoder = await (ready ?? prepare());
  // One that was killed while it waited has seen no file: a new one, without a word.
  return decoder.alive ? decoder : prepare();
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
    const decoder = await take();
    spare ??= prepare();
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
  spare ??= prepare();
  return (await spare).hello();
}

/** Process ids of decoders at work, for whoever supervises or tests. */
export function decodersAtWork(): number[] {
  return [...atWork].flatMap((decoder) => decoder.pid ?? []);
}

/** Ends every decoder. Work under way ends with MediaInterrupted. */
export async function close(): Promise<void> {
  const idle = spare;
  spare = undefined;
  for (const decoder of atWork) decoder.kill();
  await idle?.then(
    (decoder) => decoder.kill(),
    () => undefined,
  );
}
