/**
 * Fills an empty instance with a fictional collective, its incidents and drawn photos, through the same commands that
 * people use, and prints the sign-ins. Wants the service's own environment, and its worker running.
 */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { generate } from "otplib";
import { Checklist, traits } from "~/domain/checklist";
import type { Region } from "~/domain/evidence";
import type { Actor, MemberRole } from "~/domain/roles";
import { config } from "~/env";
import { makeCustodyKey, makeReviewerKey } from "~/keyring/ceremony";
import { passphraseHead } from "~/keyring/wrap";
import { disconnect } from "~/server/db";
import * as evidence from "~/server/evidence/commands";
import * as members from "~/server/members/commands";
import { list } from "~/server/members/queries";
import { stopSender } from "~/server/queue";
import { createCaller } from "~/server/trpc/root";
import { close as closeMedia } from "~/media";
import { earlier, positions } from "./demo/earlier";
import { photographs, stories } from "./demo/stories";

type SignIn = { readonly actor: Actor; readonly handle: string; readonly passphrase: string; readonly key: string };

/** The drawn photos show faces and nothing else that tells. */
const nothingElse = Checklist.parse(Object.fromEntries(traits.map((trait) => [trait, "none"])));

const as = (actor: Actor) =>
  createCaller({ actor, session: randomUUID(), provenAt: new Date(), at: new Date(), headers: new Headers() });

/** Join as anybody does: with a link, a passphrase of one's own and a second factor. */
async function join(token: string, handle: string): Promise<SignIn> {
  const passphrase = randomBytes(12).toString("base64url");
  const { secret: key } = await members.begin({ token, handle }, new Date());
  await members.finish({ token, handle, passphrase, code: await generate({ secret: key }) }, new Date());
  const member = (await list(new Date())).members.find((known) => known.handle === handle);
  if (!member) throw new Error("Nobody joined.");
  return { actor: { id: member.id, role: member.role }, handle, passphrase, key };
}

async function invited(steward: Actor, role: MemberRole, handle: string, teamId: string | null = null): Promise<SignIn> {
  const { token } = await as(steward).members.invite({ role, teamId });
  return join(token, handle);
}

/** Wait for the worker: a photo is ready once its faces have been looked for. */
async function ready(actor: Actor, itemId: string, done: (item: Item) => boolean): Promise<Item> {
  const deadline = Date.now() + 180_000;
  for (;;) {
    const item = await as(actor).evidence.read({ itemId });
    if (done(item)) return item;
    if (Date.now() > deadline) throw new Error("The worker did not finish a photo within three minutes.");
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
type Item = Awaited<ReturnType<ReturnType<typeof as>["evidence"]["read"]>>;

/** What a reviewer's browser does when the custody key is made. @returns the cards of the recovery set */
async function ceremony(reviewer: Actor, passphrase: string) {
  const recovery = { parts: 3, needed: 2 };
  const mine = await makeReviewerKey(reviewer.id, passphraseHead(), { means: "passphrase", passphrase });
  const { recipient, grant, cards } = await makeCustodyKey(reviewer.id, mine.recipient, recovery);
  await as(reviewer).custodyKey.set({ recipient, mine, grant, recovery });
  return cards;
}

async function upload(actor: Actor, incidentId: string, bytes: Uint8Array): Promise<string> {
  const digest = createHash("sha256").update(bytes).digest("hex");
  const { itemId } = await evidence.submit(actor, { incidentId, digest, bytes }, new Date());
  return itemId;
}

/** Everybody who was found on a photo is the person of the story; whoever else is a bystander. */
function answered(item: Item, people: readonly string[]): Region[] {
  return item.regions.map((region, position) => {
    const grantorId = people[position] ?? null;
    return { ...region, grantorId, subject: grantorId ? "person" : "bystander", redact: true, possible: false };
  });
}

async function tell(story: (typeof stories)[number], documenter: Actor, teamId: string) {
  const me = as(documenter);
  const { id: incidentId } = await me.incidents.create({ teamId, details: story.details, account: story.account });
  const grantors: string[] = [];
  for (const minor of story.people) {
    grantors.push((await me.consents.addGrantor({ incidentId, kind: "depicted", minor })).id);
  }
  const items: string[] = [];
  for (const photo of await photographs(story)) {
    const itemId = await upload(documenter, incidentId, photo);
    const item = await ready(documenter, itemId, (seen) => seen.state === "ready" && seen.suggested);
    items.push(itemId);
    if (!story.looked) continue;
    const { version } = await me.regions.save({
      itemId, version: item.regionsVersion, regions: answered(item, grantors),
    });
    await me.regions.confirm({ itemId, version });
    const { regionsVersion } = await ready(documenter, itemId, (seen) => seen.redaction === "done");
    await me.checklists.answer({ itemId, version: regionsVersion, answers: nothingElse });
  }
  return { incidentId, grantors, items };
}

type Told = Awaited<ReturnType<typeof tell>>;

/**
 * What a court may be given: everybody in the pictures and whoever wrote the account said yes to that, and the account was looked at again. For the
 * press the second person has not been asked, and what is proposed to it has a gap.
 */
async function agreed(me: ReturnType<typeof as>, { incidentId, grantors: [first = "", second = ""], items }: Told) {
  const { accounts: [account], grantors } = await me.incidents.read({ incidentId });
  const writer = grantors.find(({ kind }) => kind === "documenter");
  if (!account || !writer) throw new Error("The first story has no account.");
  const text = account.text.replace("Person A", "⟦A⟧");
  await me.accounts.write({ incidentId, accountId: account.id, version: account.version, spokenBy: null, words: { language: account.language, text, masks: [] }, mentions: [first] });
  const [written] = (await me.incidents.read({ incidentId })).accounts;
  await me.accounts.check({ accountId: account.id, version: written!.version });
  const asked = { capacity: "self", interest: null, recipients: { kind: "any" }, until: null, check: { question: "back", understood: true } } as const;
  await me.consents.record({
    ...asked, grantorId: first, manner: "spoken", language: "fr", interpretation: "present", items, accounts: [account.id],
    answers: [
      { purpose: "press", answer: "given", form: "redacted" },
      { purpose: "complaint", answer: "given", form: "clean" },
      { purpose: "court", answer: "given", form: "redacted" },
      { purpose: "publication", answer: "refused", form: "none" },
    ],
  });
  await me.consents.record({
    ...asked, grantorId: second, manner: "spoken", language: "ar", interpretation: "present", items: items.slice(0, 1), accounts: [],
    answers: [{ purpose: "court", answer: "given", form: "redacted" }],
  });
  await me.consents.record({
    ...asked, grantorId: writer.id, manner: "written", language: "en", interpretation: "nobody", items: [], accounts: [account.id],
    answers: [{ purpose: "court", answer: "given", form: "redacted" }],
  });
}

/** Submitted, and counted in figures: whoever wrote its account says yes to that. */
async function count(me: ReturnType<typeof as>, incidentId: string) {
  const { accounts, grantors } = await me.incidents.read({ incidentId });
  await me.consents.record({
    grantorId: grantors[0]!.id, capacity: "self", manner: "written", language: "fr", interpretation: "nobody", check: { question: "back", understood: true }, interest: null,
    items: [], accounts: accounts.map(({ id }) => id), recipients: { kind: "any" }, until: null,
    answers: [{ purpose: "monitoring", answer: "given", form: "redacted" }],
  });
  await me.incidents.advance({ incidentId, from: "draft", to: "submitted" });
}

try {
  const token = await members.inviteFirstSteward(new Date());
  if (token === null) throw new Error("This instance is not empty: the demonstration fills only an empty one.");
  const steward = await join(token, "marta");
  const team = await as(steward.actor).teams.create({ name: "Dunes", code: "DUN" });
  const documenter = await invited(steward.actor, "documenter", "amal", team.id);
  const reviewers = [
    await invited(steward.actor, "reviewer", "rosa"),
    await invited(steward.actor, "reviewer", "idris"),
  ] as const;
  const auditor = await invited(steward.actor, "auditor", "watch");
  const custodyPassphrase = randomBytes(12).toString("base64url");
  const cards = await ceremony(reviewers[0].actor, custodyPassphrase);

  const told = [];
  for (const story of stories) told.push(await tell(story, documenter.actor, team.id));
  const [first] = told;
  const me = as(documenter.actor);
  await agreed(me, first!);
  await me.incidents.advance({ incidentId: first!.incidentId, from: "draft", to: "submitted" });
  for (const story of earlier) await count(me, (await tell(story, documenter.actor, team.id)).incidentId);
  const desk = as(reviewers[0].actor).connections;
  for (const { id, text } of (await desk.list()).features) {
    const position = positions.get(text);
    if (position) await desk.locate({ featureId: id, from: null, position });
  }
  await as(reviewers[0].actor).disclosures.propose({
    incidentId: first!.incidentId, purpose: "press", recipient: { class: "journalist", name: "The Channel Gazette" },
    until: new Date(Date.now() + 30 * 86_400_000), reason: "They write about the evictions of this autumn.",
    items: first!.items.map((id) => ({ id, form: "redacted" as const })), accounts: [],
  });

  console.log("  A fictional collective. Nobody in it exists; the photos are drawings. For trying out only.\n");
  for (const { actor, handle, passphrase, key } of [steward, documenter, ...reviewers, auditor]) {
    console.log(`  ${handle.padEnd(8)} ${actor.role.padEnd(11)} passphrase ${passphrase}   authenticator key ${key}`);
  }
  console.log(`\n  Sign in at ${config().publicUrl.origin}/sign-in. A six-digit code: npm run code -- <authenticator key>`);
  console.log("  One disclosure waits for idris: rosa proposed it. The way to a dossier, step by step: docs/reviewers.md.");
  console.log(`  rosa holds the custody key under the passphrase ${custodyPassphrase}`);
  console.log("  The recovery set, which a real instance never sees:");
  for (const { lines } of cards) console.log(`    ${lines.join("  ")}`);
} finally {
  await closeMedia();
  await stopSender();
  await disconnect();
}
