import type { Actor } from "~/domain/roles";
import { makeReviewerKey, renewCustodyKey, unlock } from "~/keyring/ceremony";
import { makeGrant } from "~/keyring/grant";
import { answer } from "~/keyring/holding";
import { passkeyHead } from "~/keyring/wrap";
import type { Bytes } from "~/keyring/bytes";
import type { World } from "./world";

type Passkey = Extract<Parameters<typeof unlock>[1], { means: "passkey" }>;
const recovery = { parts: 3, needed: 2 };

/** What reviewers' browsers do with the custody key, each under a passkey of the test's own. */
export function browsers(world: World) {
  const passkeys = new Map<string, Passkey>();
  const mineOf = async (reviewer: Actor) => (await world.as(reviewer).custodyKey.mine({}))!;
  const holdersOf = async (reviewer: Actor) => (await world.as(reviewer).custodyKey.holders())!;

  async function ownKey(reviewer: Actor) {
    const passkey = { means: "passkey", output: crypto.getRandomValues(new Uint8Array(32)) } as const;
    passkeys.set(reviewer.id, passkey);
    return makeReviewerKey(reviewer.id, passkeyHead(new Uint8Array(16)), passkey);
  }
  /** The private half that this reviewer holds of a custody key, or null. */
  async function secretOf(reviewer: Actor, custodyKeyId: string): Promise<Bytes | null> {
    const mine = await mineOf(reviewer);
    const grant = mine.grants.find(({ custody }) => custody.id === custodyKeyId);
    if (!grant) return null;
    const held = { member: mine.member, mine: { ...mine, ...mine.wraps[0]! }, custody: grant.custody.recipient, grant };
    const unlocked = await unlock(held, passkeys.get(reviewer.id)!);
    return unlocked.ok ? unlocked.secret : null;
  }
  async function askToHold(reviewer: Actor): Promise<void> {
    await world.as(reviewer).custodyKey.ask(await ownKey(reviewer));
  }
  /** What a browser makes of the newest key, ready to be sent. */
  async function renewal(maker: Actor) {
    const [mine, holders] = [await mineOf(maker), await holdersOf(maker)];
    const secret = await secretOf(maker, holders.id);
    const others = holders.reviewers.filter(({ me, since }) => !me && since !== null);
    const named = others.map(({ recipient, memberId, tag }) => ({ holder: recipient, member: memberId, tag: tag! }));
    const made = await renewCustodyKey(
      { holder: mine.recipient, member: maker.id }, named, secret && { custody: holders.recipient, secret }, recovery,
    );
    const idOf = (holder: string) => holders.reviewers.find(({ recipient }) => recipient === holder)!.id;
    const grants = made.grants.map(({ holder, grant }) => ({ reviewerKeyId: idOf(holder), grant }));
    return { input: { before: holders.id, recipient: made.recipient, grants, recovery }, cards: made.cards };
  }

  return {
    ownKey, secretOf, askToHold, renewal,
    /** The first custody key. @returns its id */
    async firstKey(maker: Actor): Promise<string> {
      const { makeCustodyKey } = await import("~/keyring/ceremony");
      const mine = await ownKey(maker);
      const { recipient, grant } = await makeCustodyKey(maker.id, mine.recipient, recovery);
      return (await world.as(maker).custodyKey.set({ recipient, mine, grant, recovery })).id;
    },
    async letIn(holder: Actor, whom: Actor): Promise<void> {
      const { id: custodyKeyId, recipient: custody, reviewers } = await holdersOf(holder);
      const { id: reviewerKeyId, recipient } = reviewers.find(({ memberId }) => memberId === whom.id)!;
      const secret = (await secretOf(holder, custodyKeyId))!;
      const grant = await makeGrant(secret, { custody, holder: recipient, member: whom.id });
      await world.as(holder).custodyKey.grant({ custodyKeyId, reviewerKeyId, grant });
    },
    /** To a key of one's own, by who has the custody key out of its parts, and shows it. */
    async recover(who: Actor, custody: { id: string; recipient: string }, secret: Uint8Array<ArrayBuffer>): Promise<void> {
      const { recipient: holder } = await mineOf(who);
      const place = { custody: custody.recipient, holder, member: who.id };
      const { sealed, ...asked } = await world.as(who).custodyKey.question({ custodyKeyId: custody.id });
      const answered = { ...asked, answer: (await answer(sealed, place, secret))! };
      await world.as(who).custodyKey.recover({ custodyKeyId: custody.id, answered, grant: await makeGrant(secret, place) });
    },
    /** @returns the id of the key that takes the newest one's place */
    replace: async (maker: Actor): Promise<string> => (await world.as(maker).custodyKey.replace((await renewal(maker)).input)).id,
  };
}
