import { afterEach, expect, test, vi } from "vitest";
import { recipient } from "./recipient";

afterEach(() => {
  vi.unstubAllGlobals();
});

test("what the recipient's page asks carries no cookie, so that left open it keeps no member's session alive", async () => {
  const sent: RequestInit[] = [];
  vi.stubGlobal("fetch", (_url: string, asked: RequestInit) => {
    sent.push(asked);
    throw new Error("Nobody is there.");
  });
  const asks = [recipient.watch.mutate({ pass: "p" }), recipient.conditions.mutate({ token: "t" }), recipient.open.mutate({ token: "t" })];
  expect((await Promise.allSettled(asks)).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect(sent.length).toBeGreaterThan(0);
  for (const { credentials } of sent) expect(credentials).toBe("omit");
});
