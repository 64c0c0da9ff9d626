import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { readZip, verifyDossier } from "~/dossier";
import { rebuild } from "~/keyring/shares";
import { Instance } from "../crash/instance";
import { founders } from "../crash/people";
import { dirtyJpeg } from "../support/pictures";
import { sha256 } from "../support/sha256";
import * as custody from "./support/custody";
import { withDevice } from "./support/device";
import * as erasing from "./support/erasing";
import * as errands from "./support/errands";
import { photosOf, SECRETS } from "./support/photos";
import * as resealing from "./support/resealing";
import { suspend } from "./support/vouching";
import * as whole from "./support/whole";
import { launch, stateOf, Visitor, type Size, type State } from "./support/visitor";
import { words, type Language } from "./support/words";

/** The custody key, as reviewers have it: made in one browser, and put to use by two, until what it opens is to be gone. */
const passphrase = "sept hérons fatigués comptent";
const noorsPassphrase = "cinq pierres et une plume";

let instance: Instance;
let browser: Browser;
let printed: string[][];
let photo: string;
let other: string;
let incident: string;
let anothers: Buffer;
let states: Readonly<Record<"sol" | "rosa" | "idris" | "noor" | "amal", State>>;
const faults: string[] = [];
type Look = { readonly size: Size; readonly language: Language };
const desktop = { size: "desktop", language: "en" } as const;

async function visit<T>(look: Look, state: State | undefined, errand: (visitor: Visitor) => Promise<T>) {
  const visitor = await Visitor.arrive(browser, instance.address, look, state);
  try {
    const result = await errand(visitor);
    return { result, state: await visitor.state(), requests: visitor.requests };
  } catch (error) {
    await visitor.page.screenshot({ path: `test-results/failed-${Date.now()}.png`, fullPage: true });
    throw error;
  } finally {
    faults.push(...visitor.faults);
    await visitor.leave();
  }
}

beforeAll(async () => {
  [instance, browser] = await Promise.all([Instance.create(), launch()]);
  await instance.start();
  const came = await founders(instance.address, instance.firstStewardLink, {
    amal: "documenter", rosa: "reviewer", idris: "reviewer", noor: "reviewer",
  });
  const who = (handle: keyof typeof came) => stateOf(instance.address, came[handle]);
  states = { sol: who("sol"), amal: who("amal"), rosa: who("rosa"), idris: who("idris"), noor: who("noor") };
}, 400_000);
afterAll(async () => {
  await browser?.close();
  await instance?.remove();
});

test("the key is made in a reviewer's browser, printed in parts, and used only after it came back from them", async () => {
  const { result: cards, requests } = await visit({ size: "phone", language: "ar" }, states.rosa, (visitor) =>
    custody.makeCustodyKey(visitor, passphrase),
  );
  printed = cards;
  expect(cards.map((lines) => lines.length)).toEqual([4, 4, 4]);
  const rebuilt = await rebuild([cards[0]!, cards[2]!], null);
  if (!rebuilt.ok) throw new Error("The cards that were shown do not bring a key back.");
  const secret = Buffer.from(rebuilt.secret);
  const telling = [secret.toString("base64"), secret.toString("hex"), secret.join(","), "AGE-SECRET-KEY", passphrase];
  for (const { url, body } of requests)
    for (const told of [...telling, ...cards.flat()]) expect(`${url} ${body ?? ""}`).not.toContain(told);
}, 240_000);

test("an original is opened by two in a browser, is what was uploaded to the last bit, and nothing of it goes back", async () => {
  const [file] = await photosOf("desktop");
  if (!file) throw new Error("There is no photo.");
  await visit({ size: "phone", language: "en" }, states.amal, async (visitor) => {
    incident = await errands.report(visitor);
    anothers = Buffer.from(await dirtyJpeg());
    const another = { name: "IMG_0002 my name.jpg", mimeType: "image/jpeg", buffer: anothers };
    await errands.upload(visitor, incident, [file, another]);
    photo = await custody.sealedItem(visitor, incident, 1);
    other = await custody.sealedItem(visitor, incident, 2);
  });
  const { result: opening } = await visit({ size: "phone", language: "ar" }, states.rosa, (visitor) => custody.askToOpen(visitor, photo));
  await visit(desktop, states.idris, (visitor) => custody.agreeToOpening(visitor, opening));
  const sent: Buffer[] = [];
  const { result: copy } = await visit({ size: "phone", language: "ar" }, states.rosa, async (visitor) => {
    visitor.page.on("request", (request) => sent.push(Buffer.concat([Buffer.from(request.url()), request.postDataBuffer() ?? Buffer.alloc(0)])));
    await custody.openOriginal(visitor, opening, passphrase);
    const told = await custody.readTold(visitor);
    for (const secret of SECRETS) expect(told).toContain(secret);
    const kept = await visitor.page.evaluate(async () => ({
      caches: (await caches.keys()).length, databases: (await indexedDB.databases()).length,
      stored: localStorage.length + sessionStorage.length, blobs: performance.getEntriesByType("resource").filter(({ name }) => name.startsWith("blob:")).length,
    }));
    expect(kept).toEqual({ caches: 0, databases: 0, stored: 0, blobs: 0 });
    return custody.saveOriginal(visitor);
  });
  expect(sha256(copy)).toBe(sha256(file.buffer));

  // No request carries sixteen bytes of it in a row, nor a secret that stands in it.
  const pieces = Array.from({ length: Math.floor(file.buffer.length / 16) }, (_, i) => file.buffer.subarray(i * 16, i * 16 + 16));
  const distinct = pieces.filter((piece) => new Set(piece).size > 8);
  expect(distinct.length).toBeGreaterThan(500);
  expect(sent.some((request) => request.includes("/api/originals"))).toBe(true);
  for (const request of sent) {
    expect(request.length).toBeLessThan(4096);
    for (const telling of [...distinct, ...SECRETS]) expect(request.includes(telling)).toBe(false);
  }
}, 240_000);

test("of a whole incident a dossier is made with its original in it, which two agreed to and a browser put in, and nothing of that goes back", async () => {
  await visit({ size: "phone", language: "en" }, states.amal, (visitor) => errands.nobodyOn(visitor, incident, 2));
  const { result: disclosure } = await visit({ size: "phone", language: "ar" }, states.rosa, (visitor) => whole.proposeWhole(visitor, incident));
  await visit(desktop, states.idris, (visitor) => whole.approveAndRelease(visitor, disclosure));
  await visit({ size: "phone", language: "ar" }, states.rosa, (visitor) => whole.askForOriginals(visitor, disclosure));
  await visit(desktop, states.idris, (visitor) => whole.agreeToOriginals(visitor, disclosure));
  const { result: archive, requests } = await visit(desktop, states.rosa, (visitor) => whole.makeWithOriginals(visitor, disclosure, passphrase));
  const bag = new Map([...readZip(new Uint8Array(archive))!].map(([name, bytes]) => [name.slice(name.indexOf("/") + 1), bytes]));
  expect(sha256(bag.get("data/exhibits/exhibit-1.jpeg")!)).toBe(sha256(anothers));
  expect(await verifyDossier(bag)).toMatchObject({ ok: true, shown: [{ exhibit: { form: "original", original: sha256(anothers) } }] });
  for (const { body } of requests) expect((body ?? "").length).toBeLessThan(4096);
}, 300_000);

test("a reviewer is let in by another's browser, after both have seen the same fingerprint, and opens with a passphrase of their own", async () => {
  const own = "other words that nobody has";
  const { result: read } = await visit({ size: "phone", language: "en" }, states.idris, (visitor) => custody.askToHold(visitor, own));
  const { result: compared } = await visit({ size: "phone", language: "ar" }, states.rosa, (visitor) => custody.letIn(visitor, passphrase));
  expect(compared).toBe(read);
  await visit(desktop, states.idris, async ({ page }) => {
    await page.goto("/custody");
    await page.getByText(words("en", "custody.holding.held")).waitFor();
  });
}, 240_000);

test("a reviewer who lost their passphrase brings the key back from paper, puts it under a passkey, and opens an original with that", async () => {
  const fresh = "ocho palabras nuevas y largas";
  const { requests } = await visit({ size: "phone", language: "en" }, states.idris, async (visitor) => {
    await withDevice(visitor);
    await custody.comeBack(visitor, printed.slice(0, 2), fresh);
    await custody.checkHeld(visitor, fresh);
    await custody.holdByPasskey(visitor, fresh);
    const opening = await custody.askToOpen(visitor, photo);
    await visit(desktop, states.rosa, (other) => custody.agreeToOpening(other, opening));
    await custody.openOriginalWithPasskey(visitor, opening);
  });
  // Neither a card, nor a passphrase, nor what the passkey made for the browser.
  for (const { url, body } of requests) {
    const told = `${url} ${body ?? ""}`;
    for (const telling of [...printed.flat(), ...printed.flat().map((line) => line.toLowerCase()), fresh, '"results"']) expect(told).not.toContain(telling);
  }
}, 240_000);

test("when one of two holders is put out, the other makes a new key and lets a third in to it", async () => {
  await visit(desktop, states.sol, (visitor) => suspend(visitor, "idris"));
  await visit({ size: "phone", language: "ar" }, states.rosa, (visitor) => custody.makeNewKey(visitor, passphrase, "idris"));
  const { result: read } = await visit(desktop, states.noor, (visitor) => custody.askToHold(visitor, noorsPassphrase));
  const { result: compared } = await visit(desktop, states.rosa, (visitor) => custody.letIn(visitor, passphrase));
  expect(compared).toBe(read);
}, 300_000);

test("old originals are sealed anew in one browser, whose tab is closed in between, checked in another, and open under the new key", async () => {
  await visit({ size: "phone", language: "en" }, states.rosa, (visitor) => resealing.askToReseal(visitor));
  await visit({ size: "phone", language: "ar" }, states.noor, (visitor) => resealing.agreeToReseal(visitor));
  await visit({ size: "phone", language: "ar" }, states.rosa, (visitor) => resealing.reseal(visitor, "seal", passphrase, 1));
  const sent: { url: string; body: Buffer }[] = [];
  const { result: opening } = await visit(desktop, states.rosa, async (visitor) => {
    visitor.page.on("request", (request) => sent.push({ url: request.url(), body: request.postDataBuffer() ?? Buffer.alloc(0) }));
    await resealing.reseal(visitor, "seal", passphrase);
    await visitor.page.getByText("2 originals").waitFor();
    return custody.askToOpen(visitor, photo);
  });
  // The one that was left goes back whole, and sealed.
  const stored = sent.filter(({ url }) => url.endsWith("/resealings.store"));
  expect(stored.map(({ body }) => body.length > 4096)).toEqual([true]);
  for (const { body } of sent) for (const telling of [passphrase, ...SECRETS]) expect(body.includes(telling)).toBe(false);

  const { requests } = await visit({ size: "phone", language: "en" }, states.noor, async (visitor) => {
    await resealing.reseal(visitor, "check", noorsPassphrase);
    await visitor.page.getByText(words("en", "reseal.counts.none")).waitFor();
    await custody.agreeToOpening(visitor, opening);
  });
  for (const { body } of requests) for (const telling of [noorsPassphrase, ...SECRETS]) expect(body ?? "").not.toContain(telling);
  await visit({ size: "phone", language: "ar" }, states.rosa, (visitor) => custody.openOriginal(visitor, opening, passphrase));
}, 300_000);

test("a photo that somebody wants gone is kept by no reviewer alone: another erases it, and where it was is nothing", async () => {
  await visit({ size: "phone", language: "en" }, states.rosa, async (visitor) => {
    await erasing.planErasure(visitor, other);
    await erasing.askToHold(visitor, other);
  });
  const { result: list } = await visit({ size: "phone", language: "ar" }, states.noor, (visitor) => erasing.declineAndErase(visitor, other));
  expect(list).toContain(words("ar", "erasures.grounds.asked-by-person"));
  await visit({ size: "phone", language: "en" }, states.amal, async ({ page }) => {
    // The page is being sent when it turns out that there is none.
    expect((await page.goto(other))?.status()).toBe(200);
    await page.getByRole("heading", { name: words("en", "shell.notFound.title") }).waitFor();
    expect(await page.locator("img, canvas").count()).toBe(0);
  });
}, 240_000);

test("no page broke the content policy, called a third party, failed a script or an accessibility rule", () => {
  expect([...new Set(faults)]).toEqual([]);
});
