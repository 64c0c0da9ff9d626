import { expect, test } from "vitest";
import { fingerprintOf } from "./fingerprint";
import { isGranted, makeGrant, openGrant } from "./grant";
import { newSecret, recipientOf } from "./identity";

const member = "0198a7c4-0000-7000-8000-000000000001";

test("a grant opens with the reviewer's key it is for, and its tag says who was let in", async () => {
  const [custody, holder, stranger] = [await newSecret(), await newSecret(), await newSecret()];
  const place = { custody: await recipientOf(custody), holder: await recipientOf(holder), member };
  const grant = await makeGrant(custody, place);
  expect(await openGrant(grant, place, holder)).toEqual(custody);
  expect(await openGrant(grant, place, stranger)).toBeNull();
  expect(await isGranted(custody, place, grant.tag)).toBe(true);
  // What a server might try that wants the next key for somebody of its own.
  for (const forged of [
    { ...place, holder: await recipientOf(stranger) },
    { ...place, member: member.replace(/1$/, "2") },
    { ...place, custody: await recipientOf(stranger) },
  ]) {
    expect(await isGranted(custody, forged, grant.tag)).toBe(false);
    expect(await openGrant(grant, forged, holder)).toBeNull();
  }
  // Another key, sealed to the same reviewer by somebody who holds that one only.
  const other = await makeGrant(stranger, { ...place, custody: await recipientOf(stranger) });
  expect(await openGrant(other, place, holder)).toBeNull();
});

test("a fingerprint is sixteen characters that another key does not have", async () => {
  const [a, b] = [await recipientOf(await newSecret()), await recipientOf(await newSecret())];
  expect(await fingerprintOf(a)).toMatch(/^([0-9A-HJKMNP-TV-Z]{4} ){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(await fingerprintOf(a)).toBe(await fingerprintOf(a));
  expect(await fingerprintOf(a)).not.toBe(await fingerprintOf(b));
});
