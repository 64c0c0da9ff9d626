import { describe, expect, test } from "vitest";
import {
  ACCOUNTS, ITEMS, MEMBERS, NOW, PEOPLE, RECIPIENTS, consent, finding, minute, no, redactionId, regionId,
} from "../../tests/support/domain";
import { purposeNames, purposes, recipientClasses, type ConsentRecord, type GivenForm } from "./consent";
import { clear, gaps, type Facts, type Gap } from "./disclosure";
import type { RegionFacts } from "./evidence";

type ItemFacts = Facts["items"][number];
type AccountFacts = Facts["accounts"][number];

const faceOf = (person: string, over: Partial<RegionFacts> = {}): RegionFacts => ({
  id: regionId(1), kind: "face", subject: "person", grantorId: person, redact: true, possible: false, ...over,
});
const faceOfNobodyAsked: RegionFacts = {
  id: regionId(2), kind: "face", subject: "bystander", grantorId: null, redact: true, possible: false,
};
const faceOfOfficer: RegionFacts = { id: regionId(3), kind: "face", subject: "officer", grantorId: null, redact: true, possible: false };

/** A photo of the first person, looked at by somebody, clean. */
const photo = (over: Partial<ItemFacts> = {}): ItemFacts => ({
  id: ITEMS[0], form: "clean", size: "reduced", state: "ready", looked: true, regions: [faceOf(PEOPLE[0])], redaction: null, ...over,
});
/** The same, redacted with everything that was to be covered. */
const redacted = (over: Partial<ItemFacts> = {}): ItemFacts => {
  const regions = over.regions ?? photo().regions;
  const regionIds = regions.filter((r) => r.redact).map((r) => r.id);
  return photo({ form: "redacted", redaction: { id: redactionId(1), current: true, regionIds }, ...over });
};
const account = (over: Partial<AccountFacts> = {}): AccountFacts => ({
  id: ACCOUNTS[0], author: PEOPLE[0], looked: true, mentions: [], ...over,
});

/** One photo for the court, or for whom the purpose is, proposed by one reviewer and decided by another; its person said yes. */
const facts = (over: Partial<Facts> = {}): Facts => ({
  disclosureId: "00000008-0000-4000-8000-000000000001",
  purpose: "court",
  recipient: { id: RECIPIENTS[0], class: purposes[over.purpose ?? "court"].to[0] },
  proposedBy: MEMBERS[0],
  decidedBy: MEMBERS[1],
  until: minute(30),
  items: [photo()],
  accounts: [],
  grantors: PEOPLE.map((id) => ({ id, minor: false })),
  consents: [consent()],
  ...over,
});
/** The same with the first person under age, for whom a guardian spoke. */
const withAChild = (over: Partial<Facts> = {}): Facts =>
  facts({
    grantors: PEOPLE.map((id) => ({ id, minor: id === PEOPLE[0] })),
    consents: [consent({ capacity: "guardian" })],
    ...over,
  });

const against = (some: Facts, at: Date = NOW): Gap[] => {
  const answer = clear(some, at);
  return answer.ok ? [] : answer.gaps;
};
const whys = (some: Facts, at: Date = NOW) => against(some, at).map((gap) => gap.why);

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
    expect(clear(both, NOW)).toMatchObject({ ok: true, clearance: { items: [], accounts: [ACCOUNTS[0]] } });
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

  test("an account stays until its author said whom it mentions", () => {
    const consents = [consent({ accounts: [ACCOUNTS[0]] })];
    const unread = facts({ items: [], accounts: [account({ looked: false })], consents });
    expect(against(unread)).toEqual([{ why: "nobody-looked", account: ACCOUNTS[0] }]);
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

  test("nothing goes to a kind of recipient that has nothing to do with its purpose", () => {
    const empty = redacted({ regions: [] });
    for (const purpose of purposeNames)
      for (const kind of recipientClasses) {
        const sent = facts({ purpose, recipient: { id: RECIPIENTS[0], class: kind }, items: [empty], consents: [] });
        const meant = purposes[purpose].to.some((to) => to === kind);
        expect(against(sent)).toEqual(meant ? [] : [{ why: "recipient-outside-purpose" }]);
      }
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
