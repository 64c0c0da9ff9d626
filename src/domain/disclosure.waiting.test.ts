import { describe, expect, test } from "vitest";
import { account, faceOf, facts, photo } from "../../tests/support/disclosures";
import { ACCOUNTS, DISCLOSURES, ITEMS, NOW, PEOPLE, RECIPIENTS, consent, minute, no } from "../../tests/support/domain";
import { GivenForm } from "./consent";
import { closings, takenBack, waitingFor } from "./disclosure";

describe("what waits for the word of somebody who wants to be asked again each time", () => {
  const again = no("ask-again", { recordedAt: minute(2) });
  const both = {
    items: [photo(), photo({ id: ITEMS[1] }), photo({ id: ITEMS[2], regions: [faceOf(PEOPLE[1])] })],
    accounts: [account(), account({ id: ACCOUNTS[1], author: PEOPLE[1] })],
  };
  const waiting = (consents: Parameters<typeof facts>[0] = {}) => waitingFor([facts({ ...both, ...consents })], PEOPLE[0], NOW);

  test("is a disclosure with every photo and account of theirs in it, to whom it would go, for what and until when", () => {
    expect(waiting({ consents: [again] })).toEqual([
      {
        disclosureId: DISCLOSURES[0], purpose: "court", recipientClass: "court", until: minute(30), items: [ITEMS[0], ITEMS[1]],
        accounts: [ACCOUNTS[0]],
      },
    ]);
  });

  test("is nothing of somebody else, nothing that lacks another word of theirs, and nothing that they answered", () => {
    expect(waiting({ consents: [{ ...again, grantorId: PEOPLE[1] }] })).toEqual([]);
    for (const consents of [[], [no("refused")], [no("withdrawn")], [consent({ everything: true })]]) expect(waiting({ consents })).toEqual([]);
    const answered = consent({
      items: [ITEMS[0], ITEMS[1]], accounts: [ACCOUNTS[0]], recordedAt: minute(3), recipients: { kind: "disclosure", disclosureId: DISCLOSURES[0] },
    });
    expect(waiting({ consents: [again, answered] })).toEqual([]);
  });

  test("is only what is about them: of several disclosures those, of one what they did not answer", () => {
    const one = facts({ consents: [again], accounts: [] });
    const foreign = facts({ disclosureId: DISCLOSURES[1], consents: [again], items: [photo({ regions: [faceOf(PEOPLE[1])] })] });
    expect(waitingFor([foreign, one], PEOPLE[0], NOW).map(({ disclosureId }) => disclosureId)).toEqual([DISCLOSURES[0]]);
    const half = consent({ recordedAt: minute(3), recipients: { kind: "disclosure", disclosureId: DISCLOSURES[0] } });
    expect(waiting({ consents: [again, half], recipient: { id: RECIPIENTS[0], class: "court" } })[0]).toMatchObject({
      items: [ITEMS[1]], accounts: [ACCOUNTS[0]],
    });
  });
});

test("taken back is what people in it took back, and nothing else that ends a disclosure", () => {
  expect(closings.filter(takenBack)).toEqual(["withdrawn", "erased", "to-go"]);
});

test("what is given has a form: covered, whole, or as it was received", () => {
  expect(GivenForm.options).toEqual(["redacted", "clean", "original"]);
});
