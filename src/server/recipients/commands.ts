import { randomBytes, randomUUID } from "node:crypto";
import { clear, type Clearance, type Closing, type DisclosureState, type ShutReason } from "~/domain/disclosure";
import { Refusal } from "~/domain/refusal";
import { accepts, MOST_TRIES, openingsLeft, VISIT_MS, type Condition } from "~/domain/visit";
import { atMost } from "~/server/at-most";
import { hashPassphrase, newToldSecret, passphraseFits } from "~/server/credentials";
import { record } from "~/server/custody";
import { transaction, type Tx } from "~/server/db";
import * as disclosures from "~/server/disclosures/commands";
import { tokenDigest } from "~/server/digest";
import { factsOf, heardBy } from "~/server/facts/queries";
import * as queries from "./queries";

/** What somebody shows at the door: their link's token and, where one was told to them, the second secret. */
export type Shown = { readonly token: string; readonly secret: string | null };

/** Trying a secret takes a sixteenth of a gigabyte for a moment, whoever asks: a few at once, the others come again. */
const MOST_AT_ONCE = 3;
const few = atMost(MOST_AT_ONCE);
let nobodys: Promise<string> | undefined;

async function fits(hash: string | null, secret: string): Promise<boolean> {
  // Where there is nothing to fit, as much work is done: the answer takes as long.
  const against = hash ?? (await (nobodys ??= hashPassphrase(newToldSecret())));
  return (await passphraseFits(against, secret)) && hash !== null;
}

/**
 * Whose door it is. A link that is none, a second secret that is wrong and one that was not shown are answered in the
 * same words: whoever found a link learns nothing from trying it.
 * @throws Refusal `not-found`, `busy`
 */
async function knock({ token, secret }: Shown, at: Date): Promise<string> {
  const found = await queries.byToken(tokenDigest(token));
  if (secret === null) {
    if (!found || found.secretHash !== null) throw new Refusal("not-found");
    return found.id;
  }
  return few(async () => {
    // Counted before it is looked at and given back where it fits: of many at once none is looked at beyond the last.
    const counted = found?.secretHash != null && (await count(found.id, 1));
    const right = await fits(counted ? found.secretHash : null, secret);
    if (!found || (found.secretHash !== null && !right)) {
      if (found && counted) await missed(found.id, at);
      throw new Refusal("not-found");
    }
    if (counted) await count(found.id, -1);
    return found.id;
  });
}

/** Whether one more try may be looked at. */
const count = (id: string, by: 1 | -1): Promise<boolean> =>
  transaction(async (tx) => {
    const { count: moved } = await tx.disclosure.updateMany({
      where: { id, ...(by > 0 && { secretTries: { lt: MOST_TRIES } }) },
      data: { secretTries: { increment: by } },
    });
    return moved > 0;
  });

/** A second secret that did not fit stands in the ledger; with the last that is borne the link closes. */
const missed = (id: string, at: Date): Promise<void> =>
  transaction(async (tx) => {
    const closed = await disclosures.closeGuessedAt(tx, id, at);
    await record(tx, null, at, { kind: "disclosure.notOpened", disclosure: id, why: "secret-wrong" }, ...closed);
  });

/**
 * Who holds the token is let in for as long as everything is cleared, asked anew at each opening. A token that was
 * never given out and one that is spent are different answers, since only its holder can tell them apart; whatever
 * the reason for which a door is shut, the answer is the same, but for one: who holds what was taken back has to know that.
 */
type Door =
  | { readonly open: true; readonly clearance: Clearance; readonly row: Locked }
  | { readonly open: false; readonly why: ShutReason; readonly closing: Closing | null };
type Locked = {
  readonly state: DisclosureState; readonly closing: Closing | null; readonly openings: number; readonly openingsMost: number | null; readonly conditions: Condition[];
};

async function door(tx: Tx, id: string, at: Date): Promise<Door> {
  const [row] = await tx.$queryRaw<Locked[]>`
    SELECT "state", "closing", "openings", "openingsMost", "conditions" FROM "Disclosure" WHERE "id" = ${id}::uuid FOR UPDATE`;
  if (!row) throw new Refusal("not-found");
  if (row.state !== "released") return { open: false, why: row.state, closing: row.closing };
  const facts = await factsOf(tx, id);
  const cleared = clear(facts, heardBy(facts, at));
  if (!cleared.ok) return { open: false, why: cleared.gaps[0]?.why ?? "not-cleared", closing: null };
  return { open: true, clearance: cleared.clearance, row };
}

/** As {@link door}, for somebody who is not inside yet. */
async function frontDoor(tx: Tx, id: string, at: Date): Promise<Door> {
  const found = await door(tx, id, at);
  return found.open && openingsLeft(found.row) === 0 ? { open: false, why: "openings-used", closing: null } : found;
}

/** A shut door is recorded, and that record has to outlive the refusal: the transaction ends before it is thrown. */
async function through<T>(
  at: Date,
  { id, by }: { id: string; by: typeof door },
  enter: (tx: Tx, clearance: Clearance, row: Locked) => Promise<T>,
): Promise<T> {
  const result = await transaction(async (tx) => {
    const found = await by(tx, id, at);
    if (found.open) return { entered: await enter(tx, found.clearance, found.row) };
    await record(tx, null, at, { kind: "disclosure.notOpened", disclosure: id, why: found.why });
    return { shut: queries.shut(found.closing) };
  });
  if ("shut" in result) throw result.shut;
  return result.entered;
}

/** What has to be accepted before anything is shown. No opening. @throws Refusal `not-found`, `disclosure-closed`, `busy` */
export async function conditions(shown: Shown, at: Date): Promise<queries.Threshold> {
  const id = await knock(shown, at);
  return through(at, { id, by: frontDoor }, async (tx, _clearance, row) => ({
    ...(await queries.threshold(tx, id)), conditions: row.conditions, left: openingsLeft(row),
  }));
}

/**
 * Open a disclosure by its link: what was asked is accepted, the opening counts, and a pass for what is in it is made.
 * @throws Refusal `not-found`, `disclosure-closed`, `conditions-not-accepted`, `busy`
 */
export async function open(shown: Shown, accepted: readonly Condition[], at: Date): Promise<queries.RecipientView> {
  const id = await knock(shown, at);
  const pass = randomBytes(32).toString("base64url");
  return through(at, { id, by: frontDoor }, async (tx, clearance, row) => {
    if (!accepts(row.conditions, accepted)) throw new Refusal("conditions-not-accepted");
    const view = await queries.view(tx, clearance);
    await tx.disclosure.update({ where: { id }, data: { openings: { increment: 1 } } });
    await tx.visit.create({
      data: { id: randomUUID(), disclosureId: id, passDigest: tokenDigest(pass), openedAt: at, until: new Date(+at + VISIT_MS) },
    });
    await record(
      tx, null, at,
      ...(row.conditions.length > 0 ? [{ kind: "disclosure.accepted", disclosure: id, conditions: row.conditions } as const] : []),
      { kind: "disclosure.opened", disclosure: id },
    );
    return { ...view, conditions: row.conditions, left: openingsLeft({ ...row, openings: row.openings + 1 }), pass };
  });
}

/** One exhibit: its bytes, and the name of its file. @throws Refusal `not-found`, `disclosure-closed` */
export async function exhibit(
  pass: string,
  number: number,
  at: Date,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; file: string }> {
  const id = await queries.visited(tokenDigest(pass), at);
  return through(at, { id, by: door }, async (tx, clearance) => {
    const opened = await queries.exhibit(tx, clearance, number);
    if (!opened) throw new Refusal("not-found");
    await record(tx, null, at, {
      kind: "disclosure.exhibited", disclosure: clearance.disclosureId, item: opened.itemId, derivative: opened.id,
    });
    return { bytes: opened.bytes, file: opened.file };
  });
}

/** Forget when disclosures that were closed before `before` were opened; the ledger keeps that they were. @returns how many openings */
export const forgetOld = async (tx: Tx, before: Date): Promise<number> =>
  (await tx.visit.deleteMany({ where: { disclosure: { closedAt: { lt: before } } } })).count;

/** The same of these disclosures, which are being forgotten. */
export const forget = (tx: Tx, disclosureIds: readonly string[]): Promise<unknown> =>
  tx.visit.deleteMany({ where: { disclosureId: { in: [...disclosureIds] } } });
