import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CREDENTIALS, startAwsKms } from "../../../tests/support/kms/aws";
import { listening } from "../../../tests/support/kms/listening";
import { startTransit, TOKEN } from "../../../tests/support/kms/transit";
import {
  awsKmsHolder, createKeyFile, fileHolder, newItemKey, oneOf, openRecord, rewrap, sealRecord, unwrapKey, VaultError,
  vaultTransitHolder, wipeKey, wrapKey, type KeyHolder, type Place,
} from "../index";
import { ItemKey } from "../key";
import { placeBytes } from "../places";
import { sha256 } from "../../../tests/support/sha256";

const place: Place = { kind: "account", id: "0193-account" };
const elsewhere: Place = { kind: "account", id: "0193-other" };

let folder = "";
const closing: (() => Promise<void>)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "vault-"));
  vi.stubEnv("AWS_ACCESS_KEY_ID", CREDENTIALS.id);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", CREDENTIALS.secret);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0)) await close();
  await rm(folder, { recursive: true, force: true });
});

const faultOf = async (act: Promise<unknown>): Promise<string> => {
  try {
    await act;
  } catch (error) {
    if (error instanceof VaultError) return error.message;
    throw error;
  }
  return "opened";
};

type Service = {
  /** One that remembers nothing of what another did. */
  holder(patienceMs?: number): KeyHolder;
  /** What was asked, and what each was bound to. */
  asked(): { action: string; bound: string }[];
  /** How many requests it had before it at once. */
  mostAtOnce(): number;
  refuse(): string;
  fallSilent(): void;
};

const services: Record<string, (delayMs?: number) => Promise<Service>> = {
  "AWS KMS": async (delayMs = 0) => {
    const kms = await startAwsKms({ delayMs });
    closing.push(kms.close);
    return {
      holder: (patienceMs) => awsKmsHolder(kms.settings, patienceMs),
      asked: () => kms.asked.map(({ action, context }) => ({ action: action.toLowerCase(), bound: context["vouchsafe-place"]! })),
      mostAtOnce: kms.mostAtOnce,
      refuse: () => {
        kms.mood.refuses = "AccessDeniedException";
        return "unavailable (AccessDeniedException)";
      },
      fallSilent: () => void (kms.mood.silent = true),
    };
  },
  "Vault's transit engine": async (delayMs = 0) => {
    const transit = await startTransit({ delayMs });
    closing.push(transit.close);
    const tokenFile = join(folder, "token");
    await writeFile(tokenFile, `${TOKEN}\n`);
    return {
      holder: (patienceMs) => vaultTransitHolder({ ...transit.settings, tokenFile }, patienceMs),
      asked: () => transit.asked.map(({ action, bound }) => ({ action, bound: Buffer.from(bound, "base64").toString("hex") })),
      mostAtOnce: transit.mostAtOnce,
      refuse: () => {
        transit.mood.status = 403;
        return "unavailable (status-403)";
      },
      fallSilent: () => void (transit.mood.silent = true),
    };
  },
};

describe.each(Object.entries(services))("%s", (_, start) => {
  test("opens what it wrapped, asked by a process that was not there", async () => {
    const service = await start();
    const sealed = await sealRecord("what was seen", place, service.holder());
    expect(Buffer.from(await openRecord(sealed, place, service.holder())).toString()).toBe("what was seen");
    expect(service.asked().map(({ action }) => action)).toEqual(["encrypt", "decrypt"]);
  });

  test("is told the digest of the place and neither its kind nor its id, and opens for no other place", async () => {
    const service = await start();
    const wrapped = await wrapKey(newItemKey(), place, service.holder());
    expect(await faultOf(unwrapKey(wrapped, elsewhere, service.holder()))).toBe("damaged");
    expect(await faultOf(unwrapKey(wrapped, { kind: "incident", id: place.id }, service.holder()))).toBe("damaged");
    expect(service.asked()[0]!.bound).toBe(sha256(placeBytes(place)));
  });

  test("is not asked for what another holder wrapped, nor another for what it wrapped", async () => {
    const service = await start();
    await createKeyFile(join(folder, "instance.key"));
    const file = await fileHolder(join(folder, "instance.key"));
    const [mine, theirs] = [await wrapKey(newItemKey(), place, service.holder()), await wrapKey(newItemKey(), place, file)];
    expect(await service.holder().unwrap(theirs, place)).toBeNull();
    expect(await file.unwrap(mine, place)).toBeNull();
    expect(service.asked()).toHaveLength(1);
    const both = oneOf([service.holder(), file]);
    for (const wrapped of [mine, theirs]) expect(await faultOf(unwrapKey(wrapped, place, both))).toBe("opened");
    const moved = await rewrap(theirs, place, file, service.holder());
    expect(await faultOf(unwrapKey(moved, place, service.holder()))).toBe("opened");
  });

  test("opens nothing of which a bit was flipped or a byte is missing", async () => {
    const service = await start();
    const wrapped = await wrapKey(newItemKey(), place, service.holder());
    await fc.assert(
      fc.asyncProperty(fc.nat(wrapped.length * 8 - 1), async (bit) => {
        const bad = wrapped.slice();
        bad[bit >> 3] = bad[bit >> 3]! ^ (1 << (bit & 7));
        const fault = await faultOf(unwrapKey(bad, place, service.holder()));
        return ["damaged", "not-mine", "unsupported"].includes(fault);
      }),
      { numRuns: 40 },
    );
    for (const length of [0, 7, 15, 16, 30, wrapped.length - 1]) {
      expect(await faultOf(unwrapKey(wrapped.subarray(0, length), place, service.holder()))).toBe("damaged");
    }
  });

  test("that refuses is said to be unavailable, with its own word and none of its sentences", async () => {
    const service = await start();
    const wrapped = await wrapKey(newItemKey(), place, service.holder());
    const expected = service.refuse();
    expect(await faultOf(unwrapKey(wrapped, place, service.holder()))).toBe(expected);
    expect(await faultOf(wrapKey(newItemKey(), place, service.holder()))).toBe(expected);
  });

  test("that says nothing is waited for only so long", async () => {
    const service = await start();
    const holder = service.holder(600);
    service.fallSilent();
    const began = performance.now();
    expect(await faultOf(wrapKey(newItemKey(), place, holder))).toMatch(/^unavailable \(\w+\)$/);
    expect(performance.now() - began).toBeLessThan(3000);
  });

  test("is asked once for each of a page's fifty keys, and not again when the page is looked at again", async () => {
    const service = await start(10);
    const places = Array.from({ length: 50 }, (_, nth): Place => ({ kind: "incident", id: `incident-${nth}` }));
    const writer = service.holder();
    const records = await Promise.all(places.map((one) => sealRecord("a report", one, writer)));
    const reader = service.holder();
    const page = () => Promise.all(records.map((record, nth) => openRecord(record, places[nth]!, reader)));
    await page();
    const decrypted = () => service.asked().filter(({ action }) => action === "decrypt").length;
    expect(decrypted()).toBe(50);
    // Not one after another, and not all of a long list at once.
    expect(service.mostAtOnce()).toBeGreaterThan(5);
    expect(service.mostAtOnce()).toBeLessThanOrEqual(24);
    await page();
    expect(decrypted()).toBe(50);
  });

  test("is remembered for a minute and not longer, and what one caller wipes stays whole for the next", async () => {
    const service = await start();
    const holder = service.holder();
    const key = newItemKey();
    const plain = Buffer.from(ItemKey.reveal(key)).toString("hex");
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const wrapped = await wrapKey(key, place, holder);
      wipeKey(key);
      wipeKey(await unwrapKey(wrapped, place, holder));
      expect(Buffer.from(ItemKey.reveal(await unwrapKey(wrapped, place, holder))).toString("hex")).toBe(plain);
      expect(service.asked()).toHaveLength(1);
      // What is remembered for one place is not for another.
      expect(await faultOf(unwrapKey(wrapped, elsewhere, holder))).toBe("damaged");
      vi.advanceTimersByTime(60_001);
      await unwrapKey(wrapped, place, holder);
      expect(service.asked().map(({ action }) => action)).toEqual(["encrypt", "decrypt", "decrypt"]);
    } finally {
      vi.useRealTimers();
    }
  });
});

test("who answers that somebody else has the key is not followed there, with neither token nor data key", async () => {
  const asked: string[] = [];
  const other = await listening((request, response) => {
    asked.push(request.url ?? "");
    response.end("{}");
  });
  const service = await listening((_, response) => response.writeHead(307, { location: `${other.endpoint}/elsewhere` }).end());
  closing.push(other.close, service.close);
  const tokenFile = join(folder, "token");
  await writeFile(tokenFile, "a token");
  const holders = [
    awsKmsHolder({ key: "alias/a", region: "eu-west-3", endpoint: service.endpoint }),
    vaultTransitHolder({ endpoint: service.endpoint, mount: "transit", key: "a", tokenFile }),
  ];
  for (const holder of holders) expect(await faultOf(wrapKey(newItemKey(), place, holder))).toMatch(/^unavailable/);
  expect(asked).toEqual([]);
});
