import { TYPED_MOST } from "~/domain/receipt";

/**
 * The look of the pages of a card. They come without a style sheet of the service's, so that nothing but themselves is loaded and their
 * policy lets in nothing else; the values are those of the tokens in `globals.css`, which `pages.test.ts` holds them to.
 */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #f5f3ec; --surface: #fffefa; --ink: #1c1b17; --quiet: #474439; --line: #d5cfbf; --edge: #78705d;
  --accent: #0d4a4d; --on-accent: #ffffff; --attention: #5c3d00; --attention-soft: #fbeecb; --danger: #831712; --on-danger: #ffffff;
  --touch: 2.75rem; --radius: 0.625rem; --radius-s: 0.375rem; --measure: 40rem;
}
@media (prefers-color-scheme: dark) {
  :root { DARK }
}
* { box-sizing: border-box; margin: 0; padding: 0; }
body { background: var(--paper); color: var(--ink); line-height: 1.6; font-size: 1.125rem;
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", "Noto Sans Ethiopic", "Geeza Pro", Kefa, Ebrima, sans-serif; }
main { display: grid; gap: 1.25rem; margin-inline: auto; max-inline-size: var(--measure); padding: 1rem; }
h1 { font-size: 1.75rem; line-height: 1.3; }
h2 { font-size: 1.25rem; line-height: 1.4; }
section, .part { background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); display: grid; gap: 0.75rem; padding: 1rem; }
form { display: grid; gap: 0.75rem; }
ul { display: grid; gap: 0.75rem; list-style: none; }
li { border-inline-start: 4px solid var(--line); padding-inline-start: 0.75rem; }
.quiet { color: var(--quiet); font-size: 1rem; }
.wrong { background: var(--attention-soft); border: 1px solid var(--attention); border-radius: var(--radius-s); color: var(--attention); padding: 0.75rem; }
label { font-weight: 600; }
input[type="text"] { background: var(--surface); border: 1px solid var(--edge); border-radius: var(--radius-s); color: var(--ink); font-family: ui-monospace, "Noto Sans Mono", Consolas, monospace;
  font-size: 1.125rem; inline-size: 100%; min-block-size: var(--touch); padding: 0.5rem 0.75rem; text-transform: uppercase; }
button { background: var(--surface); border: 1px solid var(--edge); border-radius: var(--radius); color: var(--ink); cursor: pointer; font: inherit;
  inline-size: 100%; min-block-size: var(--touch); padding: 0.5rem 1rem; text-align: start; }
button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; text-align: center; }
button.danger { background: var(--danger); border-color: var(--danger); color: var(--on-danger); font-weight: 600; text-align: center; }
button[aria-pressed="true"] { border-color: var(--accent); border-width: 2px; font-weight: 600; }
button:focus-visible, input:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.languages { display: flex; flex-wrap: wrap; gap: 0.5rem; }
.languages button { inline-size: auto; text-align: center; }
.leave { display: flex; justify-content: flex-end; }
.leave button { inline-size: auto; }
`.replace(
  "DARK",
  "--paper: #141618; --surface: #1d2022; --ink: #f2eee4; --quiet: #c9c3b4; --line: #3b4043; --edge: #8b8f8c; --accent: #93d8d2; --on-accent: #05282a; --attention: #f3d086; --attention-soft: #362a0c; --danger: #ffb9ae; --on-danger: #3a0803;",
);

/**
 * Where there is JavaScript, what a card's QR code carries behind the `#`, which no request sends, is put into the field, and out of the
 * address. Without it the number is typed. A page that was gone back to shows nothing of before.
 */
export const script = `
const field = document.querySelector("#code");
const carried = decodeURIComponent(location.hash.slice(1));
if (carried !== "") {
  history.replaceState(null, "", location.pathname);
  if (field && carried.length <= ${TYPED_MOST}) field.value = carried;
}
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.replace(location.pathname);
});
`;
