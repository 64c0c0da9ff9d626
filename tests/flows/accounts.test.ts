import { afterAll, beforeAll, expect, test } from "vitest";
import type { GivenForm, Purpose } from "~/domain/consent";
import type { Actor } from "~/domain/roles";
import { verifySlip } from "~/ledger";
import { sha256Hex } from "~/server/digest";
import { openSlip, VaultError } from "~/vault";
import { approveAsRead } from "../support/approving";
import { asked as heard } from "../support/asked";
import { checkedAccount, lookAgain } from "../support/accounts";
import { collective, details } from "../support/collective";
import { dirtyJpeg } from "../support/pictures";
import { openWorld, type World } from "../support/world";

let world: World;
let documenter: Actor, proposer: Actor, decider: Actor;
let teamId: string;

beforeAll(async () => {
  world = await openWorld();
  ({ documenter, proposer, decider, teamId } = await collective(world));
});
afterAll(() => world.close());

const me = () => world.as(documenter);
const TEXT = "⟦A⟧ told me that Hassan was beaten near the bakery.";
const hassan = { from: TEXT.indexOf("Hassan"), to: TEXT.indexOf("Hassan") + 6, kind: "name" as const };
const bakery = { from: TEXT.indexOf("bakery"), to: TEXT.indexOf("bakery") + 6, kind: "place" as const };
const MASKED = "⟦A⟧ told me that ⟦name⟧ was beaten near the ⟦place⟧.";

/** An incident with one witness, who is Person A. */
async function incident() {
  const { id: incidentId } = await me().incidents.create({ teamId, details, account: null });
  const { id: personA } = await me().consents.addGrantor({ incidentId, kind: "witness", minor: false });
  return { incidentId, personA };
}
const account = async (incidentId: string, accountId: string) =>
  (await me().incidents.read({ incidentId })).accounts.find(({ id }) => id === accountId)!;

const yes = (grantorId: string, accountId: string, form: GivenForm, purpose: Purpose = "court") =>
  me().consents.record({
    grantorId, capacity: "self", manner: "spoken", language: "en", ...heard, items: [], accounts: [accountId],
    recipients: { kind: "any" }, until: null, answers: [{ purpose, answer: "given", form }],
  });
const draft = (incidentId: string, accountId: string, form: "redacted" | "clean") => ({
  incidentId, purpose: "court" as const, until: new Date(+world.now() + 86_400_000), items: [], accounts: [{ id: accountId, form }],
});
const proposed = async (incidentId: string, accountId: string, form: "redacted" | "clean") =>
  (await world.as(proposer).disclosures.propose({
    ...draft(incidentId, accountId, form), recipient: { class: "court", name: "The court" }, reason: "for the hearing",
  })).id;
async function released(incidentId: string, accountId: string, form: "redacted" | "clean") {
  const disclosureId = await proposed(incidentId, accountId, form);
  await approveAsRead(world.as(decider), disclosureId);
  return { disclosureId, ...(await world.as(decider).disclosures.release({ disclosureId })) };
}
const gaps = async (incidentId: string, accountId: string, form: "redacted" | "clean") =>
  (await world.as(proposer).disclosures.assess({ ...draft(incidentId, accountId, form), recipientClass: "court" })).gaps;

/** Person A and the author permit this much. */
async function asked(form: GivenForm) {
  const { incidentId, personA } = await incident();
  const accountId = await checkedAccount(me(), incidentId, TEXT, { masks: [bakery, hassan] });
  const { authorGrantorId: author, mentions } = await account(incidentId, accountId);
  expect(mentions).toEqual([personA]);
  for (const who of [author, personA]) await yes(who, accountId, form);
  return { incidentId, accountId, author, personA };
}

test("with a slip an author shows, without the instance, which words they handed in and when; whoever finds it reads nothing", async () => {
  const { incidentId } = await incident();
  const accountId = await checkedAccount(me(), incidentId, TEXT, { masks: [bakery, hassan] });
  // Later than it was looked at as it was written.
  world.passes(11 * 60_000);
  const from = await world.db().custodyEvent.count({ where: { kind: "incident.viewed" } });
  const { file, slip } = await me().accounts.slip({ accountId });
  expect(await world.db().custodyEvent.count({ where: { kind: "incident.viewed" } })).toBe(from + 1);
  expect(file).toContain(TEXT);
  const { publicKey } = await world.as(await world.member("auditor")).ledger.checkpoint();
  const entry = (text: string, of: string) => JSON.parse(new TextDecoder().decode(verifySlip(openSlip(text, sha256Hex(of)), publicKey).body)) as unknown;
  expect(entry(slip.text, file)).toMatchObject({ kind: "account.worded", account: accountId, digest: sha256Hex(file), at: slip.at.toISOString() });

  // Neither the words, nor that they are words: a photo's is as long, and begins as it does.
  const found = `${slip.text}${Buffer.from(slip.text.split("\n").slice(1).join(""), "base64").toString("latin1")}`;
  for (const told of ["account", "Hassan", accountId, incidentId, slip.digest]) expect(found).not.toContain(told);
  const { itemId } = await world.submit(documenter, incidentId, await dirtyJpeg(91));
  await world.settle();
  const photo = await me().ledger.slip({ itemId });
  expect([slip.text.split("\n")[0], slip.text.length]).toEqual([photo.text.split("\n")[0], photo.text.length]);
  // Who has a dossier with all but the name tries names: against nothing that opens it.
  for (const bare of [TEXT, JSON.stringify(["en", TEXT])]) expect(() => openSlip(slip.text, sha256Hex(bare))).toThrow(VaultError);

  // Other words have another slip, and the first stays theirs of whom it is; nobody else is given one.
  const { version } = await account(incidentId, accountId);
  await me().accounts.write({ incidentId, accountId, version, words: { language: "en", text: `${TEXT} At dawn.`, masks: [] }, mentions: [] });
  const later = await me().accounts.slip({ accountId });
  expect(entry(later.slip.text, later.file)).toMatchObject({ digest: sha256Hex(later.file) });
  expect(later.file).not.toBe(file);
  expect(entry(slip.text, file)).toMatchObject({ account: accountId });
  const colleague = await world.member("documenter");
  await world.db().place.create({ data: { teamId, memberId: colleague.id } });
  await expect(world.as(colleague).accounts.slip({ accountId })).rejects.toThrow("not-found");
  await expect(world.as(proposer).accounts.slip({ accountId })).rejects.toThrow("not-found");
});

test("what is hidden in an account reaches nobody: neither in the text, nor in a digest against which names could be tried", async () => {
  const { incidentId, accountId } = await asked("redacted");
  const { token } = await released(incidentId, accountId, "redacted");
  const view = await world.as(null).recipient.open({ token });
  expect(view.accounts).toEqual([{ exhibit: 1, form: "redacted", language: "en", text: MASKED }]);
  const manifest = JSON.parse(view.manifest) as { exhibits: { digest: string; form: string; entries: { event: { kind: string; digest: string } }[] }[] };
  const [exhibit] = manifest.exhibits;
  expect(exhibit).toMatchObject({ form: "redacted", digest: sha256Hex(JSON.stringify(["en", MASKED])) });
  expect(exhibit!.entries.map(({ event }) => event.kind)).toEqual(["account.worded"]);
  const everything = JSON.stringify(view);
  const stored = await account(incidentId, accountId);
  for (const bare of [["en", TEXT], ["en", TEXT, stored.masks], TEXT, { language: "en", text: TEXT }])
    expect(everything).not.toContain(sha256Hex(typeof bare === "string" ? bare : JSON.stringify(bare)));
  for (const secret of ["Hassan", "bakery"]) expect(everything).not.toContain(secret);
});

test("the whole account leaves where its author and everybody in it permit the whole, and nowhere else", async () => {
  const some = await asked("clean");
  const { token } = await released(some.incidentId, some.accountId, "clean");
  const { accounts } = await world.as(null).recipient.open({ token });
  expect(accounts).toEqual([{ exhibit: 1, form: "clean", language: "en", text: TEXT }]);
  const less = await asked("redacted");
  const not = (grantor: string) => ({ why: "form-exceeds-consent", account: less.accountId, grantor });
  expect(await gaps(less.incidentId, less.accountId, "clean")).toEqual([not(less.author), not(less.personA)]);
  await yes(less.author, less.accountId, "clean");
  expect(await gaps(less.incidentId, less.accountId, "clean")).toEqual([not(less.personA)]);
  // What the author said last is for the whole, and the whole holds the part.
  expect(await gaps(less.incidentId, less.accountId, "redacted")).toEqual([]);
});

test("a narrower yes closes what left whole, at once", async () => {
  const { incidentId, accountId, personA } = await asked("clean");
  const { token } = await released(incidentId, accountId, "clean");
  await yes(personA, accountId, "redacted");
  await expect(world.as(null).recipient.open({ token })).rejects.toThrow("disclosure-closed");
});

test("only who looks at an account a second time has looked, and every change has to be looked at again", async () => {
  const { incidentId } = await incident();
  const words = { language: "en", text: "They came at six.", masks: [] };
  const { id: accountId } = await me().accounts.write({ incidentId, accountId: null, words, mentions: [] });
  const first = await account(incidentId, accountId);
  expect(first.looked).toBe(false);
  expect(await gaps(incidentId, accountId, "redacted")).toContainEqual({ why: "nobody-looked", account: accountId });
  await lookAgain(me(), incidentId, accountId);
  expect(await account(incidentId, accountId)).toMatchObject({ looked: true });
  // To hide something is a change as well.
  await me().accounts.write({ incidentId, accountId, version: first.version, words: { ...words, masks: [{ from: 13, to: 16, kind: "detail" }] }, mentions: [] });
  expect(await account(incidentId, accountId)).toMatchObject({ looked: false, text: words.text });
  // Who was shown the words of before has not seen these.
  await expect(me().accounts.check({ accountId, version: first.version })).rejects.toThrow("changed-meanwhile");
  expect(await account(incidentId, accountId)).toMatchObject({ looked: false });
});

test("nobody but who wrote it says that it was looked at", async () => {
  const { incidentId } = await incident();
  const { id: accountId } = await me().accounts.write({ incidentId, accountId: null, words: { language: "en", text: "They came." }, mentions: [] });
  const { version } = await account(incidentId, accountId);
  const colleague = await world.member("documenter");
  const steward = await world.member("steward");
  await world.as(steward).teams.place({ teamId, memberId: colleague.id, placed: true });
  await expect(world.as(colleague).accounts.check({ accountId, version })).rejects.toThrow("not-found");
});

test("whoever is written as a token is mentioned, hidden or not, and nobody who is not of the incident can be", async () => {
  const { incidentId, personA } = await incident();
  const text = "I saw ⟦A⟧ fall.";
  const hidden = await checkedAccount(me(), incidentId, text, { masks: [{ from: 6, to: 9, kind: "name" }] });
  expect((await account(incidentId, hidden)).mentions).toEqual([personA]);
  const write = (words: string) => me().accounts.write({ incidentId, accountId: null, words: { language: "en", text: words }, mentions: [] });
  await expect(write("I saw ⟦B⟧ fall.")).rejects.toThrow("not-found");
  await expect(
    me().accounts.write({ incidentId, accountId: null, words: { language: "en", text, masks: [{ from: 6, to: 99, kind: "name" }] }, mentions: [] }),
  ).rejects.toMatchObject({ code: "BAD_REQUEST" });
});

test("a witness's words need the witness's yes, and the documenter who wrote them down gives none for them", async () => {
  const { incidentId, personA } = await incident();
  const accountId = await checkedAccount(me(), incidentId, "I saw the dogs.", { spokenBy: personA });
  expect(await account(incidentId, accountId)).toMatchObject({ authorGrantorId: personA, mine: true });
  expect(await gaps(incidentId, accountId, "redacted")).toEqual([{ why: "never-asked", account: accountId, grantor: personA }]);
  await yes(personA, accountId, "redacted");
  expect(await gaps(incidentId, accountId, "redacted")).toEqual([]);
  // One's own words ask for one's own.
  const own = await checkedAccount(me(), incidentId, "I saw the dogs, too.");
  const { authorGrantorId: author } = await account(incidentId, own);
  expect(await gaps(incidentId, own, "redacted")).toEqual([{ why: "never-asked", account: own, grantor: author }]);
  // A documenter is no witness whose words somebody else could write down.
  await expect(checkedAccount(me(), incidentId, "Mine?", { spokenBy: author })).rejects.toThrow("not-found");
});

test("once somebody has consented to the words more of them can be hidden, never less, and nothing while they are out there", async () => {
  const { incidentId, accountId, personA } = await asked("redacted");
  const rewrite = async (masks: (typeof hassan | typeof bakery)[], text = TEXT) =>
    me().accounts.write({ incidentId, accountId, version: (await account(incidentId, accountId)).version, words: { language: "en", text, masks }, mentions: [personA] });
  await expect(rewrite([hassan])).rejects.toThrow("not-now");
  await expect(rewrite([hassan, bakery], TEXT.replace("near", "past"))).rejects.toThrow("not-now");
  const more = { from: TEXT.indexOf("beaten"), to: TEXT.indexOf("beaten") + 6, kind: "name" as const };
  await rewrite([hassan, more, bakery]);
  expect(await gaps(incidentId, accountId, "redacted")).toEqual([{ why: "nobody-looked", account: accountId }]);
  await lookAgain(me(), incidentId, accountId);
  const { token } = await released(incidentId, accountId, "redacted");
  await expect(rewrite([{ ...hassan, from: hassan.from - 5 }, more, bakery])).rejects.toThrow("not-now");
  // Looking again is no other text; the door stays shut until somebody has.
  await rewrite([hassan, more, bakery]);
  await expect(world.as(null).recipient.open({ token })).rejects.toThrow("disclosure-closed");
  await lookAgain(me(), incidentId, accountId);
  const { accounts } = await world.as(null).recipient.open({ token });
  expect(accounts[0]!.text).toBe("⟦A⟧ told me that ⟦name⟧ was ⟦name⟧ near the ⟦place⟧.");
});

test("words that were put back, or into another incident, are found out by whoever holds the ledger against them with the key", async () => {
  const { incidentId } = await incident();
  const id = await checkedAccount(me(), incidentId, "They came at six.");
  const row = () => world.db().account.findUniqueOrThrow({ where: { id }, select: { sealed: true, incidentId: true } });
  const put = (data: Awaited<ReturnType<typeof row>>) => world.db().account.update({ where: { id }, data });
  const first = await row();
  const { version } = await account(incidentId, id);
  await me().accounts.write({ incidentId, accountId: id, version, words: { language: "en", text: "They came at seven.", masks: [] }, mentions: [] });
  const now = await row();
  expect(await world.verifyLedger()).toMatchObject({ ok: true });
  await put(first);
  expect(await world.verifyLedger()).toMatchObject({ ok: false, why: "the account's words are not those that this entry speaks of" });
  await put({ ...now, incidentId: (await incident()).incidentId });
  expect(await world.verifyLedger()).toMatchObject({ ok: false, why: "the account that this entry speaks of is gone, or of another incident" });
  await put(now);
  expect(await world.verifyLedger()).toMatchObject({ ok: true });
});

test("an account of before there were masks is read as it was, and leaves without its bare digest", async () => {
  const { incidentId } = await incident();
  const { sealJson } = await import("~/server/sealing");
  const { transaction } = await import("~/server/db");
  const { record } = await import("~/server/custody");
  const accountId = await checkedAccount(me(), incidentId, "They came.");
  const old = { language: "en", text: "They came at six.\r\nThen they left." };
  const sealed = await sealJson(old, { kind: "account", id: accountId });
  const bare = sha256Hex(JSON.stringify(["en", old.text]));
  await transaction(async (tx) => {
    await tx.account.update({ where: { id: accountId }, data: { sealed } });
    await record(tx, documenter.id, world.now(), { kind: "account.written", account: accountId, incident: incidentId, digest: bare });
  });
  const { authorGrantorId: author, text, masks } = await account(incidentId, accountId);
  expect({ text, masks }).toEqual({ text: old.text, masks: [] });
  await yes(author, accountId, "redacted");
  const { token } = await released(incidentId, accountId, "redacted");
  const view = await world.as(null).recipient.open({ token });
  expect(view.accounts[0]!.text).toBe("They came at six.\nThen they left.");
  expect(view.manifest).not.toContain("account.written");
  expect(view.manifest).not.toContain(bare);
});
