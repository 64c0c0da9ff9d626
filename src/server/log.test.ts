import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { log } from "./log";

const lines: string[] = [];
beforeEach(() => {
  lines.length = 0;
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, "write").mockImplementation((text) => lines.push(String(text)) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const secret = "Rue des Verrotières, 5 h 40, A. Haddad";

test("an error nobody expected is logged by where it came from and under its number, never by what it says", () => {
  class Unforeseen extends Error {
    override readonly name = "Unforeseen";
    readonly code = "E_SOMETHING";
    readonly detail = secret;
  }
  log.unexpected("c0ffee00", "incidents.read", new Unforeseen(`no such row: ${secret}`, { cause: secret }));
  log.jobFailed("evidence.sanitise", "an-id", secret);
  log.databaseLost({ message: secret });
  expect(lines).toHaveLength(3);
  expect(JSON.parse(lines[0]!)).toEqual({
    t: expect.any(String), level: "error", event: "unexpected", reference: "c0ffee00", where: "incidents.read",
    error: "Unforeseen", code: "E_SOMETHING", at: expect.stringContaining("log.test.ts"),
  });
  expect(lines.join("")).not.toContain("Haddad");
});

test("a log's line is one line of JSON with an instant in UTC, whatever somebody made a name of", () => {
  log.workerStarted('full"\n{"event":"forged"}\u2028\r');
  const [line] = lines;
  expect(line!.trimEnd()).not.toMatch(/[\n\r]/);
  const said: unknown = JSON.parse(line!);
  expect(said).toMatchObject({ level: "info", event: "worker.started", t: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) });
});

test("what anybody can cause without end has one line a minute, which says how often it was", () => {
  vi.useFakeTimers({ toFake: ["Date"], now: 0 });
  try {
    for (let n = 0; n < 1000; n += 1) log.turnedAway("sign-in by passphrase", "too-many-attempts");
    log.turnedAway("sign-in by passphrase", "sign-in-failed");
    vi.setSystemTime(60_000);
    log.turnedAway("sign-in by passphrase", "too-many-attempts");
  } finally {
    vi.useRealTimers();
  }
  const told = lines.map((line) => JSON.parse(line) as { event: string; where: string; why: string; since: number });
  expect(told.map(({ event, why, since }) => [event, why, since])).toEqual([
    ["turned.away", "too-many-attempts", 0],
    ["turned.away", "sign-in-failed", 0],
    ["turned.away", "too-many-attempts", 999],
  ]);
});
