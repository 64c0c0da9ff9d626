import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { Refusal } from "~/domain/refusal";
import { openWorld, type World } from "../support/world";

/** The doors as they are asked over HTTP, before and beside what anybody may do. Next's own part is for the browser tests. */
let world: World;
let asks: Record<"api" | "exhibits", (headers: Record<string, string>, body?: string) => Promise<Response>>;
beforeAll(async () => {
  world = await openWorld();
  const api = await import("~/app/api/trpc/[trpc]/route");
  const exhibits = await import("~/app/api/exhibits/route");
  const request = (path: string, headers: Record<string, string>, body: string) =>
    new Request(`http://localhost:3000${path}`, { method: "POST", headers, body });
  asks = {
    api: async (headers, body = "{}") => api.POST(request("/api/trpc/members.me", headers, body)),
    exhibits: (headers, body = "{}") => exhibits.POST(request("/api/exhibits", headers, body)),
  };
});
afterAll(() => world.close());

const ours = { origin: "http://localhost:3000", "content-type": "application/json", "content-length": "2" };

describe.each(["api", "exhibits"] as const)("the door %s", (door) => {
  test("is shut to a page of another site, and to whoever does not say where they come from", async () => {
    const { origin: _, ...silent } = ours;
    for (const headers of [
      { ...ours, origin: "https://elsewhere.example" },
      { ...ours, origin: "null" },
      { ...ours, "sec-fetch-site": "cross-site" },
      { ...ours, "sec-fetch-site": "same-site" },
      { ...ours, origin: "http://localhost:3000.elsewhere.example", "sec-fetch-site": "same-origin" },
      silent,
    ]) {
      expect((await asks[door](headers)).status).toBe(403);
    }
  });

  test("reads no body that is too long, or does not say how long it is", async () => {
    const { "content-length": _, ...unmeasured } = ours;
    for (const headers of [unmeasured, { ...ours, "content-length": "1048577" }, { ...ours, "content-length": "much" }])
      expect((await asks[door](headers)).status).toBe(413);
  });
});

test("what is no question to the exhibits' door is no link either, and nothing of it comes back", async () => {
  for (const body of ["", "{", "[]", '{"pass":"<b>","exhibit":1}', `{"pass":"${"t".repeat(43)}","exhibit":1,"more":1}`]) {
    const answer = await asks.exhibits({ ...ours, "content-length": String(body.length) }, body);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toBe('{"code":"input-invalid"}');
  }
  const unknown = JSON.stringify({ pass: "t".repeat(43), exhibit: 1 });
  expect((await asks.exhibits({ ...ours, "content-length": String(unknown.length) }, unknown)).status).toBe(404);
});

test("behind which something breaks, the exhibits' door says a number, and the log where it was", async () => {
  const recipients = await import("~/server/recipients/commands");
  vi.spyOn(recipients, "exhibit").mockRejectedValue(new Error("Disclosure: recipient = 'A. Writer'"));
  const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const body = JSON.stringify({ pass: "t".repeat(43), exhibit: 1 });
  const answer = await asks.exhibits({ ...ours, "content-length": String(body.length) }, body);
  const logged = written.mock.calls.map(([line]) => String(line)).join("");
  vi.restoreAllMocks();
  expect(answer.status).toBe(500);
  const { code, reference } = z.strictObject({ code: z.string(), reference: z.string() }).parse(await answer.json());
  expect(code).toBe("unexpected");
  expect(JSON.parse(logged)).toMatchObject({ event: "unexpected", where: "exhibits", reference });
  expect(logged).not.toContain("Writer");
});

test("an object of the store is found by its own name, which is never a path", async () => {
  const blobs = await import("~/server/blobs");
  for (const name of ["../keys/instance.key", "/etc/passwd", `${"0".repeat(31)}/`, "0".repeat(31), `${"0".repeat(32)}\n`, ""]) {
    await expect(blobs.get(name)).rejects.toThrow("Not the name of an object.");
    await expect(blobs.discard(name)).rejects.toThrow("Not the name of an object.");
  }
});

test("where nobody can tell who asks, a door says a number, and the log where it was", async () => {
  const auth = await import("~/server/auth");
  vi.spyOn(auth, "currentSession").mockRejectedValue(new Error("Session: member = 'ana'"));
  const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const answer = await asks.api(ours);
  const [text, logged] = [await answer.text(), written.mock.calls.map(([line]) => String(line)).join("")];
  vi.restoreAllMocks();
  expect(answer.status).toBe(500);
  expect(JSON.parse(logged)).toMatchObject({ event: "unexpected", where: "context" });
  for (const said of [text, logged]) expect(said).not.toContain("ana");
});

test("what is not let through is logged by door and reason, and by nothing of who sent it or what it held", async () => {
  const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 });
  const named = { "user-agent": "a telltale browser", "x-forwarded-for": "203.0.113.9", referer: "https://elsewhere.example/page" };
  try {
    await asks.api({ ...ours, ...named, origin: "https://elsewhere.example" });
    await asks.exhibits({ ...ours, ...named, "content-length": "4096" });
    await asks.exhibits({ ...ours, ...named, "content-length": "15" }, '{"telltale": 1}');
    await behind(() => 1, '{"json":{"word":"telltale"}}');
    await behind(() => {
      throw new Refusal("second-person-required");
    });
  } finally {
    vi.useRealTimers();
  }
  const lines = written.mock.calls.map(([line]) => String(line));
  vi.restoreAllMocks();
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { event: "turned.away", where: "api", why: "elsewhere" },
    { event: "turned.away", where: "exhibits", why: "too-large" },
    { event: "turned.away", where: "exhibits", why: "input-invalid" },
    { event: "turned.away", where: "a", why: "input-invalid" },
    { event: "turned.away", where: "a", why: "second-person-required" },
  ]);
  expect(lines.join("")).not.toMatch(/telltale|203\.0\.113|elsewhere\.example/);
});

const Answer = z.object({ error: z.object({ json: z.object({ message: z.string(), data: z.record(z.string(), z.unknown()) }) }) });

/** A door of the house's own making behind which something is the matter. */
async function behind(resolve: (input: unknown) => unknown, body = "{}") {
  const { open, router } = await import("~/server/trpc/init");
  const input = z.strictObject({ word: z.string().max(5) }).optional();
  const response = await fetchRequestHandler({
    endpoint: "/api/trpc",
    req: new Request("http://localhost:3000/api/trpc/a", { method: "POST", headers: ours, body }),
    router: router({ a: open.input(input).mutation(({ input: given }) => resolve(given)) }),
    createContext: () => ({ actor: null, session: null, provenAt: null, at: world.now(), headers: new Headers() }),
  });
  const text = await response.text();
  return { status: response.status, text, answer: Answer.safeParse(JSON.parse(text)).data?.error.json };
}

describe("an answer", () => {
  test("about what nobody expected is a number and nothing else, and under that number the log has where it was", async () => {
    const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const { status, text, answer } = await behind(() => {
      throw new Error("Member: handle = 'ana', postgresql://owner@/var/run");
    });
    const logged = written.mock.calls.map(([line]) => String(line));
    written.mockRestore();
    expect(status).toBe(500);
    expect(answer).toMatchObject({ message: "unexpected", data: { refusal: null, reference: expect.stringMatching(/^[0-9a-f]{8}$/) } });
    for (const telling of ["ana", "postgresql", "doors.test.ts", "stack"]) expect(text).not.toContain(telling);
    expect(logged).toHaveLength(1);
    expect(JSON.parse(logged[0]!)).toMatchObject({ event: "unexpected", where: "a", reference: answer!.data.reference });
    expect(logged[0]).not.toContain("ana");
  });

  test("about an expected no is its code, and tells a stranger's from a missing one in nothing", async () => {
    const { status, answer } = await behind(() => {
      throw new Refusal("not-found");
    });
    expect(status).toBe(404);
    expect(answer).toMatchObject({ message: "not-found", data: { refusal: { code: "not-found", details: {} }, reference: null } });
  });

  test("about an input that is none names its fields, and nothing of what was in them", async () => {
    const { status, text, answer } = await behind(() => 1, '{"json":{"word":"far too long","other":1}}');
    expect(status).toBe(400);
    expect(answer).toMatchObject({ data: { refusal: { code: "input-invalid", details: { fields: expect.arrayContaining(["word"]) } } } });
    expect(text).not.toContain("far too long");
  });

  test("to an input that reaches for a prototype is a no, or all that it says is what was asked for", async () => {
    const reaches = { values: { "__proto__.polluted": ["Date"] } };
    for (const meta of [reaches, { values: { "constructor.prototype.polluted": ["Date"] } }])
      expect((await behind(() => 1, JSON.stringify({ json: { word: "a" }, meta }))).status).toBeGreaterThanOrEqual(400);

    const given: unknown[] = [];
    await behind((input) => given.push(input), '{"json":{"word":"a","__proto__":{"polluted":"1"}}}');
    expect(given).toEqual([{ word: "a" }]);
    expect(Object.getPrototypeOf(given[0])).toBe(Object.prototype);
    expect({}).not.toHaveProperty("polluted");
  });
});
