import { describe, expect, test } from "vitest";
import {
  account, against, faceOf, faceOfNobodyAsked, faceOfOfficer, facts, photo, redacted, whys, withAChild,
} from "../../tests/support/disclosures";
import {
  ACCOUNTS, ITEMS, MEMBERS, NOW, PEOPLE, RECIPIENTS, consent, redactionId, regionId,
} from "../../tests/support/domain";
import { purposeNames, purposes, recipientClasses } from "./consent";
import { clear, gaps } from "./disclosure";
import type { RegionFacts } from "./evidence";

describe("what may leave", () => {
  test("a photo leaves for the purpose, in the form and to the recipient that its person said yes to", () => {
    expect(clear(facts(), NOW)).toEqual({
      ok: true,
      clearance: {
        disclosureId: "00000008-0000-4000-8000-000000000001",
        items: [{ id: ITEMS[0], form: "clean", size: "reduced", redactionId: null }],
        accounts: [],
        decidedBy: MEMBERS[1],
        at: NOW,
      },
    });
  });

  test("a clearance names each photo's size, and the redaction by which a redacted one was judged", () => {
    const redaction = { id: redactionId(7), current: true, regionIds: [regionId(1)] };
    const both = facts({
      items: [redacted({ redaction, size: "full" }), photo({ id: ITEMS[1], redaction })],
      consents: [consent({ items: [ITEMS[0], ITEMS[1]] })],
    });
    expect(clear(both, NOW)).toMatchObject({
      clearance: {
        items: [
          { id: ITEMS[0], form: "redacted", size: "full", redactionId: redactionId(7) },
          { id: ITEMS[1], form: "clean", size: "reduced", redactionId: null },
        ],
      },
    });
  });

  test("an account leaves with the yes of its author and of everybody it mentions, and the clearance names it", () => {
    const both = facts({
      items: [],
      accounts: [account({ mentions: [PEOPLE[1]] })],
      consents: [PEOPLE[0], PEOPLE[1]].map((grantorId) =>
        consent({ grantorId, form: "redacted", items: [], accounts: [ACCOUNTS[0]] }),
      ),
    });
    expect(clear(both, NOW)).toMatchObject({
      ok: true, clearance: { items: [], accounts: [{ id: ACCOUNTS[0], form: "redacted" }] },
    });
  });

  test("an account leaves whole only where everybody in it permits that much, and never for a purpose that shows nobody", () => {
    const said = (form: "redacted" | "clean", other: "redacted" | "clean") =>
      [consent({ form, items: [], accounts: [ACCOUNTS[0]] }), consent({ form: other, grantorId: PEOPLE[1], items: [], accounts: [ACCOUNTS[0]] })];
    const whole = { items: [], accounts: [account({ form: "clean", mentions: [PEOPLE[1]] })] };
    const less = (grantor: string) => ({ why: "form-exceeds-consent", account: ACCOUNTS[0], grantor });
    expect(against(facts({ ...whole, consents: said("clean", "clean") }))).toEqual([]);
    expect(against(facts({ ...whole, consents: said("redacted", "clean") }))).toEqual([less(PEOPLE[0])]);
    expect(against(facts({ ...whole, consents: said("clean", "redacted") }))).toEqual([less(PEOPLE[1])]);
    const monitoring = said("redacted", "redacted").map((r) => ({ ...r, purpose: "monitoring" as const }));
    expect(whys(facts({ ...whole, purpose: "monitoring", consents: monitoring }))).toContain("form-exceeds-purpose");
  });

  test("a child's account does not leave whole to the press, whatever a guardian said", () => {
    const consents = [consent({ purpose: "press", capacity: "guardian", form: "clean", items: [], accounts: [ACCOUNTS[0]] })];
    const asked = (form: "redacted" | "clean") => withAChild({ purpose: "press", items: [], accounts: [account({ form })], consents });
    expect(whys(asked("redacted"))).toEqual([]);
    expect(whys(asked("clean"))).toEqual(["minor-shown"]);
  });

  test("a picture of tents in which nobody is seen needs nobody's yes", () => {
    const tents: RegionFacts = { id: regionId(1), kind: "tent", subject: "thing", grantorId: null, redact: false, possible: false };
    expect(whys(facts({ items: [photo({ regions: [tents] })], consents: [] }))).toEqual([]);
  });

  test("a redacted bystander leaves with the picture, unasked", () => {
    expect(whys(facts({ items: [redacted({ regions: [faceOfNobodyAsked] })], consents: [] }))).toEqual([]);
  });

  test("an officer's face is kept for a court and for a complaint", () => {
    for (const purpose of ["court", "complaint"] as const)
      expect(whys(facts({ purpose, items: [photo({ regions: [faceOfOfficer] })] }))).toEqual([]);
  });

  test("a redacted photo leaves to the press with a yes to the redacted form", () => {
    const consents = [consent({ purpose: "press", form: "redacted" })];
    expect(whys(facts({ purpose: "press", items: [redacted()], consents }))).toEqual([]);
  });

  test("an adult's face is shown to the press where that person said so for this photo", () => {
    expect(whys(facts({ purpose: "press", consents: [consent({ purpose: "press" })] }))).toEqual([]);
  });

  test("a child's face is shown to a court when a guardian or an independent adult said yes", () => {
    for (const capacity of ["guardian", "independent-adult"] as const)
      expect(whys(withAChild({ consents: [consent({ capacity })] }))).toEqual([]);
  });
});

describe("what keeps a disclosure shut", () => {
  test("an empty disclosure is not a disclosure", () => {
    expect(against(facts({ items: [] }))).toEqual([{ why: "nothing-to-disclose" }]);
  });

  test("a disclosure is over at its last instant, not after it", () => {
    expect(whys(facts({ until: NOW }), new Date(+NOW - 1))).toEqual([]);
    expect(against(facts({ until: NOW }), NOW)).toEqual([{ why: "past-its-end" }]);
  });

  test("an end that is no instant is no end in the future", () => {
    const never = new Date(Number.NaN);
    expect(whys(facts({ until: never }))).toEqual(["past-its-end"]);
    expect(whys(facts({ consents: [consent({ until: never })] }))).toEqual(["expired"]);
    expect(whys(facts(), never)).toContain("past-its-end");
  });

  test("nobody decides a disclosure that they proposed themselves", () => {
    expect(against(facts({ decidedBy: MEMBERS[0] }))).toEqual([{ why: "second-person-required" }]);
  });

  test("a disclosure that nobody decided stays shut", () => {
    expect(against(facts({ decidedBy: null }))).toEqual([{ why: "second-person-required" }]);
  });

  test("nothing goes to a kind of recipient that has nothing to do with its purpose", () => {
    const empty = redacted({ regions: [] });
    for (const purpose of purposeNames)
      for (const kind of recipientClasses) {
        const sent = facts({ purpose, recipient: { id: RECIPIENTS[0], class: kind }, items: [empty], consents: [] });
        const meant = purposes[purpose].to.some((to) => to === kind);
        expect(against(sent)).toEqual(meant ? [] : [{ why: "recipient-outside-purpose" }]);
      }
  });

  test("one uncovered photo keeps every other one back, and every reason is told at once", () => {
    const several = facts({
      until: NOW,
      decidedBy: null,
      items: [
        photo(),
        photo({ id: ITEMS[1], looked: false, regions: [faceOf(PEOPLE[1]), faceOfNobodyAsked] }),
      ],
      consents: [
        consent(),
        consent({
          grantorId: PEOPLE[1], items: [ITEMS[1]], form: "redacted", until: NOW,
          recipients: { kind: "class", class: "lawyer" },
        }),
      ],
    });
    expect(whys(several).toSorted()).toEqual([
      "bystander-shown", "expired", "form-exceeds-consent", "nobody-looked", "past-its-end",
      "recipient-not-covered", "second-person-required",
    ]);
  });

  test("what is asked of the people concerned does not depend on who decides", () => {
    const undecided = facts({ decidedBy: null, consents: [] });
    expect(gaps(undecided, NOW).map((gap) => gap.why)).toEqual(["never-asked"]);
  });
});
