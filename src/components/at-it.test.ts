import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AT_IT_MS, whileAtIt } from "./at-it";

const EVERY_MS = 5_000;
const tab = { visibilityState: "visible" };
let page: EventTarget;
let asked: number;
const ask = () => {
  asked += 1;
};
beforeEach(() => {
  [page, asked, tab.visibilityState] = [new EventTarget(), 0, "visible"];
  vi.useFakeTimers();
  vi.stubGlobal("window", page);
  vi.stubGlobal("document", tab);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
const DAY = 24 * 60 * 60_000;

test("a page that is left open asks for nothing by itself long before the session would be idle, however long it stays open", () => {
  const stop = whileAtIt(ask, EVERY_MS);
  vi.advanceTimersByTime(AT_IT_MS);
  expect(asked).toBe(AT_IT_MS / EVERY_MS);
  vi.advanceTimersByTime(DAY);
  expect(asked).toBe(AT_IT_MS / EVERY_MS);
  // The shortest idle time, of which the THREAT-MODEL speaks, is half an hour.
  expect(AT_IT_MS).toBeLessThan(30 * 60_000 / 2);
  stop();
});

test("it asks again for whoever comes back to it, by key, wheel or pointer", () => {
  const stop = whileAtIt(ask, EVERY_MS);
  vi.advanceTimersByTime(DAY);
  for (const sign of ["keydown", "pointerdown", "pointermove", "wheel", "focus"]) {
    const before = asked;
    page.dispatchEvent(new Event(sign));
    vi.advanceTimersByTime(EVERY_MS);
    expect(asked - before).toBe(1);
    vi.advanceTimersByTime(DAY);
  }
  stop();
});

test("what nobody sees asks for nothing, and what has gone neither asks nor listens", () => {
  tab.visibilityState = "hidden";
  const stop = whileAtIt(ask, EVERY_MS, true);
  vi.advanceTimersByTime(EVERY_MS);
  expect(asked).toBe(0);
  tab.visibilityState = "visible";
  vi.advanceTimersByTime(EVERY_MS);
  expect(asked).toBe(1);
  stop();
  page.dispatchEvent(new Event("keydown"));
  vi.advanceTimersByTime(EVERY_MS);
  expect([asked, vi.getTimerCount()]).toEqual([1, 0]);
});

test("whoever wants to know at once is asked for at once", () => {
  whileAtIt(ask, EVERY_MS, true)();
  expect(asked).toBe(1);
});
