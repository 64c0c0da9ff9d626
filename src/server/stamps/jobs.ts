import { authorityRoots, config, type TimestampAuthority } from "~/env";
import { type AnswerFault, isAnswerFault, pauseAfter, type StampFault } from "~/domain/stamp";
import { isBelieved } from "~/dossier";
import { record } from "~/server/custody";
import { db, transaction } from "~/server/db";
import { sha256, sha256Hex } from "~/server/digest";
import { ANSWER_BYTES, makeRequest, readAnswer, readRoots, TimestampError, type Token, type TrustedRoots } from "~/timestamp";
import { idOf, unstamped, type Unstamped } from "./queries";

/**
 * Asks each authority that the operator named to stamp the newest checkpoint, one beside the other: none waits for another. What waits is the
 * checkpoint itself, so that nothing is lost while the instance is offline, and one stamp says it of all before.
 */
export async function ask(now: Date = new Date()): Promise<void> {
  await Promise.all(config().timestampAuthorities.map((authority) => askOne(authority, now)));
}

async function askOne(authority: TimestampAuthority, now: Date): Promise<void> {
  const id = idOf(authority);
  const before = await db().stampFault.findUnique({ where: { authority: id } });
  if (before && now < before.nextAt) return;
  const wanted = await unstamped(id);
  if (wanted === null) return;
  const answer = await stampBy(authority, wanted, now);
  if (typeof answer === "string") await failed(id, wanted, answer, now);
  else await keep(id, wanted, answer, now);
}

async function keep(authority: string, { size }: Unstamped, { der, chain, genTime, policy }: Token, now: Date): Promise<void> {
  await transaction(async (tx) => {
    // Where two workers asked, what came first stays.
    const { count } = await tx.stamp.createMany({ data: [{ size, authority, at: genTime, policy, token: der, chain }], skipDuplicates: true });
    await tx.stampFault.deleteMany({ where: { authority } });
    if (count > 0) await record(tx, null, now, { kind: "checkpoint.stamped", size, authority, time: genTime.toISOString(), token: sha256Hex(der) });
  });
}

async function failed(authority: string, { size }: Unstamped, fault: StampFault, now: Date): Promise<void> {
  await transaction(async (tx) => {
    const before = await tx.stampFault.findUnique({ where: { authority } });
    const tries = (before?.tries ?? 0) + 1;
    const next = { tries, fault, nextAt: new Date(now.getTime() + pauseAfter(tries)) };
    await tx.stampFault.upsert({ where: { authority }, create: { authority, since: now, ...next }, update: next });
    if (isAnswerFault(fault) && fault !== before?.fault) await record(tx, null, now, { kind: "authority.erred", size, authority, what: fault });
  });
}

const TIMEOUT_MS = 20_000;

async function stampBy({ url, roots }: TimestampAuthority, { note }: Unstamped, now: Date): Promise<Token | StampFault> {
  const trusted = rootsIn(roots);
  if (trusted === null) return "no-roots";
  const { der, ...request } = makeRequest(sha256(Buffer.from(note)));
  const answer = await fetched(url, der);
  if (typeof answer === "string") return answer;
  try {
    const token = readAnswer(answer, request, trusted, now);
    // What whoever is handed a dossier could not check would be in none, and is better asked for again than kept.
    return (await isBelieved({ token: token.der, chain: token.chain, note })) ? token : "malformed";
  } catch (error) {
    if (!(error instanceof TimestampError)) throw error;
    return error.fault satisfies AnswerFault;
  }
}

function rootsIn(file: string): TrustedRoots | null {
  try {
    return readRoots(authorityRoots(file));
  } catch {
    // There is none, or it trusts nobody: either way nobody can be asked, and the page of health says so.
    return null;
  }
}

/** What an authority answers, up to a byte more than any answer has. What the network says of a failure may hold addresses: none of it goes further. */
async function fetched(url: URL, body: Uint8Array<ArrayBuffer>): Promise<Uint8Array | "unreachable" | "turned-away"> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/timestamp-query", accept: "application/timestamp-reply" },
      body,
      // Asked is whom the operator named, and nobody whom they name.
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status !== 200 || response.body === null) {
      await response.body?.cancel();
      return "turned-away";
    }
    const pieces: Uint8Array[] = [];
    let size = 0;
    for await (const piece of response.body) {
      pieces.push(piece);
      size += piece.length;
      if (size > ANSWER_BYTES) break;
    }
    return Buffer.concat(pieces);
  } catch {
    return "unreachable";
  }
}
