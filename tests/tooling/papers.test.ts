import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ImageFormat } from "~/domain/evidence";
import { limits } from "~/media";

/** What a reader relies on is what the code does: a number that changes on one side only turns this red. */
const paper = (name: string): string => readFileSync(name, "utf8").replaceAll(/\s+/g, " ");
const source = (name: string): string => readFileSync(name, "utf8");

test("what is taken in, and how large, is what the README says", () => {
  const told = /Photos as ([^.]+?), up to (\d+) MB and (\d+) megapixels/.exec(paper("README.md"));
  const formats = told![1]!.replaceAll(/\([^)]*\)/g, "").split(/, | and /).map((name) => name.trim().toLowerCase());
  expect(formats.toSorted()).toEqual([...ImageFormat.options].toSorted());
  expect(Number(told![2]) * 1_000_000).toBe(limits.bytes);
  expect(Number(told![3]) * 2 ** 20).toBe(limits.pixels);
});

test("how long a session, an invite and a link to join last is what the THREAT-MODEL says", () => {
  const model = paper("THREAT-MODEL.md");
  const sessions = source("src/server/sessions/commands.ts");
  const [, longest, field, desk] = /(\d+) hours at most, idle for (\d+) hours \(documenters\) or (\d+) minutes/.exec(model)!;
  expect(sessions).toContain(`LONGEST_SESSION_MS = ${longest} * HOUR`);
  expect(sessions).toContain(`documenter: ${field} * HOUR`);
  for (const role of ["reviewer", "steward", "auditor"]) expect(sessions).toContain(`${role}: ${desk} * MINUTE`);
  const [, invite] = /A link works once, for (\d+) hours/.exec(model)!;
  expect(source("src/domain/vouching.ts")).toContain(`INVITE_MS = ${invite} * HOUR`);
});

test("each way to sign in has its row in the THREAT-MODEL", () => {
  const doors = source("src/app/api/auth/[...nextauth]/route.ts");
  const ways = [...doors.matchAll(/POST callback\/(\w+)/g)].map((match) => match[1]!);
  const rows: Record<string, RegExp> = {
    credentials: /\| who it is \| passphrase \(Argon2id\) and a code that is accepted once/,
    passkey: /\| passkeys \| discoverable, with the person verified by their device/,
  };
  expect(ways.toSorted()).toEqual(Object.keys(rows).toSorted());
  for (const row of Object.values(rows)) expect(paper("THREAT-MODEL.md")).toMatch(row);
});
