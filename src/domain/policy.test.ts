import { describe, expect, test } from "vitest";
import { actions, may, policy, type Action } from "./policy";
import { roles, type Role } from "./roles";

const permitted = (role: Role): Action[] => actions.filter((action) => may(role, action));

test("each role may do these things", () => {
  const table = actions.map((action) =>
    [action.padEnd(26), ...roles.map((role) => (may(role, action) ? role : "·").padEnd(10))].join(" ").trimEnd(),
  );
  expect(table.join("\n")).toMatchInlineSnapshot(`
    "members.me                 documenter reviewer   steward    auditor    candidate
    members.list               ·          ·          steward    ·          ·
    members.invite             ·          ·          steward    ·          ·
    members.previewSuspension  ·          ·          steward    ·          ·
    members.suspend            ·          ·          steward    ·          ·
    members.signOutEverywhere  documenter reviewer   steward    auditor    candidate
    members.changePassphrase   documenter reviewer   steward    auditor    candidate
    members.previewDeparture   documenter reviewer   steward    auditor    candidate
    members.depart             documenter reviewer   steward    auditor    candidate
    members.founding           ·          ·          steward    ·          ·
    members.endFounding        ·          ·          steward    ·          ·
    vouching.mine              documenter reviewer   steward    auditor    candidate
    vouching.introduce         documenter reviewer   steward    ·          ·
    vouching.vouch             documenter reviewer   steward    ·          ·
    vouching.previewTakingBack documenter reviewer   steward    ·          ·
    vouching.takeBack          documenter reviewer   steward    ·          ·
    vouching.candidates        ·          ·          steward    ·          ·
    vouching.confirm           ·          ·          steward    ·          ·
    motions.list               ·          ·          steward    ·          ·
    motions.propose            ·          ·          steward    ·          ·
    motions.agree              ·          ·          steward    ·          ·
    motions.withdraw           ·          ·          steward    ·          ·
    motions.readMap            ·          ·          steward    ·          ·
    course.state               documenter reviewer   steward    auditor    candidate
    course.answer              documenter reviewer   steward    auditor    candidate
    sessions.prove             documenter reviewer   steward    auditor    candidate
    sessions.list              documenter reviewer   steward    auditor    candidate
    sessions.name              documenter reviewer   steward    auditor    candidate
    sessions.end               documenter reviewer   steward    auditor    candidate
    sessions.elsewhere         documenter reviewer   steward    auditor    candidate
    sessions.acknowledge       documenter reviewer   steward    auditor    candidate
    passkeys.list              documenter reviewer   steward    auditor    candidate
    passkeys.offer             documenter reviewer   steward    auditor    candidate
    passkeys.add               documenter reviewer   steward    auditor    candidate
    passkeys.rename            documenter reviewer   steward    auditor    candidate
    passkeys.remove            documenter reviewer   steward    auditor    candidate
    passkeys.askAgain          documenter reviewer   steward    auditor    candidate
    factors.newApp             documenter reviewer   steward    auditor    candidate
    factors.connectApp         documenter reviewer   steward    auditor    candidate
    recoveryCodes.left         documenter reviewer   steward    auditor    candidate
    recoveryCodes.make         documenter reviewer   steward    auditor    candidate
    recovery.open              ·          ·          steward    ·          ·
    recovery.list              ·          ·          steward    ·          ·
    recovery.link              ·          ·          steward    ·          ·
    recovery.mine              documenter reviewer   steward    ·          ·
    recovery.confirm           documenter reviewer   steward    ·          ·
    recovery.running           documenter reviewer   steward    auditor    candidate
    recovery.stop              documenter reviewer   steward    auditor    candidate
    teams.list                 documenter reviewer   steward    ·          ·
    teams.create               ·          ·          steward    ·          ·
    teams.place                ·          ·          steward    ·          ·
    custodyKey.current         documenter reviewer   steward    ·          ·
    custodyKey.set             ·          reviewer   ·          ·          ·
    custodyKey.mine            ·          reviewer   ·          ·          ·
    custodyKey.ask             ·          reviewer   ·          ·          ·
    custodyKey.holders         ·          reviewer   ·          ·          ·
    custodyKey.grant           ·          reviewer   ·          ·          ·
    custodyKey.replace         ·          reviewer   ·          ·          ·
    custodyKey.giveUp          ·          reviewer   ·          ·          ·
    custodyKey.question        ·          reviewer   ·          ·          ·
    custodyKey.recover         ·          reviewer   ·          ·          ·
    wraps.list                 ·          reviewer   ·          ·          ·
    wraps.add                  ·          reviewer   ·          ·          ·
    wraps.remove               ·          reviewer   ·          ·          ·
    incidents.list             documenter reviewer   ·          ·          ·
    incidents.read             documenter reviewer   ·          ·          ·
    incidents.history          documenter reviewer   ·          ·          ·
    incidents.create           documenter ·          ·          ·          ·
    incidents.revise           documenter ·          ·          ·          ·
    incidents.advance          documenter reviewer   ·          ·          ·
    incidents.assign           ·          reviewer   ·          ·          ·
    comments.list              documenter reviewer   ·          ·          ·
    comments.write             documenter reviewer   ·          ·          ·
    comments.remove            documenter reviewer   ·          ·          ·
    comments.waiting           documenter reviewer   ·          ·          ·
    comments.layAside          documenter reviewer   ·          ·          ·
    comments.layWordAside      ·          reviewer   ·          ·          ·
    desk.queue                 ·          reviewer   ·          ·          ·
    presence.here              ·          reviewer   ·          ·          ·
    connections.list           ·          reviewer   ·          ·          ·
    connections.read           ·          reviewer   ·          ·          ·
    connections.ofIncident     ·          reviewer   ·          ·          ·
    connections.decide         ·          reviewer   ·          ·          ·
    connections.locate         ·          reviewer   ·          ·          ·
    statistics.read            ·          reviewer   ·          ·          ·
    statistics.take            ·          reviewer   ·          ·          ·
    exports.take               ·          reviewer   ·          ·          ·
    search.find                documenter reviewer   ·          ·          ·
    accounts.write             documenter ·          ·          ·          ·
    accounts.check             documenter ·          ·          ·          ·
    accounts.slip              documenter ·          ·          ·          ·
    evidence.submit            documenter ·          ·          ·          ·
    evidence.keep              documenter ·          ·          ·          ·
    evidence.read              documenter reviewer   ·          ·          ·
    evidence.told              documenter ·          ·          ·          ·
    evidence.view              documenter reviewer   ·          ·          ·
    regions.save               documenter reviewer   ·          ·          ·
    regions.confirm            documenter reviewer   ·          ·          ·
    checklists.answer          documenter reviewer   ·          ·          ·
    consents.addGrantor        documenter reviewer   ·          ·          ·
    consents.read              documenter reviewer   ·          ·          ·
    consents.runningOut        documenter reviewer   ·          ·          ·
    consents.record            documenter ·          ·          ·          ·
    consents.attach            documenter ·          ·          ·          ·
    consents.withdraw          documenter reviewer   ·          ·          ·
    recordings.list            ·          ·          steward    ·          ·
    recordings.add             ·          ·          steward    ·          ·
    recordings.remove          ·          ·          steward    ·          ·
    recordings.fitting         documenter ·          ·          ·          ·
    recordings.hear            documenter ·          steward    ·          ·
    ties.read                  documenter reviewer   ·          ·          ·
    ties.make                  documenter ·          ·          ·          ·
    ties.separate              documenter ·          ·          ·          ·
    receipts.current           documenter reviewer   ·          ·          ·
    receipts.make              documenter ·          ·          ·          ·
    requests.list              ·          reviewer   ·          ·          ·
    requests.answer            ·          reviewer   ·          ·          ·
    notices.list               ·          reviewer   ·          ·          ·
    notices.tell               ·          reviewer   ·          ·          ·
    addressBook.list           ·          reviewer   ·          ·          ·
    addressBook.revise         ·          reviewer   ·          ·          ·
    disclosures.list           ·          reviewer   ·          ·          ·
    disclosures.read           ·          reviewer   ·          ·          ·
    disclosures.find           ·          reviewer   ·          ·          ·
    disclosures.assess         ·          reviewer   ·          ·          ·
    disclosures.assessWhole    ·          reviewer   ·          ·          ·
    disclosures.propose        ·          reviewer   ·          ·          ·
    disclosures.proposeWhole   ·          reviewer   ·          ·          ·
    disclosures.decide         ·          reviewer   ·          ·          ·
    disclosures.release        ·          reviewer   ·          ·          ·
    disclosures.close          ·          reviewer   ·          ·          ·
    dossiers.handOut           ·          reviewer   ·          ·          ·
    originals.list             ·          reviewer   ·          ·          ·
    originals.read             ·          reviewer   ·          ·          ·
    originals.ask              ·          reviewer   ·          ·          ·
    originals.decide           ·          reviewer   ·          ·          ·
    originals.handOut          ·          reviewer   ·          ·          ·
    originals.save             ·          reviewer   ·          ·          ·
    resealings.state           ·          reviewer   ·          ·          ·
    resealings.ask             ·          reviewer   ·          ·          ·
    resealings.decide          ·          reviewer   ·          ·          ·
    resealings.begin           ·          reviewer   ·          ·          ·
    resealings.end             ·          reviewer   ·          ·          ·
    resealings.next            ·          reviewer   ·          ·          ·
    resealings.handOut         ·          reviewer   ·          ·          ·
    resealings.store           ·          reviewer   ·          ·          ·
    resealings.confirm         ·          reviewer   ·          ·          ·
    resealings.fail            ·          reviewer   ·          ·          ·
    erasures.list              ·          reviewer   ·          ·          ·
    erasures.ofItem            ·          reviewer   ·          ·          ·
    erasures.ofAccounts        ·          reviewer   ·          ·          ·
    erasures.plan              ·          reviewer   ·          ·          ·
    erasures.erase             ·          reviewer   ·          ·          ·
    erasures.callOff           ·          reviewer   ·          ·          ·
    holds.ask                  ·          reviewer   ·          ·          ·
    holds.decide               ·          reviewer   ·          ·          ·
    holds.end                  ·          reviewer   ·          ·          ·
    ledger.entries             ·          reviewer   steward    auditor    ·
    ledger.checkpoint          ·          reviewer   steward    auditor    ·
    ledger.custody             documenter reviewer   ·          ·          ·
    ledger.slip                documenter ·          ·          ·          ·
    witnesses.list             ·          reviewer   steward    auditor    ·
    witnesses.add              ·          ·          ·          auditor    ·
    witnesses.remove           ·          ·          steward    auditor    ·
    health.read                ·          ·          steward    ·          ·"
  `);
});

describe("the walls between roles", () => {
  /** Whatever names an incident, a photo, a person's consent, or what is given out of them. */
  const content = /^(incidents|accounts|evidence|regions|consents|disclosures|originals)\.|^ledger\.custody$/;

  test("a steward does nothing that reads or writes an incident, a photo, a consent or a disclosure", () => {
    expect(permitted("steward").filter((action) => content.test(action))).toEqual([]);
  });

  /** What everybody does about their own account, and for nobody else. */
  const ownAccount = /^(sessions|passkeys|factors|recoveryCodes)\.|^members\.(me|changePassphrase|signOutEverywhere|previewDeparture|depart)$|^recovery\.(running|stop)$/;
  /** Beside it, what concerns nobody but whoever asks: the course, and who stands behind them. */
  const own = [...actions.filter((action) => ownAccount.test(action)), "course.answer", "course.state", "vouching.mine"];

  test("everybody looks after their own account", () => {
    for (const action of actions.filter((action) => ownAccount.test(action))) expect(policy[action]).toEqual(roles);
  });

  test("a candidate looks after their own account, reads the course, and nothing else", () => {
    expect(permitted("candidate").toSorted()).toEqual(own.toSorted());
  });

  test("an auditor reads the ledger, does what concerns themselves alone, and nothing else", () => {
    expect(permitted("auditor").toSorted()).toEqual([...own, "ledger.checkpoint", "ledger.entries", "witnesses.add", "witnesses.list", "witnesses.remove"].toSorted());
  });

  test("only a steward confirms, and nobody who is not vetted gives their word for anybody", () => {
    for (const action of ["vouching.candidates", "vouching.confirm", "members.endFounding"] as const)
      expect(policy[action]).toEqual(["steward"]);
    for (const action of ["vouching.introduce", "vouching.vouch"] as const) expect(may("candidate", action)).toBe(false);
  });

  test("a documenter releases nothing and takes no part in a disclosure", () => {
    expect(permitted("documenter").filter((action) => action.startsWith("disclosures."))).toEqual([]);
  });

  test("only a steward places people, and only reviewers hold the custody key", () => {
    for (const action of ["members.invite", "members.previewSuspension", "members.suspend", "motions.propose", "motions.agree", "motions.readMap", "teams.create", "teams.place"] as const)
      expect(policy[action]).toEqual(["steward"]);
    expect(policy["custodyKey.set"]).toEqual(["reviewer"]);
  });

  test("every action is listed under a noun and a verb, for known roles, each once, and for somebody", () => {
    for (const action of actions) {
      expect(action).toMatch(/^[a-zA-Z]+\.[a-zA-Z]+$/);
      expect(policy[action].length).toBeGreaterThan(0);
      expect(new Set(policy[action]).size).toBe(policy[action].length);
      for (const role of policy[action]) expect(roles).toContain(role);
    }
  });

  test("nobody but the listed may do anything", () => {
    for (const action of actions) {
      for (const stranger of ["", "admin", "recipient", "STEWARD", "steward ", "length", "constructor"])
        // @ts-expect-error -- a role that a database or a token may hold, and no code may name
        expect(may(stranger, action)).toBe(false);
      for (const role of roles) expect(may(role, action)).toBe((policy[action] as readonly string[]).includes(role));
    }
  });
});
