import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { expect, test } from "vitest";
import { identityOf, newSecret, recipientOf, secretOf } from "./identity";

test("what age writes as an identity is the same bytes here, there and back", async () => {
  for (let i = 0; i < 50; i += 1) {
    const identity = await generateX25519Identity();
    const secret = secretOf(identity)!;
    expect(secret).toHaveLength(32);
    expect(identityOf(secret)).toBe(identity);
    expect(await recipientOf(secret)).toBe(await identityToRecipient(identity));
  }
  expect(identityOf(await newSecret())).toMatch(/^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/);
});

test("an identity with one wrong character, of another kind or of mixed size is none", async () => {
  const identity = await generateX25519Identity();
  const last = identity.at(-1) === "Q" ? "P" : "Q";
  for (const wrong of ["", identity.slice(0, -1), identity.slice(0, -1) + last, identity.replace("KEY", "key"), "AGE-SECRET-KEY-PQ-1QQQQ"])
    expect(secretOf(wrong)).toBeNull();
  expect(secretOf(identity.toLowerCase())).toEqual(secretOf(identity));
});
