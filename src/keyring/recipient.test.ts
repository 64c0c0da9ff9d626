import { Decrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { expect, test } from "vitest";
import { random } from "./bytes";
import { sealTo } from "./recipient";

test("what is sealed to a key is opened by its private half, by no other, and is for no key that is none", async () => {
  const [theirs, another] = [await generateX25519Identity(), await generateX25519Identity()];
  const bytes = random(60_000);
  const sealed = await sealTo(await identityToRecipient(theirs), bytes);
  const openedBy = (identity: string) => {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    return decrypter.decrypt(sealed);
  };
  expect(Buffer.from(await openedBy(theirs)).equals(bytes)).toBe(true);
  await expect(openedBy(another)).rejects.toThrow("no identity matched");
  await expect(sealTo("age1nobody", bytes)).rejects.toThrow("Unknown letter");
});
