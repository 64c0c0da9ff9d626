import { verify } from "@node-rs/argon2";
import { describe, expect, test, vi } from "vitest";
import { db } from "~/server/db";
import * as sessions from "~/server/sessions/commands";
import { codeOf, HOUR, identity, MINUTE, outcome, PASSPHRASE, SECOND } from "../support/identity";
import { putOut } from "../support/suspension";

const { steward, start, after, as, newMember, signIn } = identity();

const wrong = (handle: string, at: Date) =>
  outcome(sessions.signIn({ handle, passphrase: "tulip anchor velvet mood", code: "123456" }, at));

/** Nearly all that signing in takes is this. How long it takes is measured by `npm run bench:guessing`. */
vi.mock("@node-rs/argon2", async (original) => {
  const real = await original<{ verify: typeof verify }>();
  return { ...real, verify: vi.fn<typeof verify>(real.verify) };
});

describe("signing in", () => {
  test("spends its code, and every older one", async () => {
    const earlier = codeOf(steward().secret, after(-30 * SECOND));
    await signIn(steward());
    expect(await outcome(signIn(steward()))).toBe("sign-in-failed");
    const replay = { handle: "sol", passphrase: PASSPHRASE, code: earlier };
    expect(await outcome(sessions.signIn(replay, start()))).toBe("sign-in-failed");
    expect(await outcome(signIn(steward(), after(30 * SECOND)))).toBe("went through");
  });

  test("lets one in of several who show the same code at the same moment", async () => {
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => outcome(signIn(steward()))));
    expect(outcomes.toSorted()).toEqual(["sign-in-failed", "sign-in-failed", "sign-in-failed", "went through"]);
    expect(await db().session.count({ where: { createdAt: start() } })).toBe(1);
  });

  test("answers alike to an unknown handle, a wrong passphrase, a wrong code and a suspended member", async () => {
    const ana = await newMember("documenter");
    const bo = await newMember("documenter");
    await putOut(as(steward().actor), bo.actor.id);
    const right = { handle: ana.handle, passphrase: PASSPHRASE, code: codeOf(ana.secret, start()) };
    const attempts: Record<string, unknown> = {
      unknown: { ...right, handle: "nobody" },
      passphrase: { ...right, passphrase: "tulip anchor velvet mood" },
      code: { ...right, code: codeOf(ana.secret, after(HOUR)) },
      other: { ...right, code: codeOf(steward().secret, start()) },
      suspended: { handle: bo.handle, passphrase: PASSPHRASE, code: codeOf(bo.secret, start()) },
      malformed: { ...right, code: "12" },
      nothing: undefined,
    };
    for (const attempt of Object.values(attempts)) {
      expect(await outcome(sessions.signIn(attempt, start()))).toBe("sign-in-failed");
    }
    expect(await outcome(sessions.signIn(right, start()))).toBe("went through");
  });

  test("works as hard on an unknown handle as on a wrong passphrase", async () => {
    const work = async (handle: string) => {
      vi.mocked(verify).mockClear();
      await wrong(handle, start());
      // As Argon2 was asked: its kind, version and costs, without salt and hash.
      return vi.mocked(verify).mock.calls.map(([hash]) => String(hash).split("$").slice(1, 4));
    };
    const known = await work("sol");
    expect(known).toHaveLength(1);
    expect(await work("nobody")).toEqual(known);
  });

  test("reads a handle and a code as a telephone's keyboard writes them", async () => {
    const code = codeOf(steward().secret, start()).replaceAll(/\d/g, (digit) => "٠١٢٣٤٥٦٧٨٩"[Number(digit)]!);
    const typed = { handle: " Sol ", passphrase: PASSPHRASE, code: `${code.slice(0, 3)} ${code.slice(3)}` };
    expect(await outcome(sessions.signIn(typed, start()))).toBe("went through");
  });

  test("goes on with the same passphrase for as long as its member keeps it", async () => {
    const member = await newMember("auditor");
    expect(await outcome(signIn(member, after(500 * 24 * HOUR)))).toBe("went through");
  });
});

describe("guesses", () => {
  test("at one handle are slowed down, and its owner gets in after a minute at the latest", async () => {
    const outcomes: string[] = [];
    for (let n = 0; n < 6; n += 1) outcomes.push(await wrong("sol", after(n)));
    expect(outcomes).toEqual([...Array.from({ length: 5 }, () => "sign-in-failed"), "too-many-attempts"]);
    // Even with everything right: or a guesser would learn from being let through that the rest was right too.
    expect(await outcome(signIn(steward(), after(SECOND)))).toBe("too-many-attempts");
    expect(await outcome(signIn(steward(), after(MINUTE)))).toBe("went through");
    // Nor does it give a guesser a new beginning.
    expect(await wrong("sol", after(MINUTE + 1))).toBe("too-many-attempts");
    expect(await wrong("sol", after(MINUTE + 2 * SECOND))).toBe("sign-in-failed");
  });

  test("at a handle that nobody has are slowed down in the same way", async () => {
    const outcomes: string[] = [];
    for (let n = 0; n < 6; n += 1) outcomes.push(await wrong("nobody", after(n)));
    expect(outcomes).toEqual([...Array.from({ length: 5 }, () => "sign-in-failed"), "too-many-attempts"]);
  });

  test("made all at once are not all the first", async () => {
    const outcomes = await Promise.all(Array.from({ length: 9 }, () => wrong("sol", start())));
    expect(outcomes.filter((outcome) => outcome === "sign-in-failed")).toHaveLength(5);
  });

  test("at many handles slow the instance down for seconds", async () => {
    const outcomes = [];
    for (let n = 0; n < 12; n += 1) outcomes.push(await wrong(`nobody-${n}`, start()));
    expect(outcomes.filter((outcome) => outcome === "too-many-attempts")).toHaveLength(2);
    expect(await outcome(signIn(steward(), after(SECOND)))).toBe("too-many-attempts");
    expect(await outcome(signIn(steward(), after(10 * SECOND)))).toBe("went through");
  });

  test("that were right are no guesses", async () => {
    for (let n = 0; n < 7; n += 1) await signIn(steward(), after(n * 31 * SECOND));
    const kept = await db().guess.findMany({ where: { windowStart: { gte: start() } } });
    expect(kept.map(({ count }) => count)).toEqual([0]);
  });

  test("leave no handle behind, and are forgotten", async () => {
    await wrong("careless-handle", start());
    const [row] = await db().$queryRaw<{ all: string }[]>`SELECT json_agg(g)::text AS all FROM "Guess" g`;
    expect(row!.all).not.toContain("careless");
    await wrong("other", after(2 * HOUR));
    expect(await db().guess.count()).toBe(2);
  });
});

test("an instance whose key is not there yet lets people in as soon as it is", async () => {
  vi.resetModules();
  const sealing = await import("~/server/sealing");
  const broken = vi.spyOn(sealing, "sealJson").mockRejectedValueOnce(new Error("locked"));
  try {
    const { ready } = await import("~/server/factors/commands");
    expect(await outcome(ready())).toBe("locked");
    expect(await outcome(ready())).toBe("went through");
  } finally {
    broken.mockRestore();
    const fresh = await import("~/server/db");
    await fresh.disconnect();
    vi.resetModules();
  }
});
