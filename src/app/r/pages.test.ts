import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { html } from "./markup";
import { enterPage } from "./pages";
import { style } from "./style";

test("whatever is put into a page is text, in an element as in an attribute", () => {
  const hostile = `"><script>alert('x')</script>&`;
  const page = enterPage({ language: "en", timeZone: "UTC" }, hostile, "mistyped");
  expect(page).not.toContain("<script>alert");
  expect(page).toContain("&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;");
  expect(html`<p>${[html`<b>${"<"}</b>`, null, false, 3]}</p>`.text).toBe("<p><b>&lt;</b>3</p>");
});

test("the colours of a card's pages are those of the tokens, in both schemes", () => {
  const tokens = readFileSync("src/app/globals.css", "utf8");
  const own = [...style.matchAll(/(--[a-z-]+): ([^;]+);/g)].map(([, name, value]) => `${name}: ${value};`);
  expect(own.length).toBeGreaterThan(25);
  expect(own.filter((token) => !tokens.includes(token))).toEqual([]);
});
