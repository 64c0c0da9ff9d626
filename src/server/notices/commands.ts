import { config } from "~/env";
import type { Closing } from "~/domain/disclosure";
import { Prisma } from "~/generated/prisma/client";
import { Refusal } from "~/domain/refusal";
import { toldBy } from "~/domain/request";
import type { Actor } from "~/domain/roles";
import { record } from "~/server/custody";
import { transaction, type Tx } from "~/server/db";
import { enqueueAll } from "~/server/queue";
import { noticesOf, stillIn } from "~/server/scope";

/**
 * Who was given something has to be told that it was closed (GDPR art. 19): the link says so to whoever opens it, and a reviewer tells
 * whoever does not. In the transaction that closes these; of what was never released nobody is told.
 */
export async function write(tx: Tx, disclosureIds: readonly string[], closing: Closing, at: Date): Promise<void> {
  const written = Prisma.sql`
    INSERT INTO "Notice" ("id", "disclosureId", "closing", "at", "due")
    SELECT gen_random_uuid(), "id", ${closing}, ${at}, ${toldBy(at)} FROM "Disclosure"
    WHERE "id" = ANY(${[...disclosureIds]}::uuid[]) AND "releasedAt" IS NOT NULL`;
  // There may be thousands: their ids come back only where somebody is written to.
  if (config().mail === null) return void (await tx.$executeRaw(written));
  const notices = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`${written} RETURNING "id"`);
  await enqueueAll(tx, "notices.mail", notices.map(({ id }) => ({ noticeId: id })));
}

/** A mail server has taken a message for them. That is no telling: who reads it, and whether, nobody knows. */
export const mailed = (notice: { readonly id: string; readonly disclosureId: string }, at: Date): Promise<void> =>
  transaction(async (tx) => {
    const { count } = await tx.notice.updateMany({ where: { id: notice.id, mailedAt: null }, data: { mailedAt: at } });
    if (count > 0) await record(tx, null, at, { kind: "notice.mailed", notice: notice.id, disclosure: notice.disclosureId });
  });

/** A reviewer has told them. @throws Refusal `not-found`; `not-now` where somebody has already */
export const tell = (actor: Actor, noticeId: string, at: Date): Promise<{}> =>
  transaction(async (tx) => {
    await stillIn(tx, actor);
    const notice = await tx.notice.findFirst({ where: { AND: [{ id: noticeId }, noticesOf(actor)] }, select: { disclosureId: true } });
    if (!notice) throw new Refusal("not-found");
    const { count } = await tx.notice.updateMany({ where: { id: noticeId, toldAt: null }, data: { toldAt: at, toldBy: actor.id } });
    if (count === 0) throw new Refusal("not-now");
    await record(tx, actor.id, at, { kind: "notice.told", notice: noticeId, disclosure: notice.disclosureId });
    return {};
  });

/** Forget whom somebody told before `before`. @returns how many */
export const forgetOld = async (tx: Tx, before: Date): Promise<number> => (await tx.notice.deleteMany({ where: { toldAt: { lt: before } } })).count;

/** Forget all of these disclosures, of which none waits. */
export const forget = (tx: Tx, disclosureIds: readonly string[]): Promise<unknown> =>
  tx.notice.deleteMany({ where: { disclosureId: { in: [...disclosureIds] }, toldAt: { not: null } } });
