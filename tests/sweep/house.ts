import { randomBytes, randomUUID } from "node:crypto";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { Client } from "pg";
import { roles, type Actor, type Role } from "~/domain/roles";
import { hashPassphrase, newSecret } from "~/server/credentials";
import { approveAsRead } from "../support/approving";
import { asked } from "../support/asked";
import { checkedAccount } from "../support/accounts";
import { details } from "../support/collective";
import { whoActed } from "../support/entries";
import { codeOf, PASSPHRASE } from "../support/identity";
import { silence } from "../support/mp3";
import { dirtyJpeg } from "../support/pictures";
import { openSession } from "../support/sessions";
import { witnessFrom } from "../../scripts/witness/checks.mjs";
import type { World } from "../support/world";

/**
 * What the sweep goes over: two teams with the same things each, one member of every role, and what nobody has. Our
 * documenters have their place in the first team.
 */

/** What somebody wrote, to be found by no role that reads no content. */
export const CONTENT = { place: "SECRET-PLACE", account: "SECRET-ACCOUNT", comment: "SECRET-COMMENT", reason: "SECRET-REASON", recipient: "SECRET-RECIPIENT", reach: "SECRET-REACH" };

/** One team's things, by the names under which calls ask for them. */
const shared = [
  "team", "member", "incident", "item", "derivative", "person", "samePerson", "record", "account", "comment", "proposed", "approved", "opening", "erasure", "hold", "request", "notice",
  "motion", "reviewerKey", "wrap", "recipient", "recording", "feature", "witness",
] as const;
/** One member's things. */
const personal = ["passkey", "session"] as const;
export const things = [...shared, ...personal] as const;
export type Thing = (typeof things)[number];
export type Ids = Readonly<Record<Thing, string>>;
type Shared = Readonly<Record<(typeof shared)[number], string>>;
type Personal = Readonly<Record<(typeof personal)[number], string>>;

export const nobodys = (): Ids => Object.fromEntries(things.map((thing) => [thing, randomUUID()])) as Ids;

/** Everybody who knocks: one of each role, and a second documenter of the same team, whose nothing of it is. */
export type Person = Role | "colleague";
export const people = [...roles, "colleague"] as const satisfies readonly Person[];
export const roleOf = (person: Person): Role => (person === "colleague" ? "documenter" : person);

/** Five capitals by chance: a team's code. */
const letters = (): string => String.fromCharCode(...randomBytes(5).map((byte) => 65 + (byte % 26)));

export type House = Awaited<ReturnType<typeof openHouse>>;

/** @param photos whether each team has a photo that the worker has finished with, or the id of one only */
export async function openHouse(world: World, { photos }: { photos: boolean }) {
  const { sealJson } = await import("~/server/sealing");
  const secret = newSecret();
  const passphraseHash = await hashPassphrase(PASSPHRASE);
  /** Somebody who can show who they are. */
  async function newcomer(role: Role): Promise<Actor> {
    const member = await world.member(role);
    const totpSealed = await sealJson(secret, { kind: "totp", id: member.id });
    await world.db().member.update({ where: { id: member.id }, data: { passphraseHash, totpSealed } });
    return member;
  }
  const everybody = Object.fromEntries(
    await Promise.all(people.map(async (person) => [person, await newcomer(roleOf(person))] as const)),
  ) as Record<Person, Actor>;
  const stranger = await newcomer("documenter");

  async function passkey({ id: memberId }: Actor): Promise<string> {
    const [id, credentialId] = [randomUUID(), randomBytes(16)];
    const kept = { credentialId: credentialId.toString("base64url"), transports: [], label: "phone", prf: false };
    const sealed = await sealJson(kept, { kind: "passkey", id });
    const about = { credentialDigest: randomBytes(32), publicKey: Buffer.from("none"), counter: 0n, createdAt: world.now() };
    await world.db().passkey.create({ data: { id, memberId, sealed, ...about } });
    return id;
  }
  const session = async ({ id: memberId }: Actor): Promise<string> => (await openSession(world, memberId)).id;
  const belongings = new Map<string, Personal>();
  for (const actor of [...Object.values(everybody), stranger])
    belongings.set(actor.id, { passkey: await passkey(actor), session: await session(actor) });

  const [proposer, decider] = [await world.member("reviewer"), await world.member("reviewer")];
  await world.custodyKey(proposer);
  const steward = world.as(everybody.steward);
  const until = () => new Date(+world.now() + 86_400_000);

  async function newIncident(documenter: Actor, teamId: string) {
    const me = world.as(documenter);
    const { id: incidentId } = await me.incidents.create({ teamId, details: { ...details, place: CONTENT.place }, account: null });
    const account = await checkedAccount(me, incidentId, CONTENT.account);
    const [author] = (await me.incidents.read({ incidentId })).grantors;
    return { incident: incidentId, account, author: author!.id };
  }
  /** A yes to a court. */
  const consent = (documenter: Actor, grantorId: string, account: string) =>
    world.as(documenter).consents.record({
      grantorId, capacity: "self", manner: "spoken", language: "en", ...asked, items: [], accounts: [account],
      recipients: { kind: "any" }, until: null, answers: [{ purpose: "court", answer: "given", form: "redacted" }],
    });
  /** The account of an incident, on its way to a court. */
  const propose = async ({ incident, account }: { incident: string; account: string }) =>
    (
      await world.as(proposer).disclosures.propose({
        incidentId: incident, purpose: "court", recipient: { class: "court", name: CONTENT.recipient, reach: CONTENT.reach }, until: until(),
        reason: CONTENT.reason, items: [], accounts: [{ id: account }],
      })
    ).id;
  const approve = async (of: { incident: string; account: string }) => {
    const disclosureId = await propose(of);
    await approveAsRead(world.as(decider), disclosureId, CONTENT.reason);
    return disclosureId;
  };

  /** What one steward proposed, and another has to agree to. */
  const motion = async () =>
    (await world.as(await world.member("steward")).motions.propose({ motion: { kind: "map" }, reason: "Somebody has to know." })).id;
  /** An original that somebody asked for; where there are no photos there is none to be asked for. */
  async function opening({ item }: { item: string }, by: Actor = proposer, agreed = false): Promise<string> {
    if (!photos) return randomUUID();
    const { id } = await world.as(by).originals.ask({ itemId: item, purpose: "court", reason: CONTENT.reason });
    if (agreed) await world.as(decider).originals.decide({ openingId: id, agree: true });
    return id;
  }

  /** An account that another reviewer wants gone. */
  const erasure = async ({ incident, account }: { incident: string; account: string }): Promise<string> => {
    const data = { incidentId: incident, accountId: account, ground: "should-not-be-here", plannedBy: decider.id, plannedAt: world.now(), dueAt: until() };
    return (await world.db().erasure.create({ data, select: { id: true } })).id;
  };
  /** A photo that somebody else wants kept; where there are no photos there is none. */
  async function hold({ item }: { item: string }, agreed: boolean | null = null): Promise<string> {
    if (!photos) return randomUUID();
    const id = randomUUID();
    const reasonSealed = await sealJson({ text: CONTENT.reason }, { kind: "reason", id: `hold-${id}` });
    const about = { itemId: item, ground: "legal-claim", until: until(), askedBy: proposer.id, askedAt: world.now(), agreed };
    await world.db().hold.create({ data: { id, reasonSealed, ...about } });
    return id;
  }

  /** What somebody asked for with their card, and a closed disclosure whose recipient is to be told. */
  const request = async (grantorId: string): Promise<string> => {
    const data = { id: randomUUID(), grantorId, kind: "access", at: world.now(), due: until() };
    return (await world.db().request.create({ data, select: { id: true } })).id;
  };
  const notice = async (disclosureId: string): Promise<string> => {
    const data = { id: randomUUID(), disclosureId, closing: "withdrawn", at: world.now(), due: until() };
    return (await world.db().notice.create({ data, select: { id: true } })).id;
  };

  /** Somebody who is on the list of recipients and to whom nothing was proposed. */
  async function recipient(): Promise<string> {
    const id = randomUUID();
    const sealed = await sealJson({ name: CONTENT.recipient, reach: CONTENT.reach, jurisdiction: null }, { kind: "recipient", id });
    return (await world.db().recipient.create({ data: { id, class: "court", sealed }, select: { id: true } })).id;
  }

  /** One that the instance has for some passage, of no words that are read out now. */
  async function recording(): Promise<string> {
    const { put } = await import("~/server/blobs");
    const { instanceHolder } = await import("~/server/sealing");
    const { newItemKey, seal, wrapKey } = await import("~/vault");
    const [id, key] = [randomUUID(), newItemKey()];
    const place = { kind: "recording", id } as const;
    const [wrappedKey, blob] = [new Uint8Array(await wrapKey(key, place, await instanceHolder())), await put(seal(silence(), place, key))];
    const bound = { wordingDigest: randomBytes(32), digest: randomBytes(32), size: 1, milliseconds: 1 };
    await world.db().recording.create({
      data: { id, language: "en", passage: `was ${id}`, blob, wrappedKey, ...bound, addedBy: everybody.steward.id, addedAt: world.now() },
    });
    return id;
  }

  /** The place that an incident names. */
  const placeOf = async (incidentId: string): Promise<string> =>
    (await world.db().feature.findFirstOrThrow({ where: { kind: "place", incidents: { some: { incidentId } } }, select: { id: true } })).id;

  /** Somebody outside who follows the ledger. */
  async function witness(): Promise<string> {
    const { key } = witnessFrom(`w-${letters()}`, randomBytes(32));
    const data = { id: randomUUID(), key, tokenDigest: randomBytes(32), addedBy: everybody.auditor.id, addedAt: world.now() };
    return (await world.db().witness.create({ data, select: { id: true } })).id;
  }

  /** Somebody in an incident of their own. */
  async function elsewhere(documenter: Actor, teamId: string): Promise<string> {
    const { incident } = await newIncident(documenter, teamId);
    return (await world.as(documenter).consents.addGrantor({ incidentId: incident, kind: "depicted", minor: false })).id;
  }

  async function team(documenter: Actor, others: readonly Actor[]) {
    const { id } = await steward.teams.create({ name: "Team", code: letters() });
    const member = await world.member("documenter");
    for (const { id: memberId } of [documenter, member, ...others])
      await steward.teams.place({ teamId: id, memberId, placed: true });
    const { incident, account, author } = await newIncident(documenter, id);
    await consent(documenter, author, account);
    const person = await world.as(documenter).consents.addGrantor({ incidentId: incident, kind: "depicted", minor: false });
    const [record] = (await consent(documenter, person.id, account)).ids;
    // The same person in another incident of the team, or so somebody may say.
    const samePerson = await elsewhere(documenter, id);
    const item = photos ? (await world.submit(documenter, incident, await dirtyJpeg(letters().charCodeAt(0)))).itemId : randomUUID();
    const of = { incident, account };
    const { id: comment } = await world.as(documenter).comments.write({ incidentId: incident, audience: "team", text: CONTENT.comment });
    return { team: id, member: member.id, ...of, person: person.id, samePerson, record: record!, item, comment, proposed: await propose(of), approved: await approve(of), motion: await motion() };
  }

  const made = [await team(everybody.documenter, [everybody.colleague]), await team(stranger, [])] as const;
  if (photos) await world.settle();
  // A reviewer's own key, who is nobody of those who knock.
  const theirs = await world.db().reviewerKey.findFirstOrThrow({ select: { id: true, wraps: { select: { id: true } } } });
  const keys = [{ reviewerKey: randomUUID(), wrap: randomUUID() }, { reviewerKey: theirs.id, wrap: theirs.wraps[0]!.id }] as const;
  const withPicture = async (ids: (typeof made)[number], key: (typeof keys)[number]): Promise<Shared> => {
    const clean = photos ? await world.db().derivative.findFirst({ where: { itemId: ids.item, kind: "clean" } }) : null;
    const { recipientId: recipient } = await world.db().disclosure.findUniqueOrThrow({ where: { id: ids.proposed }, select: { recipientId: true } });
    return { ...ids, recipient, derivative: clean?.id ?? randomUUID(), opening: await opening(ids), erasure: await erasure(ids), hold: await hold(ids, true), request: await request(ids.person), notice: await notice(ids.proposed), recording: await recording(), feature: await placeOf(ids.incident), witness: await witness(), ...key };
  };
  const [own, foreign] = [await withPicture(made[0], keys[0]), await withPicture(made[1], keys[1])];
  await world.rest();

  const outside = new Client({ connectionString: world.database.ownerUrl });
  await outside.connect();
  const { rows: tables } = await outside.query<{ name: string }>(
    `SELECT table_name AS "name" FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT IN ('LedgerEntry', 'LedgerHead', 'LedgerNode', 'CustodyEvent', 'Pseudonym', 'PseudonymKey')`,
  );
  // The instant until which a session may lie idle moves with every request, refused or not.
  const row = (name: string) => (name === "Session" ? `(to_jsonb(t) - 'idleUntil')::text` : "t::text");
  // Rows in no order: the sum of a digest of each.
  const everything = [
    ...tables.map(({ name }) => `SELECT '${name}' AS "name", count(*) || ' ' || sum(hashtextextended(${row(name)}, 0)) AS "state" FROM "${name}" t`),
    `SELECT 'jobs', count(*)::text FROM jobs.job`,
  ].join(" UNION ALL ");

  return {
    world, everybody, own, foreign, stranger, passkey, session, newIncident, consent, propose, approve, opening, erasure, hold, request, notice, motion, recipient, recording, witness, until,
    letters, elsewhere,
    /** What this actor may call theirs, and what belongs to somebody else in another team. */
    idsOf: (actor: Actor): Readonly<Record<"own" | "foreign", Ids>> => ({
      own: { ...own, ...belongings.get(actor.id)! },
      foreign: { ...foreign, ...belongings.get(stranger.id)! },
    }),
    member: (role: Role) => world.member(role),
    /** What each of them shows when asked who they are. */
    proof: () => ({ passphrase: PASSPHRASE, code: codeOf(secret, new Date()) }),
    /** Everything that a request can change, apart from the ledger. */
    async state(): Promise<Record<string, string>> {
      const { rows } = await outside.query<{ name: string; state: string }>({ name: "state", text: everything });
      const stored = (await readdir(path.join(world.data, "blobs"), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
      return { ...Object.fromEntries(rows.map(({ name, state }) => [name, state])), blobs: String(stored.length) };
    },
    /** What the ledger says since `from` entries: what happened and who did it. */
    async entries(from: number): Promise<string[]> {
      const events = await world.db().custodyEvent.findMany({ where: { index: { gte: from } }, select: { by: true, body: true } });
      return (await whoActed(events))
        .map(({ by, body }) => {
          const { kind, action } = JSON.parse(Buffer.from(body).toString()) as { kind: string; action?: string };
          return [by, kind, action].filter(Boolean).join(" ");
        })
        .toSorted();
    },
    ledgerSize: () => world.db().ledgerEntry.count(),
    close: () => outside.end(),
  };
}
