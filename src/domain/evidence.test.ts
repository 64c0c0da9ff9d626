import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PEOPLE, regionId } from "../../tests/support/domain";
import { formatIds } from "../media/formats/list";
import { refusedKinds } from "../media/formats/refused";
import {
  MAX_REGIONS, Region, Regions, bodily, countMarks, imageFormats, mayBeKept, notMarkedYet, otherKinds, regionKinds, subjects,
} from "./evidence";
import { refusalCodes } from "./refusal";

const face: Region = {
  id: regionId(1), kind: "face", x: 10, y: 20, width: 30, height: 40, origin: "person", possible: false,
  subject: "bystander", grantorId: null, redact: true,
};
const admitted = (over: object) => Region.safeParse({ ...face, ...over }).success;

describe("a region", () => {
  test("names a grantor exactly where it is a person's", () => {
    expect(admitted({ subject: "person", grantorId: PEOPLE[0] })).toBe(true);
    expect(admitted({ subject: "person", grantorId: null })).toBe(false);
    for (const subject of ["bystander", "officer", null]) {
      expect(admitted({ subject })).toBe(true);
      expect(admitted({ subject, grantorId: PEOPLE[0] })).toBe(false);
    }
    expect(admitted({ kind: "tent", subject: "thing", grantorId: PEOPLE[0] })).toBe(false);
  });

  test("of a body is never a thing", () => {
    for (const kind of regionKinds) expect(admitted({ kind, subject: "thing" })).toBe(!bodily(kind));
    expect(regionKinds.filter(bodily)).toEqual(["face", "tattoo"]);
  });

  test("of a bystander is always redacted", () => {
    for (const kind of regionKinds) expect(admitted({ kind, subject: "bystander", redact: false })).toBe(false);
  });

  test("of anybody else is redacted or not, as a person decides", () => {
    for (const redact of [true, false]) {
      expect(admitted({ subject: "person", grantorId: PEOPLE[0], redact })).toBe(true);
      expect(admitted({ subject: "officer", redact })).toBe(true);
      expect(admitted({ kind: "plate", subject: "thing", redact })).toBe(true);
    }
  });

  test("can wait for its answer", () => {
    for (const redact of [true, false]) expect(admitted({ subject: null, origin: "detector", redact })).toBe(true);
  });

  test("that is only possible is the detector's, covered, and has no answer", () => {
    const unsure = { possible: true, origin: "detector", subject: null };
    expect(admitted(unsure)).toBe(true);
    for (const over of [{ origin: "person" }, { redact: false }, { subject: "bystander" }, { subject: "officer" }])
      expect(admitted({ ...unsure, ...over })).toBe(false);
  });

  test("is made of whole pixels and is never empty", () => {
    for (const side of ["x", "y", "width", "height"])
      for (const value of [-1, 0.5, 65_536, Number.NaN, Number.POSITIVE_INFINITY, "1", null])
        expect(admitted({ [side]: value })).toBe(false);
    expect(admitted({ x: 0, y: 0 })).toBe(true);
    expect(admitted({ width: 0 })).toBe(false);
    expect(admitted({ height: 0 })).toBe(false);
  });

  test("holds a rectangle and no embedding, likeness or name", () => {
    for (const key of ["embedding", "descriptor", "landmarks", "score", "identity", "name"])
      expect(admitted({ [key]: [0.1, 0.2] })).toBe(false);
  });

  test("is admitted by these rules and by no others, for every combination of answers", () => {
    const answers = fc.record({
      kind: fc.constantFrom(...regionKinds),
      subject: fc.option(fc.constantFrom(...subjects)),
      grantorId: fc.option(fc.constantFrom(...PEOPLE)),
      redact: fc.boolean(),
      possible: fc.boolean(),
      origin: fc.constantFrom("detector", "person"),
    });
    fc.assert(
      fc.property(answers, (given) => {
        const { kind, subject, grantorId, redact, possible, origin } = given;
        const unsure = origin === "detector" && subject === null && redact;
        const whose = subject === "person" ? grantorId !== null : grantorId === null;
        const body = subject !== "thing" || (kind !== "face" && kind !== "tattoo");
        expect(admitted(given)).toBe(whose && body && (subject !== "bystander" || redact) && (!possible || unsure));
      }),
      { numRuns: 500 },
    );
  });
});

test("a file is of a format that the decoder takes, and the decoder takes each of them", () => {
  expect(imageFormats.toSorted()).toEqual(formatIds.toSorted());
});

test("whatever the decoder knows a file for has a word here, and nothing has two", () => {
  expect([...imageFormats, ...otherKinds].toSorted()).toEqual([...formatIds, ...refusedKinds, "unknown"].toSorted());
});

test("a file is kept sealed for what it is, and never for how it was sent or who sent it", () => {
  expect(refusalCodes.filter(mayBeKept).toSorted()).toEqual([
    "animated-too-long", "damaged", "decompression-bomb", "not-an-image", "residue", "too-many-pixels", "unsupported-format",
  ]);
});

test("an item has a bounded number of regions", () => {
  for (const [length, fits] of [[0, true], [MAX_REGIONS, true], [MAX_REGIONS + 1, false]] as const)
    expect(Regions.safeParse(Array.from({ length }, (_, n) => ({ ...face, id: regionId(n) }))).success).toBe(fits);
});

test("no two regions of an item share an id", () => {
  expect(Regions.safeParse([face, { ...face, id: regionId(2) }]).success).toBe(true);
  expect(Regions.safeParse([face, { ...face, id: regionId(2) }, { ...face, x: 0 }]).success).toBe(false);
});

const ids = fc.uniqueArray(fc.integer({ min: 0, max: 30 }).map(regionId), { maxLength: 12 });

test("every suggestion was either accepted or dismissed, and every confirmed region was either accepted or added", () => {
  fc.assert(
    fc.property(ids, ids, (suggested, confirmed) => {
      const counts = countMarks(new Set(suggested), confirmed.map((id) => ({ id })));
      expect(counts.accepted + counts.dismissed).toBe(suggested.length);
      expect(counts.accepted + counts.added).toBe(confirmed.length);
      expect(counts).toMatchObject({
        suggested: suggested.length,
        accepted: suggested.filter((id) => confirmed.includes(id)).length,
      });
    }),
  );
});

describe("what the detector finds on a picture that people have begun to mark", () => {
  const found = { x: 100, y: 100, width: 100, height: 100 };
  const mark = { ...found, kind: "face" as const };
  test("is left out where a region covers seven tenths of it, and kept where none does", () => {
    expect(notMarkedYet([found], [])).toEqual([found]);
    expect(notMarkedYet([found], [{ ...mark, x: 130 }])).toEqual([]);
    expect(notMarkedYet([found], [{ ...mark, x: 131 }])).toEqual([found]);
  });
  test("is kept where a region over it is of no body: who stands before a tent was not marked with it", () => {
    for (const kind of regionKinds)
      expect(notMarkedYet([found], [{ ...mark, kind, width: 200, height: 200 }])).toEqual(bodily(kind) ? [] : [found]);
  });
  test("is kept where a region over it is too large to be this face alone", () => {
    expect(notMarkedYet([found], [{ ...mark, width: 400 }])).toEqual([]);
    expect(notMarkedYet([found], [{ ...mark, width: 401 }])).toEqual([found]);
    expect(notMarkedYet([found], [{ ...mark, x: 0, y: 0, width: 900, height: 600 }])).toEqual([found]);
  });
  test("is kept where several regions cover only parts of it", () => {
    const halves = [{ ...mark, width: 50 }, { ...mark, x: 150, width: 50 }];
    expect(notMarkedYet([found], halves)).toEqual([found]);
  });
  test("is never left out for a region elsewhere", () => {
    const side = fc.integer({ min: 1, max: 99 });
    fc.assert(
      fc.property(side, side, (width, height) => {
        expect(notMarkedYet([found], [{ ...mark, x: 0, y: 0, width, height }])).toEqual([found]);
      }),
    );
  });
});
