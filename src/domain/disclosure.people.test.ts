import { describe, expect, test } from "vitest";
import {
  account, against, faceOf, facts, finding, photo, redacted, whys, withAChild,
} from "../../tests/support/disclosures";
import { ACCOUNTS, DISCLOSURES, ITEMS, NOW, PEOPLE, RECIPIENTS, consent, minute, no, regionId } from "../../tests/support/domain";
import { recipientClasses, type ConsentRecord } from "./consent";

describe("what people said, and did not say, keeps back what is about them", () => {
  test("an account stays until its author said whom it mentions", () => {
    const consents = [consent({ accounts: [ACCOUNTS[0]] })];
    const unread = facts({ items: [], accounts: [account({ looked: false })], consents });
    expect(against(unread)).toEqual([{ why: "nobody-looked", account: ACCOUNTS[0] }]);
  });

  test("a person who was never asked stays, however much is covered of them", () => {
    for (const item of [photo(), redacted()])
      expect(against(facts({ items: [item], consents: [] }))).toEqual([
        { why: "never-asked", item: ITEMS[0], grantor: PEOPLE[0] },
      ]);
  });

  test("a yes for one purpose, one photo or one account is no answer for another", () => {
    expect(whys(facts({ consents: [consent({ purpose: "complaint" })] }))).toEqual(["never-asked"]);
    expect(whys(facts({ consents: [consent({ items: [ITEMS[1]] })] }))).toEqual(["never-asked"]);
    expect(whys(facts({ consents: [consent({ items: [], accounts: [ACCOUNTS[0]] })] }))).toEqual(["never-asked"]);
    expect(whys(facts({ consents: [consent({ grantorId: PEOPLE[1] })] }))).toEqual(["never-asked"]);
  });

  test("a yes of somebody whose age nobody recorded is no answer", () => {
    expect(whys(facts({ grantors: [] }))).toEqual(["never-asked"]);
  });

  test("a person who refused stays", () => {
    expect(against(facts({ consents: [no("refused")] }))).toEqual([
      { why: "refused", item: ITEMS[0], grantor: PEOPLE[0] },
    ]);
  });

  test("a withdrawal takes the yes back at once, even one that a clock running ahead dated later", () => {
    for (const recordedAt of [minute(2), NOW, new Date(+NOW + 1000), minute(900)])
      for (const answer of ["refused", "withdrawn"] as const)
        expect(against(facts({ consents: [consent(), no(answer, { recordedAt })] }))).toEqual([
          { why: answer, item: ITEMS[0], grantor: PEOPLE[0] },
        ]);
  });

  test("whoever wants to be asked again each time is named until they said yes to this very disclosure", () => {
    const before = [consent(), no("ask-again", { recordedAt: minute(2) })];
    const tied = (disclosureId: string, over: Partial<ConsentRecord> = {}) =>
      consent({ recordedAt: minute(4), recipients: { kind: "disclosure", disclosureId }, ...over });
    const unasked = [{ why: "ask-again", item: ITEMS[0], grantor: PEOPLE[0] }];
    expect(against(facts({ consents: before }))).toEqual(unasked);
    expect(against(facts({ consents: [...before, tied(DISCLOSURES[1])] }))).toEqual(unasked);
    expect(against(facts({ consents: [...before, tied(DISCLOSURES[0], { items: [ITEMS[1]] })] }))).toEqual(unasked);
    expect(against(facts({ consents: [...before, tied(DISCLOSURES[0])] }))).toEqual([]);
    expect(whys(facts({ consents: [...before, tied(DISCLOSURES[0], { form: "redacted" })] }))).toEqual(["form-exceeds-consent"]);
    expect(whys(facts({ consents: [...before, tied(DISCLOSURES[0], { until: NOW })] }))).toEqual(["expired"]);
  });

  test("a yes to one disclosure revives no yes for another, and silences none there", () => {
    const tied = (over: Partial<ConsentRecord> = {}) =>
      consent({ recordedAt: minute(4), recipients: { kind: "disclosure", disclosureId: DISCLOSURES[1] }, ...over });
    expect(whys(facts({ consents: [tied()] }))).toEqual(["never-asked"]);
    expect(whys(facts({ consents: [consent(), no("withdrawn"), tied()] }))).toEqual(["withdrawn"]);
    expect(whys(facts({ consents: [consent(), tied({ form: "redacted", until: minute(5) })] }))).toEqual([]);
    expect(whys(facts({ consents: [consent(), tied({ answer: "refused", form: "none" })] }))).toEqual([]);
  });

  test("a yes counts from its instant: none is given in advance", () => {
    expect(whys(facts({ consents: [consent({ recordedAt: new Date(+NOW + 1) })] }))).toEqual(["never-asked"]);
    expect(whys(facts({ consents: [consent({ recordedAt: NOW })] }))).toEqual([]);
  });

  test("a yes is over at its last instant, not after it", () => {
    const short = facts({ consents: [consent({ until: NOW })] });
    expect(whys(short, new Date(+NOW - 1))).toEqual([]);
    expect(against(short, NOW)).toEqual([{ why: "expired", item: ITEMS[0], grantor: PEOPLE[0] }]);
  });

  test("a yes to a redacted photo is not a yes to a clean one, nor a yes to a clean one to the original", () => {
    expect(against(facts({ consents: [consent({ form: "redacted" })] }))).toEqual([
      { why: "form-exceeds-consent", item: ITEMS[0], grantor: PEOPLE[0] },
    ]);
    expect(whys(facts({ items: [photo({ form: "original" })] }))).toEqual(["form-exceeds-consent"]);
  });

  test("a person left uncovered in a redacted photo must have agreed to be seen", () => {
    const regions = [faceOf(PEOPLE[0], { redact: false })];
    const consents = [consent({ form: "redacted" })];
    expect(whys(facts({ items: [redacted({ regions })], consents }))).toEqual(["form-exceeds-consent"]);
    expect(whys(facts({ items: [redacted({ regions })] }))).toEqual([]);
  });

  test("a person who is covered once and seen once in a photo is seen", () => {
    const face = faceOf(PEOPLE[0]);
    const tattoo = faceOf(PEOPLE[0], { id: regionId(4), kind: "tattoo", redact: false });
    for (const regions of [[face, tattoo], [tattoo, face]])
      expect(whys(facts({ items: [redacted({ regions })], consents: [consent({ form: "redacted" })] }))).toEqual([
        "form-exceeds-consent",
      ]);
  });

  test("a yes without a form permits nothing, not even a text", () => {
    const consents = [consent({ form: "none", accounts: [ACCOUNTS[0]] })];
    for (const over of [{ items: [redacted()] }, { items: [], accounts: [account()] }])
      expect(whys(facts({ ...over, consents }))).toEqual(["form-exceeds-consent"]);
  });

  test("a yes to one recipient, or to one kind of them, is no yes to another", () => {
    const cases: readonly [ConsentRecord["recipients"], readonly string[]][] = [
      [{ kind: "named", recipientId: RECIPIENTS[0] }, []],
      [{ kind: "named", recipientId: RECIPIENTS[1] }, ["recipient-not-covered"]],
      [{ kind: "class", class: "court" }, []],
      [{ kind: "class", class: "lawyer" }, ["recipient-not-covered"]],
    ];
    for (const [recipients, why] of cases) expect(whys(facts({ consents: [consent({ recipients })] }))).toEqual(why);
  });

  test("a child's own yes is not enough, even where the child is redacted", () => {
    for (const item of [photo(), redacted()])
      expect(against(withAChild({ items: [item], consents: [consent()] }))).toEqual([
        { why: "guardian-required", item: ITEMS[0], grantor: PEOPLE[0] },
      ]);
  });

  test("a child is not shown to the press, whatever a guardian said", () => {
    const child = withAChild({ purpose: "press", consents: [consent({ purpose: "press", capacity: "guardian" })] });
    expect(against(child)).toEqual([{ why: "minor-shown", item: ITEMS[0], grantor: PEOPLE[0] }]);
  });

  test("a child is not shown to a journalist or to everybody, by whatever name the purpose goes", () => {
    for (const purpose of ["legal-advice", "complaint", "court"] as const)
      for (const kind of recipientClasses) {
        const child = withAChild({
          purpose, recipient: { id: RECIPIENTS[0], class: kind }, consents: [consent({ purpose, capacity: "guardian" })],
        });
        expect(whys(child).includes("minor-shown")).toBe(kind === "journalist" || kind === "public");
      }
  });

  test("nobody is sent to ask for a child's face that no answer could show", () => {
    for (const consents of [[], [no("refused", { purpose: "press" })], [no("withdrawn", { purpose: "press" })]])
      expect(whys(withAChild({ purpose: "press", consents }))).toContain("minor-shown");
  });

  test("a text needs the yes of its author and of everybody it mentions", () => {
    const text = facts({
      items: [],
      accounts: [account({ mentions: [PEOPLE[1], PEOPLE[2]] })],
      consents: [consent({ grantorId: PEOPLE[1], accounts: [ACCOUNTS[0]] }), no("refused", { grantorId: PEOPLE[2] })],
    });
    expect(against(text).map(finding).toSorted()).toEqual(
      [`never-asked ${ACCOUNTS[0]} ${PEOPLE[0]}`, `refused ${ACCOUNTS[0]} ${PEOPLE[2]}`].toSorted(),
    );
  });
});
