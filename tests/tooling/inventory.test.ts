import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const paper = readFileSync("docs/inventory.md", "utf8");
const section = (title: string): string => paper.split(/^## /m).find((text) => text.startsWith(title))!;
const read = (file: string): string => readFileSync(file, "utf8");
const walk = (dir: string): string[] =>
  readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? walk(path.posix.join(dir, entry.name)) : [path.posix.join(dir, entry.name)],
  );
const quoted = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);

test("what the inventory quotes of a file stands in that file", () => {
  const quotes = [...paper.matchAll(/`((?:src|scripts)\/[^`]+)`:((?:,? `[^`]+`)+)/g)].flatMap(([, file, codes]) =>
    quoted(codes!).map((code) => ({ file: file!, code })),
  );
  expect(quotes.length).toBeGreaterThan(30);
  expect(quotes.filter(({ file, code }) => !existsSync(file) || !read(file).includes(code))).toEqual([]);
});

/** A UUID alone is a name, and no secret. */
const cryptography =
  /import (?!\{ randomUUID \})[^;]*from "node:crypto"|crypto\.(subtle|getRandomValues)|from "(age-encryption|@node-rs\/argon2|otplib|@noble\/|@simplewebauthn\/|shamir-secret-sharing|@aws-sdk\/|next-auth")|\bsha256\b[^}]*\} from "[^"]*\/bytes"/;

test("every file with cryptography in it stands in the inventory, and every file that it lists has some", () => {
  const found = walk("src")
    .filter((file) => /\.(tsx?|mjs)$/.test(file) && !/\.test\.tsx?$/.test(file) && !file.startsWith("src/generated/"))
    .filter((file) => cryptography.test(read(file)));
  const listed = quoted(section("Cryptography")).filter((code) => /^src\/.*\.(tsx?|mjs)$/.test(code) && code !== "src/vault/format.ts");
  expect(listed.toSorted()).toEqual(found.toSorted());
});

test("every table of the database has its level", () => {
  const models = walk("prisma/models").flatMap((file) => [...read(file).matchAll(/^model (\w+)/gm)].map((match) => match[1]!));
  const listed = quoted(section("What is kept")).filter((word) => /^[A-Z]\w+$/.test(word) && word !== "RecipientView");
  expect(listed.toSorted()).toEqual(models.toSorted());
});

test("every event of the technical logs stands in the inventory", () => {
  const events = [...read("src/server/log.ts").matchAll(/(?:write\("(?:info|error)", |rarely\()"([\w.]+)"/g)].map((match) => match[1]!);
  const listed = quoted(section("What is logged")).filter((word) => /^[a-z]+(\.[a-z]+)?$/i.test(word) && !word.includes("/"));
  expect(listed.toSorted()).toEqual(events.toSorted());
});
