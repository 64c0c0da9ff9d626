import { expect, test } from "vitest";
import { timeline } from "./timeline";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 3, 6, minute));
const known = { start: "2026-11-02T06:40", end: null, precision: "about" as const, reportedAt: at(0), accounts: [], items: [] };

test("what somebody remembers is as sure as they say, and what our clock saw is sure, in its order", () => {
  const lines = timeline({ ...known, end: "2026-11-02T08:00", accounts: [{ createdAt: at(30) }], items: [{ receivedAt: at(50) }, { receivedAt: at(5) }] });
  expect(lines.map(({ what, sure }) => [what, sure])).toEqual([
    ["began", "about"], ["ended", "about"], ["reported", "clock"], ["photo", "clock"], ["account", "clock"], ["photo", "clock"],
  ]);
});

test("photos that came in together are one line with their number, by the first of them", () => {
  const items = [0, 9, 18, 40].map((minute) => ({ receivedAt: at(minute) }));
  expect(timeline({ ...known, items }).filter(({ what }) => what === "photo")).toEqual([
    { what: "photo", sure: "clock", at: at(0), count: 3 }, { what: "photo", sure: "clock", at: at(40), count: 1 },
  ]);
});

test("where only the day is known, nothing says more", () => {
  expect(timeline({ ...known, start: "2026-11-02T00:00", precision: "day" })[0]).toEqual({ what: "began", sure: "day", wall: "2026-11-02T00:00" });
});
