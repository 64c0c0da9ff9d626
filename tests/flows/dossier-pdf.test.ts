import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "~/domain/roles";
import { DossierRecord } from "~/domain/dossier";
import { readZip, verifyDossier } from "~/dossier";
import { languages, type Language } from "~/messages/languages";
import { collective } from "../support/collective";
import { consented, released } from "../support/consented";
import { readPdf } from "../support/read-pdf";
import { sha256 } from "../support/sha256";
import { openWorld, type World } from "../support/world";

let world: World;
let documenter: Actor, decider: Actor;
let disclosureId: string, grantorId: string;

async function handedOut(language: Language) {
  const { handOut } = await import("~/server/dossiers/commands");
  return handOut(decider, { disclosureId, as: "dossier", language, ageKey: "", originals: [] }, world.now());
}
/** The files of a dossier, below its one folder. */
async function within(language: Language): Promise<Map<string, Uint8Array>> {
  const bytes = new Uint8Array(await new Response((await handedOut(language)).body).arrayBuffer());
  return new Map([...readZip(bytes)!].map(([name, file]) => [name.slice(name.indexOf("/") + 1), file]));
}

beforeAll(async () => {
  world = await openWorld();
  const people = await collective(world);
  ({ documenter, decider } = people);
  const photo = await consented(world, people, { seed: 72 });
  ({ grantorId } = photo);
  ({ disclosureId } = await released(world, people, photo));
}, 180_000);
afterAll(() => world.close());

test.each(languages)("in %s: a PDF that stock qpdf finds no fault in, with the digest of the record on every page, the exhibit, and what is answered of it", async (language) => {
  const bag = await within(language);
  const verdict = await verifyDossier(bag);
  if (!verdict.ok) throw new Error(verdict.code);
  const [pdf, record] = [bag.get("data/dossier.pdf")!, bag.get("data/record.json")!];
  expect(verdict.recordDigest).toBe(sha256(record));
  const { pages, info, outline, tagged } = await readPdf(pdf);
  expect(info).toMatchObject({ Language: language, Keywords: verdict.recordDigest });
  expect(tagged).toBe(true);
  expect(outline.length).toBeGreaterThan(5);
  expect(pages.filter(({ text }) => text.includes(verdict.recordDigest))).toHaveLength(pages.length);
  const text = pages.flatMap((page) => page.text).join("");
  const { exhibits, decided, reference } = DossierRecord.parse(JSON.parse(new TextDecoder().decode(record)));
  const { digest, original, custody, file } = exhibits[0]!;
  for (const told of [reference, file, digest, original!, custody.who!, decided.event.by!, custody.repeatable!.recipe, "Under the bridge"]) expect(text).toContain(told);
  for (const secret of [grantorId, "injuries"]) expect(text).not.toContain(secret);
  // The picture in it is the exhibit.
  expect(Buffer.from(pdf).includes(Buffer.from(bag.get("data/exhibits/exhibit-1.jpg")!))).toBe(true);

  const folder = await mkdtemp(path.join(tmpdir(), "vouchsafe-pdf-"));
  try {
    await writeFile(path.join(folder, "dossier.pdf"), pdf);
    expect(execFileSync("qpdf", ["--check", "dossier.pdf"], { cwd: folder, encoding: "utf8" })).toContain("No syntax or stream encoding errors found");
    await writeFile(path.join(folder, "dossier.pdf"), pdf.subarray(0, pdf.length - 2000));
    expect(() => execFileSync("qpdf", ["--check", "dossier.pdf"], { cwd: folder, stdio: "pipe" })).toThrow("Command failed");
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("what was taken back before a dossier has left leaves in its PDF as little as by itself", async () => {
  const { body } = await handedOut("en");
  await world.as(documenter).consents.withdraw({ grantorId, purposes: ["press"], manner: "spoken" });
  await world.settle();
  const left: Uint8Array[] = [];
  await expect(
    (async () => {
      for await (const piece of body) left.push(piece);
    })(),
  ).rejects.toThrow("not-now");
  expect(left.length).toBeGreaterThan(0);
  expect(Buffer.concat(left).includes("%PDF-")).toBe(false);
});
