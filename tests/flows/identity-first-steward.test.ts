import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as members from "~/server/members/commands";
import { createCaller } from "~/server/trpc/root";
import { codeOf, outcome, PASSPHRASE } from "../support/identity";
import { openWorld, type World } from "../support/world";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../..");

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const outside = () => createCaller({ actor: null, session: null, provenAt: null, at: new Date(), headers: new Headers() });
const isOpen = async (token: string) => (await outcome(outside().join.inspect({ token }))) === "went through";

/** What the command prints, with the environment that the world has set. */
async function script(): Promise<string> {
  const { stdout } = await run(process.execPath, ["--import", "tsx", "scripts/first-steward.ts"], { cwd: root });
  return stdout;
}

test("an empty instance has one way in at a time, and none once somebody came in by it", async () => {
  const printed = await script();
  expect(printed).toMatch(/^http:\/\/localhost:3000\/join#[\w-]{43}\n$/);
  const first = printed.trim().split("#")[1]!;
  expect(await isOpen(first)).toBe(true);

  const atOnce = await Promise.all([1, 2, 3].map(() => members.inviteFirstSteward(new Date())));
  const tokens = [first, ...atOnce.map((token) => token!)];
  const open = (await Promise.all(tokens.map(isOpen))).filter(Boolean);
  expect(open).toHaveLength(1);

  const last = (await script()).trim().split("#")[1]!;
  expect(await Promise.all(tokens.map(isOpen))).toEqual([false, false, false, false]);

  const { secret } = await outside().join.begin({ token: last, handle: "sol" });
  const code = codeOf(secret, new Date());
  await outside().join.finish({ token: last, handle: "sol", passphrase: PASSPHRASE, code });
  expect(await world.db().member.findMany({ select: { handle: true, role: true } })).toEqual([
    { handle: "sol", role: "steward" },
  ]);
  expect(await script()).toBe("");
});
