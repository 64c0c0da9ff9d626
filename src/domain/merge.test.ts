import * as fc from "fast-check";
import { expect, test } from "vitest";
import { answered, merge, together, type Keep } from "./merge";

const fields = ["place", "kinds", "injuries"] as const;
type Draft = { readonly place: string; readonly kinds: readonly string[]; readonly injuries: string };
const word = fc.constantFrom("", "a", "b", "c");
const draft: fc.Arbitrary<Draft> = fc.record({ place: word, kinds: fc.array(word, { maxLength: 2 }), injuries: word });
const three = fc.tuple(draft, draft, draft);
const written = (value: unknown) => JSON.stringify(value);
const answers = fc.record({ place: fc.constantFrom<Keep>("mine", "theirs"), kinds: fc.constantFrom<Keep>("mine", "theirs", "both"), injuries: fc.constantFrom<Keep>("mine", "theirs") });

test("nothing that somebody typed disappears without an answer: whatever either changed is there, or is asked", () => {
  fc.assert(
    fc.property(three, ([base, mine, theirs]) => {
      const { merged, asked } = merge(base, mine, theirs);
      const is = (field: (typeof fields)[number], one: Draft) => written(merged[field]) === written(one[field]);
      const changed = (one: Draft) => fields.filter((field) => written(one[field]) !== written(base[field]));
      expect(changed(mine).filter((field) => !is(field, mine))).toEqual([]);
      expect(changed(theirs).filter((field) => !is(field, theirs) && !asked.includes(field))).toEqual([]);
      // Nothing is asked to which there is one answer.
      expect(asked.filter((field) => !is(field, mine) || is(field, theirs))).toEqual([]);
    }),
  );
});

test("it does not matter who saved first: the same is asked, and what is not asked comes to the same", () => {
  fc.assert(
    fc.property(three, ([base, mine, theirs]) => {
      const [one, other] = [merge(base, mine, theirs), merge(base, theirs, mine)];
      expect(other.asked).toEqual(one.asked);
      for (const field of fields) if (!one.asked.includes(field)) expect(other.merged[field]).toEqual(one.merged[field]);
    }),
  );
});

test("until every question is answered nothing comes of it, and then each field is what was answered", () => {
  fc.assert(
    fc.property(three, answers, ([base, mine, theirs], said) => {
      const found = merge(base, mine, theirs);
      const joined = { kinds: together(theirs.kinds, mine.kinds) };
      for (const field of found.asked) expect(answered(found, theirs, { ...said, [field]: undefined })).toBeNull();
      const result = answered(found, theirs, said, joined)!;
      for (const field of fields) {
        if (!found.asked.includes(field)) expect(result[field]).toEqual(found.merged[field]);
        else if (said[field] === "theirs") expect(result[field]).toEqual(theirs[field]);
        else if (said[field] === "mine") expect(result[field]).toEqual(mine[field]);
        else for (const one of [...mine.kinds, ...theirs.kinds]) expect(result.kinds).toContain(one);
      }
    }),
  );
});

test("whoever changed nothing gets theirs without a question, and whoever saves what is there already is asked nothing", () => {
  fc.assert(
    fc.property(draft, draft, (base, theirs) => {
      expect(merge(base, base, theirs)).toEqual({ merged: theirs, asked: [] });
      expect(merge(base, theirs, theirs)).toEqual({ merged: theirs, asked: [] });
      expect(merge(base, theirs, base)).toEqual({ merged: theirs, asked: [] });
    }),
  );
});
