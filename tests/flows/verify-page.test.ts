import { X509Certificate } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { page, zipped } from "~/dossier";
import { signerFrom } from "~/ledger/note";
import { dossierPageWords, dossierWords } from "~/messages/dossier/words";
import { languages } from "~/messages/languages";
import { makeAuthority } from "../support/authority";
import { openFirefox, type Firefox } from "../support/firefox";
import { smallDossier, WITNESSED_AT } from "../support/small-dossier";

/** The page as its reader has it: from the disk, in the engine of Firefox and of Tor Browser. Chromium's journey is in `tests/e2e`. */

const authority = makeAuthority("Time");
const signer = signerFrom("example.org/ledger", new Uint8Array(32).fill(1));
let folder: string;
const at = (name: string) => path.join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "vouchsafe-verify-"));
  const { archive, bag } = await smallDossier(signer, { authority, verifyPage: page(dossierPageWords) });
  const picture = "data/exhibits/exhibit-1.jpg";
  const start = Buffer.from(archive).indexOf(picture) + picture.length;
  await writeFile(at("dossier.zip"), archive);
  await writeFile(at("changed.zip"), archive.with(start, archive[start]! ^ 1));
  const genuine = [...bag].map(([name, bytes]): [string, Uint8Array<ArrayBuffer>] => [`dossier-CAL-1/${name}`, new Uint8Array(bytes)]);
  await writeFile(at("two.zip"), zipped(new Map([...genuine, [`z/${picture}`, new Uint8Array(bag.get(picture)!)]])));
  for (const [name, bytes] of bag)
    for (const [to, written] of [["whole", bytes], ["damaged", name === picture ? bytes.with(0, 0) : bytes]] as const) {
      await mkdir(path.dirname(at(`${to}/${name}`)), { recursive: true });
      await writeFile(at(`${to}/${name}`), written);
    }
});
afterAll(async () => {
  authority.close();
  await rm(folder, { recursive: true });
});

/** As Tor Browser sets its engine at its level *Safer*, and always: private, alike for everybody, without what compiles at run time. */
const TOR_BROWSER = {
  "browser.privatebrowsing.autostart": true, "privacy.resistFingerprinting": true, "javascript.options.wasm": false, "javascript.options.ion": false,
  "javascript.options.baselinejit": false, "javascript.options.native_regexp": false, "mathml.disabled": true, "gfx.font_rendering.graphite.enabled": false,
};

describe.each([["Firefox", {}], ["Tor Browser's engine", TOR_BROWSER]] as const)("in %s, from the disk and without a network", (_, preferences) => {
  let firefox: Firefox;
  beforeAll(async () => {
    firefox = await openFirefox(preferences);
    await firefox.open(pathToFileURL(at("whole/verify.html")).href);
  });
  afterAll(() => firefox.close());
  const told = async (): Promise<string> => String(await firefox.evaluate("return document.querySelector('#verdict').innerText"));
  const says = (...all: readonly string[]) => vi.waitFor(async () => {
    const said = await told();
    for (const one of all) expect(said).toContain(one);
  }, { timeout: 20_000, interval: 50 });

  test.each(languages)("the page says in %s that a dossier passes, and of one that was changed what is wrong first and what that means", async (language) => {
    const words = dossierWords[language];
    await firefox.click(`#in-${language}`);
    await firefox.chooseFile("input[accept]", at("dossier.zip"));
    await says(words.pass, words.steps.left, words.outside.stampsMean, new X509Certificate(authority.pem).fingerprint256, WITNESSED_AT.slice(11, 19), words.outside.witnessesMean);
    await firefox.chooseFile("input[accept]", at("changed.zip"));
    await says(words.fail, words.faults["file-changed"], "data/exhibits/exhibit-1.jpg", words.meaning["file-changed"]);
    await firefox.chooseFile("input[accept]", at("two.zip"));
    await says(words.fail, words.faults["archive-names"], "z/data/exhibits/exhibit-1.jpg", words.meaning["archive-names"]);
    expect(await firefox.evaluate("return document.documentElement.dir")).toBe(dossierPageWords[language]!.dir);
  });

  test("the folder into which it was unpacked is read as well, and nothing was asked for", async () => {
    await firefox.click("#in-en");
    await firefox.chooseFolder("input[webkitdirectory]", at("whole"));
    await says(dossierWords.en.pass);
    await firefox.chooseFolder("input[webkitdirectory]", at("damaged"));
    await says(dossierWords.en.fail, "data/exhibits/exhibit-1.jpg");
    expect(await firefox.evaluate("return performance.getEntriesByType('resource').length")).toBe(0);
  });

  test("what the browser cannot read, or cannot compute, is said of the browser and not of the dossier", async () => {
    await firefox.evaluate("window.Blob.prototype.arrayBuffer = undefined");
    await firefox.chooseFile("input[accept]", at("dossier.zip"));
    await says(dossierWords.en.unread);
    await firefox.evaluate("Object.defineProperty(window.Crypto.prototype, 'subtle', { value: undefined })");
    await firefox.chooseFile("input[accept]", at("dossier.zip"));
    await says(dossierWords.en.unable);
    expect(await told()).toBe(dossierWords.en.unable);
  });
});
