import { afterAll, beforeAll, expect, test } from "vitest";
import { cardWords } from "~/messages/receipt/words";
import { cardReader } from "../support/card";
import { collective } from "../support/collective";
import { serveDoors } from "../support/doors";
import { given, saysYes, withWitness, type Team } from "../support/witnessed";
import { openWorld, type World } from "../support/world";

/** One person in several incidents, as a documenter who knows them says. */
let world: World;
let team: Team;
let served: Awaited<ReturnType<typeof serveDoors>>;
const words = cardWords.en;

beforeAll(async () => {
  world = await openWorld();
  team = await collective(world);
  served = await serveDoors(["src/app/r/route.ts"]);
});
afterAll(async () => {
  await served.close();
  await world.close();
});

const me = () => world.as(team.documenter);
const reader = () => cardReader(served.origin);
async function asked() {
  const person = await withWitness(world, team);
  await saysYes(world, team, person, ["court"]);
  return person;
}
const tie = (one: { grantorId: string }, other: { grantorId: string }) => me().ties.make({ grantorId: one.grantorId, otherId: other.grantorId });
const open = (token: string) => world.as(null).recipient.open({ token });
const takeAllBack = async (code: string) => {
  const at = reader();
  return at.press(await at.press(await at.type(code), words.change.everything), words.sure.yes);
};

test("one card takes everything back in every incident, and nothing of it before it is said that it is one person", async () => {
  const [here, there, stranger] = [await asked(), await asked(), await asked()];
  const links = [await given(world, team, here, "court"), await given(world, team, there, "court"), await given(world, team, stranger, "court")];
  await tie(here, there);
  const { code } = await me().receipts.make({ grantorId: there.grantorId });
  const happened = await takeAllBack(code);
  expect(happened.text).toContain(words.happened.closed.replace("{closed}", "2"));
  for (const { token } of links.slice(0, 2)) await expect(open(token)).rejects.toThrow("disclosure-closed");
  expect((await open(links[2]!.token)).purpose).toBe("court");
  for (const { grantorId } of [here, there]) {
    const { records } = await me().consents.read({ grantorId });
    expect(records.filter(({ byCard }) => byCard)).toHaveLength(6);
  }
});

test("what a member writes down as taken back is taken back in every incident, as with the card", async () => {
  const [here, there] = [await asked(), await asked()];
  const links = [await given(world, team, here, "court"), await given(world, team, there, "court")];
  await tie(here, there);
  expect(await me().consents.withdraw({ grantorId: here.grantorId, purposes: ["court"], manner: "spoken" })).toEqual({ closed: 2 });
  for (const { token } of links) await expect(open(token)).rejects.toThrow("disclosure-closed");
});

test("a deletion that is asked for with one card is planned for all, and told once", async () => {
  const [here, there] = [await asked(), await asked()];
  await tie(here, there);
  const { code } = await me().receipts.make({ grantorId: here.grantorId });
  const at = reader();
  const happened = await at.press(await at.press(await at.type(code), words.change.deletion), words.sure.yes);
  const planned = await world.db().erasure.findMany({ where: { accountId: { in: [here.accountId, there.accountId] } }, select: { ground: true } });
  expect(planned).toEqual([{ ground: "asked-by-person" }, { ground: "asked-by-person" }]);
  const page = await at.press(happened, words.back);
  expect(page.text.split(`<strong>${words.kinds.deletion}</strong>`)).toHaveLength(2);
  expect(page.text).not.toContain(words.change.deletion);
});

test("separated again, a card reaches no further than it did, and another card ends those of all who are tied", async () => {
  const [here, there] = [await asked(), await asked()];
  const first = await me().receipts.make({ grantorId: here.grantorId });
  await tie(here, there);
  const second = await me().receipts.make({ grantorId: there.grantorId });
  expect((await reader().type(first.code)).text).toContain(words.wrong.unknown);
  await me().ties.separate({ grantorId: here.grantorId });
  expect(await world.db().tie.count({ where: { grantorId: { in: [here.grantorId, there.grantorId] } } })).toBe(0);
  const link = await given(world, team, here, "court");
  await takeAllBack(second.code);
  expect((await open(link.token)).purpose).toBe("court");
  await expect(me().ties.separate({ grantorId: here.grantorId })).rejects.toThrow("not-now");
});

test("nobody is tied across teams, twice, or within one incident, and a reviewer ties nobody", async () => {
  const [here, there] = [await asked(), await asked()];
  const steward = world.as(await world.member("steward"));
  const { id: teamId } = await steward.teams.create({ name: "Night team", code: "DOV" });
  await steward.teams.place({ teamId, memberId: team.documenter.id, placed: true });
  const foreign = await withWitness(world, { ...team, teamId });
  await expect(tie(here, foreign)).rejects.toThrow("not-found");
  const { id: beside } = await me().consents.addGrantor({ incidentId: here.incidentId, kind: "depicted", minor: false });
  await expect(tie(here, { grantorId: beside })).rejects.toThrow("input-invalid");
  await tie(here, there);
  await expect(tie(there, here)).rejects.toThrow("not-now");
  await expect(world.as(team.proposer).ties.make({ grantorId: here.grantorId, otherId: there.grantorId })).rejects.toThrow("not-found");
  const { tied, others } = await me().ties.read({ grantorId: here.grantorId });
  expect(tied.map(({ id }) => id)).toEqual([there.grantorId]);
  expect(others.some(({ id }) => [foreign.grantorId, beside, here.grantorId, there.grantorId].includes(id))).toBe(false);
});

test("who is tied while something is taken back for them is either reached or not, and nothing waits for ever", async () => {
  const [here, there] = [await asked(), await asked()];
  const link = await given(world, team, there, "court");
  const { code } = await me().receipts.make({ grantorId: here.grantorId });
  const [tied] = await Promise.allSettled([tie(here, there), takeAllBack(code)]);
  expect(tied.status).toBe("fulfilled");
  await takeAllBack(code).catch(() => undefined);
  const { records } = await me().consents.read({ grantorId: there.grantorId });
  const reached = records.some(({ byCard }) => byCard);
  const shut = await open(link.token).then(() => false, () => true);
  expect(shut).toBe(reached);
});
