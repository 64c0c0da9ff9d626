import { createHmac, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { generateRegistrationOptions, verifyAuthenticationResponse, verifyRegistrationResponse } from "@simplewebauthn/server";
import { decodeAttestationObject, isoBase64URL } from "@simplewebauthn/server/helpers";
import * as z from "zod";
import { Refusal } from "~/domain/refusal";
import { actingAs, type Actor } from "~/domain/roles";
import { authSecret, config } from "~/env";
import { record } from "~/server/custody";
import { db, transaction, type Tx } from "~/server/db";
import { sha256 } from "~/server/digest";
import type { Shown } from "~/server/factors/commands";
import { stillHere } from "~/server/scope";
import { openJson, sealJson } from "~/server/sealing";

/**
 * Passkeys (WebAuthn level 3): discoverable, and always with the person verified by their own device. What is kept of
 * one signs nobody in, and its sealed part says what its owner calls it.
 */
const MINUTE = 60_000;
const CHALLENGE_MS = 5 * MINUTE;
/** Ed25519, P-256, RSA: what authenticators make. Not left to what a version of Node can verify. */
const algorithms = [-8, -7, -257];
const MOST = 10;
/** Keys that the passkey makes for the browser alone (WebAuthn level 3, 10.1.4), which the library's types do not know. */
const extensions: object = { prf: {} };

const base64Url = (bytes: number) => z.string().min(1).max(Math.ceil((bytes * 4) / 3)).regex(/^[A-Za-z0-9_-]+$/);
const credential = {
  id: base64Url(1023),
  rawId: base64Url(1023),
  type: z.literal("public-key"),
  authenticatorAttachment: z.enum(["platform", "cross-platform"]).optional(),
};
/** Only words that the specification knows: what an authenticator calls its transports is kept and shown to browsers. */
const Transport = z.enum(["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"]);
/** Whether it can make keys (PRF); never such a key. */
const Capabilities = z.strictObject({ prf: z.strictObject({ enabled: z.boolean() }).optional() });

export const Attestation = z.strictObject({
  ...credential,
  response: z.strictObject({
    clientDataJSON: base64Url(4096),
    attestationObject: base64Url(16_384),
    transports: z.array(Transport).max(8).optional(),
  }),
  clientExtensionResults: Capabilities,
});
/** Empty extension results: what a passkey makes for the browser (PRF) must never come here. */
export const Assertion = z.strictObject({
  ...credential,
  response: z.strictObject({
    clientDataJSON: base64Url(4096),
    authenticatorData: base64Url(4096),
    signature: base64Url(2048),
    userHandle: base64Url(64).optional(),
  }),
  clientExtensionResults: z.strictObject({}),
});
export type Attestation = z.infer<typeof Attestation>;
export type Assertion = z.infer<typeof Assertion>;

export const Label = z.string().trim().min(1).max(40);
export const Kept = z.object({ credentialId: z.string(), transports: z.array(Transport), label: z.string(), prf: z.boolean() });

/** What a challenge is for: one that was made for one purpose, or for another session, is met by nobody. */
type Purpose =
  | { readonly kind: "sign-in" }
  | { readonly kind: "add" | "prove"; readonly session: string };

const sessionOf = (purpose: Purpose): string | null => (purpose.kind === "sign-in" ? null : purpose.session);
const digestOf = (credentialId: string) => sha256(isoBase64URL.toBuffer(credentialId));

const CHANCE_BYTES = 32;
const END_BYTES = 8;

/** What only this instance can add to a challenge, and only for this purpose. */
const codeOf = (purpose: Purpose, stated: Uint8Array): Buffer =>
  createHmac("sha256", authSecret()).update(`challenge\0${purpose.kind}\0${sessionOf(purpose) ?? ""}\0`).update(stated).digest();

/**
 * Chance, an instant at which it ends, and a code. Nothing is kept of it until it is met: anybody may ask for as many as
 * they like, and it costs the instance nothing.
 * @returns what is to be signed, as base64url
 */
function challenge(purpose: Purpose, at: Date): string {
  const end = Buffer.alloc(END_BYTES);
  end.writeBigUInt64BE(BigInt(at.getTime() + CHALLENGE_MS));
  const stated = Buffer.concat([randomBytes(CHANCE_BYTES), end]);
  return Buffer.concat([stated, codeOf(purpose, stated)]).toString("base64url");
}

/** Whether it was made for this and has not ended. */
function isOurs(met: Buffer, purpose: Purpose, at: Date): boolean {
  const [stated, code] = [met.subarray(0, CHANCE_BYTES + END_BYTES), met.subarray(CHANCE_BYTES + END_BYTES)];
  if (stated.length < CHANCE_BYTES + END_BYTES) return false;
  const right = codeOf(purpose, stated);
  const end = Number(stated.readBigUInt64BE(CHANCE_BYTES));
  return code.length === right.length && timingSafeEqual(code, right) && at.getTime() < end;
}

/** Whether it was made for this and is met for the first time. Whatever comes of the rest, it is spent. */
async function isMet(met: Buffer, purpose: Purpose, at: Date): Promise<boolean> {
  if (!isOurs(met, purpose, at)) return false;
  await db().challenge.deleteMany({ where: { expiresAt: { lte: at } } });
  const expiresAt = new Date(at.getTime() + CHALLENGE_MS);
  const { count } = await db().challenge.createMany({
    data: [{ digest: sha256(met), purpose: purpose.kind, session: sessionOf(purpose), expiresAt }],
    skipDuplicates: true,
  });
  return count === 1;
}

/**
 * Let the library judge what a browser sent: it throws for whatever is wrong with that, and the one thing that can go
 * wrong on our side is the look into the database.
 * @returns null for what is wrong
 */
async function judged<T>(
  purpose: Purpose,
  at: Date,
  judge: (expectedChallenge: (met: string) => Promise<boolean>) => Promise<T>,
): Promise<T | null> {
  const faults: unknown[] = [];
  try {
    return await judge(async (met) => {
      // Whatever the browser wrote there; where it is no text, this throws.
      const bytes = Buffer.from(isoBase64URL.toBuffer(met));
      try {
        return await isMet(bytes, purpose, at);
      } catch (error) {
        faults.push(error);
        throw error;
      }
    });
  } catch (error) {
    if (faults.length > 0) throw error;
    return null;
  }
}

const relyingParty = () => ({ expectedOrigin: config().publicUrl.origin, expectedRPID: config().publicUrl.hostname });

/** What a browser needs in order to ask for any passkey of this instance. */
export const ask = (at: Date) => ({
  challenge: challenge({ kind: "sign-in" }, at),
  rpId: config().publicUrl.hostname,
  userVerification: "required" as const,
  timeout: CHALLENGE_MS,
});

const keptOf = (memberId: string) =>
  db().passkey.findMany({ where: { memberId }, orderBy: { createdAt: "asc" }, select: { id: true, sealed: true } });

async function descriptors(memberId: string) {
  const kept = await keptOf(memberId);
  return Promise.all(
    kept.map(async ({ id, sealed }) => {
      const { credentialId, transports } = await openJson(sealed, { kind: "passkey", id }, Kept);
      return { id: credentialId, type: "public-key" as const, transports };
    }),
  );
}

/** The same for one of this member's own, in this session. @returns null where they have none */
export async function askAgain(actor: Actor, session: string, at: Date) {
  const allowCredentials = await descriptors(actor.id);
  if (allowCredentials.length === 0) return null;
  return {
    challenge: challenge({ kind: "prove", session }, at),
    rpId: config().publicUrl.hostname,
    userVerification: "required" as const,
    timeout: CHALLENGE_MS,
    allowCredentials,
  };
}

/**
 * By which an authenticator knows that two passkeys are one member's. Of no use to whoever reads it out of a telephone:
 * it stands nowhere else.
 */
const userHandle = (memberId: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHmac("sha256", authSecret()).update(`passkey\0${memberId}`).digest());

/** What a browser needs in order to make a passkey. @throws Refusal `too-many-passkeys` */
export async function offer(actor: Actor, session: string, at: Date) {
  const [member, excludeCredentials] = await Promise.all([
    db().member.findUniqueOrThrow({ where: { id: actor.id }, select: { handle: true } }),
    descriptors(actor.id),
  ]);
  if (excludeCredentials.length >= MOST) throw new Refusal("too-many-passkeys", { most: MOST });
  return generateRegistrationOptions({
    rpName: "Vouchsafe",
    rpID: config().publicUrl.hostname,
    userName: member.handle,
    userDisplayName: member.handle,
    userID: userHandle(actor.id),
    challenge: isoBase64URL.toBuffer(challenge({ kind: "add", session }, at)),
    timeout: CHALLENGE_MS,
    attestationType: "none",
    excludeCredentials,
    authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
    supportedAlgorithmIDs: algorithms,
    extensions,
  });
}

/**
 * Whether it vouches for its maker with a certificate. None was asked for, and looking at one means fetching what it
 * names from wherever it says.
 */
function isCertified(attestationObject: string): boolean {
  const decoded = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject));
  const statement = decoded.get("attStmt");
  return !["none", "packed"].includes(decoded.get("fmt")) || statement.get("x5c") !== undefined;
}

const verifiedAttestation = (response: Attestation, purpose: Purpose, at: Date) =>
  judged(purpose, at, async (expectedChallenge) => {
    if (isCertified(response.response.attestationObject)) return null;
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: response as Parameters<typeof verifyRegistrationResponse>[0]["response"],
      expectedChallenge,
      ...relyingParty(),
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    });
    return verified ? registrationInfo.credential : null;
  });

type Added = { readonly label: string; readonly attestation: Attestation };

/** @throws Refusal `passkey-not-taken`, `too-many-passkeys` */
export async function add(actor: Actor, session: string, { label, attestation }: Added, at: Date): Promise<{ id: string }> {
  const made = await verifiedAttestation(attestation, { kind: "add", session }, at);
  if (!made) throw new Refusal("passkey-not-taken");
  const id = randomUUID();
  const kept: z.infer<typeof Kept> = {
    credentialId: made.id,
    transports: attestation.response.transports ?? [],
    label,
    prf: attestation.clientExtensionResults.prf?.enabled ?? false,
  };
  const sealed = await sealJson(kept, { kind: "passkey", id });
  await transaction(async (tx) => {
    if (!(await stillHere(tx, actor.id))) throw new Refusal("not-signed-in");
    if ((await tx.passkey.count({ where: { memberId: actor.id } })) >= MOST) throw new Refusal("too-many-passkeys", { most: MOST });
    const { count } = await tx.passkey.createMany({
      data: {
        id, memberId: actor.id, credentialDigest: digestOf(made.id), publicKey: made.publicKey,
        counter: BigInt(made.counter), sealed, createdAt: at,
      },
      skipDuplicates: true,
    });
    if (count !== 1) throw new Refusal("passkey-not-taken");
    await record(tx, actor.id, at, { kind: "passkey.added", passkey: id, member: actor.id });
  });
  return { id };
}

/** @throws Refusal `not-found` */
export async function rename(actor: Actor, { passkeyId: id, label }: { passkeyId: string; label: string }): Promise<{}> {
  const passkey = await db().passkey.findFirst({ where: { id, memberId: actor.id }, select: { sealed: true } });
  if (!passkey) throw new Refusal("not-found");
  const kept = await openJson(passkey.sealed, { kind: "passkey", id }, Kept);
  const sealed = await sealJson({ ...kept, label }, { kind: "passkey", id });
  const { count } = await db().passkey.updateMany({ where: { id, memberId: actor.id, member: { suspendedAt: null } }, data: { sealed } });
  if (count !== 1) throw new Refusal("not-found");
  return {};
}

/** The authenticator app stays, so that none is ever the last. @throws Refusal `not-found` */
export async function remove(actor: Actor, { passkeyId: id }: { passkeyId: string }, at: Date): Promise<{}> {
  await transaction(async (tx) => {
    if (!(await stillHere(tx, actor.id))) throw new Refusal("not-found");
    const { count } = await tx.passkey.deleteMany({ where: { id, memberId: actor.id } });
    if (count !== 1) throw new Refusal("not-found");
    await record(tx, actor.id, at, { kind: "passkey.removed", passkey: id, member: actor.id });
  });
  return {};
}

/** All of a member's, for whoever records why. */
export async function removeAll(tx: Tx, memberId: string): Promise<void> {
  await tx.passkey.deleteMany({ where: { memberId } });
}

/**
 * Check what a passkey signed. There is nothing to guess, so nothing is counted.
 * @returns null where it is not one of ours, or was not made for this
 */
export async function signed(response: Assertion, purpose: Purpose, at: Date): Promise<Shown | null> {
  const passkey = await db().passkey.findUnique({
    where: { credentialDigest: digestOf(response.id) },
    select: { id: true, memberId: true, publicKey: true, counter: true, member: { select: { role: true, vettedAt: true } } },
  });
  if (!passkey) return null;
  const { id, memberId, counter } = passkey;
  const judgement = await judged(purpose, at, (expectedChallenge) =>
    verifyAuthenticationResponse({
      response: response as Parameters<typeof verifyAuthenticationResponse>[0]["response"],
      expectedChallenge,
      ...relyingParty(),
      credential: { id: response.id, publicKey: new Uint8Array(passkey.publicKey), counter: Number(counter) },
      requireUserVerification: true,
    }),
  );
  if (!judgement?.verified) return null;
  const data = { counter: BigInt(judgement.authenticationInfo.newCounter), usedAt: at };
  const spend = async (tx: Tx) => {
    if (!(await stillHere(tx, memberId))) return false;
    // Compare and set: one that was removed meanwhile, or a copy that signed meanwhile, does not get in.
    return (await tx.passkey.updateMany({ where: { id, counter }, data })).count === 1;
  };
  return { memberId, role: actingAs(passkey.member), means: "passkey", also: [], spend };
}
