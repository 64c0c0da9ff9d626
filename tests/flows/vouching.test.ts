import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actions, may } from "~/domain/policy";
import type { Answers } from "~/domain/course";
import type { CustodyEvent } from "~/domain/custody";
import type { Actor } from "~/domain/roles";
import { resume } from "~/server/sessions/commands";
import { root } from "~/server/trpc/root";
import { edgeDigest } from "~/server/vouching/commands";
import { circle } from "~/server/vouching/queries";
import { told } from "../support/entries";
import { HOUR, outcome } from "../support/identity";
import { openSession } from "../support/sessions";
import { introduced, passCourse, rightAnswers, SENTENCE, vetted, vouchFor, type Newcomer } from "../support/vouched";
import { openWorld, type World } from "../support/world";

let world: World;
let steward: Actor;
let maya: Actor;
let nour: Actor;
beforeAll(async () => {
  world = await openWorld();
  steward = await world.member("steward", "sol");
  maya = await world.member("documenter", "maya");
  nour = await world.member("reviewer", "nour");
});
afterAll(() => world.close());

const lacking = async (memberId: string, asker = steward) =>
  (await world.as(asker).vouching.candidates()).find(({ id }) => id === memberId)?.shortfalls.map(({ why }) => why);
const confirm = (who: Newcomer, by = steward) => outcome(world.as(by).vouching.confirm({ memberId: who.id }));
const events = async (): Promise<CustodyEvent[]> =>
  told(await world.db().custodyEvent.findMany({ orderBy: { index: "asc" } }));
/** As whom somebody acts who signs in now. */
const actingNow = async ({ id }: Newcomer) => (await resume((await openSession(world, id)).ticket, world.now()))?.actor;

describe("the way in after the founding", () => {
  test("leads over an introduction, a vouch, the course and a confirmation, and each rule is asked for until it is kept", async () => {
    const before = (await events()).length;
    const sam = await introduced(world, maya);
    expect(await actingNow(sam)).toEqual({ id: sam.id, role: "candidate" });
    expect(await lacking(sam.id)).toEqual(["vouches-missing", "cooling-off", "course-not-passed"]);
    expect(await confirm(sam)).toBe("not-vetted-yet");

    await vouchFor(world, nour, sam);
    await passCourse(world, sam);
    expect(await lacking(sam.id)).toEqual(["cooling-off"]);
    world.passes(71 * HOUR);
    expect(await confirm(sam)).toBe("not-vetted-yet");
    world.passes(HOUR);
    expect(await lacking(sam.id)).toEqual([]);
    expect(await confirm(sam)).toBe("went through");
    expect(await actingNow(sam)).toEqual({ id: sam.id, role: "documenter" });
    expect(await confirm(sam)).toBe("not-found");
    expect((await events()).slice(before).map(({ kind, by }) => [kind, by])).toEqual([
      ["member.introduced", null], ["member.joined", sam.id], ["member.vouched", null], ["course.passed", sam.id],
      ["member.confirmed", steward.id], ["access.refused", steward.id],
    ]);
  });

  test("is confirmed by somebody who stands behind nobody in it", async () => {
    const second = await world.member("steward");
    const lea = await introduced(world, steward);
    await vouchFor(world, nour, lea);
    await passCourse(world, lea);
    world.passes(72 * HOUR);
    expect(await lacking(lea.id)).toEqual(["third-person-required"]);
    expect(await confirm(lea)).toBe("not-vetted-yet");
    expect(await confirm(lea, second)).toBe("went through");
  });

  test("gives a candidate their own account and the course, and nothing else", async () => {
    const kim = await introduced(world, nour, "steward");
    const caller = world.as(kim.actor) as unknown as Record<string, Record<string, (input: object) => Promise<unknown>>>;
    // The doors of bytes are tried in `tests/sweep`.
    const procedures = new Set(Object.keys(root._def.procedures));
    const forbidden = actions.filter((action) => !may("candidate", action) && procedures.has(action));
    for (const action of forbidden) {
      const [noun = "", verb = ""] = action.split(".");
      expect([action, await outcome(caller[noun]![verb]!({}))]).toEqual([action, "not-found"]);
    }
    expect(await world.as(kim.actor).members.me()).toMatchObject({ handle: kim.handle, role: "candidate" });
    // A candidate who will be a steward is none yet: neither to act as one nor to be the one who is left.
    expect(await outcome(world.as({ id: kim.id, role: "steward" }).members.endFounding({}))).toBe("not-found");
    expect(await outcome(world.as(steward).teams.place({ teamId: crypto.randomUUID(), memberId: kim.id, placed: true }))).toBe("not-found");
  });

  test("is closed to a second vouch by the same member, to oneself, and to whoever waits for none", async () => {
    const ada = await introduced(world, maya);
    expect(await outcome(vouchFor(world, maya, ada))).toBe("cannot-vouch");
    expect(await outcome(world.as(nour).vouching.vouch({ handle: "nour", sentence: SENTENCE }))).toBe("not-found");
    expect(await outcome(world.as(nour).vouching.vouch({ handle: "sol", sentence: SENTENCE }))).toBe("not-found");
    expect(await outcome(world.as(nour).vouching.vouch({ handle: "nobody-here", sentence: SENTENCE }))).toBe("not-found");
    expect(await outcome(world.as(nour).vouching.vouch({ handle: ada.handle, sentence: "I know them." }))).not.toBe("went through");
    await outcome(vouchFor(world, nour, ada));
    expect(await outcome(vouchFor(world, nour, ada))).toBe("cannot-vouch");
  });

  test("lets one member stand behind three who wait, however many they ask for at once", async () => {
    const ines = await world.member("documenter");
    const attempts = Array.from({ length: 6 }, () =>
      outcome(world.as(ines).vouching.introduce({ role: "auditor", sentence: SENTENCE })),
    );
    expect((await Promise.all(attempts)).filter((each) => each === "went through")).toHaveLength(3);
    world.passes(96 * HOUR);
    expect(await outcome(world.as(ines).vouching.introduce({ role: "auditor", sentence: SENTENCE }))).toBe("went through");
  });

  test("is told from nobody by no one who can stand behind nobody more", async () => {
    const lou = await introduced(world, await world.member("reviewer"));
    const full = await world.member("documenter");
    for (let n = 0; n < 3; n += 1) await world.as(full).vouching.introduce({ role: "auditor", sentence: SENTENCE });
    const answers = [lou.handle, "nobody-here", "sol"].map((handle) =>
      world.as(full).vouching.vouch({ handle, sentence: SENTENCE }).catch((error: { cause: unknown }) => error.cause),
    );
    const told = { code: "cannot-vouch", details: { why: "too-many-open" } };
    expect(await Promise.all(answers)).toMatchObject([told, told, told]);
  });

  test("tried in vain names in the ledger no more than it does when it is given", async () => {
    const before = await world.db().custodyEvent.count();
    expect(await outcome(world.as(nour).vouching.vouch({ handle: "nobody-here", sentence: SENTENCE }))).toBe("not-found");
    const [refused] = await world.db().custodyEvent.findMany({ orderBy: { index: "asc" }, skip: before });
    expect(refused).toMatchObject({ kind: "access.refused", by: null });
  });

  test("makes one member of several stewards who confirm at the same moment", async () => {
    const omar = await introduced(world, maya);
    const second = await world.member("steward");
    await vouchFor(world, await world.member("reviewer"), omar);
    await passCourse(world, omar);
    world.passes(72 * HOUR);
    const outcomes = await Promise.all([confirm(omar), confirm(omar, second), confirm(omar)]);
    expect(outcomes.toSorted()).toEqual(["not-found", "not-found", "went through"]);
  });
});

describe("the course", () => {
  test("says kindly what was wrong, can be tried again, and is passed once", async () => {
    const eli = await introduced(world, await world.member("documenter"));
    const answer = (answers: Answers, version = 1) => world.as(eli.actor).course.answer({ version, answers });
    expect(await answer({ ...rightAnswers, consent: "silence", trust: "useful" })).toEqual({ wrong: ["consent", "trust"] });
    expect((await world.as(eli.actor).course.state()).passedAt).toBeNull();
    expect(await outcome(answer(rightAnswers, 2))).toBe("changed-meanwhile");
    expect(await answer(rightAnswers)).toEqual({ wrong: [] });
    expect(await answer(rightAnswers)).toEqual({ wrong: [] });
    expect((await world.as(eli.actor).course.state()).passedAt).toEqual(expect.any(Date));
    expect((await events()).filter(({ kind, by }) => kind === "course.passed" && by === eli.id)).toHaveLength(1);
  });
});

describe("who stands behind whom", () => {
  test("is shown to each end of an edge alone, and to a candidate not at all", async () => {
    const [ana, bo] = [await world.member("documenter"), await world.member("reviewer")];
    const roy = await vetted(world, { introducer: ana, voucher: bo, steward });
    expect((await world.as(ana).vouching.mine()).given).toMatchObject([
      { kind: "introduction", handle: roy.handle, state: "member", sentence: SENTENCE },
    ]);
    expect((await world.as(roy.actor).vouching.mine()).received.map(({ kind }) => kind)).toEqual(["introduction", "vouch"]);
    const others = [steward, maya, nour];
    for (const other of others) {
      expect(JSON.stringify(await world.as(other).vouching.mine())).not.toContain(roy.handle);
    }
    const kai = await introduced(world, ana);
    expect(await world.as(kai.actor).vouching.mine()).toMatchObject({ given: [], received: [] });
    const [waiting] = (await world.as(steward).vouching.candidates()).filter(({ id }) => id === kai.id);
    expect(Object.keys(waiting!).toSorted()).toEqual(["createdAt", "handle", "id", "role", "shortfalls"]);
  });

  test("is in no table and no entry, though the ledger holds what each edge can be checked against", async () => {
    const [ana, bo] = [await world.member("documenter"), await world.member("reviewer")];
    const zoe = await vetted(world, { introducer: ana, voucher: bo, steward });
    const tables = await world.db().$queryRaw<{ name: string }[]>`
      SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`;
    expect(tables.length).toBeGreaterThan(20);
    for (const { name } of tables) {
      const rows = await world.db().$queryRawUnsafe<{ row: string }[]>(`SELECT row_to_json(t)::text AS row FROM "${name}" t`);
      for (const { row } of rows) {
        const plain = row.replaceAll(/\\\\x([0-9a-f]+)/g, (_, bytes: string) => Buffer.from(bytes, "hex").toString("latin1"));
        expect(plain).not.toContain(SENTENCE);
        // No row names a giver beside the one whom they stand behind, or at the instant of it.
        for (const giver of [ana, bo]) expect(plain.includes(giver.id) && plain.includes(zoe.id)).toBe(false);
      }
    }
    const { trust } = await circle(world.db());
    const held = (await events()).flatMap((event) => ("edge" in event ? [event.edge] : []));
    const toZoe = trust.edges.filter(({ to }) => to === zoe.id);
    expect(toZoe.map(({ from }) => from)).toEqual([ana.id, bo.id]);
    for (const edge of toZoe) expect(held).toContain(edgeDigest(edge));
    expect(held).not.toContain(edgeDigest({ ...toZoe[0]!, from: bo.id }));
  });

  test("lies in a sealed row whose length does not tell one vouch from the next", async () => {
    const length = async () => (await world.db().trust.findUniqueOrThrow({ where: { id: 1 }, select: { sealed: true } })).sealed!.length;
    const before = await length();
    await world.as(await world.member("documenter")).vouching.introduce({ role: "auditor", sentence: SENTENCE });
    const after = await length();
    expect(after % (16 * 1024)).toBe(before % (16 * 1024));
  });
});
