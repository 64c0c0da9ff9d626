import * as fc from "fast-check";
import { expect, test } from "vitest";
import { counted, isRecognised, WORDS } from "./recovery";

const person = fc.constantFrom("ana", "bo", "cem", "dia", "eli");
const some = fc.array(person, { maxLength: 8 });

test("nobody is restored by fewer than three people, of whom none is the one who comes back", () => {
  fc.assert(
    fc.property(person, some, some, person, (memberId, standing, confirmed, steward) => {
      const words = counted({ memberId, standing, confirmed, steward });
      expect(new Set(words).size).toBe(words.length);
      expect(words).not.toContain(memberId);
      expect(words).not.toContain(steward);
      expect(words.every((word) => standing.some((id) => id === word) && confirmed.some((id) => id === word))).toBe(true);
      // With the steward, whoever agrees on it are one more than the words that are needed.
      expect(words.length < WORDS || new Set([...words, steward]).size > WORDS).toBe(true);
    }),
  );
});

test("a word that fell counts no longer, and saying it twice is saying it once", () => {
  const r = { memberId: "ana", standing: ["bo", "cem"], confirmed: ["bo", "bo", "dia"], steward: "eli" };
  expect(counted(r)).toEqual(["bo"]);
  expect(counted({ ...r, confirmed: ["bo", "cem"] })).toEqual(["bo", "cem"]);
  expect(counted({ ...r, confirmed: ["bo", "cem"], standing: ["cem"] })).toEqual(["cem"]);
  expect(counted({ ...r, confirmed: ["bo", "cem"], steward: "bo" })).toEqual(["cem"]);
});

test("nobody is recognised without the codes of two whose words count, whatever else they show", () => {
  const said = ["ana", "bo", "cem", "dia", "eli"].map((by) => ({ by, code: `code of ${by}` }));
  const code = fc.oneof(person.map((by) => `code of ${by}`), fc.string());
  fc.assert(
    fc.property(fc.uniqueArray(person), fc.array(code, { maxLength: 8 }), (counting, shown) => {
      const theirs = new Set(shown.filter((each) => counting.some((by) => each === `code of ${by}`)));
      expect(isRecognised(said, counting, shown)).toBe(theirs.size >= WORDS);
    }),
  );
});
