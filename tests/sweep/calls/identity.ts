import { randomUUID } from "node:crypto";
import { randomBytes } from "node:crypto";
import type { Actor } from "~/domain/roles";
import { Authenticator } from "../../support/authenticator";
import { ceremony } from "../../support/ceremony";
import type { Calls } from "../call";
import type { House, Ids } from "../house";

const usedKey = async ({ world }: House) => (await world.db().custodyKey.findFirstOrThrow()).id;
/** A key of their own, which nobody has let in. */
const ownKey = async ({ world }: House, _ids: Ids, actor: Actor) => ({
  reviewerKey: (await world.as(actor).custodyKey.ask((await ceremony(actor.id)).set.mine)).id,
});

/** Members, teams, the keys, the ledger: what belongs to the instance. */
export const identity = {
  "members.me": [{ ids: [], reach: "instance", input: () => undefined }],
  "members.list": [{ ids: [], reach: "instance", input: () => undefined }],
  "members.invite": [
    { ids: ["team"], reach: "instance", absent: "input-invalid", input: ({ team }) => ({ role: "documenter", teamId: team }) },
  ],
  "members.previewSuspension": [
    {
      ids: ["member"], reach: "instance", input: ({ member }) => ({ memberId: member }),
      afresh: async (house) => ({ member: (await house.member("documenter")).id }),
    },
  ],
  "members.suspend": [
    {
      // Where nobody has looked at what follows, nothing does.
      ids: ["member"], reach: "instance", input: ({ member }) => ({ memberId: member, preview: "0".repeat(64) }),
      answers: "changed-meanwhile",
      afresh: async (house) => ({ member: (await house.member("documenter")).id }),
    },
  ],
  "members.previewDeparture": [{ ids: [], reach: "instance", input: () => undefined }],
  "members.depart": [
    { ids: [], reach: "instance", answers: "changed-meanwhile", input: () => ({ preview: "0".repeat(64), accepted: false }) },
  ],
  "members.signOutEverywhere": [{ ids: [], reach: "instance", input: () => ({}) }],

  "sessions.prove": [{ ids: [], reach: "instance", input: (_ids, _actor, { proof }) => proof() }],

  "sessions.list": [{ ids: [], reach: "instance", input: () => undefined }],
  "sessions.elsewhere": [{ ids: [], reach: "instance", input: () => undefined }],
  "sessions.acknowledge": [{ ids: [], reach: "instance", input: () => ({ until: new Date() }) }],
  "sessions.name": [
    {
      ids: ["session"], reach: "self", input: ({ session }) => ({ sessionId: session, name: "phone" }),
      afresh: async (house, _ids, actor) => ({ session: await house.session(actor) }),
    },
  ],
  "sessions.end": [
    {
      ids: ["session"], reach: "self", input: ({ session }) => ({ sessionId: session }),
      afresh: async (house, _ids, actor) => ({ session: await house.session(actor) }),
    },
  ],

  "passkeys.list": [{ ids: [], reach: "instance", input: () => undefined }],
  "passkeys.askAgain": [{ ids: [], reach: "instance", input: () => ({}) }],
  "passkeys.offer": [{ ids: [], reach: "instance", input: () => ({}) }],
  "passkeys.add": [
    {
      ids: [], reach: "instance", answers: "passkey-not-taken",
      input: () => ({ label: "phone", attestation: new Authenticator().make(randomBytes(32).toString("base64url")) }),
    },
  ],
  "passkeys.rename": [
    { ids: ["passkey"], reach: "self", input: ({ passkey }) => ({ passkeyId: passkey, label: "old phone" }) },
  ],
  "passkeys.remove": [
    {
      ids: ["passkey"], reach: "self", input: ({ passkey }) => ({ passkeyId: passkey }),
      afresh: async (house, _ids, actor) => ({ passkey: await house.passkey(actor) }),
    },
  ],

  // A good one ends every session, which is for `tests/flows/passphrase.test.ts`.
  "members.changePassphrase": [{ ids: [], reach: "instance", answers: "passphrase-too-weak", input: () => ({ passphrase: "password" }) }],
  "factors.newApp": [{ ids: [], reach: "instance", input: () => ({}) }],
  // With a right one in `tests/flows/recovery-codes.test.ts`.
  "factors.connectApp": [{ ids: [], reach: "instance", answers: "totp-wrong", input: () => ({ code: "123456" }) }],
  "recoveryCodes.left": [{ ids: [], reach: "instance", input: () => undefined }],
  "recoveryCodes.make": [{ ids: [], reach: "instance", input: () => ({}) }],

  // Founders have nobody behind them; whoever has is in `tests/flows/recovery.test.ts`.
  "recovery.open": [
    { ids: ["member"], reach: "instance", answers: "nobody-behind", input: ({ member }) => ({ memberId: member }) },
  ],
  "recovery.list": [{ ids: [], reach: "instance", input: () => undefined }],
  "recovery.mine": [{ ids: [], reach: "instance", input: () => undefined }],
  "recovery.confirm": [{ ids: [], reach: "instance", answers: "not-found", input: () => ({ recoveryId: randomUUID() }) }],
  "recovery.running": [{ ids: [], reach: "instance", input: () => undefined }],
  "recovery.stop": [{ ids: [], reach: "instance", answers: "not-found", input: () => ({ recoveryId: randomUUID() }) }],
  "recovery.link": [{ ids: [], reach: "instance", answers: "not-found", input: () => ({ recoveryId: randomUUID() }) }],

  "teams.list": [{ ids: [], reach: "instance", input: () => undefined }],
  "teams.create": [{ ids: [], reach: "instance", input: (_ids, _actor, { letters }) => ({ name: "New", code: letters() }) }],
  "teams.place": [
    {
      ids: ["team", "member"], reach: "instance", mixed: true,
      input: ({ team, member }) => ({ teamId: team, memberId: member, placed: true }),
    },
  ],

  "custodyKey.current": [{ ids: [], reach: "instance", input: () => undefined }],
  "custodyKey.set": [
    {
      ids: [], reach: "instance", answers: "custody-key-exists",
      input: async (_ids, actor) => (await ceremony(actor.id)).set,
    },
  ],
  "custodyKey.holders": [{ ids: [], reach: "instance", input: () => undefined }],
  "custodyKey.ask": [{ ids: [], reach: "instance", input: async (_ids, actor) => (await ceremony(actor.id)).set.mine }],
  "custodyKey.grant": [
    {
      // To one's own key nobody grants, and whoever has no part in the custody key grants to nobody.
      ids: ["reviewerKey"], reach: "instance", answers: "second-person-required", afresh: ownKey,
      input: async ({ reviewerKey }, actor, house) => ({
        custodyKeyId: await usedKey(house), reviewerKeyId: reviewerKey, grant: (await ceremony(actor.id)).set.grant,
      }),
    },
  ],
  // With one that is in use in `tests/flows/new-custody-key.test.ts`.
  "custodyKey.replace": [
    {
      ids: [], reach: "instance", answers: "changed-meanwhile",
      input: async (_ids, actor) => {
        const { recipient, grant, recovery } = (await ceremony(actor.id)).set;
        return { before: randomUUID(), recipient, grants: [{ reviewerKeyId: randomUUID(), grant }], recovery };
      },
    },
  ],
  "custodyKey.giveUp": [
    {
      ids: [], reach: "instance", input: () => undefined,
      afresh: async ({ world }, _ids, actor) => {
        await world.as(actor).custodyKey.ask((await ceremony(actor.id)).set.mine);
        return {};
      },
    },
  ],
  "custodyKey.mine": [{ ids: [], reach: "instance", input: () => ({}) }],
  "custodyKey.question": [
    { ids: [], reach: "instance", afresh: ownKey, input: async (_ids, _actor, house) => ({ custodyKeyId: await usedKey(house) }) },
  ],
  "custodyKey.recover": [
    {
      ids: [], reach: "instance", answers: "custody-key-invalid", afresh: ownKey,
      input: async (_ids, actor, house) => ({
        custodyKeyId: await usedKey(house),
        answered: { until: Date.now() + 60_000, code: new Uint8Array(32), answer: new Uint8Array(32) },
        grant: (await ceremony(actor.id)).set.grant,
      }),
    },
  ],

  "wraps.list": [{ ids: [], reach: "instance", input: () => undefined }],
  "wraps.add": [
    {
      ids: ["reviewerKey"], reach: "self", afresh: ownKey,
      input: async ({ reviewerKey }, actor) => ({ reviewerKeyId: reviewerKey, wrap: (await ceremony(actor.id)).set.mine.wrap }),
    },
  ],
  "wraps.remove": [
    {
      ids: ["wrap"], reach: "self",
      afresh: async (house, ids, actor) => {
        const reviewerKey = (await ownKey(house, ids, actor)).reviewerKey;
        const { wrap } = (await ceremony(actor.id)).set.mine;
        return { wrap: (await house.world.as(actor).wraps.add({ reviewerKeyId: reviewerKey, wrap })).id };
      },
      input: ({ wrap }) => ({ wrapId: wrap }),
    },
  ],

  "ledger.entries": [{ ids: [], reach: "instance", input: () => ({ before: null }) }],
  "ledger.checkpoint": [{ ids: [], reach: "instance", input: () => undefined }],
  "ledger.slip": [{ ids: ["item"], reach: "incidents", mine: true, input: ({ item }) => ({ itemId: item }) }],
  "ledger.custody": [{ ids: ["item"], reach: "incidents", input: ({ item }) => ({ itemId: item }) }],

  "health.read": [{ ids: [], reach: "instance", input: () => undefined }],
} as const satisfies Partial<Calls>;
