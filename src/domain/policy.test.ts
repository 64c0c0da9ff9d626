import { describe, expect, test } from "vitest";
import { actions, may, policy, type Action } from "./policy";
import { roles, type Role } from "./roles";

const permitted = (role: Role): Action[] => actions.filter((action) => may(role, action));

test("each role may do these things", () => {
  const table = actions.map((action) =>
    [action.padEnd(26), ...roles.map((role) => (may(role, action) ? role : "·").padEnd(10))].join(" ").trimEnd(),
  );
  expect(table.join("\n")).toMatchInlineSnapshot(`
    "members.me                 documenter reviewer   steward    auditor
    members.list               ·          ·          steward    ·
    members.invite             ·          ·          steward    ·
    members.suspend            ·          ·          steward    ·
    members.restore            ·          ·          steward    ·
    members.signOutEverywhere  documenter reviewer   steward    auditor
    sessions.prove             documenter reviewer   steward    auditor
    teams.list                 documenter reviewer   steward    ·
    teams.create               ·          ·          steward    ·
    teams.place                ·          ·          steward    ·
    custodyKey.current         documenter reviewer   steward    ·
    custodyKey.set             ·          reviewer   ·          ·
    custodyKey.mine            ·          reviewer   ·          ·
    incidents.list             documenter reviewer   ·          ·
    incidents.read             documenter reviewer   ·          ·
    incidents.create           documenter ·          ·          ·
    incidents.revise           documenter ·          ·          ·
    incidents.advance          documenter reviewer   ·          ·
    accounts.write             documenter ·          ·          ·
    evidence.submit            documenter ·          ·          ·
    evidence.keep              documenter ·          ·          ·
    evidence.read              documenter reviewer   ·          ·
    evidence.told              documenter ·          ·          ·
    evidence.view              documenter reviewer   ·          ·
    regions.save               documenter reviewer   ·          ·
    regions.confirm            documenter reviewer   ·          ·
    consents.addGrantor        documenter reviewer   ·          ·
    consents.read              documenter reviewer   ·          ·
    consents.record            documenter ·          ·          ·
    consents.withdraw          documenter reviewer   ·          ·
    disclosures.list           ·          reviewer   ·          ·
    disclosures.read           ·          reviewer   ·          ·
    disclosures.assess         ·          reviewer   ·          ·
    disclosures.propose        ·          reviewer   ·          ·
    disclosures.decide         ·          reviewer   ·          ·
    disclosures.release        ·          reviewer   ·          ·
    disclosures.close          ·          reviewer   ·          ·
    originals.list             ·          reviewer   ·          ·
    originals.read             ·          reviewer   ·          ·
    originals.ask              ·          reviewer   ·          ·
    originals.decide           ·          reviewer   ·          ·
    originals.handOut          ·          reviewer   ·          ·
    originals.save             ·          reviewer   ·          ·
    ledger.entries             ·          reviewer   steward    auditor
    ledger.checkpoint          ·          reviewer   steward    auditor
    ledger.custody             documenter reviewer   ·          ·
    health.read                ·          ·          steward    ·"
  `);
});

describe("the walls between roles", () => {
  /** Whatever names an incident, a photo, a person's consent, or what is given out of them. */
  const content = /^(incidents|accounts|evidence|regions|consents|disclosures|originals)\.|^ledger\.custody$/;

  test("a steward does nothing that reads or writes an incident, a photo, a consent or a disclosure", () => {
    expect(permitted("steward").filter((action) => content.test(action))).toEqual([]);
  });

  test("an auditor reads the ledger, is told who they are, proves it, signs out, and nothing else", () => {
    expect(permitted("auditor").toSorted()).toEqual(
      ["ledger.checkpoint", "ledger.entries", "members.me", "members.signOutEverywhere", "sessions.prove"],
    );
  });

  test("a documenter releases nothing and takes no part in a disclosure", () => {
    expect(permitted("documenter").filter((action) => action.startsWith("disclosures."))).toEqual([]);
  });

  test("only a steward places people, and only reviewers hold the custody key", () => {
    for (const action of ["members.invite", "members.suspend", "members.restore", "teams.create", "teams.place"] as const)
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
