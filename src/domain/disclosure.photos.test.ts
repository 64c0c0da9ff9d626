import { describe, expect, test } from "vitest";
import {
  account, against, faceOf, faceOfNobodyAsked, faceOfOfficer, facts, photo, redacted, whys,
} from "../../tests/support/disclosures";
import { ACCOUNTS, ITEMS, NOW, PEOPLE, RECIPIENTS, consent, minute, no, redactionId, regionId } from "../../tests/support/domain";
import { purposeNames, recipientClasses, type GivenForm, type Purpose } from "./consent";
import { takenBack, type Facts } from "./disclosure";
import type { RegionFacts } from "./evidence";
import { holdGrounds, holds } from "./hold";

describe("what keeps a photo back", () => {
  test("a photo that is not sanitised, or could not be, stays", () => {
    for (const state of ["received", "refused"] as const)
      expect(against(facts({ items: [photo({ state })] }))).toEqual([{ why: "not-ready", item: ITEMS[0] }]);
  });

  test("what is only kept sealed has its original and no other form, and nobody looked at it here", () => {
    const court = (form: GivenForm, looked: boolean) =>
      whys(facts({ purpose: "court", items: [photo({ state: "refused", form, looked })], consents: [consent({ form: "original" })] }));
    expect(court("redacted", true)).toContain("not-ready");
    expect(court("clean", true)).toContain("not-ready");
    expect(court("original", true)).toEqual([]);
    expect(court("original", false)).toEqual(["nobody-looked"]);
  });

  test("nobody's yes takes a form beyond its purpose", () => {
    const tooMuch = [["press", "original"], ["publication", "original"], ["monitoring", "clean"]] as const;
    for (const [purpose, form] of tooMuch) {
      const beyond = facts({ purpose, items: [photo({ form })], consents: [consent({ purpose, form })] });
      // An original is not shrunk, so it is too large as well.
      const large = form === "original" ? [{ why: "size-exceeds-purpose", item: ITEMS[0] }] : [];
      expect(against(beyond)).toEqual([{ why: "form-exceeds-purpose", item: ITEMS[0] }, ...large]);
    }
  });

  test("a full-size photo, which tells the camera, leaves for a lawyer, a complaint and a court only", () => {
    for (const purpose of purposeNames)
      for (const size of ["reduced", "full"] as const) {
        const sent = facts({
          purpose, items: [redacted({ size })], consents: [consent({ purpose, form: "redacted" })],
        });
        const most = ["legal-advice", "complaint", "court"].includes(purpose) ? "full" : "reduced";
        expect(against(sent)).toEqual(
          size === "full" && most === "reduced" ? [{ why: "size-exceeds-purpose", item: ITEMS[0] }] : [],
        );
      }
  });

  test("nothing goes in full to a journalist or to everybody, by whatever name the purpose goes", () => {
    for (const purpose of purposeNames)
      for (const kind of ["journalist", "public"] as const) {
        const sent = facts({ purpose, recipient: { id: RECIPIENTS[0], class: kind }, items: [redacted({ size: "full" })] });
        expect(whys(sent)).toContain("size-exceeds-purpose");
      }
  });

  test("a photo without regions stays until a person looked and said that there are none", () => {
    expect(against(facts({ items: [photo({ looked: false, regions: [] })] }))).toEqual([
      { why: "nobody-looked", item: ITEMS[0] },
    ]);
    expect(whys(facts({ items: [photo({ regions: [] })] }))).toEqual([]);
  });

  test("a photo that is to leave redacted stays until it is", () => {
    expect(against(facts({ items: [redacted({ redaction: null })] }))).toEqual([{ why: "not-redacted", item: ITEMS[0] }]);
  });

  test("a redaction made before the regions changed is no redaction", () => {
    const outdated = redacted({ redaction: { id: redactionId(1), current: false, regionIds: [regionId(1)] } });
    expect(against(facts({ items: [outdated] }))).toEqual([{ why: "redaction-outdated", item: ITEMS[0] }]);
  });

  test("a plate that is to be covered, and is not, keeps the redacted photo back", () => {
    const plate: RegionFacts = { id: regionId(5), kind: "plate", subject: "thing", grantorId: null, redact: true, possible: false };
    const missing = redacted({ regions: [plate], redaction: { id: redactionId(1), current: true, regionIds: [regionId(6)] } });
    expect(against(facts({ items: [missing], consents: [] }))).toEqual([
      { why: "redaction-outdated", item: ITEMS[0], region: regionId(5) },
    ]);
    expect(whys(facts({ items: [redacted({ regions: [plate] })], consents: [] }))).toEqual([]);
    // Nobody's answer depends on it, and the clean form says what it shows.
    expect(whys(facts({ items: [photo({ regions: [plate] })], consents: [] }))).toEqual([]);
  });

  test("a face or a tattoo said to be a thing is unanswered", () => {
    for (const kind of ["face", "tattoo"] as const)
      for (const item of [redacted, photo]) {
        const body: RegionFacts = { id: regionId(1), kind, subject: "thing", grantorId: null, redact: true, possible: false };
        expect(against(facts({ items: [item({ regions: [body] })], consents: [] }))).toEqual([
          { why: "unanswered-region", item: ITEMS[0], region: regionId(1) },
        ]);
      }
  });

  test("an officer's face is not shown to a journalist or to everybody, by whatever name the purpose goes", () => {
    for (const purpose of ["legal-advice", "complaint", "court"] as const)
      for (const kind of recipientClasses) {
        const officer = facts({
          purpose, recipient: { id: RECIPIENTS[0], class: kind }, items: [photo({ form: "original", regions: [faceOfOfficer] })],
        });
        expect(whys(officer).includes("officer-shown")).toBe(kind === "journalist" || kind === "public");
      }
  });

  test("a photo with an unanswered face is not shared in any form", () => {
    const face: RegionFacts = { id: regionId(1), kind: "face", subject: null, grantorId: null, redact: true, possible: false };
    const regions = [face];
    for (const item of [redacted({ regions }), photo({ regions }), photo({ form: "original", regions })])
      expect(against(facts({ items: [item] }))).toEqual([
        { why: "unanswered-region", item: ITEMS[0], region: regionId(1) },
      ]);
  });

  test("what is only possible is unanswered, whatever else is said of it", () => {
    for (const answer of [{ subject: null }, { subject: "bystander" }, { subject: "officer" }] as const) {
      const unsure: RegionFacts = { id: regionId(1), kind: "face", grantorId: null, redact: true, possible: true, ...answer };
      expect(whys(facts({ items: [redacted({ regions: [unsure] })] }))).toContain("unanswered-region");
    }
    expect(whys(facts({ items: [redacted({ regions: [faceOf(PEOPLE[0], { possible: true })] })] }))).toContain("unanswered-region");
  });

  test("a face said to be a person's, but not whose, is unanswered", () => {
    const somebody: RegionFacts = { id: regionId(1), kind: "face", subject: "person", grantorId: null, redact: true, possible: false };
    for (const item of [redacted({ regions: [somebody] }), photo({ regions: [somebody] })])
      expect(whys(facts({ items: [item] }))).toEqual(["unanswered-region"]);
  });

  test("a bystander whom nobody asked is seen in no form that leaves", () => {
    const regions = [faceOfNobodyAsked];
    const shown = { why: "bystander-shown", item: ITEMS[0], region: regionId(2) } as const;
    for (const item of [photo({ regions }), photo({ form: "original", regions })])
      expect(against(facts({ items: [item] }))).toEqual([shown]);
    const uncovered = redacted({ regions, redaction: { id: redactionId(1), current: true, regionIds: [] } });
    expect(against(facts({ items: [uncovered] }))).toEqual([{ ...shown, why: "redaction-outdated" }, shown]);
    // Not even where a region that no schema lets in says that it need not be covered.
    const spared = redacted({ regions: [{ ...faceOfNobodyAsked, redact: false }] });
    expect(against(facts({ items: [spared] }))).toEqual([shown]);
  });

  test("an officer's face is not shown to monitors, press or public", () => {
    for (const purpose of ["monitoring", "press", "publication"] as const) {
      const uncovered = redacted({ regions: [{ ...faceOfOfficer, redact: false }] });
      expect(against(facts({ purpose, items: [uncovered] }))).toEqual([
        { why: "officer-shown", item: ITEMS[0], region: regionId(3) },
      ]);
      expect(whys(facts({ purpose, items: [redacted({ regions: [faceOfOfficer] })] }))).toEqual([]);
    }
  });

  test("an officer's face is shown to whom the rule hides it on a legal ground, and nobody else's face with it", () => {
    const uncovered = redacted({ regions: [{ ...faceOfOfficer, redact: false }, { ...faceOfNobodyAsked, redact: false }, faceOf(PEOPLE[1])] });
    for (const purpose of ["monitoring", "press", "publication"] as const) {
      const judged = (officersGround: string | null) => whys(facts({ purpose, officersGround, items: [uncovered] }));
      expect(judged(null)).toEqual(["officer-shown", "bystander-shown", "never-asked"]);
      expect(judged("5".repeat(64))).toEqual(["bystander-shown", "never-asked"]);
    }
  });
});

describe("what is kept, and what is to go", () => {
  const sent = (purpose: Purpose, over: Partial<Facts["items"][number]>) =>
    whys(facts({ purpose, items: [redacted(over)], consents: [consent({ purpose, form: "redacted" })] }));

  test("what is held leaves for the purposes of its ground and for no other, until its term", () => {
    for (const ground of holdGrounds)
      for (const purpose of purposeNames) {
        const meant = (holds[ground] as readonly Purpose[]).includes(purpose);
        expect(sent(purpose, { held: [{ ground, until: minute(7) }] })).toEqual(meant ? [] : ["held"]);
        expect(sent(purpose, { held: [{ ground, until: NOW }] })).toEqual([]);
      }
  });

  test("what a person wants gone leaves for nobody, but for whom it is held", () => {
    const held = [{ ground: "legal-duty", until: minute(7) }] as const;
    for (const purpose of purposeNames) {
      expect(sent(purpose, { toGo: true })).toEqual(["to-go"]);
      expect(sent(purpose, { toGo: true, held: [{ ground: "legal-claim", until: NOW }] })).toEqual(["to-go"]);
      const meant = purpose === "court" || purpose === "complaint";
      expect(sent(purpose, { toGo: true, held })).toEqual(meant ? [] : ["held", "to-go"]);
    }
  });

  test("of two holds on one photo each opens it for its own purposes", () => {
    const both = (["legal-duty", "legal-claim"] as const).map((ground) => ({ ground, until: minute(7) }));
    expect(sent("legal-advice", { held: both, toGo: true })).toEqual([]);
    expect(sent("legal-advice", { held: both.slice(0, 1) })).toEqual(["held"]);
  });

  test("a hold is no consent: it opens nothing that somebody in it took back", () => {
    const taken = facts({ items: [redacted({ held: [{ ground: "legal-claim", until: minute(7) }], toGo: true })], consents: [consent(), no("withdrawn")] });
    expect(against(taken)).toEqual([{ why: "withdrawn", item: ITEMS[0], grantor: PEOPLE[0] }]);
  });

  test("whoever was given what somebody wants gone is told to stop using it, and whoever was given what is held is not", () => {
    expect([takenBack("to-go"), takenBack("held")]).toEqual([true, false]);
  });

  const told = (purpose: Purpose, over: Partial<Facts["accounts"][number]>) =>
    against(facts({ purpose, items: [], accounts: [account(over)], consents: [consent({ purpose, form: "redacted", items: [], accounts: [ACCOUNTS[0]] })] }));

  test("an account that somebody wants gone stays here, and one that is held leaves for what it is held for", () => {
    const held = [{ ground: "legal-duty", until: minute(7) }] as const;
    const gap = (why: string) => ({ why, account: ACCOUNTS[0] });
    for (const purpose of purposeNames) {
      const meant = purpose === "court" || purpose === "complaint";
      expect(told(purpose, { toGo: true })).toEqual([gap("to-go")]);
      expect(told(purpose, { held })).toEqual(meant ? [] : [gap("held")]);
      expect(told(purpose, { held, toGo: true })).toEqual(meant ? [] : [gap("held"), gap("to-go")]);
    }
  });
});
