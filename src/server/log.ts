/**
 * One function per event, with named, harmless fields: no bodies, no addresses, no names, no tokens. An unexpected
 * error is logged by its class, its stack without its message, and a reference number that the person is shown.
 */
type Fields = Readonly<Record<string, string | number | boolean | null>>;

const write = (level: "info" | "error", event: string, fields: Fields = {}): void => {
  const line = JSON.stringify({ t: new Date().toISOString(), level, event, ...fields });
  (level === "error" ? process.stderr : process.stdout).write(`${line}\n`);
};

const MINUTE = 60_000;
const said = new Map<string, { at: number; since: number }>();

/**
 * What anybody can cause without end must not push everything else out of a log: of one kind there is one line a minute
 * at most, which says how many there were since the one before. Fields are words of ours, so the kinds are few.
 */
function rarely(event: string, fields: Fields): void {
  const kind = JSON.stringify([event, fields]);
  const at = Date.now();
  const last = said.get(kind);
  if (last && at >= last.at && at - last.at < MINUTE) {
    last.since += 1;
    return;
  }
  said.set(kind, { at, since: 0 });
  write("info", event, { ...fields, since: last?.since ?? 0 });
}

/** Where an error came from. Its message may quote data, and stays out. */
const origin = (error: unknown): Fields => {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = (error.stack ?? "").split("\n").filter((line) => line.startsWith("    at "));
  const code = "code" in error && typeof error.code === "string" ? error.code : null;
  return { error: error.name, code, at: frames.slice(0, 6).join(" <- ").replaceAll("    at ", "") };
};

export const log = {
  unexpected: (reference: string, where: string, error: unknown) =>
    write("error", "unexpected", { reference, where, ...origin(error) }),
  /** Somebody tried what is not let through. @param where a door, an action or a way to sign in @param why a code, or what was wrong with the request */
  turnedAway: (where: string, why: string) => rarely("turned.away", { where, why }),
  databaseLost: (error: unknown) => write("error", "database.lost", origin(error)),
  queueError: (error: unknown) => write("error", "queue.error", origin(error)),
  jobDone: (job: string, ms: number) => write("info", "job.done", { job, ms: Math.round(ms) }),
  jobFailed: (job: string, id: string, error: unknown) => write("error", "job.failed", { job, id, ...origin(error) }),
  workerStarted: (confinement: string) => write("info", "worker.started", { confinement }),
  workerStopped: () => write("info", "worker.stopped"),
  /** A mail server will not take a message for somebody, now or later. Whom it was for is in the reviewers' list. */
  mailRefused: () => write("info", "mail.refused"),
  /** Stored objects that are not as they were: which, is in the ledger. */
  objectsDamaged: (count: number) => write("error", "blobs.damaged", { count }),
  /** Of a map, the shipped outline alone was shown: the operator's archive does not cover it, or could not be drawn. */
  mapOutlined: (why: string, error?: unknown) => rarely("map.outlined", { why, ...(error === undefined ? {} : origin(error)) }),
  orphansSwept: (count: number) => write("info", "blobs.swept", { count }),
};
