import { MailAddress } from "~/env";
import type { Purpose } from "~/domain/consent";
import type { Closing } from "~/domain/disclosure";
import type { Actor } from "~/domain/roles";
import { entryOf, entryShape, newestOf } from "~/server/addressBook/queries";
import { db } from "~/server/db";
import { noticesOf } from "~/server/scope";

/** Whom to tell what by when, the most urgent first. */
export async function waiting(actor: Actor) {
  const rows = await db().notice.findMany({
    where: { AND: [{ toldAt: null }, noticesOf(actor)] },
    orderBy: [{ due: "asc" }, { id: "asc" }],
    take: 500,
    select: {
      id: true, closing: true, at: true, due: true, mailedAt: true, disclosureId: true,
      disclosure: {
        select: { purpose: true, incident: { select: { reference: true } }, recipient: { select: entryShape } },
      },
    },
  });
  const now = await newestOf(db(), [...new Set(rows.map(({ disclosure }) => disclosure.recipient.id))]);
  return Promise.all(
    rows.map(async ({ disclosure: { purpose, incident, recipient }, closing, ...row }) => ({
      ...row,
      closing: closing as Closing,
      purpose: purpose as Purpose,
      reference: incident.reference,
      // Who was given it, as it was decided; and how they are reached now.
      recipient: { ...(await entryOf(recipient)), reach: now.get(recipient.id)!.reach },
    })),
  );
}

/** By when somebody has to be told of something, of which incident; of whom, it does not say. */
export async function dueOf(actor: Actor) {
  const rows = await db().notice.findMany({
    where: { AND: [{ toldAt: null }, noticesOf(actor)] }, select: { due: true, disclosure: { select: { incidentId: true } } },
  });
  return rows.map(({ due, disclosure }) => ({ incidentId: disclosure.incidentId, by: due }));
}

/** Where a message about one goes: to how they are reached now, where that is a mail address and nothing else. Null where none is to go. */
export async function addressOf(noticeId: string) {
  const row = await db().notice.findUnique({
    where: { id: noticeId },
    select: { id: true, toldAt: true, mailedAt: true, disclosureId: true, disclosure: { select: { recipientId: true } } },
  });
  if (!row || row.toldAt || row.mailedAt) return null;
  const { recipientId } = row.disclosure;
  const address = MailAddress.safeParse((await newestOf(db(), [recipientId])).get(recipientId)?.reach);
  return address.success ? { id: row.id, disclosureId: row.disclosureId, address: address.data } : null;
}
