import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { readWrap } from "~/keyring/wrap";
import { record } from "~/server/custody";
import { transaction, type Tx } from "~/server/db";
import { stillIn } from "~/server/scope";

/**
 * What opens a reviewer's own key in their browser: a passphrase, or a passkey that makes keys. Each is a wrap of the same
 * private half; one is enough, and one is always left.
 */
const MOST = 12;

/** A key of their own that is still in use, locked until the transaction ends. @throws Refusal `not-found` */
async function lockedKey(tx: Tx, actor: Actor, id: string) {
  await stillIn(tx, actor);
  await tx.$queryRaw`SELECT "id" FROM "ReviewerKey" WHERE "id" = ${id}::uuid FOR UPDATE`;
  const key = await tx.reviewerKey.findFirst({
    where: { id, memberId: actor.id, endedAt: null },
    select: { _count: { select: { wraps: true } } },
  });
  if (!key) throw new Refusal("not-found");
  return { wraps: key._count.wraps };
}

/**
 * Keep the private half as this reviewer's browser has wrapped it once more. Whether it opens, only the browser can see, and has.
 * @throws Refusal `not-found`, `custody-key-invalid`, `too-many-wraps`
 */
export function add(actor: Actor, input: { reviewerKeyId: string; wrap: Uint8Array }, at: Date): Promise<{ id: string }> {
  const { reviewerKeyId, wrap } = input;
  const head = readWrap(wrap);
  if (!head) throw new Refusal("custody-key-invalid");
  return transaction(async (tx) => {
    if ((await lockedKey(tx, actor, reviewerKeyId)).wraps >= MOST) throw new Refusal("too-many-wraps", { most: MOST });
    const { id } = await tx.reviewerWrap.create({
      data: { reviewerKeyId, wrap: new Uint8Array(wrap), createdAt: at },
      select: { id: true },
    });
    await record(tx, actor.id, at, { kind: "wrap.added", wrap: id, reviewerKey: reviewerKeyId, member: actor.id, means: head.means });
    return { id };
  });
}

/** @throws Refusal `not-found`, `not-now` for the last one, without which nothing opens the key any more */
export function remove(actor: Actor, { wrapId: id }: { wrapId: string }, at: Date): Promise<{}> {
  return transaction(async (tx) => {
    const wrap = await tx.reviewerWrap.findFirst({
      where: { id, reviewerKey: { memberId: actor.id, endedAt: null } },
      select: { reviewerKeyId: true },
    });
    if (!wrap) throw new Refusal("not-found");
    if ((await lockedKey(tx, actor, wrap.reviewerKeyId)).wraps < 2) throw new Refusal("not-now");
    const { count } = await tx.reviewerWrap.deleteMany({ where: { id } });
    if (count !== 1) throw new Refusal("not-found");
    await record(tx, actor.id, at, { kind: "wrap.removed", wrap: id, reviewerKey: wrap.reviewerKeyId, member: actor.id });
    return {};
  });
}
