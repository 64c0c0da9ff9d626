import { Decrypter, Encrypter, armor } from "age-encryption";
import { beforeAll, expect, test } from "vitest";
import { makeKeyFile, openKeyFile, type KeyFile } from "./key-file";

const passphrase = "seven tired herons count the ferries";
const bytes = (text: string) => new TextEncoder().encode(text);

let made: KeyFile;
beforeAll(async () => {
  made = await makeKeyFile(passphrase, new Date("2026-11-22T05:40:00Z"));
});

test("what is kept of a new key shows its private half to nobody without the passphrase", () => {
  expect(Object.keys(made).toSorted()).toEqual(["file", "recipient"]);
  expect(JSON.stringify(made)).not.toContain("AGE-SECRET-KEY");
  expect(made.file).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----\n/);
  expect(made.recipient).toMatch(/^age1[02-9ac-hj-np-z]{58}$/);
});

test("the file opened again with its passphrase names the same recipient", async () => {
  expect(await openKeyFile(bytes(made.file), passphrase)).toEqual({ ok: true, recipient: made.recipient });
  expect(await openKeyFile(armor.decode(made.file), passphrase)).toEqual({ ok: true, recipient: made.recipient });
});

test("the key in the file opens what was sealed to its recipient", async () => {
  const reader = new Decrypter();
  reader.addPassphrase(passphrase);
  const text = await reader.decrypt(armor.decode(made.file), "text");
  expect(text.split("\n")[1]).toBe(`# public key: ${made.recipient}`);

  const sealer = new Encrypter();
  sealer.addRecipient(made.recipient);
  const opener = new Decrypter();
  opener.addIdentity(text.split("\n")[2] ?? "");
  expect(await opener.decrypt(await sealer.encrypt("the original"), "text")).toBe("the original");
});

test("a wrong passphrase, a damaged file and a file that is something else each say so", async () => {
  expect(await openKeyFile(bytes(made.file), `${passphrase}.`)).toEqual({ ok: false, why: "wrong-passphrase" });

  const damaged = armor.decode(made.file);
  damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
  expect(await openKeyFile(damaged, passphrase)).toEqual({ ok: false, why: "wrong-passphrase" });

  expect(await openKeyFile(bytes("%PDF-1.7"), passphrase)).toEqual({ ok: false, why: "not-a-key-file" });
  expect(await openKeyFile(new Uint8Array(70_000), passphrase)).toEqual({ ok: false, why: "not-a-key-file" });

  const letter = new Encrypter();
  letter.setPassphrase(passphrase);
  letter.setScryptWorkFactor(10);
  expect(await openKeyFile(await letter.encrypt("a letter"), passphrase)).toEqual({ ok: false, why: "not-a-key-file" });
});
