import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/**
 * `verify.html`: the checks with a page around them, in one file that asks nobody for anything and says so to the browser. It reads what
 * the reader chooses, and works where it lies on a disk.
 */
export type PageWords = {
  readonly dir: "ltr" | "rtl";
  /** What the language calls itself. */
  readonly name: string;
  readonly words: Words;
};
type Words = { readonly [name: string]: string | Words };

const script = (name: string): string => readFileSync([process.cwd(), "src", "dossier", name].join("/"), "utf8");
/** One script of several: what they take from each other is all there. */
const inOne = (...names: readonly string[]): string =>
  names.map((name) => script(name).replaceAll(/^import [^;]+;\n/gm, "").replaceAll(/^export /gm, "").replaceAll("// @ts-check\n", "")).join("\n");
/** Each after what it takes from. */
const MODULES = [
  "zip.mjs", "ed25519.mjs", "proofs.mjs", "der.mjs", "certificate.mjs", "stamp.mjs", "outside.mjs", "custody.mjs", "verifier.mjs", "sentences.mjs", "page-script.mjs",
];
const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

const style = `
:root { color-scheme: light dark; --ink: #1c1b17; --paper: #f5f3ec; --line: #78705d; --right: #17492a; --wrong: #831712; }
@media (prefers-color-scheme: dark) { :root { --ink: #f2efe6; --paper: #171612; --line: #a89f88; --right: #a5dcb3; --wrong: #ffb3ab; } }
body { background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, "Noto Sans", "Noto Sans Arabic", sans-serif; margin-inline: auto; max-inline-size: 46rem; padding: 1rem; }
button, input { color: inherit; font: inherit; max-inline-size: 100%; min-block-size: 2.75rem; }
button { background: none; border: 1px solid var(--line); border-radius: 0.5rem; margin-inline-end: 0.5rem; padding-inline: 0.75rem; }
button[aria-pressed=true] { border-width: 3px; font-weight: 700; }
#verdict { border-inline-start: 0.375rem solid var(--line); padding-inline-start: 1rem; }
#verdict.right { border-color: var(--right); } #verdict.right h2 { color: var(--right); }
#verdict.wrong { border-color: var(--wrong); } #verdict.wrong h2 { color: var(--wrong); }
code { direction: ltr; font-size: 0.875rem; overflow-wrap: anywhere; unicode-bidi: isolate; }
h4 { margin-block: 1.5rem 0; } dt { font-weight: 700; } dd { margin-inline-start: 0; margin-block-end: 0.5rem; overflow-wrap: anywhere; }
label { display: block; font-weight: 700; margin-block: 1rem 0.25rem; }
`;

/** A script ends at the first `</`, wherever it stands. */
const data = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");

/** @param languages by their tags; the first is shown where the browser has none of them */
export function page(languages: Readonly<Record<string, PageWords>>): string {
  const code = `\n${inOne(...MODULES)}`;
  const policy = `default-src 'none'; script-src ${hashOf(code)}; style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'`;
  return [
    "<!doctype html>", '<html lang="en">', "<head>", '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">', "<title>Dossier</title>", `<style>${style}</style>`, "</head>",
    "<body>", '<nav id="languages"></nav>', '<main id="main"></main>', `<script type="application/json" id="words">${data(languages)}</script>`,
    `<script type="module">${code}</script>`, "</body>", "</html>", "",
  ].join("\n");
}
