import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readDevice, signDevice } from "./devices";

const secret = "s".repeat(32);
const at = new Date("2026-11-28T06:00:00Z");
const after = (days: number) => new Date(at.getTime() + days * 24 * 3600 * 1000);

test("a browser is known again to the handle that signed in, and to no other", () => {
  const value = signDevice(secret, "ana", at);
  expect(readDevice(secret, "ana", value, after(1))?.since).toEqual(at);
  expect(readDevice(secret, "bo", value, after(1))).toBeNull();
  expect(readDevice("t".repeat(32), "ana", value, after(1))).toBeNull();
});

test("it is forgotten after ninety days, and not because a clock was set back", () => {
  const value = signDevice(secret, "ana", at);
  expect(readDevice(secret, "ana", value, after(89.99))).not.toBeNull();
  expect(readDevice(secret, "ana", value, after(90))).toBeNull();
  expect(readDevice(secret, "ana", value, after(-1))).not.toBeNull();
});

test("what a browser keeps names nobody, and is another each time", () => {
  const [one, two] = [signDevice(secret, "ana-of-the-dunes", at), signDevice(secret, "ana-of-the-dunes", at)];
  expect(one).not.toContain("ana");
  expect(one).not.toBe(two);
});

test("nothing else is taken for one, whatever is changed in it or made up", () => {
  const value = signDevice(secret, "ana", at);
  fc.assert(
    fc.property(fc.nat({ max: value.length - 1 }), fc.constantFrom("0", "1", "a", "f", "Z", "_", ".", "", "00"), (n, other) => {
      const changed = value.slice(0, n) + other + value.slice(n + 1);
      // The last letter of base64url carries bits that nothing decodes.
      fc.pre(changed !== value && n !== value.length - 1);
      expect(readDevice(secret, "ana", changed, at)).toBeNull();
    }),
  );
  fc.assert(
    fc.property(fc.string(), (madeUp) => {
      expect(readDevice(secret, "ana", madeUp, at)).toBeNull();
    }),
  );
});
