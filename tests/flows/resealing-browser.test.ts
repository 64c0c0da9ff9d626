import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Actor } from "~/domain/roles";
import { makeCustodyKey, makeReviewerKey } from "~/keyring/ceremony";
import { makeGrant } from "~/keyring/grant";
import { details } from "../support/collective";
import { serveDoors } from "../support/doors";
import { dirtyJpeg } from "../support/pictures";
import { openWorld, type World } from "../support/world";
import { cookies } from "../sweep/visitors";

/**
 * The browser's own code against the doors: its worker, its calls and its loop, with a worker's scope and cookies made
 * by the test. What is drawn is for the browser tests.
 */
const PASSPHRASE = "sept hérons fatigués comptent";
/** As cheap as a wrap may be. */
const head = () => ({ means: "passphrase", memory: 19 * 1024, passes: 1, lanes: 1, salt: crypto.getRandomValues(new Uint8Array(16)) }) as const;
const by = { means: "passphrase", passphrase: PASSPHRASE } as const;
const recovery = { parts: 3, needed: 2 };

let world: World;
let served: Awaited<ReturnType<typeof serveDoors>>;
let purse: Awaited<ReturnType<typeof cookies>>;
let rosa: Actor;
let noor: Actor;

/** A worker of this very module graph: what it listens for is called, and what it posts is an event of the page's. */
class FakeWorker extends EventTarget {
  static scope: ((event: MessageEvent) => void) | undefined;
  static current: FakeWorker | undefined;
  postMessage(data: unknown) {
    FakeWorker.current = this;
    FakeWorker.scope?.(new MessageEvent("message", { data: structuredClone(data) }));
  }
  terminate() {}
}

beforeAll(async () => {
  world = await openWorld();
  served = await serveDoors();
  purse = await cookies(world);
  [rosa, noor] = [await world.member("reviewer"), await world.member("reviewer")];
  const [steward, documenter] = [await world.member("steward"), await world.member("documenter")];
  const mine = await makeReviewerKey(rosa.id, head(), by);
  const key = async () => makeCustodyKey(rosa.id, mine.recipient, recovery);
  const first = await key();
  await world.as(rosa).custodyKey.set({ recipient: first.recipient, mine, grant: first.grant, recovery });
  const { id: teamId } = await world.as(steward).teams.create({ name: "Dawn team", code: "CAL" });
  await world.as(steward).teams.place({ teamId, memberId: documenter.id, placed: true });
  const { id: incidentId } = await world.as(documenter).incidents.create({ teamId, details, account: null });
  const { sanitise } = await import("~/server/evidence/jobs");
  for (const n of [1, 2]) await sanitise(await world.submit(documenter, incidentId, await dirtyJpeg(n)));

  const second = await key();
  const { id: before, reviewers } = (await world.as(rosa).custodyKey.holders())!;
  const grants = [{ reviewerKeyId: reviewers[0]!.id, grant: second.grant }];
  const { id: custodyKeyId } = await world.as(rosa).custodyKey.replace({ before, recipient: second.recipient, grants, recovery });
  const theirs = await makeReviewerKey(noor.id, head(), by);
  const { id: reviewerKeyId } = await world.as(noor).custodyKey.ask(theirs);
  const { unlock } = await import("~/keyring/ceremony");
  const opened = await unlock({ member: rosa.id, mine, custody: second.recipient, grant: second.grant }, by);
  if (!opened.ok) throw new Error(opened.why);
  const grant = await makeGrant(opened.secret, { custody: second.recipient, holder: theirs.recipient, member: noor.id });
  await world.as(rosa).custodyKey.grant({ custodyKeyId, reviewerKeyId, grant });

  // Next puts its own fetch over the global one with its first request: before ours.
  await fetch(`${served.origin}/api/resealings`, { method: "POST" });
  vi.stubGlobal("Worker", FakeWorker);
  vi.stubGlobal("addEventListener", (_type: string, listen: (event: MessageEvent) => void) => {
    FakeWorker.scope = listen;
  });
  vi.stubGlobal("postMessage", (data: unknown) => FakeWorker.current?.dispatchEvent(new MessageEvent("message", { data: structuredClone(data) })));
  await import("~/components/resealings/reseal.worker");
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await served.close();
  await world.close();
});

/** This reviewer's browser from now on: every relative address is the server's, with their cookie. @returns every body that it sent */
async function asThe(reviewer: Actor): Promise<string[]> {
  const cookie = await purse.of(reviewer);
  const sent: string[] = [];
  const real = globalThis.fetch;
  vi.stubGlobal("fetch", (where: string | URL, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set("origin", "http://localhost:3000");
    headers.set("sec-fetch-site", "same-origin");
    headers.set("cookie", cookie);
    sent.push(typeof init.body === "string" ? init.body : Buffer.from((init.body as ArrayBuffer | undefined) ?? new ArrayBuffer(0)).toString("latin1"));
    return real(String(where).startsWith("/") ? served.origin + String(where) : where, { ...init, headers });
  });
  restore = () => vi.stubGlobal("fetch", real);
  return sent;
}
let restore = () => {};

/** What `Work` does once the passphrase was typed. @param until how many items, after which it is paused */
async function works(reviewer: Actor, task: "seal" | "check", until = Number.POSITIVE_INFINITY) {
  const { ResealInWorker } = await import("~/components/resealings/in-worker");
  const { stepsOf } = await import("~/components/resealings/steps");
  const { run } = await import("~/components/resealings/run");
  const { withPassphrase } = await import("~/components/custody/unlocking");
  const { trpc } = await import("~/trpc/client");
  const sent = await asThe(reviewer);
  try {
    const [mine, state] = [(await trpc.custodyKey.mine.mutate({}))!, (await trpc.resealings.state.query())!];
    const held = mine.grants.map(({ custody, sealed, tag }) => ({ custody: custody.recipient, grant: { sealed: new Uint8Array(sealed), tag: new Uint8Array(tag) } }));
    const keys = (passphrase: string) => ({ own: withPassphrase(mine, passphrase)!, held, inUse: state.key.recipient });
    const worker = new ResealInWorker();
    expect(await worker.do("unlock", { keys: keys("another") })).toEqual({ ok: false, why: "wrong-passphrase" });
    expect(await worker.do("unlock", { keys: keys(PASSPHRASE) })).toEqual({ ok: true });
    const resealingId = state.resealing!.id;
    await trpc.resealings.begin.mutate({ resealingId });
    const pause = new AbortController();
    const ids = new Map(mine.grants.map(({ custody }) => [custody.id, custody.recipient]));
    const ended = await run(stepsOf({ task, resealingId, worker, held: ids }), pause.signal, ({ done }) => {
      if (done >= until) pause.abort();
    });
    return { ended, sent };
  } finally {
    restore();
  }
}

test("a reviewer's browser seals old originals anew, is paused and goes on, and another's checks them", async () => {
  const { id: resealingId } = await world.as(rosa).resealings.ask();
  await world.as(noor).resealings.decide({ resealingId, agree: true });
  const counts = async () => {
    const { done, check, seal } = (await world.as(rosa).resealings.state())!;
    return [done.items, check.items, seal.items];
  };
  expect(await counts()).toEqual([0, 0, 2]);
  expect((await works(rosa, "seal", 1)).ended).toEqual({ how: "paused" });
  expect(await counts()).toEqual([0, 1, 1]);
  const { ended, sent } = await works(rosa, "seal");
  expect(ended).toEqual({ how: "finished" });
  expect(await counts()).toEqual([0, 2, 0]);
  const checked = await works(noor, "check");
  expect(checked.ended).toEqual({ how: "finished" });
  expect(await counts()).toEqual([2, 0, 0]);
  // Neither a passphrase nor a private half nor a byte that was opened goes to the server.
  for (const body of [...sent, ...checked.sent])
    for (const told of [PASSPHRASE, "AGE-SECRET-KEY", "JFIF", "Exif"]) expect(body).not.toContain(told);
});
