import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FOUNDERS_MOST, FOUNDING_MS } from "~/domain/founding";
import type { Actor } from "~/domain/roles";
import * as members from "~/server/members/commands";
import { whoActed } from "../support/entries";
import { codeOf, newHandle, outcome, PASSPHRASE } from "../support/identity";
import { SENTENCE } from "../support/vouched";
import { openWorld, type World } from "../support/world";

let world: World;
let steward: Actor;
beforeAll(async () => {
  world = await openWorld();
  steward = await world.member("steward");
});
afterAll(() => world.close());
/** As the owner of the tables, who alone can begin a founding again. */
beforeEach(async () => {
  const { Client } = await import("pg");
  const owner = new Client({ connectionString: world.database.ownerUrl });
  await owner.connect();
  await owner.query(`
    ALTER TABLE "Founding" DISABLE TRIGGER founded_once;
    UPDATE "Founding" SET "startedAt" = NULL, "founders" = 0, "endedAt" = NULL;
    ALTER TABLE "Founding" ENABLE TRIGGER founded_once;`);
  await owner.end();
});

const invite = () => world.as(steward).members.invite({ role: "auditor", teamId: null });
async function join(token: string): Promise<void> {
  const handle = newHandle();
  const { secret } = await world.as(null).join.begin({ token, handle });
  await world.as(null).join.finish({ token, handle, passphrase: PASSPHRASE, code: codeOf(secret, world.now()) });
}
const endings = async () =>
  (await whoActed(await world.db().custodyEvent.findMany({ where: { kind: "founding.ended" }, orderBy: { index: "asc" } }))).map(({ body, by }) => ({
    by, why: (JSON.parse(new TextDecoder().decode(body)) as { why: string }).why,
  }));
const isOpen = async () => (await world.as(steward).members.founding()).open;

describe("the founding of an instance", () => {
  test("is ended by a steward, with every invite that is open, and nobody brings it back", async () => {
    const [used, open] = [await invite(), await invite()];
    await join(used.token);
    const introduced = await world.as(steward).vouching.introduce({ role: "auditor", sentence: SENTENCE });
    expect(await world.as(steward).members.founding()).toMatchObject({ founders: 1, open: true });
    await world.as(steward).members.endFounding({});

    expect(await isOpen()).toBe(false);
    expect(await outcome(join(open.token))).toBe("invite-invalid");
    expect(await outcome(invite())).toBe("founding-over");
    expect(await outcome(world.as(steward).members.endFounding({}))).toBe("founding-over");
    expect((await endings()).at(-1)).toEqual({ by: steward.id, why: "ended-by-steward" });
    await expect(world.db().founding.update({ where: { id: 1 }, data: { endedAt: null } })).rejects.toThrow(/does not come back/);
    // A candidate's link is none of a founder's.
    expect(await outcome(world.as(null).join.inspect({ token: introduced.token }))).toBe("went through");
  });

  test("ends by itself after thirty days, also where no clock has noticed yet", async () => {
    await join((await invite()).token);
    const { token } = await invite();
    world.passes(FOUNDING_MS);
    const fresh = await outcome(invite());
    expect([fresh, await outcome(world.as(null).join.inspect({ token })), await isOpen()]).toEqual(["founding-over", "invite-invalid", false]);
    await members.noteFoundingOver(world.now());
    await members.noteFoundingOver(world.now());
    expect((await endings()).slice(-2)).toEqual([
      { by: steward.id, why: "ended-by-steward" },
      { by: null, why: "time-passed" },
    ]);
  });

  test("is complete with so many founders: of two who come in last at the same moment one is a founder", async () => {
    const tokens = [await invite(), await invite()].map(({ token }) => token);
    await world.db().founding.update({ where: { id: 1 }, data: { startedAt: world.now(), founders: FOUNDERS_MOST - 1 } });
    expect((await Promise.all(tokens.map((token) => outcome(join(token))))).toSorted()).toEqual(["invite-invalid", "went through"]);
    expect(await world.as(steward).members.founding()).toMatchObject({ founders: FOUNDERS_MOST, open: false });
    expect((await endings()).at(-1)).toMatchObject({ why: "founders-complete" });
  });
});

test("who is introduced while the instance is being founded is a candidate all the same", async () => {
  const { token } = await world.as(steward).vouching.introduce({ role: "auditor", sentence: SENTENCE });
  expect(await world.as(null).join.inspect({ token })).toMatchObject({ role: "auditor", introduced: true });
  await join(token);
  expect(await world.db().member.count({ where: { vettedAt: null } })).toBe(1);
});

test("the printed link of an empty instance takes no candidate's link with it", async () => {
  const { token } = await world.as(steward).vouching.introduce({ role: "auditor", sentence: SENTENCE });
  expect(await members.inviteFirstSteward(world.now())).toBeNull();
  expect(await outcome(world.as(null).join.inspect({ token }))).toBe("went through");
});
