import type { Locator, Page } from "playwright-core";
import type { Visitor } from "./visitor";

/** Nothing on a page is that far from anything else. */
const MOST_STEPS = 120;

/** From here on a pointer of any kind is a fault: what is done is done with keys. */
export async function withoutPointer({ page }: Visitor): Promise<void> {
  await page.addInitScript(() => {
    for (const kind of ["pointerdown", "mousedown", "touchstart"])
      window.addEventListener(kind, (event) => console.error(`a pointer was used: ${event.type}`), { capture: true });
  });
}

/** What has the focus: `problem` is why somebody who sees the screen could not tell, or null. */
const focusOf = (page: Page) =>
  page.evaluate(() => {
    const at = document.activeElement;
    if (!(at instanceof HTMLElement) || at === document.body) return { name: "(nothing)", problem: null };
    const name = `${at.tagName.toLowerCase()} ${(at.getAttribute("aria-label") ?? at.innerText ?? "").slice(0, 40).replaceAll("\n", " ")}`;
    // A box that is drawn by its label shows the focus there; the button for the calendar, which is the browser's own and within the field, by itself.
    const isWithin = at.matches("input[type=date]") && !at.matches(":focus");
    const shows = isWithin || [at, at.parentElement].some((one) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(one!);
      return outlineStyle !== "none" && outlineWidth !== "0px";
    });
    const { top, bottom, left, right, width, height } = at.getBoundingClientRect();
    const isOnScreen = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
    const [x, y] = [left + width / 2, Math.min(Math.max(top, 0) + Math.min(height, innerHeight) / 2, innerHeight - 1)];
    const onTop = document.elementFromPoint(x, y);
    const isCovered = height < innerHeight && onTop !== null && !onTop.contains(at) && !at.contains(onTop) && !at.closest("label")?.contains(onTop);
    const problem = !isOnScreen ? "is not on the screen" : isCovered ? `is covered by ${onTop.tagName.toLowerCase()} ${onTop.className}` : shows ? null : "does not show that it has the focus";
    return { name, problem };
  });

const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluateAll((found) => found.some((one) => one === document.activeElement));

/**
 * Goes with Tab, or against it, until this has the focus. Whatever has it on the way has to be on the screen, be covered by nothing and show it.
 * @returns how many steps it took
 * @throws with the whole way when it is not reached, or the focus is held somewhere
 */
export async function tabTo(visitor: Visitor, target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<number> {
  const { page } = visitor;
  await target.first().waitFor();
  const way: string[] = [];
  for (let steps = 1; steps <= MOST_STEPS; steps += 1) {
    await page.keyboard.press(key);
    const { name, problem } = await focusOf(page);
    way.push(name);
    if (problem !== null) visitor.faults.push(`keyboard: “${name}” ${problem}`);
    if (await hasFocus(target)) return steps;
  }
  throw new Error(`The keyboard does not get there. It came by: ${way.join(" | ")}`);
}

/** @throws unless this has the focus within a moment */
export async function focused(target: Locator): Promise<void> {
  await target.first().waitFor();
  const end = performance.now() + 5000;
  while (!(await hasFocus(target))) {
    if (performance.now() > end) throw new Error(`The focus is on ${(await focusOf(target.page())).name}, not where it should be: ${String(target)}`);
    await target.page().waitForTimeout(20);
  }
}

/** Goes to something and presses Enter on it. */
export async function enter(visitor: Visitor, target: Locator): Promise<void> {
  await tabTo(visitor, target);
  await visitor.page.keyboard.press("Enter");
}

/** Goes to a field and types into it. */
export async function type(visitor: Visitor, target: Locator, text: string): Promise<void> {
  await tabTo(visitor, target);
  await visitor.page.keyboard.type(text);
}

/** Goes to a list of choices and goes down in it until this one is chosen. */
export async function choose(visitor: Visitor, target: Locator, value: string): Promise<void> {
  await tabTo(visitor, target);
  await visitor.page.keyboard.press("Home");
  for (let at = await target.inputValue(); at !== value; at = await target.inputValue()) {
    await visitor.page.keyboard.press("ArrowDown");
    if ((await target.inputValue()) === at) throw new Error(`There is no ${value} to choose.`);
  }
}
