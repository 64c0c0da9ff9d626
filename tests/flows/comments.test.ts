import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { MOST_COMMENTS } from "~/domain/comment";
import type { Actor } from "~/domain/roles";
import { checkedAccount } from "../support/accounts";
import { collective, details } from "../support/collective";
import { outcome } from "../support/identity";
import { putOut } from "../support/suspension";
import { openWorld, type World } from "../support/world";

/** What members say to each other about an incident. */
let world: World;
let people: Awaited<ReturnType<typeof collective>>;
let incidentId: string;

beforeAll(async () => {
  world = await openWorld();
  people = await collective(world);
});
afterAll(() => world.close());
beforeEach(async () => {
  incidentId = (await world.as(people.documenter).incidents.create({ teamId: people.teamId, details, account: null })).id;
});

const handleOf = async ({ id }: Actor) => (await world.db().member.findUniqueOrThrow({ where: { id }, select: { handle: true } })).handle;
const say = (actor: Actor, audience: "team" | "reviewers", text: string) => world.as(actor).comments.write({ incidentId, audience, text });
const heard = async (actor: Actor) => (await world.as(actor).comments.list({ incidentId })).map(({ text }) => text);
const waits = async (actor: Actor) => (await world.as(actor).comments.waiting()).filter((one) => one.incidentId === incidentId).map(({ why }) => why);

test("reviewers talk among themselves unheard, and with the documenters of the team before all of them; nobody else hears a word", async () => {
  const { documenter, proposer, decider } = people;
  const stranger = await world.member("documenter");
  await say(proposer, "reviewers", "I doubt the time.");
  await say(proposer, "team", "Who else was there?");
  await say(documenter, "team", "Two of us.");
  expect(await heard(decider)).toEqual(["I doubt the time.", "Who else was there?", "Two of us."]);
  expect(await heard(documenter)).toEqual(["Who else was there?", "Two of us."]);
  expect(await outcome(world.as(stranger).comments.list({ incidentId }))).toBe("not-found");
  expect(await outcome(world.as(stranger).comments.write({ incidentId, audience: "team", text: "?" }))).toBe("not-found");
  // A documenter has no way into what reviewers say to each other.
  expect(await outcome(say(documenter, "reviewers", "?"))).toBe("not-found");
  // Which reviewer it was is said among reviewers; who documents, to nobody.
  const told = (actor: Actor) => world.as(actor).comments.list({ incidentId }).then((all) => all.map(({ handle }) => handle));
  expect(await told(decider)).toEqual([await handleOf(proposer), await handleOf(proposer), null]);
  expect(await told(documenter)).toEqual([null, null]);
});

test("whom a comment calls finds it waiting until they answer or lay it aside; a handle that nobody has, or nobody who may read it, is a word", async () => {
  const { documenter, proposer, decider } = people;
  const stranger = await world.member("documenter");
  await say(proposer, "reviewers", `@${(await handleOf(decider)).toUpperCase()}, and @${await handleOf(documenter)}, @nobody-of-this-name: look.`);
  expect([await waits(decider), await waits(documenter), await waits(proposer)]).toEqual([["called"], [], []]);
  expect((await world.as(decider).comments.list({ incidentId })).map(({ callsMe }) => callsMe)).toEqual([true]);
  await say(decider, "reviewers", "Looked.");
  expect(await waits(decider)).toEqual([]);
  await say(proposer, "team", `@${await handleOf(documenter)} @${await handleOf(stranger)} @${await handleOf(decider)} when was this?`);
  expect([await waits(documenter), await waits(stranger), await waits(decider)]).toEqual([["called", "asked"], [], ["called"]]);
  await world.as(decider).comments.layAside({ incidentId });
  expect(await waits(decider)).toEqual([]);
  await say(documenter, "team", "At six.");
  expect([await waits(documenter), await waits(proposer)]).toEqual([[], ["answered"]]);
  // What is laid aside, or answered, is no entry; that somebody called, neither.
  const kinds = await world.db().custodyEvent.findMany({ where: { kind: { startsWith: "comment." } }, select: { body: true } });
  const bodies = kinds.map(({ body }) => Buffer.from(body).toString());
  expect(bodies.some((body) => body.includes(incidentId))).toBe(true);
  for (const body of bodies) expect(Object.keys(JSON.parse(body) as object).toSorted()).toEqual(["at", "audience", "by", "comment", "incident", "kind", "v"]);
});

test("a documenter's last word needs no answer once a reviewer says so, for all reviewers, in the ledger and until the next word; nobody else says so", async () => {
  const { documenter, proposer, decider } = people;
  await say(proposer, "team", "When was this?");
  const { id: thanks } = await say(documenter, "team", "At six. Thanks.");
  const lay = (actor: Actor, commentId: string) => outcome(world.as(actor).comments.layWordAside({ commentId }));
  const waiting = async () => (await world.as(proposer).comments.list({ incidentId })).filter(({ waits: waiting }) => waiting).map(({ id }) => id);
  expect(await Promise.all([documenter, await world.member("documenter"), await world.member("steward")].map((actor) => lay(actor, thanks)))).toEqual(Array(3).fill("not-found"));
  expect([await waits(proposer), await waits(decider), await waiting()]).toEqual([["answered"], ["answered"], [thanks]]);
  expect((await world.as(documenter).comments.list({ incidentId })).some(({ waits: waiting }) => waiting)).toBe(false);

  const [first, second] = await Promise.all([lay(decider, thanks), lay(proposer, thanks)]);
  expect([first, second, await waits(proposer), await waits(decider), await waiting()]).toEqual(["went through", "went through", [], [], []]);
  const entries = await world.db().custodyEvent.findMany({ where: { kind: "comment.laidAside" }, select: { body: true } });
  expect(entries.map(({ body }) => JSON.parse(Buffer.from(body).toString()) as object)).toEqual([expect.objectContaining({ comment: thanks, incident: incidentId })]);
  await expect(world.db().commentAside.deleteMany({ where: { commentId: thanks } })).rejects.toThrow("permission denied");
  await expect(world.db().commentAside.update({ where: { commentId: thanks }, data: { at: world.now() } })).rejects.toThrow("permission denied");

  const { id: more } = await say(documenter, "team", "One more thing.");
  expect([await waits(decider), await waiting()]).toEqual([["answered"], [more]]);
  // What a reviewer says waits for documenters, whom nobody speaks for.
  const { id: asked } = await say(proposer, "team", "Which?");
  expect([await lay(decider, asked), await waits(documenter)]).toEqual(["not-found", ["asked"]]);
  await world.as(proposer).comments.remove({ commentId: thanks });
  expect([await lay(proposer, thanks), await world.db().commentAside.count({ where: { commentId: thanks } })]).toEqual(["not-found", 0]);
});

test("an incident holds so many comments, which are all read whenever one is written; taking one away makes room", async () => {
  const { documenter, proposer } = people;
  const { id } = await say(documenter, "team", "The first.");
  const rest = { incidentId, authorId: documenter.id, byReviewer: false, audience: "team", createdAt: world.now() };
  const { sealJson } = await import("~/server/sealing");
  const more = await Promise.all(Array.from({ length: MOST_COMMENTS - 1 }, async () => {
    const one = crypto.randomUUID();
    return { id: one, ...rest, sealed: await sealJson({ text: "Another." }, { kind: "comment", id: one }) };
  }));
  await world.db().comment.createMany({ data: more });
  for (const actor of [documenter, proposer]) expect(await outcome(say(actor, "team", "One too many."))).toBe("too-many-comments");
  await world.as(documenter).comments.remove({ commentId: id });
  expect(await outcome(say(proposer, "team", "Room again."))).toBe("went through");
});

test("its author takes a comment away, and a reviewer any; nobody changes one, and whoever is out writes none", async () => {
  const { documenter, proposer, decider } = people;
  const [{ id: asked }, { id: said }] = [await say(proposer, "team", "Her name?"), await say(documenter, "team", "It is …")];
  expect(await outcome(world.as(documenter).comments.remove({ commentId: asked }))).toBe("not-found");
  await world.as(decider).comments.remove({ commentId: said });
  expect(await outcome(world.as(documenter).comments.remove({ commentId: said }))).toBe("not-found");
  expect(await heard(documenter)).toEqual(["Her name?"]);
  await expect(world.db().comment.update({ where: { id: asked }, data: { audience: "reviewers" } })).rejects.toThrow("permission denied");
  const late = await world.member("reviewer");
  await putOut(world.as(await world.member("steward")), late.id);
  expect(await outcome(say(late, "reviewers", "Still here."))).toBe("not-found");
});

test("what was said is sealed, leaves with nothing, and goes with the incident's report", async () => {
  const { documenter, proposer, decider } = people;
  const me = world.as(documenter);
  const accountId = await checkedAccount(me, incidentId, "They came.");
  const { id } = await say(proposer, "team", `@${await handleOf(decider)} a word that nobody else says`);
  const { sealed } = await world.db().comment.findUniqueOrThrow({ where: { id }, select: { sealed: true } });
  expect(Buffer.from(sealed).includes("nobody else")).toBe(false);
  const { transaction } = await import("~/server/db");
  const { reportOf } = await import("~/server/incidents/queries");
  expect(JSON.stringify(await transaction((tx) => reportOf(tx, incidentId)))).not.toContain("nobody else");

  const { id: erasureId } = await world.as(proposer).erasures.plan({ target: { accountId }, ground: "should-not-be-here" });
  await world.as(decider).erasures.erase({ erasureId });
  const night = async (days: number) => (await import("~/server/retention/jobs")).apply(new Date(+world.now() + days * 86_400_000));
  for (const day of [0, 366]) await night(day);
  expect(await heard(decider)).toHaveLength(1);
  await night(397);
  expect(await outcome(world.as(decider).comments.list({ incidentId }))).toBe("not-found");
  expect([await world.db().comment.count({ where: { incidentId } }), await world.db().commentMention.count({ where: { commentId: id } })]).toEqual([0, 0]);
  // Nor does one come in for what is gone.
  const data = { id: crypto.randomUUID(), incidentId, authorId: proposer.id, byReviewer: true, audience: "team", sealed: new Uint8Array(), createdAt: world.now() };
  await expect(world.db().comment.create({ data })).rejects.toThrow("the incident is erased");
});
