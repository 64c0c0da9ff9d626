import { randomInt, randomUUID } from "node:crypto";
import sharp from "sharp";
import type { Actor } from "~/domain/roles";
import { approveAsRead } from "../approving";
import { asked } from "../asked";
import { lookAgain } from "../accounts";
import { Authenticator } from "../authenticator";
import { ceremony } from "../ceremony";
import { nothingThere } from "../checklists";
import { collective } from "../collective";
import { codeOf, holding, sessionOf } from "../identity";
import { id3v1, id3v2, mp3Of } from "../mp3";
import { video } from "../refused-files";
import { sha256 } from "../sha256";
import type { World } from "../world";
import { placesOf } from "./inputs";
import { lookAfterAccount } from "./own-account";

/** Letters that stand in no language beside each other, and by chance nowhere in a hundred gigabytes. */
const letters = "bcdfghjkmnpqrtvwxz";
export const strange = (): string => Array.from({ length: 12 }, () => letters[randomInt(letters.length)]).join("");

type Call = (input: unknown) => Promise<unknown>;

/**
 * Somebody who plants words through the API. Each word of theirs holds `secret`; what is kept legible by design holds
 * `legible`, and shows that a search would find the other.
 */
export function planter(world: World) {
  const [secret, legible] = [strange(), strange()];
  let count = 0;
  const where = new Set<string>();
  const word = (): string => {
    count += 1;
    return `${secret}${String(count).padStart(4, "0")}`;
  };
  const sentence = (): string => `They said ${word()} and then, so I was told, ${word()} again.`;

  /** As {@link World.as}, and what was planted with a call that went through is known of. */
  const as = (actor: Actor | null) => through(world.as(actor));

  function through(calls: ReturnType<World["as"]>): ReturnType<World["as"]> {
    const caller = calls as unknown as Record<string, Record<string, Call>>;
    const noun = (name: string) => new Proxy({}, {
      get: (_, verb: string): Call => async (input) => {
        const answer = await caller[name]![verb]!(input);
        notice(`${name}.${verb}`, input);
        return answer;
      },
    });
    return new Proxy({}, { get: (_, name: string) => noun(name) }) as ReturnType<World["as"]>;
  }
  const notice = (procedure: string, input: unknown) => {
    for (const core of [secret, legible]) for (const place of placesOf(input, core)) where.add(`${procedure} ${place}`);
  };

  /** A call that is refused for what it brings: that must leave as little behind. */
  async function refused(procedure: string, input: unknown, call: () => Promise<unknown>): Promise<void> {
    const outcome = await call().then(() => "taken", () => "refused");
    if (outcome === "taken") throw new Error(`${procedure} took what it should refuse.`);
    notice(procedure, input);
  }

  return {
    secret,
    legible,
    word,
    sentence,
    as,
    through,
    refused,
    planted: () => ({ count, where }),
  };
}
export type Planter = ReturnType<typeof planter>;

const later = (world: World) => new Date(+world.now() + 86_400_000);

/** A report that says everything that one can say. */
function details({ word, sentence }: Planter) {
  return {
    start: "2026-11-02T06:40", end: null, precision: "about" as const, place: sentence(), kinds: ["eviction" as const],
    forces: Array.from({ length: 8 }, () => ({
      service: word(), unit: word(), officers: 12, plates: [word(), word(), word()], numbers: [word(), word(), word()],
    })),
    people: { count: 8, minors: "unknown" as const, injuries: sentence() },
    askedOfObservers: sentence(),
  };
}

/** A photo whose file tells a word in each field that cameras and editors write into. */
async function photo(planter: Planter, seed: number): Promise<Buffer> {
  const { word, sentence } = planter;
  const pixels = Buffer.alloc(320 * 240 * 3);
  for (let i = 0; i < pixels.length; i += 1) pixels[i] = (i * seed * 31 + (i >> 7) * 17 + seed) & 0xff;
  const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="${word()}" dc:title="${word()}.jpg"/></rdf:RDF></x:xmpmeta>`;
  const jpeg = await sharp(pixels, { raw: { width: 320, height: 240, channels: 3 } })
    .blur(3)
    .jpeg({ quality: 85 })
    .withExif({
      IFD0: { Make: word(), Model: word(), Artist: word(), Copyright: word(), Software: word(), ImageDescription: sentence(), HostComputer: word() },
      IFD2: { DateTimeOriginal: "2026:11:02 06:40:12", BodySerialNumber: word(), LensModel: word(), LensSerialNumber: word(), ImageUniqueID: word() },
      IFD3: { GPSLatitudeRef: "N", GPSLatitude: "50/1 57/1 30/1", GPSLongitudeRef: "E", GPSLongitude: "1/1 51/1 0/1", GPSAreaInformation: word() },
    })
    .withXmp(xmp)
    .toBuffer();
  const comment = Buffer.from(`${word()} IMG_${word()}.jpg`);
  const head = Buffer.from([0xff, 0xfe, 0, comment.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, comment, jpeg.subarray(2), Buffer.from(word())]);
}

/** Everything that people do with an instance, with a word of theirs wherever one can be written. */
export async function plantEverything(world: World, planter: Planter): Promise<{ photos: Buffer[] }> {
  const { as, word, sentence, refused } = planter;
  const { documenter, proposer, decider } = await collective(world);
  const steward = await world.member("steward");

  // What is not sealed, and says so in the threat model: handles, and the names of teams.
  const { id: teamId } = await as(steward).teams.create({ name: `Team ${planter.legible}`, code: "ZQX" });
  await as(steward).teams.place({ teamId, memberId: documenter.id, placed: true });
  await join(world, planter, steward);
  await lookAfterAccount(world, planter, proposer);

  await vouch(planter, documenter, steward);

  const me = as(documenter);
  const account = () => ({ language: "en", text: sentence() });
  const { id: incidentId } = await me.incidents.create({ teamId, details: details(planter), account: account() });
  const { version: written } = await me.incidents.read({ incidentId });
  await me.incidents.revise({ incidentId, version: written, details: details(planter) });
  const { id: accountId } = await me.accounts.write({ words: account(), incidentId, accountId: null, mentions: [] });
  const { version } = (await me.incidents.read({ incidentId })).accounts.find(({ id }) => id === accountId)!;
  await me.accounts.write({ words: account(), incidentId, accountId, version, mentions: [] });
  await me.comments.write({ incidentId, audience: "team", text: sentence() });
  await as(proposer).comments.write({ incidentId, audience: "reviewers", text: sentence() });
  await lookAgain(me, incidentId, accountId);
  await me.search.find({ words: word(), place: word() });
  const witness = { key: word() };
  await refused("witnesses.add", witness, async () => as(await world.member("auditor")).witnesses.add(witness));

  const photos = [await photo(planter, 3), await photo(planter, 4), await photo(planter, 5)];
  const items: string[] = [];
  for (const bytes of photos) items.push((await world.submit(documenter, incidentId, bytes)).itemId);
  await world.keep(documenter, incidentId, video(word()));
  await world.settle();
  // One told, the others not: what a file told lies in its row until then.
  await me.evidence.told({ itemId: items[0]! });

  const { id: grantorId } = await me.consents.addGrantor({ incidentId, kind: "depicted", minor: true });
  for (const itemId of items) {
    const { regionsVersion } = await me.evidence.read({ itemId });
    const region = {
      id: randomUUID(), kind: "face" as const, x: 40, y: 30, width: 64, height: 64, origin: "person" as const,
      possible: false, subject: "person" as const, grantorId, redact: true,
    };
    const { version } = await me.regions.save({ itemId, version: regionsVersion, regions: [region] });
    await me.regions.confirm({ itemId, version });
    await me.checklists.answer({ itemId, version, answers: nothingThere });
  }
  await world.settle();
  const author = (await me.incidents.read({ incidentId })).accounts.find(({ id }) => id === accountId)!.authorGrantorId;
  for (const [who, accounts] of [[grantorId, []], [author, [accountId]]] as const) {
    const minor = who === grantorId;
    await me.consents.record({
      grantorId: who, capacity: minor ? "guardian" : "self", manner: "spoken", language: "en", ...asked,
      interest: minor ? sentence() : null, items, accounts: [...accounts],
      recipients: { kind: "any" }, until: null, answers: [{ purpose: "press", answer: "given", form: "redacted" }],
    });
  }

  await me.receipts.make({ grantorId });

  const propose = async (accounts: string[]) =>
    (await as(proposer).disclosures.propose({
      incidentId, purpose: "press", recipient: { class: "journalist", name: word(), reach: sentence() }, until: later(world),
      reason: sentence(), officersGround: sentence(), items: items.map((id) => ({ id, form: "redacted" as const })), accounts: accounts.map((id) => ({ id })),
    })).id;
  const refusedOne = await propose([]);
  await as(decider).disclosures.decide({ disclosureId: refusedOne, verdict: "refuse", reason: sentence() });
  const [listed] = await as(proposer).addressBook.list();
  await as(proposer).addressBook.revise({ recipientId: listed!.id, class: "journalist", name: word(), reach: sentence(), jurisdiction: "FR" });
  const whole = { incidentId, purpose: "press" as const, until: later(world), reason: sentence(), officersGround: sentence() };
  await as(proposer).disclosures.proposeWhole({ ...whole, recipient: { class: "journalist", name: word(), reach: sentence() } });
  // What is no key is refused.
  const keyed = { class: "journalist" as const, name: word(), ageKey: word() };
  const revised = { ...keyed, recipientId: listed!.id };
  await refused("addressBook.revise", revised, () => world.as(proposer).addressBook.revise(revised));
  const wholly = { ...whole, recipient: keyed };
  await refused("disclosures.proposeWhole", wholly, () => world.as(proposer).disclosures.proposeWhole(wholly));
  const partly = { ...wholly, items: [], accounts: [{ id: accountId }] };
  await refused("disclosures.propose", partly, () => world.as(proposer).disclosures.propose(partly));
  const disclosureId = await propose([accountId]);
  await approveAsRead(as(decider), disclosureId, sentence());
  await world.settle();
  const { token } = await as(decider).disclosures.release({ disclosureId });
  const { pass } = await as(null).recipient.open({ token });
  const { exhibit } = await import("~/server/recipients/commands");
  await exhibit(pass, 1, world.now());

  await as(proposer).originals.ask({ itemId: items[0]!, purpose: "court", reason: sentence() });
  await as(proposer).holds.ask({ itemId: items[0]!, ground: "legal-claim", reason: sentence(), until: later(world) });

  const unknown = { token: `${word()}-${word()}` };
  const stranger = world.as(null).recipient;
  await refused("recipient.open", unknown, () => stranger.open(unknown));
  await refused("recipient.conditions", unknown, () => stranger.conditions(unknown));
  const ticket = { pass: `${word()}-${word()}` };
  await refused("recipient.watch", ticket, () => stranger.watch(ticket));
  const { set } = await ceremony(proposer.id);
  const key = { ...set, recipient: word(), mine: { ...set.mine, recipient: word() } };
  await refused("custodyKey.set", key, () => world.as(proposer).custodyKey.set(key));
  const another = { before: randomUUID(), recipient: word(), grants: [{ reviewerKeyId: randomUUID(), grant: set.grant }], recovery: set.recovery };
  await refused("custodyKey.replace", another, () => world.as(proposer).custodyKey.replace(another));
  await refused("custodyKey.ask", key.mine, () => world.as(proposer).custodyKey.ask(key.mine));
  photos.push(await recording(steward, planter, world.now()));
  return { photos };
}

/** What people hear, in a file that says who speaks. @returns the file */
async function recording(steward: Actor, { word }: Planter, at: Date): Promise<Buffer> {
  const { add } = await import("~/server/recordings/commands");
  const sound = mp3Of({}, Array.from({ length: 30 }, () => ({ sound: 2000, fill: () => randomInt(256) })));
  const bytes = Buffer.concat([id3v2(word()), sound, id3v1(word())]);
  await add(steward, { language: "ti", passage: "start", digest: sha256(bytes), bytes }, at);
  return bytes;
}

/** Comes in by a link with a passphrase that holds a word, and signs in with it; then with what is wrong. */
async function join(world: World, planter: Planter, steward: Actor): Promise<void> {
  const { as, word, refused, legible } = planter;
  const { signIn } = await import("~/server/sessions/commands");
  const { token } = await as(steward).members.invite({ role: "auditor", teamId: null });
  const handle = `m-${legible}`;
  const passphrase = `${word()} and ${word()}`;
  const { secret } = await as(null).join.begin({ token, handle });
  const code = codeOf(secret, world.now());
  await as(null).join.finish({ token, handle, passphrase, code });
  const session = await signIn({ handle, passphrase, code }, world.now());
  await nameWhatIsTheirs(planter, session, world.now());
  const stranger = { handle: word(), passphrase: word(), code: "123456" };
  await refused("sign-in", stranger, () => signIn(stranger, world.now()));
  const proof = { passphrase: `${word()} ${word()}`, code: "123456" };
  const { id } = await world.db().member.findUniqueOrThrow({ where: { handle } });
  await refused("sessions.prove", proof, () => world.as({ id, role: "auditor" }).sessions.prove(proof));
  const wrong = { token: word(), handle: word(), passphrase: `${word()} ${word()}`, code: "123456" };
  await refused("join.inspect", { token: wrong.token }, () => world.as(null).join.inspect({ token: wrong.token }));
  await refused("join.begin", wrong, () => world.as(null).join.begin({ token: wrong.token, handle: wrong.handle }));
  await refused("join.finish", wrong, () => world.as(null).join.finish(wrong));
}

/** Introduces somebody and vouches for them, with words on how they are known. */
async function vouch(planter: Planter, introducer: Actor, voucher: Actor): Promise<void> {
  const { as, word, sentence, refused, legible } = planter;
  const { token } = await as(introducer).vouching.introduce({ role: "auditor", sentence: sentence() });
  const handle = `c-${legible}`;
  const { secret } = await as(null).join.begin({ token, handle });
  const code = codeOf(secret, new Date());
  await as(null).join.finish({ token, handle, passphrase: `${word()} and ${word()}`, code });
  await as(voucher).vouching.vouch({ handle, sentence: sentence() });
  await as(voucher).motions.propose({ motion: { kind: "map" }, reason: sentence() });
  const stranger = { handle: word(), sentence: sentence() };
  await refused("vouching.vouch", stranger, () => as(voucher).vouching.vouch(stranger));
}

/** A session and a passkey, each called by a word; then a passkey and a proof that are made of words. */
async function nameWhatIsTheirs({ through, word, refused }: Planter, session: string, at: Date): Promise<void> {
  const me = through(await holding(session, at));
  await me.sessions.name({ sessionId: sessionOf(session), name: word() });
  const { challenge } = await me.passkeys.offer({});
  await me.passkeys.add({ label: word(), attestation: new Authenticator().make(challenge) });
  const [passkey] = await me.passkeys.list();
  await me.passkeys.rename({ passkeyId: passkey!.id, label: word() });

  const credential = { id: word(), rawId: word(), type: "public-key" as const };
  const response = { clientDataJSON: word(), attestationObject: word() };
  const made = { label: word(), attestation: { ...credential, response, clientExtensionResults: {} } };
  await refused("passkeys.add", made, () => me.passkeys.add(made));
  const signed = { clientDataJSON: word(), authenticatorData: word(), signature: word(), userHandle: word() };
  const proof = { assertion: { ...credential, response: signed, clientExtensionResults: {} as const } };
  await refused("sessions.prove", proof, () => me.sessions.prove(proof));
}

/** Pieces of a file, each of which would tell that it lies somewhere as it was received. */
export const piecesOf = (file: Buffer) =>
  Array.from({ length: 8 }, (_, nth) => {
    const at = Math.floor((file.length / 9) * (nth + 1));
    return { as: `bytes of photo ${sha256(file).slice(0, 6)} from ${at} on`, bytes: file.subarray(at, at + 48) };
  });
