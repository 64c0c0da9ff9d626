import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { Decrypter, Encrypter } from "age-encryption";
import { expect, onTestFinished, test } from "vitest";
import { ceremony } from "../support/ceremony";

test("a court's expert makes an age identity of the printed parts, without the service, and opens an original", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "vouchsafe-rebuild-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, "key.txt");
  const { cards, set } = await ceremony(crypto.randomUUID());
  const encrypter = new Encrypter();
  encrypter.addRecipient(set.recipient);
  const locked = await encrypter.encrypt("the original");

  const run = async (typed: readonly string[]) => {
    const child = spawn(process.execPath, ["scripts/run.mjs", "scripts/custody/rebuild.ts", file], { stdio: ["pipe", "ignore", "pipe"] });
    child.stdin.end(`${typed.join("\n")}\n`);
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
    return { said, code: code as number };
  };
  const [first, second] = [cards[0]!.lines, cards[1]!.lines];
  expect(await run(first)).toMatchObject({ code: 1, said: expect.stringContaining("too few") });

  const [line = "", ...rest] = second;
  const { said, code } = await run([...first, line.slice(1), line, ...rest]);
  expect(said).toContain("There is a mistake in this line.");
  expect(said).toContain(set.recipient);
  expect(code).toBe(0);
  expect((await stat(file)).mode & 0o077).toBe(0);
  const identity = /^AGE-SECRET-KEY-.*$/m.exec(await readFile(file, "utf8"))?.[0] ?? "";
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  expect(await decrypter.decrypt(locked, "text")).toBe("the original");
});
