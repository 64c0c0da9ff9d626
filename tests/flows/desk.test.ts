import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "~/domain/roles";
import { checkedAccount } from "../support/accounts";
import { collective, details } from "../support/collective";
import { faceRegion } from "../support/consented";
import { told } from "../support/entries";
import { outcome } from "../support/identity";
import { dirtyJpeg } from "../support/pictures";
import { statements } from "../support/statements";
import { putOut } from "../support/suspension";
import { openWorld, type World } from "../support/world";

/** What reviewers work from: the queue, who looks after what, who else is there, and that nobody's edit is lost. */
let world: World;
let people: Awaited<ReturnType<typeof collective>>;

beforeAll(async () => {
  world = await openWorld();
  people = await collective(world);
}, 120_000);
afterAll(() => world.close());

const incident = async () => (await world.as(people.documenter).incidents.create({ teamId: people.teamId, details, account: null })).id;
const line = async (actor: Actor, incidentId: string) => (await world.as(actor).desk.queue()).lines.find(({ id }) => id === incidentId);

test("an incident is closed before or after it is changed, and never meanwhile", async () => {
  const { documenter, proposer } = people;
  const [me, reviewer] = [world.as(documenter), world.as(proposer)];
  const incidentId = await incident();
  const { itemId } = await world.submit(documenter, incidentId, await dirtyJpeg(72));
  await world.settle();
  const move = (from: "draft" | "submitted" | "in-review" | "ready" | "closed", to: "submitted" | "in-review" | "ready" | "closed") =>
    (to === "submitted" ? me : reviewer).incidents.advance({ incidentId, from, to });
  await move("draft", "submitted");
  await move("submitted", "in-review");
  const changes: Record<string, () => Promise<unknown>> = {
    "incident.revised": async () => me.incidents.revise({ incidentId, version: (await me.incidents.read({ incidentId })).version, details }),
    "account.worded": () => me.accounts.write({ incidentId, accountId: null, words: { language: "en", text: "They came." }, mentions: [] }),
    "grantor.added": () => me.consents.addGrantor({ incidentId, kind: "depicted", minor: false }),
    "regions.saved": async () => me.regions.save({ itemId, version: (await me.evidence.read({ itemId })).regionsVersion, regions: [] }),
  };
  for (const [kind, change] of Object.entries(changes))
    for (let n = 0; n < 5; n += 1) {
      await move("in-review", "ready");
      const [closed] = await Promise.all([outcome(move("ready", "closed")), outcome(change())]);
      expect(closed).toBe("went through");
      const [last] = await world.db().custodyEvent.findMany({ where: { kind: { in: [kind, "incident.advanced"] } }, orderBy: { index: "desc" }, take: 1, select: { kind: true } });
      expect([kind, last!.kind]).toEqual([kind, "incident.advanced"]);
      await move("closed", "in-review");
    }
}, 120_000);

test("the queue says of each incident what is missing, what falls due and where somebody waits; what is closed is not in it", async () => {
  const { documenter, proposer, decider } = people;
  const me = world.as(documenter);
  const incidentId = await incident();
  const { itemId } = await world.submit(documenter, incidentId, await dirtyJpeg(71));
  await world.settle();
  const { id: accountId } = await me.accounts.write({ incidentId, accountId: null, words: { language: "en", text: "They came." }, mentions: [] });
  await me.consents.addGrantor({ incidentId, kind: "depicted", minor: false });
  const nothing = { unlooked: 0, unanswered: 0, outdated: 0, unchecked: 0, accounts: 0, people: 0 };
  // Whoever writes is somebody to be asked, too.
  expect(await line(proposer, incidentId)).toMatchObject({
    state: "draft", assignedTo: null, due: [], waits: false, missing: { ...nothing, unlooked: 1, accounts: 1, people: 2 },
  });
  const { regionsVersion } = await me.evidence.read({ itemId });
  const { version } = await me.regions.save({ itemId, version: regionsVersion, regions: [{ ...faceRegion("x"), subject: "bystander", grantorId: null }] });
  await me.regions.confirm({ itemId, version });
  expect((await line(proposer, incidentId))!.missing).toMatchObject({ unlooked: 0, unchecked: 1, outdated: 0 });
  await me.regions.save({ itemId, version, regions: [{ ...faceRegion("x"), subject: null, grantorId: null }] });
  expect((await line(proposer, incidentId))!.missing).toMatchObject({ unanswered: 1, outdated: 1 });

  const { id: erasureId } = await world.as(decider).erasures.plan({ target: { accountId }, ground: "should-not-be-here" });
  await me.comments.write({ incidentId, audience: "team", text: "Is this enough?" });
  const due = await line(proposer, incidentId);
  expect(due).toMatchObject({ waits: true, due: [{ what: "erasure" }] });
  // What falls due stands before everything that does not.
  await incident();
  expect((await world.as(proposer).desk.queue()).lines[0]!.id).toBe(incidentId);
  await world.as(decider).erasures.callOff({ erasureId });
  expect((await line(proposer, incidentId))!.due).toEqual([]);

  await me.incidents.advance({ incidentId, from: "draft", to: "submitted" });
  for (const [from, to] of [["submitted", "in-review"], ["in-review", "ready"], ["ready", "closed"]] as const) await world.as(proposer).incidents.advance({ incidentId, from, to });
  expect(await line(proposer, incidentId)).toBeUndefined();
  expect(await outcome(me.desk.queue())).toBe("not-found");
});

test("of two who take an incident at once one is told; nobody gives one to somebody who is no reviewer, or who is out", async () => {
  const { documenter, proposer, decider } = people;
  const incidentId = await incident();
  const assign = (actor: Actor, from: string | null, to: string | null) => outcome(world.as(actor).incidents.assign({ incidentId, from, to }));
  const took = await Promise.all([assign(proposer, null, proposer.id), assign(decider, null, decider.id)]);
  expect(took.filter((code) => code === "changed-meanwhile")).toHaveLength(1);
  const holder = (await line(proposer, incidentId))!.assignedTo!;
  expect(await assign(proposer, holder, documenter.id)).toBe("not-found");
  expect(await assign(documenter, holder, null)).toBe("not-found");
  const late = await world.member("reviewer");
  await world.as(proposer).incidents.assign({ incidentId, from: holder, to: late.id });
  // Who looks after it is told to reviewers.
  expect((await world.as(documenter).incidents.read({ incidentId })).assignedTo).toBeNull();
  expect((await world.as(proposer).incidents.read({ incidentId })).assignedTo).toBe(late.id);
  await putOut(world.as(await world.member("steward")), late.id);
  expect((await line(proposer, incidentId))!.assignedTo).toBeNull();
  // Nor are they in the way of whoever takes it over.
  expect(await assign(proposer, late.id, proposer.id)).toBe("changed-meanwhile");
  await world.as(proposer).incidents.assign({ incidentId, from: null, to: decider.id });
  const events = await world.db().custodyEvent.findMany({ where: { kind: "incident.assigned" }, orderBy: { index: "asc" }, select: { body: true } });
  expect((await told(events)).map((event) => (event.kind === "incident.assigned" ? event.member : null))).toEqual([holder, late.id, decider.id]);
});

test("no edit is lost: of two who began from the same, the second is refused, whatever they edited, and is told of what there is now", async () => {
  const { documenter, proposer, decider } = people;
  const me = world.as(documenter);
  const incidentId = await incident();
  const read = () => me.incidents.read({ incidentId });
  const { version } = await read();
  const revise = (place: string) => outcome(me.incidents.revise({ incidentId, version, details: { ...details, place } }));
  const placed = await Promise.all([revise("At the bridge"), revise("At the harbour")]);
  expect(placed.filter((code) => code === "changed-meanwhile")).toHaveLength(1);
  expect((await read()).version).toBe(version + 1);

  // One's own account, on two devices: its words, whom it mentions, and whose they are.
  const accountId = await checkedAccount(me, incidentId, "They came at six.");
  const { id: witness } = await me.consents.addGrantor({ incidentId, kind: "witness", minor: false });
  const shown = async () => (await read()).accounts.find(({ id }) => id === accountId)!;
  const words = (text: string) => ({ language: "en", text });
  const before = (await shown()).version;
  const write = (from: string | null, text: string, spokenBy: string | null = null) =>
    outcome(me.accounts.write({ incidentId, accountId, version: from, spokenBy, words: words(text), mentions: [] }));
  const both = await Promise.all([write(before, "They came at seven."), write(before, "They came at eight.")]);
  expect(both.filter((code) => code === "changed-meanwhile")).toHaveLength(1);
  const { version: after, text } = await shown();
  // Whoever does not say what they began from is refused as well.
  expect(await write(null, "They came at nine.")).toBe("changed-meanwhile");
  await write(after, text, witness);
  expect(await write(after, text)).toBe("changed-meanwhile");
  expect(await shown()).toMatchObject({ text, authorGrantorId: witness });

  // A state that was left meanwhile is not left again.
  await me.incidents.advance({ incidentId, from: "draft", to: "submitted" });
  await world.as(proposer).incidents.advance({ incidentId, from: "submitted", to: "in-review" });
  await world.as(proposer).incidents.advance({ incidentId, from: "in-review", to: "ready" });
  expect(await outcome(world.as(decider).incidents.advance({ incidentId, from: "submitted", to: "in-review" }))).toBe("changed-meanwhile");
  expect((await line(proposer, incidentId))!.state).toBe("ready");
});

test("two reviewers see each other on an incident and that something of it changed; a moment later it is forgotten, and nobody else is told", async () => {
  const { documenter, proposer, decider } = people;
  const incidentId = await incident();
  const here = (actor: Actor, writing = false) => world.as(actor).presence.here({ incidentId, writing });
  const entries = await world.db().ledgerEntry.count();
  expect((await here(proposer)).others).toEqual([]);
  const { handle } = await world.db().member.findUniqueOrThrow({ where: { id: decider.id }, select: { handle: true } });
  const { stamp } = await here(decider, true);
  expect((await here(proposer)).others).toEqual([{ handle, writing: true }]);
  expect(await world.db().ledgerEntry.count()).toBe(entries);
  expect(await outcome(here(documenter))).toBe("not-found");
  expect((await here(proposer)).stamp).toBe(stamp);

  const changes: (() => Promise<unknown>)[] = [
    () => world.as(decider).comments.write({ incidentId, audience: "reviewers", text: "?" }),
    () => checkedAccount(world.as(documenter), incidentId, "They came."),
    () => world.as(documenter).incidents.revise({ incidentId, version: 1, details }),
    () => world.as(documenter).consents.addGrantor({ incidentId, kind: "depicted", minor: false }),
    () => world.as(decider).incidents.assign({ incidentId, from: null, to: decider.id }),
    () => world.as(documenter).incidents.advance({ incidentId, from: "draft", to: "submitted" }),
  ];
  const seen = [stamp];
  for (const change of changes) {
    await change();
    seen.push((await here(proposer)).stamp);
  }
  expect(new Set(seen).size).toBe(changes.length + 1);

  world.passes(30_000);
  expect((await here(proposer)).others).toEqual([]);
  expect(await world.db().presence.count({ where: { incidentId } })).toBe(1);
});

test("a queue of a thousand is read in as many questions as one of ten, and opens nothing", async () => {
  const { proposer, teamId, documenter } = people;
  const few = await statements(() => world.as(proposer).desk.queue());
  const rows = Array.from({ length: 1000 }, (_, n) => ({
    id: crypto.randomUUID(), reference: `2026-11-CAL-${5000 + n}`, teamId, createdBy: documenter.id, state: "submitted",
    // Nothing that could be opened.
    sealed: new Uint8Array([n % 256]),
  }));
  await world.db().incident.createMany({ data: rows });
  await world.db().grantor.createMany({
    data: rows.map(({ id }) => ({ id: crypto.randomUUID(), incidentId: id, pseudonym: "A", kind: "depicted", minor: false, createdBy: documenter.id })),
  });
  const [asked, { lines, more }] = await statements(() => world.as(proposer).desk.queue());
  expect([asked, lines.length >= 1000, more]).toEqual([few[0], true, false]);
  expect(lines.filter(({ missing }) => missing.people === 1).length).toBeGreaterThanOrEqual(1000);
});
