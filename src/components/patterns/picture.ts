/** A table of counts as it is drawn: null where a number is not given. */
export type Drawn = {
  readonly title: string;
  readonly rows: readonly { readonly name: string; readonly count: number | null }[];
  /** What stands under it, if anything. */
  readonly note: string | null;
};

const WIDTH = 800;
const NAMES = 320;
const LINE = 24;
const MARGIN = 24;
/** What fits beside a bar; a longer name is cut, and stands whole in the table. */
const LETTERS = 42;

const marks: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
/** As text of an XML document, in which some signs may not stand at all. */
const text = (words: string): string =>
  words.replaceAll(/(?![\t\n\r])\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/gu, "").replaceAll(/[&<>"']/g, (mark) => marks[mark]!);
const cut = (name: string): string => {
  const letters = Array.from(name);
  return letters.length > LETTERS ? `${letters.slice(0, LETTERS - 1).join("")}…` : name;
};

/**
 * Tables of counts as one SVG, to be kept as a file: black on white, with nothing in it that runs or is fetched. What it is stands in it
 * as its name and description, for whoever does not see it; the description has the numbers too.
 * @param props.about how it was counted, in sentences
 * @param props.none what stands where a number is not given
 */
export function picture({ title, lines, tables, about, none, language, direction }: {
  readonly title: string; readonly lines: readonly string[]; readonly tables: readonly Drawn[]; readonly about: readonly string[];
  readonly none: string; readonly language: string; readonly direction: "ltr" | "rtl";
}): string {
  const rtl = direction === "rtl";
  const most = Math.max(1, ...tables.flatMap(({ rows }) => rows.map(({ count }) => count ?? 0)));
  const at = (x: number): number => (rtl ? WIDTH - x : x);
  const parts: string[] = [];
  let y = MARGIN;
  const write = (words: string, x: number, look = "", anchor = "start"): void => {
    parts.push(`<text x="${at(x)}" y="${y + 16}" text-anchor="${anchor}"${look}>${text(words)}</text>`);
  };
  write(title, MARGIN, ' font-size="20" font-weight="bold"');
  y += LINE + 8;
  for (const line of lines) {
    write(line, MARGIN);
    y += LINE;
  }
  for (const { title: heading, rows, note } of tables) {
    y += LINE / 2;
    write(heading, MARGIN, ' font-weight="bold"');
    y += LINE;
    for (const { name, count } of rows) {
      const long = count === null ? 0 : Math.round((count / most) * (WIDTH - NAMES - 100));
      write(cut(name), MARGIN);
      if (long > 0) parts.push(`<rect x="${rtl ? WIDTH - NAMES - long : NAMES}" y="${y + 4}" width="${long}" height="14" fill="#0d4a4d"/>`);
      write(count === null ? none : String(count), NAMES + long + 8, count === null ? ' fill="#555"' : "");
      y += LINE;
    }
    if (note !== null) {
      write(note, MARGIN, ' fill="#555"');
      y += LINE;
    }
  }
  const height = y + MARGIN;
  const told = [
    ...lines,
    ...tables.map(({ title: heading, rows, note }) => [heading, ...rows.map(({ name, count }) => `${name}: ${count ?? none}`), ...(note === null ? [] : [note])].join("\n")),
    about.join("\n"),
  ].join("\n\n");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title" aria-describedby="desc" xml:lang="${language}" direction="${direction}" font-family="sans-serif" font-size="14">`,
    `<title id="title">${text(title)}</title><desc id="desc">${text(told)}</desc>`,
    `<rect width="100%" height="100%" fill="#fff"/>${parts.join("")}</svg>\n`,
  ].join("");
}
