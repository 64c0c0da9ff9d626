import * as fc from "fast-check";
import { readFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { expect, test } from "vitest";
import { readPdf } from "../../../tests/support/read-pdf";
import { makePdf, type Block, type Paper } from "./index";
import { settable } from "./fonts.mjs";

const digest = "0123456789abcdef".repeat(4);
const paper = (body: readonly Block[], own: Partial<Paper> = {}): Paper => ({
  lang: "en", dir: "ltr", title: "Dossier", lead: "What happened.", digest, digestOf: "SHA-256", page: ["Page ", " of ", ""],
  contents: "Contents", notWhole: "Not whole.", cover: [], body, ...own,
});
const said = (language: string, dir: "ltr" | "rtl", ...texts: readonly string[]): Block => ({
  kind: "said", language, passages: texts.map((text) => ({ dir, parts: [{ is: "text", text }] })),
});
const set = (own: Paper, pictures: Parameters<typeof makePdf>[0]["pictures"] = []) => makePdf({ paper: own, pictures, at: 1_795_900_000 });
const written = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
/** A picture of one grey pixel. */
const jpeg = Buffer.from(
  "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQH/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AKp//2Q==",
  "base64",
);

test("the same paper is the same bytes, however often it is set", async () => {
  const own = paper([{ kind: "chapter", text: "One" }, said("fa", "rtl", "می‌خواستم وسایلم را بردارم")]);
  const first = await set(own);
  expect(await set(own)).toEqual(first);
  expect(await makePdf({ paper: own, pictures: [], at: 1_795_900_001 })).not.toEqual(first);
});

test("it says of itself that it is PDF/A-2a, in which language, and when; and nothing of the machine that made it", async () => {
  const bytes = await set(paper([{ kind: "chapter", text: "ما حدث" }], { lang: "ar", dir: "rtl", title: "الملف" }));
  const { info, tagged } = await readPdf(bytes);
  expect(info).toMatchObject({ Language: "ar", Title: "الملف", Keywords: digest, CreationDate: "D:20261128210640Z", ModDate: "D:20261128210640Z" });
  expect(tagged).toBe(true);
  expect(written(bytes)).toMatch(/<pdfaid:part>2<\/pdfaid:part><pdfaid:conformance>A<\/pdfaid:conformance>/);
  for (const told of [`${hostname()}.`, process.cwd(), process.version, userInfo().homedir]) expect(written(bytes)).not.toContain(told);
  // Fonts of ours under names of ours, whatever the machine has.
  const fonts = [...written(bytes).matchAll(/\/FontName \/[A-Z]{6}\+(\w+)/g)].map(([, name]) => name);
  expect(fonts.length).toBeGreaterThan(0);
  expect(fonts.filter((name) => !name!.startsWith("Page"))).toEqual([]);
});

test("every page has the digest and its number, and headings are in the outline", async () => {
  const long = Array.from({ length: 60 }, (_, n) => `${n} They came before it was light. `.repeat(6));
  const { pages, outline } = await readPdf(await set(paper([{ kind: "chapter", text: "First" }, said("en", "ltr", ...long), { kind: "section", text: "Second" }])));
  expect(pages.length).toBeGreaterThan(3);
  for (const [n, { text }] of pages.entries()) expect(text.join("")).toContain(`Page ${n + 1} of ${pages.length}`);
  expect(pages.filter(({ text }) => text.includes(digest))).toHaveLength(pages.length);
  expect(outline).toEqual(["First", "Second"]);
});

test("words in both directions are there to be found, and none is markup", async () => {
  const texts = ["#emph[x] $y$ *bold* `raw` // no comment", "= no heading", '#read("/etc/passwd")', "\\u{41} @ref <label>"];
  const { pages, outline } = await readPdf(await set(paper([{ kind: "chapter", text: "#panic()" }, said("en", "ltr", ...texts), said("ar", "rtl", "وصلوا نحو الساعة السادسة"), said("fa", "rtl", "چادرها را پاره کردند")])));
  expect(outline).toEqual(["#panic()"]);
  const text = pages.flatMap((page) => page.text).join("");
  for (const one of texts) expect(text).toContain(one);
  for (const word of ["وصلوا", "الساعة", "السادسة", "چادرها", "پاره", "کردند"]) expect(pages.flatMap((page) => page.text)).toContain(word);
});

test("a picture in it is byte for byte the one that was given, and has words in its place for who does not see it", async () => {
  const bytes = await set(paper([{ kind: "picture", name: "exhibit-1", alt: "The picture of exhibit 1", wide: 1 }]), [["exhibit-1", jpeg]]);
  expect(Buffer.from(bytes).includes(jpeg)).toBe(true);
  expect((await readPdf(bytes)).pages.at(-1)!.roles).toContain("Figure: The picture of exhibit 1");
  await expect(set(paper([{ kind: "picture", name: "exhibit-2", alt: "None", wide: 1 }]), [["exhibit-1", jpeg]])).rejects.toThrow("could not be set");
});

test("a letter that no font has is a square, and is said to be missing; what Arabic and Persian are joined with is none", async () => {
  expect(settable("می‌خواستم \u2068abc\u2069")).toEqual({ text: "می‌خواستم \u2068abc\u2069", whole: true });
  expect(settable("They said 停 twice")).toEqual({ text: "They said \u25a1 twice", whole: false });
  expect(settable("turned \u202Earound\u0000")).toEqual({ text: "turned \u25a1around\u25a1", whole: false });
  const text = (await readPdf(await set(paper([said("zh", "ltr", "停"), said("en", "ltr", "Stop")])))).pages.at(-1)!.text.join("");
  expect(text.match(/Not whole\./g)).toHaveLength(1);
});

test("whatever somebody writes, it can be set", async () => {
  const texts = fc.array(fc.string({ unit: "binary", minLength: 1, maxLength: 30 }), { minLength: 30, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(texts, fc.constantFrom("ltr", "rtl"), async (some, dir) => {
      expect((await set(paper([said("ar", dir, ...some), { kind: "rows", head: ["a", "b"], rows: some.map((text) => [{ text, as: "code" }, { text, as: "quoted" }]) }]))).length).toBeGreaterThan(1000);
    }),
    { numRuns: 2, endOnFailure: true },
  );
}, 60_000);

test("the template reads nothing but what it is given", () => {
  expect(readFileSync("src/dossier/pdf/paper.typ", "utf8")).not.toMatch(/#?(import|include|read|eval|plugin|csv|yaml|xml|toml|cbor)\b\s*[("]/);
});

test("where a word is broken that would run out of the page, no letter of it is taken from the words that are found", async () => {
  const [key, word] = [`${"A".repeat(63)}j${"B".repeat(30)}`, `${"o".repeat(39)}z${"m".repeat(70)}`];
  const facts = [["Key", [{ as: "code", text: key }]], ["File", [{ as: "code", text: "exhibit-1.jpg" }]]] as const;
  const own = paper([{ kind: "chapter", text: "One" }, { kind: "facts", facts }, said("en", "ltr", word, "a zebra")]);
  const { pages } = await readPdf(await set(own));
  const text = pages.flatMap((page) => page.text).join("");
  for (const told of [key, word, "exhibit-1.jpg", "a zebra"]) expect(text).toContain(told);
});
