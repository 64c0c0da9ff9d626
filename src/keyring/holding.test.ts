import { Encrypter } from "age-encryption";
import { expect, test } from "vitest";
import { concat, random, utf8, type Bytes } from "./bytes";
import { answer, answerTo, CHANCE_BYTES, question } from "./holding";
import { newSecret, recipientOf } from "./identity";

const sealedTo = async (recipient: string, bytes: Bytes): Promise<Bytes> => {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return concat(await encrypter.encrypt(bytes));
};

test("whoever has the custody key answers a question about it, and nobody else", async () => {
  const [secret, another] = [await newSecret(), await newSecret()];
  const custody = await recipientOf(secret);
  const place = { custody, holder: await recipientOf(another), member: "0198a7c4-0000-7000-8000-000000000001" };
  const asked = question(place, random(CHANCE_BYTES));
  const sealed = await sealedTo(custody, asked);
  expect(await answer(sealed, place, secret)).toEqual(await answerTo(asked));
  expect(await answer(sealed, place, another)).toBeNull();
  expect(await answer(sealed, { ...place, member: place.member.replace(/1$/, "2") }, secret)).toBeNull();
  expect(await answer(sealed, { ...place, holder: custody }, secret)).toBeNull();
});

test("what is sealed to the custody key and is no question is not opened for whoever sends it", async () => {
  const secret = await newSecret();
  const custody = await recipientOf(secret);
  const place = { custody, holder: custody, member: "0198a7c4-0000-7000-8000-000000000001" };
  const asked = question(place, random(CHANCE_BYTES));
  for (const other of [
    utf8("\xff\xd8\xff\xe1 an original"), utf8('{"place":{"latitude":50.9}}'), concat(), random(asked.length), asked.slice(1),
    asked.slice(0, -1), concat(asked, concat(random(1))), concat(utf8("vouchsafe/holding/v2"), asked.slice(20)),
  ])
    expect(await answer(await sealedTo(custody, other), place, secret)).toBeNull();
});
