import { afterAll, beforeAll, expect, test } from "vitest";
import type { Purpose, RecipientClass } from "~/domain/consent";
import { approveAsRead } from "../support/approving";
import { asked as heard } from "../support/asked";
import { checkedAccount } from "../support/accounts";
import { collective, details } from "../support/collective";
import { openWorld, type World } from "../support/world";

const DAY = 86_400_000;

let world: World;
let team: Awaited<ReturnType<typeof collective>>;
beforeAll(async () => {
  world = await openWorld();
  team = await collective(world);
});
afterAll(() => world.close());

/** A witness's account, whose words may go to a court and to the press. */
async function told() {
  const me = world.as(team.documenter);
  const { id: incidentId } = await me.incidents.create({ teamId: team.teamId, details, account: null });
  const { id: witness } = await me.consents.addGrantor({ incidentId, kind: "witness", minor: false });
  const accountId = await checkedAccount(me, incidentId, "They took our tents.", { spokenBy: witness });
  await me.consents.record({
    grantorId: witness, capacity: "self", manner: "spoken", language: "en", ...heard, items: [], accounts: [accountId],
    recipients: { kind: "any" }, until: null,
    answers: (["court", "press"] as const).map((purpose) => ({ purpose, answer: "given", form: "redacted" })),
  });
  return { incidentId, accountId, witness };
}
const draft = ({ incidentId, accountId }: { incidentId: string; accountId: string }, purpose: Purpose) => ({
  incidentId, purpose, until: new Date(+world.now() + DAY), items: [], accounts: [{ id: accountId, form: "redacted" as const }],
});
async function give(of: { incidentId: string; accountId: string }, purpose: Purpose, to: RecipientClass) {
  const { id: disclosureId } = await world.as(team.proposer).disclosures.propose({
    ...draft(of, purpose), recipient: { class: to, name: "Somebody" }, reason: "for the hearing",
  });
  await approveAsRead(world.as(team.decider), disclosureId);
  return { disclosureId, ...(await world.as(team.decider).disclosures.release({ disclosureId })) };
}
const closing = async (id: string) => (await world.db().disclosure.findUniqueOrThrow({ where: { id }, select: { closing: true } })).closing;
const ask = (accountId: string, ms = 60 * DAY) =>
  world.as(team.proposer).holds.ask({ accountId, ground: "legal-claim", reason: "It is before a court.", until: new Date(+world.now() + ms) });
const agree = (holdId: string) => world.as(team.decider).holds.decide({ holdId, agree: true });
const wantGone = (accountId: string) => world.as(team.proposer).erasures.plan({ target: { accountId }, ground: "asked-by-person" });
const clock = async (ms: number) => (await import("~/server/erasures/commands")).eraseDue(new Date(+world.now() + ms));
const gone = async (id: string) => (await world.db().account.findUniqueOrThrow({ where: { id }, select: { erasedAt: true } })).erasedAt !== null;

test("an account that two reviewers hold is not erased until the term is over, and then it goes, with why it was kept", async () => {
  const { incidentId, accountId } = await told();
  const { id: erasureId } = await wantGone(accountId);
  const { id: holdId } = await ask(accountId);
  await expect(world.as(team.proposer).holds.decide({ holdId, agree: true })).rejects.toThrow("second-person-required");
  await agree(holdId);
  await expect(world.as(team.decider).erasures.erase({ erasureId })).rejects.toThrow("not-now");
  await clock(59 * DAY);
  expect(await gone(accountId)).toBe(false);
  const [shown] = await world.as(team.decider).erasures.ofAccounts({ incidentId });
  expect(shown).toMatchObject({
    id: accountId, erasures: [{ hold: { ground: "legal-claim", agreed: true }, may: { erase: false } }],
    holds: [{ state: "held", reason: "It is before a court.", may: { end: true } }],
  });
  await clock(61 * DAY);
  expect([await gone(accountId), await world.db().hold.count({ where: { accountId } })]).toEqual([true, 0]);
  expect(await world.as(team.decider).erasures.ofAccounts({ incidentId })).toEqual([]);
  await expect(ask(accountId)).rejects.toThrow("not-found");
});

test("an account that is held leaves for what it is held for, and whoever has it for something else has it no more", async () => {
  const account = await told();
  const [press, court] = [await give(account, "press", "journalist"), await give(account, "court", "court")];
  const { id: holdId } = await ask(account.accountId);
  expect([await closing(press.disclosureId), await closing(court.disclosureId)]).toEqual([null, null]);
  await agree(holdId);
  expect([await closing(press.disclosureId), await closing(court.disclosureId)]).toEqual(["held", null]);
  // What they want gone leaves for nothing else either, and for a court as long as it is held.
  await wantGone(account.accountId);
  expect(await closing(court.disclosureId)).toBe(null);
  await world.as(team.decider).holds.end({ holdId });
  expect(await closing(court.disclosureId)).toBe("to-go");
  const { gaps, matrix } = await world.as(team.proposer).disclosures.assess({ ...draft(account, "court"), recipientClass: "court" });
  const gap = { why: "to-go", account: account.accountId };
  expect(gaps).toEqual([gap]);
  // The same gap stands in the table once, beside what whose words they are said: that suffices, and it is not about them.
  expect(matrix).toMatchObject({
    whole: [], people: [account.witness],
    rows: [{ itself: [gap], cells: [{ grantor: account.witness, said: [{ answer: "given", form: "redacted", until: null }], gaps: [] }] }],
  });
});

test("whose words are kept reads on their card's page that they are, and why", async () => {
  const { accountId, witness } = await told();
  await wantGone(accountId);
  await agree((await ask(accountId)).id);
  const { view } = await import("~/server/receipts/queries");
  const { incidentId } = await world.db().grantor.findUniqueOrThrow({ where: { id: witness }, select: { incidentId: true } });
  const page = await view({ receiptId: "", grantorId: witness, incidentId }, world.now());
  expect(page).toMatchObject({ photos: 0, accounts: 1, held: [{ ground: "legal-claim", agreed: true }] });
});

test("an account that was erased is proposed to nobody: it is answered like one that never was", async () => {
  const account = await told();
  const { disclosureId } = await give(account, "court", "court");
  const { id: erasureId } = await wantGone(account.accountId);
  await world.as(team.decider).erasures.erase({ erasureId });
  const recipient = { class: "court" as const, name: "Somebody" };
  for (const accountId of [account.accountId, crypto.randomUUID()]) {
    const asked = draft({ ...account, accountId }, "court");
    await expect(world.as(team.proposer).disclosures.propose({ ...asked, recipient, reason: "for the hearing" })).rejects.toThrow("not-found");
    await expect(world.as(team.proposer).disclosures.assess({ ...asked, recipientClass: "court" })).rejects.toThrow("not-found");
  }
  // What was given out before is still there to be read of.
  expect(await world.as(team.decider).disclosures.read({ disclosureId })).toMatchObject({ state: "closed", gaps: [] });
});
