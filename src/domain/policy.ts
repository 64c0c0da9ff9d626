import type { Role } from "./roles";

/**
 * Which role may attempt which action: a role that an action does not name may not.
 * The keys are the API's table of contents, since a procedure's path equals its key.
 * Which rows a role may touch is `server/scope.ts`.
 */
export const policy = {
  "members.me": ["documenter", "reviewer", "steward", "auditor", "candidate"],
  "members.list": ["steward"],
  "members.invite": ["steward"],
  "members.previewSuspension": ["steward"],
  "members.suspend": ["steward"],
  "members.signOutEverywhere": ["documenter", "reviewer", "steward", "auditor", "candidate"],
  "members.changePassphrase": ["documenter", "reviewer", "steward", "auditor", "candidate"],
  "members.previewDeparture": ["documenter", "reviewer", "steward", "auditor", "candidate"],
  "members.depart": ["documenter", "reviewer", "steward", "auditor", "candidate"],
  "members.founding": ["steward"],
  "members.endFounding": ["steward"],

  "vouching.mine": ["documenter", "reviewer", "steward", "auditor", "candidate"],
  "vouching.introduce": ["documenter", "reviewer", "steward"],
  "vouching.vouch": ["documenter", "reviewer", "steward"],
  "vouching.previewTakingBack": ["documenter", "reviewer", "steward"],
  "vouching.takeBack": ["documenter", "reviewer", "steward"],
  "vouching.candidates": ["steward"],
  "vouching.confirm": ["steward"],

  "motions.list": ["steward"],
  "motions.propose": ["steward"],
  "motions.agree": ["steward"],
  "motions.withdraw": ["steward"],
  "motions.readMap": ["steward"],

  "course.state": ["documenter", "reviewer", "steward", "auditor", "candidate"],
  "course.answer": ["documenter", "reviewer", "steward", "auditor", "candidate"],

  "sessions.prove": ["documenter", "reviewer", "steward", "auditor", "candidate"],
  "sessions.list": ["documenter", "reviewer", "steward", "auditor", "candidate"],
  "sessions.name": ["documenter", "reviewer", "steward", "auditor", "candidate"],
  "sessions.end": ["documenter", "reviewer", "steward", "auditor", "candidate"],
  "sessions.elsewhere": ["documenter", "reviewer", "steward", "auditor", "candidate"],
  "sessions.acknowledge": ["documenter", "reviewer", "steward", "auditor", "candidate"],

  "passkeys.list": ["documenter", "reviewer", "steward", "auditor", "candidate"],
  "passkeys.offer": ["documenter", "reviewer", "steward", "auditor", "candidate"],
  "passkeys.add": ["documenter", "reviewer", "steward", "auditor", "candidate"],
  "passkeys.rename": ["documenter", "reviewer", "steward", "auditor", "candidate"],
  "passkeys.remove": ["documenter", "reviewer", "steward", "auditor", "candidate"],
  "passkeys.askAgain": ["documenter", "reviewer", "steward", "auditor", "candidate"],

  "factors.newApp": ["documenter", "reviewer", "steward", "auditor", "candidate"],
  "factors.connectApp": ["documenter", "reviewer", "steward", "auditor", "candidate"],
  "recoveryCodes.left": ["documenter", "reviewer", "steward", "auditor", "candidate"],
  "recoveryCodes.make": ["documenter", "reviewer", "steward", "auditor", "candidate"],

  "recovery.open": ["steward"],
  "recovery.list": ["steward"],
  "recovery.link": ["steward"],
  "recovery.mine": ["documenter", "reviewer", "steward"],
  "recovery.confirm": ["documenter", "reviewer", "steward"],
  "recovery.running": ["documenter", "reviewer", "steward", "auditor", "candidate"],
  "recovery.stop": ["documenter", "reviewer", "steward", "auditor", "candidate"],

  "teams.list": ["documenter", "reviewer", "steward"],
  "teams.create": ["steward"],
  "teams.place": ["steward"],

  "custodyKey.current": ["documenter", "reviewer", "steward"],
  "custodyKey.set": ["reviewer"],
  "custodyKey.mine": ["reviewer"],
  "custodyKey.ask": ["reviewer"],
  "custodyKey.holders": ["reviewer"],
  "custodyKey.grant": ["reviewer"],
  "custodyKey.replace": ["reviewer"],
  "custodyKey.giveUp": ["reviewer"],
  "custodyKey.question": ["reviewer"],
  "custodyKey.recover": ["reviewer"],

  "wraps.list": ["reviewer"],
  "wraps.add": ["reviewer"],
  "wraps.remove": ["reviewer"],

  "incidents.list": ["documenter", "reviewer"],
  "incidents.read": ["documenter", "reviewer"],
  "incidents.history": ["documenter", "reviewer"],
  "incidents.create": ["documenter"],
  "incidents.revise": ["documenter"],
  "incidents.advance": ["documenter", "reviewer"],
  "incidents.assign": ["reviewer"],

  "comments.list": ["documenter", "reviewer"],
  "comments.write": ["documenter", "reviewer"],
  "comments.remove": ["documenter", "reviewer"],
  "comments.waiting": ["documenter", "reviewer"],
  "comments.layAside": ["documenter", "reviewer"],
  "comments.layWordAside": ["reviewer"],

  "desk.queue": ["reviewer"],
  "presence.here": ["reviewer"],

  "connections.list": ["reviewer"],
  "connections.read": ["reviewer"],
  "connections.ofIncident": ["reviewer"],
  "connections.decide": ["reviewer"],
  "connections.locate": ["reviewer"],
  "statistics.read": ["reviewer"],
  "statistics.take": ["reviewer"],
  "exports.take": ["reviewer"],

  "search.find": ["documenter", "reviewer"],

  "accounts.write": ["documenter"],
  "accounts.check": ["documenter"],
  "accounts.slip": ["documenter"],

  "evidence.submit": ["documenter"],
  "evidence.keep": ["documenter"],
  "evidence.read": ["documenter", "reviewer"],
  "evidence.told": ["documenter"],
  "evidence.view": ["documenter", "reviewer"],

  "regions.save": ["documenter", "reviewer"],
  "regions.confirm": ["documenter", "reviewer"],

  "checklists.answer": ["documenter", "reviewer"],

  "consents.addGrantor": ["documenter", "reviewer"],
  "consents.read": ["documenter", "reviewer"],
  "consents.runningOut": ["documenter", "reviewer"],
  "consents.record": ["documenter"],
  "consents.attach": ["documenter"],
  "consents.withdraw": ["documenter", "reviewer"],

  "recordings.list": ["steward"],
  "recordings.add": ["steward"],
  "recordings.remove": ["steward"],
  "recordings.fitting": ["documenter"],
  "recordings.hear": ["documenter", "steward"],

  "ties.read": ["documenter", "reviewer"],
  "ties.make": ["documenter"],
  "ties.separate": ["documenter"],

  "receipts.current": ["documenter", "reviewer"],
  "receipts.make": ["documenter"],

  "requests.list": ["reviewer"],
  "requests.answer": ["reviewer"],
  "notices.list": ["reviewer"],
  "notices.tell": ["reviewer"],

  "addressBook.list": ["reviewer"],
  "addressBook.revise": ["reviewer"],

  "disclosures.list": ["reviewer"],
  "disclosures.read": ["reviewer"],
  "disclosures.find": ["reviewer"],
  "disclosures.assess": ["reviewer"],
  "disclosures.assessWhole": ["reviewer"],
  "disclosures.propose": ["reviewer"],
  "disclosures.proposeWhole": ["reviewer"],
  "disclosures.decide": ["reviewer"],
  "disclosures.release": ["reviewer"],
  "disclosures.close": ["reviewer"],
  "dossiers.handOut": ["reviewer"],

  "originals.list": ["reviewer"],
  "originals.read": ["reviewer"],
  "originals.ask": ["reviewer"],
  "originals.decide": ["reviewer"],
  "originals.handOut": ["reviewer"],
  "originals.save": ["reviewer"],

  "resealings.state": ["reviewer"],
  "resealings.ask": ["reviewer"],
  "resealings.decide": ["reviewer"],
  "resealings.begin": ["reviewer"],
  "resealings.end": ["reviewer"],
  "resealings.next": ["reviewer"],
  "resealings.handOut": ["reviewer"],
  "resealings.store": ["reviewer"],
  "resealings.confirm": ["reviewer"],
  "resealings.fail": ["reviewer"],

  "erasures.list": ["reviewer"],
  "erasures.ofItem": ["reviewer"],
  "erasures.ofAccounts": ["reviewer"],
  "erasures.plan": ["reviewer"],
  "erasures.erase": ["reviewer"],
  "erasures.callOff": ["reviewer"],
  "holds.ask": ["reviewer"],
  "holds.decide": ["reviewer"],
  "holds.end": ["reviewer"],

  "ledger.entries": ["auditor", "steward", "reviewer"],
  "ledger.checkpoint": ["auditor", "steward", "reviewer"],
  "ledger.custody": ["documenter", "reviewer"],
  "ledger.slip": ["documenter"],
  "witnesses.list": ["auditor", "steward", "reviewer"],
  "witnesses.add": ["auditor"],
  "witnesses.remove": ["auditor", "steward"],

  "health.read": ["steward"],
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof policy;
export const actions = Object.keys(policy) as readonly Action[];

export const may = (role: Role, action: Action): boolean => (policy[action] as readonly Role[]).includes(role);

/**
 * What stands in the ledger without the one who did it. That it was tried in vain does so too: it would name them
 * beside the entry of the try that followed.
 */
export const unnamed: ReadonlySet<Action> = new Set<Action>([
  "vouching.introduce", "vouching.vouch", "vouching.previewTakingBack", "vouching.takeBack", "recovery.confirm",
]);

/**
 * What asks for the authenticator again: it cannot be undone, or it decides about others, and a phone that was taken
 * unlocked must not do it. `act()` refuses these with `prove-again` unless the session was proven a moment ago.
 */
export const asksAgain: ReadonlySet<Action> = new Set<Action>([
  "members.invite",
  "members.previewSuspension",
  "members.suspend",
  "members.endFounding",
  "members.changePassphrase",
  "members.depart",
  "vouching.introduce",
  "vouching.vouch",
  "vouching.takeBack",
  "vouching.confirm",
  "motions.propose",
  "motions.agree",
  "motions.readMap",
  "passkeys.offer",
  "passkeys.add",
  "passkeys.remove",
  "factors.newApp",
  "factors.connectApp",
  "recoveryCodes.make",
  "recovery.open",
  "recovery.link",
  "recovery.confirm",
  "custodyKey.set",
  "custodyKey.ask",
  "custodyKey.mine",
  "custodyKey.grant",
  "custodyKey.replace",
  "custodyKey.giveUp",
  "custodyKey.recover",
  "wraps.add",
  "wraps.remove",
  "recordings.add",
  "recordings.remove",
  "disclosures.decide",
  "disclosures.release",
  "dossiers.handOut",
  "exports.take",
  "originals.decide",
  "originals.handOut",
  "resealings.decide",
  "resealings.begin",
  "erasures.plan",
  "erasures.erase",
  "erasures.callOff",
  "holds.ask",
  "holds.decide",
  "holds.end",
  "witnesses.add",
  "witnesses.remove",
]);
