import { expect, test } from "vitest";
import { actOf, inParts, moved } from "./keys";

const plain = { ctrlKey: false, metaKey: false, altKey: false, isComposing: false, defaultPrevented: false };
const nowhere = { tag: "BODY", type: "", editable: false, inDialog: false };
const all = ["j", "k", "x", "/", "?"];

test("each key does its one thing, in large letters as well, and no other does anything", () => {
  expect(all.map((key) => actOf({ ...plain, key }, nowhere))).toEqual(["down", "up", "mark", "search", "help"]);
  expect(actOf({ ...plain, key: "J" }, nowhere)).toBe("down");
  for (const key of ["a", "Enter", "Escape", " ", "ArrowDown", "toString"]) expect(actOf({ ...plain, key }, nowhere)).toBeNull();
});

test("no key is taken from whoever types, chooses, composes or answers a question, nor from the browser", () => {
  const targets = [
    { ...nowhere, tag: "TEXTAREA" }, { ...nowhere, tag: "SELECT" }, { ...nowhere, tag: "INPUT", type: "text" }, { ...nowhere, tag: "INPUT", type: "search" },
    { ...nowhere, tag: "DIV", editable: true }, { ...nowhere, tag: "BUTTON", inDialog: true },
  ];
  for (const key of all) {
    for (const target of targets) expect(actOf({ ...plain, key }, target)).toBeNull();
    for (const held of ["ctrlKey", "metaKey", "altKey", "isComposing", "defaultPrevented"]) expect(actOf({ ...plain, key, [held]: true }, nowhere)).toBeNull();
    // A box that is ticked takes no letter.
    expect(actOf({ ...plain, key }, { ...nowhere, tag: "INPUT", type: "checkbox" })).not.toBeNull();
  }
});

test("the focus goes from line to line, from none to the first, and stays at the ends", () => {
  expect([moved(-1, 1, 3), moved(-1, -1, 3), moved(0, 1, 3), moved(2, 1, 3), moved(0, -1, 3)]).toEqual([0, 0, 1, 2, 0]);
});

test("many are asked for in parts, none twice and none left out", () => {
  const ids = Array.from({ length: 45 }, (_, n) => n);
  expect(inParts(ids, 20).map((part) => part.length)).toEqual([20, 20, 5]);
  expect(inParts(ids, 20).flat()).toEqual(ids);
  expect(inParts([], 20)).toEqual([]);
});
