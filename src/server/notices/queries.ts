import * as z from "zod";
import type { Purpose, RecipientClass } from "~/domain/consent";
import type { Closing } from "~/domain/disclosure";
import type { Actor } from "~/domain/roles";
import { db } from "~/server/db";
import { noticesOf } from "~/server/scope";
import { openJson } from "~/server/sealing";

const Named = z.object({ name: z.string() });

/** Whom to tell what by when, the most urgent first. */
export async function waiting(actor: Actor) {
  const rows = await db().notice.findMany({
    where: { AND: [{ toldAt: null }, noticesOf(actor)] },
    orderBy: [{ due: "asc" }, { id: "asc" }],
    take: 500,
    select: {
      id: true, closing: true, at: true, due: true, disclosureId: true,
      disclosure: {
        select: { purpose: true, incident: { select: { reference: true } }, recipient: { select: { id: true, class: true, sealed: true } } },
      },
    },
  });
  return Promise.all(
    rows.map(async ({ disclosure: { purpose, incident, recipient }, closing, ...row }) => ({
      ...row,
      closing: closing as Closing,
      purpose: purpose as Purpose,
      reference: incident.reference,
      recipient: {
        class: recipient.class as RecipientClass,
        name: (await openJson(recipient.sealed, { kind: "recipient", id: recipient.id }, Named)).name,
      },
    })),
  );
}
