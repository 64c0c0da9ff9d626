import * as fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_REGIONS, Region, regionKinds, subjects } from "~/domain/evidence";
import { accepted, answered, asKind, covered, drawn, unanswered, type Whose } from "./region-answers";
import { edit, isFull, merge, nextUndecided, opened, unsaved, type Edit, type Editing } from "./region-edits";

const ids = Array.from({ length: 6 }, (_, n) => `00000000-0000-4000-8000-00000000000${n}`);
const grantor = "00000000-0000-4000-8000-0000000000aa";
const id = fc.constantFrom(...ids);
const side = fc.integer({ min: 1, max: 400 });
const box = fc.record({ x: fc.nat(400), y: fc.nat(400), width: side, height: side });
const kind = fc.constantFrom(...regionKinds);
const whose: fc.Arbitrary<Whose> = fc
  .constantFrom(null, ...subjects)
  .map((subject) => (subject === null ? null : subject === "person" ? { subject, grantorId: grantor } : { subject }));
const region = fc
  .tuple(id, box, kind, whose, fc.boolean(), fc.constantFrom("person", "sure", "unsure"))
  .map(([one, where, what, who, redact, found]): Region => {
    const marked = drawn(one, where);
    if (found === "unsure") return { ...marked, origin: "detector", possible: true };
    const origin = found === "sure" ? "detector" : "person";
    return covered(answered(asKind({ ...marked, origin }, what), who), redact);
  });
const some = fc.uniqueArray(region, { selector: (r) => r.id, maxLength: 6 });
const act: fc.Arbitrary<Edit> = fc.oneof(
  region.map((r) => ({ do: "add", region: r }) as const),
  fc.tuple(id, box).map(([one, where]) => ({ do: "place", id: one, box: where }) as const),
  region.map((r) => ({ do: "change", region: r }) as const),
  id.map((one) => ({ do: "remove", id: one }) as const),
  id.map((one) => ({ do: "accept", id: one }) as const),
  fc.constantFrom({ do: "hide-unanswered" } as const, { do: "accept-all" } as const),
);
const undo = { do: "undo" } as const;
const redo = { do: "redo" } as const;
const shown = ({ regions, past }: Editing) => ({ regions, past });

test("whatever is answered in whatever order, a region is one that the server accepts", () => {
  fc.assert(
    fc.property(region, kind, whose, fc.boolean(), (r, what, who, redact) => {
      const made = [r, asKind(r, what), answered(r, who), covered(r, redact), covered(asKind(answered(r, who), what), redact)];
      expect(made.filter((one) => !Region.safeParse(one).success)).toEqual([]);
    }),
  );
});

test("a face that was a thing is unanswered again", () => {
  const plate = answered(asKind(drawn(ids[0]!, { x: 0, y: 0, width: 9, height: 9 }), "plate"), { subject: "thing" });
  expect(plate.subject).toBe("thing");
  expect(asKind(plate, "face").subject).toBeNull();
});

test("a picture with as many regions as there can be is full, takes no further one, and takes one again where one was removed", () => {
  const many = Array.from({ length: MAX_REGIONS }, (_, n) => drawn(`region ${n}`, { x: n, y: 0, width: 9, height: 9 }));
  const almost = opened({ version: 1, regions: many.slice(1) });
  expect(isFull(almost.regions)).toBe(false);
  const all = edit(almost, { do: "add", region: many[0]! });
  expect(all.regions).toHaveLength(MAX_REGIONS);
  expect(isFull(all.regions)).toBe(true);
  const further: Edit = { do: "add", region: drawn("one more", { x: 0, y: 20, width: 9, height: 9 }) };
  expect(edit(all, further)).toBe(all);
  expect(edit(edit(all, { do: "remove", id: many[5]!.id }), further).regions).toHaveLength(MAX_REGIONS);
});

test("every change can be undone, one by one, back to what was opened", () => {
  fc.assert(
    fc.property(some, fc.array(act, { maxLength: 12 }), (regions, acts) => {
      const start = opened({ version: 3, regions });
      let now = acts.reduce(edit, start);
      while (now.past.length > 0) now = edit(now, undo);
      expect(now.regions).toEqual(start.regions);
      expect(unsaved(now)).toBe(false);
    }),
  );
});

test("whatever was done and however much of it undone, redo after undo changes nothing, and undo after redo neither", () => {
  fc.assert(
    fc.property(some, fc.array(act, { maxLength: 12 }), fc.nat(12), (regions, acts, back) => {
      let now = acts.reduce(edit, opened({ version: 3, regions }));
      for (let n = 0; n < back; n += 1) now = edit(now, undo);
      expect(shown(now.past.length > 0 ? edit(edit(now, undo), redo) : now)).toEqual(shown(now));
      expect(shown(now.future.length > 0 ? edit(edit(now, redo), undo) : now)).toEqual(shown(now));
    }),
  );
});

test("what was undone can all be done again, until something else is done", () => {
  fc.assert(
    fc.property(some, fc.array(act, { minLength: 1, maxLength: 12 }), region, (regions, acts, another) => {
      const done = acts.reduce(edit, opened({ version: 3, regions }));
      let now = done;
      while (now.past.length > 0) now = edit(now, undo);
      const elsewhere = edit(now, { do: "change", region: another });
      expect(elsewhere.future).toEqual([]);
      expect(edit(elsewhere, redo)).toBe(elsewhere);
      while (now.future.length > 0) now = edit(now, redo);
      expect(shown(now)).toEqual(shown(done));
    }),
  );
});

const suggestion = (one: string, x = 0): Region => ({
  ...drawn(one, { x, y: 0, width: 9, height: 9 }), origin: "detector", possible: true,
});

test("a suggestion is accepted as it is, dismissed for good, and either can be undone and done again", () => {
  const start = opened({ version: 1, regions: [suggestion(ids[0]!), suggestion(ids[1]!, 20)] });
  const kept = edit(start, { do: "accept", id: ids[0]! });
  expect(kept.regions).toEqual([{ ...suggestion(ids[0]!), possible: false }, suggestion(ids[1]!, 20)]);
  const gone = edit(kept, { do: "remove", id: ids[1]! });
  expect(gone.regions.map((r) => r.id)).toEqual([ids[0]]);
  expect(edit(gone, undo).regions).toEqual(kept.regions);
  expect(edit(edit(gone, undo), undo).regions).toEqual(start.regions);
  expect([undo, undo, redo, redo].reduce<Editing>(edit, gone).regions).toEqual(gone.regions);
});

test("no answer for many at once decides a suggestion, and accepting many at once answers nothing", () => {
  fc.assert(
    fc.property(some, (regions) => {
      const start = opened({ version: 1, regions });
      const possible = (editing: Editing) => editing.regions.filter((r) => r.possible).map((r) => r.id);
      expect(possible(edit(start, { do: "hide-unanswered" }))).toEqual(possible(start));
      const all = edit(start, { do: "accept-all" });
      expect(possible(all)).toEqual([]);
      expect(all.regions.map((r) => r.subject)).toEqual(regions.map((r) => r.subject));
    }),
  );
});

test("whatever somebody does to a suggestion, the server accepts it, and nothing makes a region a suggestion again", () => {
  fc.assert(
    fc.property(some, fc.array(act, { maxLength: 8 }), (regions, acts) => {
      const sure = new Set(regions.filter((r) => !r.possible).map((r) => r.id));
      const after = acts
        .filter((one) => one.do !== "add" && one.do !== "change")
        .reduce(edit, opened({ version: 1, regions })).regions;
      expect(after.filter((r) => sure.has(r.id) && r.possible)).toEqual([]);
      expect(after.filter((r) => !Region.safeParse(r).success)).toEqual([]);
    }),
  );
});

test("a suggestion that either side accepted is accepted", () => {
  const [mine, theirs] = [{ ...accepted(suggestion(ids[0]!)), x: 4 }, { ...suggestion(ids[0]!), width: 12 }];
  expect(merge([suggestion(ids[0]!)], [mine], [theirs])).toEqual([mine]);
  expect(merge([suggestion(ids[0]!)], [theirs], [mine])).toEqual([{ ...theirs, possible: false }]);
});

test("the next to decide comes in the order of the list, round and round, and misses none", () => {
  fc.assert(
    fc.property(some, fc.option(id), (regions, from) => {
      const waiting = regions.filter(unanswered).map((r) => r.id);
      const met: string[] = [];
      let at = from;
      for (let n = 0; n < waiting.length; n += 1) {
        const next = nextUndecided(regions, at);
        if (next) met.push((at = next.id));
      }
      expect(met.toSorted()).toEqual(waiting.toSorted());
      const first = met[0] ?? null;
      expect(nextUndecided(regions, at)?.id ?? null).toBe(first);
    }),
  );
  const row = [suggestion(ids[0]!), answered(drawn(ids[1]!, { x: 0, y: 0, width: 9, height: 9 }), { subject: "officer" }), suggestion(ids[2]!)];
  expect(nextUndecided(row, null)?.id).toBe(ids[0]);
  expect(nextUndecided(row, ids[0]!)?.id).toBe(ids[2]);
  expect(nextUndecided(row, ids[2]!)?.id).toBe(ids[0]);
});

test("a drag is one step of undo, however many moves it had", () => {
  const start = opened({ version: 0, regions: [drawn(ids[0]!, { x: 0, y: 0, width: 9, height: 9 })] });
  const place = (x: number, continued: boolean): Edit => ({
    do: "place", id: ids[0]!, box: { x, y: 0, width: 9, height: 9 }, continued,
  });
  const dragged = [place(1, false), place(2, true), place(3, true)].reduce(edit, start);
  expect(dragged.regions[0]?.x).toBe(3);
  expect(edit(dragged, { do: "undo" }).regions[0]?.x).toBe(0);
});

test("regions that arrive while nothing was changed here are simply taken over", () => {
  fc.assert(
    fc.property(some, some, (regions, theirs) => {
      const after = edit(opened({ version: 1, regions }), { do: "arrived", saved: { version: 2, regions: theirs } });
      expect(new Set(after.regions)).toEqual(new Set(theirs));
      expect(unsaved(after)).toBe(false);
      expect(after.merged).toBe(0);
    }),
  );
});

const freshIn = (base: readonly Region[], some: readonly Region[]): Map<string, Region> => {
  const was = new Map(base.map((r) => [r.id, r]));
  return new Map(some.filter((r) => JSON.stringify(was.get(r.id)) !== JSON.stringify(r)).map((r) => [r.id, r]));
};

test("no merge loses a region that either side added or changed", () => {
  fc.assert(
    fc.property(some, some, some, (base, ours, theirs) => {
      const result = merge(base, ours, theirs);
      const kept = new Set(result.map((r) => r.id));
      const touched = [...freshIn(base, ours).keys(), ...freshIn(base, theirs).keys()];
      expect(touched.filter((one) => !kept.has(one))).toEqual([]);
      expect(result.filter((r) => !Region.safeParse(r).success)).toEqual([]);
    }),
  );
});

test("what both sides changed stays covered if either covers it", () => {
  fc.assert(
    fc.property(some, some, some, (base, ours, theirs) => {
      const [mine, other] = [freshIn(base, ours), freshIn(base, theirs)];
      const bared = merge(base, ours, theirs).filter(
        (r) => mine.has(r.id) && other.has(r.id) && !r.redact && (mine.get(r.id)?.redact || other.get(r.id)?.redact),
      );
      expect(bared).toEqual([]);
    }),
  );
});

const other = "00000000-0000-4000-8000-0000000000bb";
const face = drawn(ids[0]!, { x: 0, y: 0, width: 9, height: 9 });
const personIs = (grantorId: string): Region => covered(answered(face, { subject: "person", grantorId }), false);
const arrives = (mine: Region, theirs: Region) =>
  edit(edit(opened({ version: 1, regions: [face] }), { do: "change", region: mine }), { do: "arrived", saved: { version: 2, regions: [theirs] } });

test.each<[string, Region, Region]>([
  ["whose consent counts", personIs(grantor), personIs(other)],
  ["who it is", personIs(grantor), answered(face, { subject: "officer" })],
  ["what it is", asKind(face, "tattoo"), answered(asKind(face, "plate"), { subject: "thing" })],
])("where two said different things about %s nobody's answer stands: it is covered, unanswered and told until somebody says it again", (_, mine, theirs) => {
  for (const [ours, arriving] of [[mine, theirs], [theirs, mine]] as const) {
    const after = arrives(ours, arriving);
    expect(after.regions).toMatchObject([{ id: face.id, kind: ours.kind, subject: null, grantorId: null, redact: true }]);
    expect([after.disputed, unsaved(after), Region.safeParse(after.regions[0]).success]).toEqual([1, true, true]);
    expect(edit(after, { do: "saved", saved: { version: 3, regions: after.regions } }).disputed).toBe(0);
  }
});

test("where one moved a region and another said what it shows both stay, and nobody is asked", () => {
  const moved = { ...face, x: 40 };
  for (const [ours, theirs] of [[moved, personIs(other)], [personIs(other), moved]] as const) {
    const after = arrives(ours, theirs);
    expect(after.regions).toEqual([{ ...personIs(other), x: 40, redact: true }]);
    expect(after.disputed).toBe(0);
  }
});

test("an answer stands after a merge only where both sides gave it or one of them had none to give", () => {
  fc.assert(
    fc.property(some, some, some, (base, ours, theirs) => {
      const [was, mine, their] = [base, ours, theirs].map((all) => new Map(all.map((r) => [r.id, r])));
      const says = (r: Region | undefined) => r && JSON.stringify([r.kind, r.subject, r.grantorId]);
      const lost = merge(base, ours, theirs).filter(({ id: one, subject }) => {
        const [before, a, b] = [was, mine, their].map((all) => says(all?.get(one)));
        return subject !== null && a && b && a !== b && a !== before && b !== before;
      });
      expect(lost).toEqual([]);
    }),
  );
});

test("an untouched region that the other side removed is gone, and an old answer of the server changes nothing", () => {
  const kept = drawn(ids[0]!, { x: 0, y: 0, width: 9, height: 9 });
  const gone = drawn(ids[1]!, { x: 20, y: 0, width: 9, height: 9 });
  const start = edit(opened({ version: 5, regions: [kept, gone] }), {
    do: "place", id: kept.id, box: { x: 4, y: 4, width: 9, height: 9 },
  });
  const merged = edit(start, { do: "arrived", saved: { version: 6, regions: [kept] } });
  expect(merged.regions.map((r) => [r.id, r.x])).toEqual([[kept.id, 4]]);
  expect(merged.merged).toBe(1);
  expect(edit(merged, { do: "arrived", saved: { version: 6, regions: [] } })).toBe(merged);
});
