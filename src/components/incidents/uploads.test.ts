import * as fc from "fast-check";
import { expect, test } from "vitest";
import { AT_ONCE, ended, keepable, startable, uploading, type Upload, type UploadEvent } from "./uploads";

const file = (name: string) => new File(["x"], name);
const chosen = (count: number): readonly Upload[] =>
  uploading([], { on: "chosen", files: Array.from({ length: count }, (_, n) => file(`${n}.jpg`)) });
const failed = (id: number, code: "offline" | "not-an-image"): UploadEvent => ({
  on: "failed", id, refused: { code, details: {} },
});
const run = (uploads: readonly Upload[], ...events: UploadEvent[]) => events.reduce(uploading, uploads);

const event = fc.integer({ min: 1, max: 6 }).chain((id) =>
  fc.constantFrom<UploadEvent>(
    { on: "stored", id }, { on: "cancelled", id }, { on: "again", id }, { on: "progress", id, fraction: 0.5 },
    { on: "kept", id }, failed(id, "offline"), failed(id, "not-an-image"),
  ),
);

test("never more than two photos share the connection, and none is forgotten", () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      let now = chosen(6);
      for (const next of events) {
        now = startable(now).reduce((some, id) => uploading(some, { on: "started", id }), now);
        expect(now.filter(({ state }) => state.is === "sending").length).toBeLessThanOrEqual(AT_ONCE);
        now = uploading(now, next);
      }
      expect(now.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6]);
    }),
  );
});

test("a cut connection is tried again, each time after a longer wait, and at last given back to the person", () => {
  let [now] = [chosen(1)];
  const waits: number[] = [];
  while (!ended(now[0]!)) {
    now = run(now, { on: "started", id: 1 }, failed(1, "offline"));
    const { state } = now[0]!;
    if (state.is === "cut") waits.push(state.seconds);
    now = state.is === "cut" ? run(now, { on: "again", id: 1 }) : now;
  }
  expect(waits).toEqual([2, 4, 8, 16, 32, 60]);
  expect(now[0]?.state).toMatchObject({ is: "refused", refused: { code: "offline" } });
  expect(run(now, { on: "again", id: 1 })[0]).toMatchObject({ cuts: 0, state: { is: "waiting" } });
});

test("what is no photo is not sent again by itself", () => {
  const now = run(chosen(1), { on: "started", id: 1 }, failed(1, "not-an-image"));
  expect(now[0]?.state.is).toBe("refused");
  expect(startable(now)).toEqual([]);
});

test("what is refused for what it is can be asked to be kept sealed, once the person says so and for that file only", () => {
  const refused = (["not-an-image", "offline", "too-many-bytes"] as const).map((code) => ({ code, details: {} }));
  expect(refused.map(keepable)).toEqual([true, false, false]);
  const now = run(chosen(2), { on: "started", id: 1 }, failed(1, "not-an-image"), { on: "kept", id: 1 });
  expect(now.map(({ keep, state }) => [keep, state.is])).toEqual([[true, "waiting"], [false, "waiting"]]);
  // A connection that is cut under it does not turn it into a photo again.
  const cut = run(now, { on: "started", id: 1 }, failed(1, "offline"), { on: "again", id: 1 });
  expect(cut[0]).toMatchObject({ keep: true, state: { is: "waiting" } });
});

test("progress that arrives after a cancel does not bring the photo back", () => {
  const now = run(chosen(1), { on: "started", id: 1 }, { on: "cancelled", id: 1 }, { on: "progress", id: 1, fraction: 0.9 });
  expect(now[0]?.state.is).toBe("cancelled");
});

test("clearing keeps what is under way and what was refused", () => {
  const now = run(chosen(4), { on: "stored", id: 1 }, { on: "cancelled", id: 2 }, failed(3, "not-an-image"), { on: "cleared" });
  expect(now.map(({ id }) => id)).toEqual([3, 4]);
});
