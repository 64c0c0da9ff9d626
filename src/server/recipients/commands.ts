import { clear, type Clearance, type DisclosureState, type ShutReason } from "~/domain/disclosure";
import { Refusal } from "~/domain/refusal";
import { record } from "~/server/custody";
import { transaction, type Tx } from "~/server/db";
import { factsOf } from "~/server/disclosures/queries";
import { tokenDigest } from "~/server/digest";
import * as queries from "./queries";

/**
 * Who holds the token is let in for as long as everything is cleared, asked anew at each opening. A token that was
 * never given out and one that is spent are different answers, since only its holder can tell them apart; whatever
 * the reason for which a door is shut, the answer is the same.
 */
type Door =
  | { readonly open: true; readonly clearance: Clearance }
  | { readonly open: false; readonly id: string; readonly why: ShutReason };

async function door(tx: Tx, token: string, at: Date): Promise<Door> {
  const digest = tokenDigest(token);
  const [row] = await tx.$queryRaw<{ id: string; state: DisclosureState }[]>`
    SELECT "id", "state" FROM "Disclosure" WHERE "tokenDigest" = ${digest} FOR UPDATE`;
  if (!row) throw new Refusal("not-found");
  if (row.state !== "released") return { open: false, id: row.id, why: row.state };
  const cleared = clear(await factsOf(tx, row.id), at);
  if (!cleared.ok) return { open: false, id: row.id, why: cleared.gaps[0]?.why ?? "not-cleared" };
  return { open: true, clearance: cleared.clearance };
}

/** A shut door is recorded, and that record has to outlive the refusal: the transaction ends before it is thrown. */
async function through<T>(
  token: string,
  at: Date,
  enter: (tx: Tx, clearance: Clearance) => Promise<T>,
): Promise<T> {
  const result = await transaction(async (tx) => {
    const found = await door(tx, token, at);
    if (found.open) return { entered: await enter(tx, found.clearance) };
    await record(tx, null, at, { kind: "disclosure.notOpened", disclosure: found.id, why: found.why });
    return null;
  });
  if (!result) throw new Refusal("disclosure-closed");
  return result.entered;
}

/** Open a disclosure by its link. @throws Refusal `not-found`, `disclosure-closed` */
export const open = (token: string, at: Date): Promise<queries.RecipientView> =>
  through(token, at, async (tx, clearance) => {
    const { disclosureId } = clearance;
    const view = await queries.view(tx, clearance);
    await tx.disclosure.update({ where: { id: disclosureId }, data: { openings: { increment: 1 } } });
    await record(tx, null, at, { kind: "disclosure.opened", disclosure: disclosureId });
    return view;
  });

/** One exhibit: its bytes, and the name of its file. @throws Refusal `not-found`, `disclosure-closed` */
export const exhibit = (token: string, number: number, at: Date): Promise<{ bytes: Uint8Array<ArrayBuffer>; file: string }> =>
  through(token, at, async (tx, clearance) => {
    const opened = await queries.exhibit(tx, clearance, number);
    if (!opened) throw new Refusal("not-found");
    await record(tx, null, at, {
      kind: "disclosure.exhibited", disclosure: clearance.disclosureId, item: opened.itemId, derivative: opened.id,
    });
    return { bytes: opened.bytes, file: opened.file };
  });
