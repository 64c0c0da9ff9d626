import * as z from "zod";
import { audiences } from "./comment";
import { Answer, Form, Purpose } from "./consent";
import { closings, shutReasons } from "./disclosure";
import { DerivativeKind, FileKind, ImageFormat, RedactionMethod } from "./evidence";
import { erasureGrounds } from "./erasure";
import { exportFormats } from "./exchange";
import { fixityFaults } from "./fixity";
import { holdGrounds } from "./hold";
import { IncidentState } from "./incident";
import { Means } from "./proving";
import { requestAnswers, requestKinds } from "./request";
import { OpeningPurpose } from "./opening";
import { refusalCodes } from "./refusal";
import { resealFaults, resealTasks } from "./resealing";
import { foundingEnds } from "./founding";
import { motionKinds } from "./motion";
import { MemberRole, sessionEnds } from "./roles";
import { Conditions } from "./visit";
import { answerFaults } from "./stamp";
import { SettingName } from "./vouching";

/**
 * The custody events. One versioned schema per kind; entries never migrate, so a changed shape is a new version
 * beside the old one. A member, and whoever was invited, stands in it under a pseudonym; in entries from before there were any, under their id. A body holds ids, digests and words that the domain lists: no content, no names, no addresses. What identifies
 * somebody only through our tables is gone when the row is gone.
 */
const id = z.uuid();
/** The name of a stored object: chance, and nothing else. */
const object = z.string().regex(/^[0-9a-f]{32}$/);
const count = z.number().int().min(0);
const digest = z.string().regex(/^[0-9a-f]{64}$/);
/** Of a key holder: its kind, and eight bytes that name its key without telling it. */
const holder = z.string().regex(/^(file|passphrase|aws-kms|vault-transit):[0-9a-f]{16}$/);
/** Of an authority for time stamps: the beginning of its address's digest. */
const authority = z.string().regex(/^[0-9a-f]{16}$/);
/** A key of `policy`: noun.verb. */
const action = z.string().regex(/^[a-z][a-zA-Z]{0,29}\.[a-z][a-zA-Z]{0,29}$/);
/** Numbers of earlier entries. */
const entries = z.array(count).max(100_000);
/** What is listed with something in it that is sealed: days and places, what units and plates are called, who somebody is and how they are reached. */
const lists = ["incidents", "connections", "disclosures", "notices", "recipients"] as const;
const base = { v: z.literal(1), at: z.iso.datetime(), by: id.nullable() };
const event = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.strictObject({ ...base, kind: z.literal(kind), ...shape });

export const CustodyEvent = z.discriminatedUnion("kind", [
  event("member.invited", { invite: id, role: MemberRole }),
  event("member.joined", { member: id, invite: id, role: MemberRole }),
  event("founding.ended", { why: z.enum(foundingEnds) }),
  // Who stands behind whom is sealed: these have no actor and name neither end. `edge` commits to both.
  event("member.introduced", { edge: digest }),
  event("member.vouched", { edge: digest }),
  // Commits to the word that was taken back, in another digest than when it was given: nobody ties the two together.
  event("member.tookBack", { edge: digest }),
  event("member.confirmed", { member: id, facts: digest }),
  event("course.passed", { member: id, version: count }),
  // Whom a suspension would reach was shown to a steward.
  event("member.previewed", { member: id }),
  // The same, as numbers only: this steward has seen it by name of as many as one may.
  event("member.counted", { member: id }),
  event("member.suspended", { member: id }),
  // `edges` commits to every word of theirs that fell with them, or to none.
  event("member.wordFell", { member: id, edges: digest }),
  event("member.restored", { member: id }),
  // For good, by their own act.
  event("member.left", { member: id }),
  event("member.unvetted", { member: id }),
  event("motion.proposed", { motion: id, what: z.enum(motionKinds) }),
  event("motion.agreed", { motion: id }),
  event("motion.withdrawn", { motion: id }),
  event("map.read", { motion: id }),
  event("setting.changed", { name: SettingName, value: count }),
  event("session.started", { session: id, member: id }),
  event("session.ended", { session: id, member: id, why: z.enum(sessionEnds) }),
  event("session.proven", { session: id, member: id, means: Means }),
  event("recovery.opened", { recovery: id, member: id }),
  event("recovery.confirmed", { recovery: id }),
  event("recovery.linked", { recovery: id, member: id }),
  event("recovery.finished", { recovery: id, member: id }),
  // By the member, who had not asked for it.
  event("recovery.stopped", { recovery: id, member: id }),
  event("recoveryCodes.made", { member: id }),
  event("recoveryCode.used", { member: id }),
  event("authenticator.replaced", { member: id }),
  event("passphrase.changed", { member: id }),
  event("passkey.added", { passkey: id, member: id }),
  event("passkey.removed", { passkey: id, member: id }),
  event("team.created", { team: id }),
  event("team.placed", { team: id, member: id, placed: z.boolean() }),
  event("custodyKey.set", { key: id, recipient: digest }),
  event("custodyKey.replaced", { key: id, before: id }),
  event("custodyKey.shared", { key: id, parts: count, needed: count }),
  event("custodyKey.granted", { key: id, reviewerKey: id, member: id }),
  event("custodyKey.recovered", { key: id, reviewerKey: id, member: id }),
  event("reviewerKey.ended", { reviewerKey: id, member: id }),
  // Its wraps left for a browser: whoever has them may guess at what opens them.
  event("reviewerKey.handedOut", { reviewerKey: id, member: id }),
  event("wrap.added", { wrap: id, reviewerKey: id, member: id, means: z.enum(["passphrase", "passkey"]) }),
  event("wrap.removed", { wrap: id, reviewerKey: id, member: id }),
  event("reviewerKey.made", { reviewerKey: id, member: id, recipient: digest }),
  // The instance's keys are with another holder, and nothing is left with the one before.
  event("keys.rewrapped", { from: holder, to: holder, moved: count }),
  // A process of the service opened the instance's key, with which it reads from here on.
  event("keys.opened", { holder }),
  // A copy of everything but the keys was sealed to somebody's key, of which `keeper` is the digest, and is about to be called one: what the ledger was at `size`, and so many objects.
  event("backup.taken", { keeper: digest, size: count, objects: count }),
  // The instance is as a backup has it: what happened after `takenAt` is not in it, and what was open then was closed.
  event("instance.restored", { takenAt: z.iso.datetime(), entries: count, disclosures: count, sessions: count }),
  // Somebody outside who follows the ledger; `key` commits to their public key, `digest` to the checkpoint with what they signed below it.
  event("witness.added", { witness: id, key: digest }),
  event("witness.removed", { witness: id }),
  event("checkpoint.countersigned", { witness: id, size: count, digest }),
  event("access.refused", { action }),

  event("incident.created", { incident: id, team: id }),
  event("incident.revised", { incident: id }),
  event("incident.advanced", { incident: id, from: IncidentState, to: IncidentState }),
  // Of one member and one thing once in a while, here and in every other `viewed`. [Note: One entry for a while]
  event("incident.viewed", { incident: id }),
  event("list.viewed", { list: z.enum(lists) }),
  // A person said of two incidents that they belong together, or that they do not; and such a word fell, for one of them no longer says what they shared.
  event("connection.confirmed", { connection: id, incident: id, other: id }),
  event("connection.dismissed", { connection: id, incident: id, other: id }),
  event("connection.fell", { connection: id }),
  // What an incident has in common with others was read, with their days and places; and a unit, a place or a plate, with the incidents behind it.
  event("connection.viewed", { incident: id }),
  event("feature.viewed", { feature: id }),
  // About where a place is was said, changed or taken back.
  event("place.located", { feature: id }),
  // Counts of incidents were read; and they left for a report: `digest` commits to what was given.
  event("statistics.viewed", {}),
  event("statistics.taken", { digest }),
  // Units, places and incidents left for another program: `digest` commits to the file.
  event("exports.taken", { format: z.enum(exportFormats), digest }),
  // Who looks after it from here on; that nobody does.
  event("incident.assigned", { incident: id, member: id }),
  event("incident.unassigned", { incident: id }),
  event("comment.written", { comment: id, incident: id, audience: z.enum(audiences) }),
  event("comment.removed", { comment: id, incident: id }),
  // It needs no answer: no reviewer is waited for any more because of it.
  event("comment.laidAside", { comment: id, incident: id }),
  // Somebody searched. For what stands nowhere; of whatever they were shown a passage, it is said that the incident was viewed.
  event("search.made", {}),
  // Not written any more: its digest is of the bare words, against which whoever has all but a name could try names. It
  // leaves with no disclosure. That of `worded` is behind a salt, which is sealed with the words.
  event("account.written", { account: id, incident: id, digest }),
  event("account.worded", { account: id, incident: id, digest }),
  event("account.checked", { account: id, incident: id, digest }),

  event("evidence.received", { item: id, incident: id, digest, size: z.number().int().positive(), format: ImageFormat }),
  // Kept on request although it was refused: it is only sealed, and nothing decodes it any more.
  event("evidence.kept", {
    item: id, incident: id, digest, size: z.number().int().positive(), format: FileKind, code: z.enum(refusalCodes),
  }),
  event("evidence.sealed", { item: id, digest, sealed: digest, key: id }),
  event("objects.read", { objects: count, damaged: count }),
  // An authority outside says that the checkpoint of so many entries was there at `time`.
  event("checkpoint.stamped", { size: count, authority, time: z.iso.datetime(), token: digest }),
  // It answered, and not with what it was asked for. Once, until another fault or none.
  event("authority.erred", { size: count, authority, what: z.enum(answerFaults) }),
  event("evidence.damaged", { item: id, object, what: z.enum(fixityFaults) }),
  event("object.damaged", { object, what: z.enum(fixityFaults) }),
  event("evidence.refused", { item: id, code: z.enum(refusalCodes) }),
  event("evidence.told", { item: id }),
  event("evidence.viewed", { item: id, derivative: id, form: DerivativeKind }),
  event("intake.erased", { item: id }),
  event("derivative.made", { item: id, derivative: id, form: DerivativeKind, source: digest, digest, recipe: digest }),
  event("derivative.erased", { item: id, derivative: id }),
  event("regions.suggested", { item: id, count }),
  event("regions.saved", { item: id, version: count, digest }),
  event("redaction.confirmed", { item: id, redaction: id, version: count, digest }),
  event("redaction.described", {
    item: id, redaction: id, method: RedactionMethod, suggested: count, accepted: count, dismissed: count, added: count,
  }),

  event("checklist.answered", { item: id, version: count, digest }),

  event("original.asked", { opening: id, item: id, purpose: OpeningPurpose }),
  event("original.agreed", { opening: id, item: id }),
  event("original.declined", { opening: id, item: id }),
  event("original.handedOut", { opening: id, item: id, sealed: digest }),
  event("original.toldHandedOut", { opening: id, item: id }),
  event("original.saved", { opening: id, item: id }),
  // It lies in a dossier that its reader's browser puts together; `digest` is that of its reception.
  event("original.exported", { opening: id, item: id, disclosure: id, digest }),

  // Old originals are sealed anew: how many when it was asked for, agreed to, and begun by one of the two.
  event("resealing.asked", { resealing: id, key: id, items: count }),
  event("resealing.agreed", { resealing: id, items: count }),
  event("resealing.declined", { resealing: id }),
  event("resealing.begun", { resealing: id, items: count }),
  event("resealing.ended", { resealing: id }),
  event("original.handedToReseal", { resealing: id, item: id, sealed: digest }),
  event("original.resealed", { resealing: id, item: id, sealed: digest, key: id }),
  event("original.handedToCheck", { resealing: id, item: id, sealed: digest }),
  // Another reviewer's browser has opened the new object and found what was received: the old one is erased.
  event("original.checked", { resealing: id, item: id, sealed: digest, key: id }),
  event("original.sealErased", { item: id, sealed: digest }),
  event("original.notResealed", { resealing: id, item: id, task: z.enum(resealTasks), why: z.enum(resealFaults) }),
  // It is to go, and when at the latest; and that it stays after all.
  event("item.toGo", { item: id, erasure: id, ground: z.enum(erasureGrounds), due: z.iso.datetime() }),
  event("item.spared", { item: id, erasure: id }),
  event("account.toGo", { account: id, erasure: id, ground: z.enum(erasureGrounds), due: z.iso.datetime() }),
  event("account.spared", { account: id, erasure: id }),
  // Keys and objects are gone, and so is the content of the entries that it names: that would tell the thing to whoever has it.
  event("item.erased", { item: id, erasure: id, ground: z.enum(erasureGrounds), entries }),
  event("account.erased", { account: id, erasure: id, ground: z.enum(erasureGrounds), entries }),
  // What somebody said, of whom nothing else is left, and how many records it was; and an incident's report, of which nothing else is left.
  event("grantor.toGo", { grantor: id, erasure: id, ground: z.enum(erasureGrounds), due: z.iso.datetime() }),
  event("grantor.spared", { grantor: id, erasure: id }),
  event("grantor.erased", { grantor: id, erasure: id, ground: z.enum(erasureGrounds), records: count }),
  event("incident.toGo", { incident: id, erasure: id, ground: z.enum(erasureGrounds), due: z.iso.datetime() }),
  event("incident.spared", { incident: id, erasure: id }),
  event("incident.erased", { incident: id, erasure: id, ground: z.enum(erasureGrounds) }),
  // What was kept long enough: planned to go after a warning, and gone without one.
  event("retention.applied", { planned: count, openings: count, manifests: count, sessions: count }),
  event("retention.cleared", {
    requests: count, notices: count, cards: count, visits: count, reasons: count, disclosures: count, recipients: count, recoveries: count,
  }),
  event("hold.asked", { hold: id, item: id, ground: z.enum(holdGrounds), until: z.iso.datetime() }),
  event("hold.agreed", { hold: id, item: id }),
  event("hold.declined", { hold: id, item: id }),
  event("hold.ended", { hold: id, item: id }),
  event("account.holdAsked", { hold: id, account: id, ground: z.enum(holdGrounds), until: z.iso.datetime() }),
  event("account.holdAgreed", { hold: id, account: id }),
  event("account.holdDeclined", { hold: id, account: id }),
  event("account.holdEnded", { hold: id, account: id }),

  event("grantor.added", { grantor: id, incident: id }),
  // What they answered, and where they are shown or named, was read.
  event("grantor.viewed", { grantor: id }),
  // A documenter says that two are one person, and that one is not.
  event("grantor.tied", { grantor: id, to: id }),
  event("grantor.separated", { grantor: id }),
  event("consent.recorded", { record: id, grantor: id, purpose: Purpose, answer: Answer, form: Form, wording: digest }),
  // It was said to one disclosure, by somebody who wants to be asked again each time.
  // A recording or a signature, which is an item that is only sealed.
  event("consent.evidenced", { record: id, item: id, digest }),
  event("consent.tied", { record: id, disclosure: id }),

  // What people are read out before they answer: `wording` commits to the words, `digest` to the bytes that speak them.
  event("recording.added", { recording: id, wording: digest, digest }),
  event("recording.removed", { recording: id }),

  // A person's card. What somebody says with it has no actor: nobody of us did it.
  event("receipt.made", { receipt: id, grantor: id }),
  event("receipt.ended", { receipt: id, grantor: id }),
  event("receipt.used", { receipt: id, grantor: id, request: id, what: z.enum(requestKinds) }),
  event("request.answered", { request: id, grantor: id, answer: z.enum(requestAnswers) }),
  // A mail server took a message that what a recipient was given was closed: whether they read it is not known.
  event("notice.mailed", { notice: id, disclosure: id }),
  // A member told them.
  event("notice.told", { notice: id, disclosure: id }),
  event("recipient.added", { recipient: id }),
  event("recipient.revised", { recipient: id, before: id }),

  event("disclosure.proposed", { disclosure: id, purpose: Purpose, items: count, facts: digest }),
  // With its proposal: `ground` commits to why officers' faces may be shown, behind a salt that is sealed with it.
  event("disclosure.grounded", { disclosure: id, ground: digest }),
  // By a member; what a recipient does is `opened` and `exhibited`.
  event("disclosure.viewed", { disclosure: id }),
  event("disclosure.approved", { disclosure: id, facts: digest }),
  event("disclosure.refused", { disclosure: id }),
  event("disclosure.released", { disclosure: id, manifest: digest, facts: digest }),
  event("disclosure.accepted", { disclosure: id, conditions: Conditions.min(1) }),
  event("disclosure.opened", { disclosure: id }),
  event("disclosure.exhibited", { disclosure: id, item: id, derivative: id }),
  event("disclosure.notOpened", { disclosure: id, why: z.enum(shutReasons) }),
  event("dossier.made", { disclosure: id, digest }),
  // It left sealed to somebody's public key, to which `key` commits; whose it is stands nowhere.
  event("dossier.sealed", { disclosure: id, digest, key: digest }),
  // It left as tables and files for another program: `digest` commits to that archive; and sealed, as a dossier may.
  event("disclosure.exported", { disclosure: id, format: z.literal("uwazi"), digest }),
  event("disclosure.exportSealed", { disclosure: id, digest, key: digest }),
  event("disclosure.closed", { disclosure: id, why: z.enum(closings) }),
]);
export type CustodyEvent = z.infer<typeof CustodyEvent>;

const told = /^[0-9a-f]{64}$/;
/**
 * Whether what an entry says beside ids and words of ours would tell the thing that it is about, or how it looked, to
 * whoever has it: a digest, or a number. The words stay with the entries: who looked at what is not forgotten with it.
 */
export const tellsContent = ({ v: _version, ...body }: CustodyEvent): boolean =>
  Object.values(body).some((value) => typeof value === "number" || (typeof value === "string" && told.test(value)));

type Body<E> = E extends CustodyEvent ? Omit<E, "v" | "at" | "by"> : never;
/** An event as its author states it, with members by id; version, instant, actor and pseudonyms are added by `server/custody.ts`. */
export type CustodyStatement = Body<CustodyEvent>;
/** That somebody was shown something. */
export type Viewed = Extract<CustodyStatement, { kind: `${string}.viewed` }>;
