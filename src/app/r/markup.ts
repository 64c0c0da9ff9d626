/** Markup that was written here. Whatever else is put into {@link html} is text, and stays text. */
class Markup {
  constructor(readonly text: string) {}
}
export type { Markup };

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");

type Part = string | number | Markup | null | false | readonly Part[];

const shown = (part: Part): string => {
  if (part === null || part === false) return "";
  if (part instanceof Markup) return part.text;
  return typeof part === "object" ? part.map(shown).join("") : escaped(String(part));
};

export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  new Markup(strings.map((text, n) => text + (n < parts.length ? shown(parts[n]!) : "")).join(""));

/** Text of ours that is a style or a script as it stands, and has no `</` in it. */
export const verbatim = (text: string): Markup => {
  if (text.includes("</")) throw new Error("It would end its own element.");
  return new Markup(text);
};
