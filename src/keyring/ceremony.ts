/** What a reviewer's browser makes: a key of their own, and the custody key with its recovery set. */
import type { Bytes } from "./bytes";
import { isGranted, makeGrant, openGrant, type Grant, type GrantPlace } from "./grant";
import { newSecret, recipientOf } from "./identity";
import { makeCards, type Card, type Recovery } from "./shares";
import { unwrapSecret, wrapSecret, type Means, type WrapHead } from "./wrap";

export type ReviewerKey = { readonly recipient: string; readonly wrap: Bytes };

/** @param member the reviewer's id */
export async function makeReviewerKey(member: string, head: WrapHead, by: Means): Promise<ReviewerKey> {
  const secret = await newSecret();
  const recipient = await recipientOf(secret);
  const wrap = await wrapSecret(secret, { recipient, member }, head, by);
  secret.fill(0);
  return { recipient, wrap };
}

export type CustodyKey = { readonly recipient: string; readonly grant: Grant; readonly cards: readonly Card[] };

/** A custody key, held by `member` through the key of their own whose public half is `holder`. */
export async function makeCustodyKey(member: string, holder: string, recovery: Recovery): Promise<CustodyKey> {
  const secret = await newSecret();
  const recipient = await recipientOf(secret);
  const grant = await makeGrant(secret, { custody: recipient, holder, member });
  const cards = await makeCards(secret, recovery);
  secret.fill(0);
  return { recipient, grant, cards };
}

/** A reviewer's own key. */
export type Holder = Omit<GrantPlace, "custody">;
/** A reviewer who, the server says, holds the custody key: the tag of their grant says whether a holder let them in. */
export type NamedHolder = Holder & { readonly tag: Bytes };
/** A custody key that is given to several at once, and whom of those who were named it was not given to. */
export type Renewed = {
  readonly recipient: string;
  readonly grants: readonly (Holder & { readonly grant: Grant })[];
  readonly cards: readonly Card[];
  readonly notGranted: readonly Holder[];
};

/**
 * A custody key to take the place of another, for its maker and whoever of `named` the holders of the one before had let in: of
 * the others only the server says that they hold it.
 * @param before the one whose place it takes, or null where its maker does not hold it and cannot tell who does
 */
export async function renewCustodyKey(
  maker: Holder,
  named: readonly NamedHolder[],
  before: { readonly custody: string; readonly secret: Bytes } | null,
  recovery: Recovery,
): Promise<Renewed> {
  const secret = await newSecret();
  const recipient = await recipientOf(secret);
  const letIn = await Promise.all(
    named.map(async ({ tag, holder, member }) =>
      before !== null && (await isGranted(before.secret, { custody: before.custody, holder, member }, tag)),
    ),
  );
  const of = ({ holder, member }: Holder): Holder => ({ holder, member });
  const grants = await Promise.all(
    [maker, ...named.filter((_, i) => letIn[i])].map(async (each) => ({
      ...of(each), grant: await makeGrant(secret, { custody: recipient, ...of(each) }),
    })),
  );
  const cards = await makeCards(secret, recovery);
  secret.fill(0);
  return { recipient, grants, cards, notGranted: named.filter((_, i) => !letIn[i]).map(of) };
}

/** What a reviewer has at the server: opens with what only they have. */
export type Held = {
  readonly member: string;
  readonly mine: ReviewerKey;
  /** The custody key's public half. */
  readonly custody: string;
  readonly grant: Grant;
};
export type Unlocked =
  | { readonly ok: true; readonly secret: Bytes }
  | { readonly ok: false; readonly why: "wrong-passphrase" | "wrong-key" };

/** Every custody key that a reviewer holds, by its public half, with one passphrase. */
export async function unlockAll(
  member: string,
  mine: ReviewerKey,
  held: readonly { readonly custody: string; readonly grant: Grant }[],
  by: Means,
): Promise<{ readonly ok: true; readonly secrets: ReadonlyMap<string, Bytes> } | Exclude<Unlocked, { ok: true }>> {
  const own = await unwrapSecret(mine.wrap, { recipient: mine.recipient, member }, by);
  if (!own) return { ok: false, why: "wrong-passphrase" };
  const secrets = new Map<string, Bytes>();
  for (const { custody, grant } of held) {
    const secret = await openGrant(grant, { custody, holder: mine.recipient, member }, own);
    if (secret) secrets.set(custody, secret);
  }
  own.fill(0);
  return secrets.size === held.length ? { ok: true, secrets } : { ok: false, why: "wrong-key" };
}

/** The custody key's private half. */
export async function unlock({ member, mine, custody, grant }: Held, by: Means): Promise<Unlocked> {
  const own = await unwrapSecret(mine.wrap, { recipient: mine.recipient, member }, by);
  if (!own) return { ok: false, why: "wrong-passphrase" };
  const secret = await openGrant(grant, { custody, holder: mine.recipient, member }, own);
  own.fill(0);
  return secret ? { ok: true, secret } : { ok: false, why: "wrong-key" };
}
