import { expect, test } from "vitest";
import { keysAreOn, keysChoice } from "./single-keys";

test("that somebody put the keys away is kept for this host alone where there is https, without it all the same, and nothing else is kept", () => {
  expect(keysChoice(false, true)).toBe("__Host-keys=off; Path=/; Max-Age=31536000; SameSite=Strict; Secure");
  expect(keysChoice(false, false)).toBe("keys=off; Path=/; Max-Age=31536000; SameSite=Strict");
  expect([keysChoice(true, true), keysChoice(true, false)].every((kept) => kept.includes("; Max-Age=0;"))).toBe(true);
});

test("keys that were put away stay away until somebody takes them again, whatever else is kept", () => {
  for (const https of [true, false]) {
    const kept = keysChoice(false, https).split("; ")[0]!;
    expect([kept, `locale=ar; ${kept}`, `${kept}; locale=ar`].map((cookies) => keysAreOn(cookies, https))).toEqual([false, false, false]);
    expect(["", "locale=ar", "monkeys=off", "keys=office"].map((cookies) => keysAreOn(cookies, https))).toEqual([true, true, true, true]);
  }
});
