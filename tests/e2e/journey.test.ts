import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rebuild } from "~/keyring/shares";
import type { PersonLanguage } from "~/messages/wordings/languages";
import { Instance } from "../crash/instance";
import { sha256 } from "../support/sha256";
import { CardHolder, makeCard, takeBackAll, takeBackOne } from "./support/card";
import { makeCustodyKey } from "./support/custody";
import { handOver } from "./support/dossier";
import * as errands from "./support/errands";
import { everyLanguage } from "./support/every-language";
import { CROWD, photosOf, SECRETS } from "./support/photos";
import { comeIn, seeItClose } from "./support/recipient";
import { answersToTwoLengths, believedClaims, passphraseField, servedBesides, unguardedAnswers } from "./support/responses";
import { launch, Visitor, type Size, type State } from "./support/visitor";
import { withdraw } from "./support/withdrawing";
import { words, type Language } from "./support/words";

/**
 * The main job, as people do it: from an empty instance to a link that is dead because somebody took their consent
 * back. Everybody joins once; then the whole way is gone at each size and in each language, two at a time.
 */
const passphrase = "six words that nobody else has";

let instance: Instance;
let browser: Browser;
let states: Readonly<Record<"steward" | "amal" | "rosa" | "idris", State>>;
/** Where what was made at a desk is. */
let atADesk: Readonly<Record<"incident" | "item" | "person" | "disclosure", string>> | undefined;
const faults: string[] = [];

beforeAll(async () => {
  [instance, browser] = await Promise.all([Instance.create(), launch()]);
  await instance.start();
}, 400_000);
afterAll(async () => {
  await browser?.close();
  await instance?.remove();
});

type Look = { readonly size: Size; readonly language: Language };

/** Visit as somebody, and come back with who they are then. */
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

async function pagesOf(look: Look, state: State | undefined, ...pages: readonly string[]): Promise<void> {
  await visit(look, state, async (visitor) => {
    for (const where of pages) {
      await visitor.page.goto(where);
      await visitor.page.getByRole("heading", { level: 1 }).first().waitFor();
      // Whoever is signed in has the way out in sight.
      if (state) await visitor.page.getByRole("button", { name: words(look.language, "shell.leave") }).waitFor();
      await visitor.inspect(where);
    }
  });
}

async function otherPages(look: Look): Promise<void> {
  await pagesOf(look, undefined, "/sign-in", "/join", "/d", "/nothing-here");
  await pagesOf(look, states.steward, "/members", "/members/together", "/vouching", "/health", "/ledger", "/account");
  await pagesOf(look, states.idris, "/incidents", "/disclosures", "/disclosures/recipients", "/custody", "/vouching", "/course", "/ledger");
}

/** Somebody with a card, on a telephone of their own. */
async function withCard(language: PersonLanguage, errand: (holder: CardHolder) => Promise<void>): Promise<void> {
  const holder = await CardHolder.arrive(browser, instance.address, language);
  try {
    await errand(holder);
  } finally {
    faults.push(...holder.faults);
    await holder.leave();
  }
}

const english = { size: "phone", language: "en" } as const;

test("the printed link makes the first steward, who lets in everybody else, and a link works once", async () => {
  const joined = async (link: string, handle: string) =>
    (await visit(english, undefined, (visitor) => errands.join(visitor, link, handle))).state;
  const steward = await joined(instance.firstStewardLink, "marta");
  const { result: links } = await visit({ size: "desktop", language: "en" }, steward, async (visitor) => {
    await errands.makeTeam(visitor, "Dunes", "DUN");
    return {
      documenter: await errands.invite(visitor, "documenter", "Dunes"),
      rosa: await errands.invite(visitor, "reviewer"),
      idris: await errands.invite(visitor, "reviewer"),
    };
  });
  states = {
    steward,
    amal: await joined(links.documenter, "amal"),
    rosa: await joined(links.rosa, "rosa"),
    idris: await joined(links.idris, "idris"),
  };
  await visit(english, undefined, async ({ page }) => {
    await page.goto(links.rosa);
    await page.getByText(words("en", "refusals.invite-invalid")).waitFor();
  });
}, 240_000);

test("the custody key is made in a reviewer's browser, and its private half never leaves it in the clear", async () => {
  const { result: cards, requests } = await visit({ size: "desktop", language: "en" }, states.rosa, (visitor) =>
    makeCustodyKey(visitor, passphrase),
  );
  const rebuilt = await rebuild(cards.slice(0, 2), null);
  if (!rebuilt.ok) throw new Error("The cards that were shown do not bring a key back.");
  const secret = Buffer.from(rebuilt.secret);
  const sent = [secret.toString("base64"), secret.toString("base64url"), secret.toString("hex"), secret.join(","), ...cards.flat()];
  for (const { url, body } of requests) {
    for (const telling of [...sent, "AGE-SECRET-KEY", passphrase]) {
      expect(url).not.toContain(telling);
      expect(body ?? "").not.toContain(telling);
    }
  }
}, 240_000);

describe.concurrent.each([
  { size: "phone", language: "en", theirs: "ps" },
  { size: "phone", language: "ar", theirs: "ti" },
  { size: "desktop", language: "en", theirs: "fa" },
] as const satisfies readonly (Look & { theirs: PersonLanguage })[])("at $size size in $language, asking in $theirs", (look) => {
  test("a photo goes in with its secrets and comes out, consented, without them, until consent is withdrawn", async () => {
    const photos = await photosOf(look.size);
    for (const { buffer } of photos) for (const secret of SECRETS) expect(buffer.includes(secret)).toBe(true);

    const { result: paths } = await visit(look, states.amal, async (visitor) => {
      expect(await visitor.page.goto("/incidents").then(() => visitor.page.locator("html").getAttribute("dir"))).toBe(
        look.language === "ar" ? "rtl" : "ltr",
      );
      const incident = await errands.report(visitor);
      await errands.upload(visitor, incident, photos);
      await visitor.page.getByTestId("photos").setInputFiles([
        { name: "notes.jpg", mimeType: "image/jpeg", buffer: Buffer.from("hello, no picture here") },
      ]);
      await visitor.page.getByText(words(look.language, "refusals.not-an-image")).waitFor();
      await visitor.inspect("incident: uploading");
      await errands.keepSealed(visitor, incident, "notes.jpg", photos.length + 1);
      if (photos.length > 1) await errands.hideCrowd(visitor, incident, 2, CROWD.rows * CROWD.columns);
      const item = await errands.mark(visitor, incident);
      const told = await errands.hearTold(visitor, item);
      for (const secret of SECRETS) expect(told).toContain(secret);
      const person = await errands.ask(visitor, incident, look.theirs);
      // On a phone the person takes it back, by their card; on a desk a member does, in their place.
      if (look.size === "phone" && look.language === "en") await everyLanguage(visitor, person);
      const card = look.size === "phone" ? await makeCard(visitor, person, look.theirs) : null;
      await errands.submitForReview(visitor, incident);
      return { incident, item, person, card };
    });

    const proposal = await visit(look, states.rosa, (visitor) => errands.propose(visitor, paths.incident, photos.length));
    const release = await visit(look, states.idris, async (visitor) => {
      const given = await errands.approveAndRelease(visitor, proposal.result);
      if (look.size === "phone") await handOver(visitor);
      return given;
    });
    if (look.size === "desktop") atADesk = { ...paths, disclosure: proposal.result };
    const { link, secret } = release.result;
    const token = new URL(link).hash.slice("#s.".length);

    const received = await visit(look, undefined, async (visitor) => {
      const { page } = visitor;
      const pass = await comeIn(visitor, release.result);
      expect(page.url()).not.toContain(token);
      // The very bytes, asked for as the page asks: what it shows cannot be read out of it.
      const bodies: Buffer[] = [];
      for (let exhibit = 1; exhibit <= photos.length; exhibit += 1) {
        const answer = await page.request.post("/api/exhibits", { data: { pass, exhibit }, headers: { origin: instance.address } });
        expect(answer.headers()).toMatchObject({
          "x-content-type-options": "nosniff",
          "cache-control": "no-store",
          "content-security-policy": expect.stringMatching(/^default-src 'none';.* frame-ancestors 'none'; sandbox$/),
          "content-disposition": expect.stringMatching(/^attachment; filename="[0-9a-f]{16}\.jpg"$/),
        });
        for (const told of ["etag", "last-modified"]) expect(answer.headers()).not.toHaveProperty(told);
        bodies.push(await answer.body());
      }
      const { card } = paths;
      await seeItClose(visitor, () =>
        card === null
          ? visit(look, states.amal, (amal) => withdraw(amal, paths.person))
          : withCard(look.language, (holder) => takeBackOne(holder, card, "press")),
      );
      return bodies;
    });
    expect(received.requests.filter(({ url }) => url.includes(secret))).toEqual([]);
    expect(received.requests.filter(({ url }) => url.includes(token))).toEqual([]);
    const originals = photos.map(({ buffer }) => sha256(buffer));
    for (const body of received.result) {
      expect(body.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
      for (const secret of SECRETS) expect(body.includes(secret)).toBe(false);
      expect(originals).not.toContain(sha256(body));
    }

    await visit(look, undefined, async (visitor) => {
      await visitor.page.goto(link);
      await visitor.page.getByRole("textbox", { name: words(look.language, "giving.door.secret"), exact: true }).fill(secret);
      await visitor.page.getByRole("button", { name: words(look.language, "giving.door.goOn"), exact: true }).click();
      await visitor.page.getByText(words(look.language, "recipient.takenBack.title")).first().waitFor();
      expect(await visitor.page.getByRole("img").count()).toBe(0);
      await visitor.inspect("recipient: taken back");
    });
    if (paths.card !== null) await withCard(look.theirs, (holder) => takeBackAll(holder, paths.card!));
  }, 600_000);

  test("the other pages hold as well", () => otherPages(look), 300_000);
});

test("at a desk and from right to left, what was made at a desk holds, and the other pages", async () => {
  const { incident, item, person, disclosure } = atADesk!;
  await pagesOf({ size: "desktop", language: "ar" }, states.amal, incident, item, person);
  await pagesOf({ size: "desktop", language: "ar" }, states.idris, incident, item, disclosure);
  await otherPages({ size: "desktop", language: "ar" });
}, 300_000);

test("who is not signed in, and who has no business there, sees nothing", async () => {
  await visit(english, undefined, async ({ page }) => {
    await page.goto("/incidents");
    await page.waitForURL(/\/sign-in/);
  });
  await visit(english, states.steward, async ({ page }) => {
    await page.goto("/incidents");
    await page.getByRole("heading", { name: words("en", "shell.notFound.title") }).waitFor();
  });
});

test("every answer has its guards: how it may be used, kept, framed and understood", async () => {
  const cookie = states.steward.browser.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const signedIn = { cookie, pages: ["/members", "/health", "/account", "/incidents"] };
  expect(await unguardedAnswers(instance.address, signedIn)).toEqual([]);
});

test("nothing is served beside the pages and the doors", async () => {
  expect(await servedBesides(instance.address)).toEqual([]);
});

test("whoever stands between, or claims to, is not believed", async () => {
  expect(await believedClaims(instance.address)).toEqual([]);
  expect(await answersToTwoLengths(instance.address)).toEqual(["HTTP/1.1 400"]);
});

test("the sign-in page hides what is typed and lets a password manager fill it in", async () => {
  expect(await passphraseField(instance.address)).toContain('type="password"');
});

test("a separate program re-derives the whole ledger while the instance runs", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["scripts/run.mjs", "scripts/ledger/verify.ts"], {
    env: { ...process.env, VOUCHSAFE_DATA: instance.data },
  });
  expect(stdout).toMatch(/^The ledger verifies: \d{2,} entries/);
}, 60_000);

test("no page broke the content policy, called a third party, failed a script or an accessibility rule", () => {
  expect([...new Set(faults)]).toEqual([]);
});
