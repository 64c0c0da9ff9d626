import { randomBytes, randomUUID } from "node:crypto";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { MOST_WITNESSES, WITNESS_REST_MS } from "~/domain/witness";
import { LedgerError, openCosigned, witnessName, type Cosigned } from "~/ledger";
import { record } from "~/server/custody";
import { db, transaction } from "~/server/db";
import { sha256Hex, tokenDigest } from "~/server/digest";
import * as ledger from "~/server/ledger/queries";
import { stillIn, witnessesOf } from "~/server/scope";
import { byToken } from "./queries";

function nameIn(key: string): string {
  try {
    return witnessName(key);
  } catch (error) {
    if (error instanceof LedgerError) throw new Refusal("witness-key-invalid");
    throw error;
  }
}

/**
 * Somebody outside follows the ledger from now on. The token by which they come is returned once and kept nowhere.
 * @throws Refusal `witness-key-invalid`, `witness-known` where one has that name, `too-many-witnesses`
 */
export async function add(actor: Actor, key: string, at: Date): Promise<{ token: string }> {
  const name = nameIn(key);
  const token = randomBytes(32).toString("base64url");
  const id = randomUUID();
  await transaction(async (tx) => {
    await stillIn(tx, actor);
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('witnesses'))`;
    const others = await tx.witness.findMany({ where: witnessesOf(actor), select: { key: true } });
    // Lines below a checkpoint are told apart by name.
    if (others.some((other) => witnessName(other.key) === name)) throw new Refusal("witness-known");
    if (others.length >= MOST_WITNESSES) throw new Refusal("too-many-witnesses", { most: MOST_WITNESSES });
    await tx.witness.create({ data: { id, key, tokenDigest: tokenDigest(token), addedBy: actor.id, addedAt: at } });
    await record(tx, actor.id, at, { kind: "witness.added", witness: id, key: sha256Hex(key) });
  });
  return { token };
}

/** Their token opens nothing any more; what they countersigned stays. @throws Refusal `not-found` */
export async function remove(actor: Actor, witnessId: string, at: Date): Promise<{}> {
  await transaction(async (tx) => {
    await stillIn(tx, actor);
    const { count } = await tx.witness.updateMany({ where: { AND: [{ id: witnessId }, witnessesOf(actor)] }, data: { removedAt: at } });
    if (count === 0) throw new Refusal("not-found");
    await record(tx, actor.id, at, { kind: "witness.removed", witness: witnessId });
  });
  return {};
}

/**
 * The head as it stands, signed, and the proof that it continues the `kept` entries that this witness saw. Where there are
 * fewer by now there is none, and the head says so.
 * @throws Refusal `not-found` for a token that opens nothing
 */
export async function told(token: string, kept: number): Promise<{ note: string; proof: string[] }> {
  if (!(await byToken(db(), token))) throw new Refusal("not-found");
  const { size, note } = await ledger.signedHead();
  return { note, proof: kept === 0 || kept >= size ? [] : await ledger.continues(kept, size) };
}

function opened(note: string, logKey: string, witnessKey: string): Cosigned {
  try {
    return openCosigned(note, logKey, witnessKey);
  } catch (error) {
    if (error instanceof LedgerError) throw new Refusal("input-invalid");
    throw error;
  }
}

/**
 * A witness found that a checkpoint continues all those before, and says so. Kept once for each checkpoint.
 * @throws Refusal `not-found` for a token that opens nothing, `input-invalid` for what these two keys did not sign, `busy` for one that comes again at once
 */
export async function countersign(token: string, note: string, at: Date): Promise<{}> {
  // Whoever has no token has nothing written or signed for them.
  if (!(await byToken(db(), token))) throw new Refusal("not-found");
  const { size: now, publicKey } = await ledger.signedHead();
  await transaction(async (tx) => {
    const witness = await byToken(tx, token);
    if (!witness) throw new Refusal("not-found");
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`witness ${witness.id}`}))`;
    const { checkpoint, ...signed } = opened(note, publicKey, witness.key);
    if (checkpoint.size > now) throw new Refusal("input-invalid");
    const of = { witnessId: witness.id };
    const last = await tx.countersignature.findFirst({ where: of, orderBy: { at: "desc" }, select: { at: true } });
    if (await tx.countersignature.findUnique({ where: { size_witnessId: { size: checkpoint.size, ...of } }, select: { size: true } })) return;
    if (last && at.getTime() - last.at.getTime() < WITNESS_REST_MS) throw new Refusal("busy");
    await tx.countersignature.create({ data: { size: checkpoint.size, ...of, note: signed.note, line: signed.line, signedAt: signed.at, at } });
    await record(tx, null, at, { kind: "checkpoint.countersigned", witness: witness.id, size: checkpoint.size, digest: sha256Hex(note) });
  });
  return {};
}
