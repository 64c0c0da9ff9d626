import type { Purpose } from "~/domain/consent";
import { TYPED_MOST } from "~/domain/receipt";
import { aMonthAfter, deletedFrom } from "~/domain/request";
import { cardTranslator, type CardTranslator } from "~/messages/receipt/words";
import { personDirectionOf, personNameOf, personLanguages, personTagOf, type PersonLanguage } from "~/messages/wordings/languages";
import { html, verbatim, type Markup } from "./markup";
import { script, style } from "./style";

/**
 * The pages of a card: plain documents that work in any browser, with and without JavaScript, and are answers to forms. They say nothing of whose
 * service it is or what it is about to whoever has no card.
 */
export type Look = { readonly language: PersonLanguage; readonly timeZone: string };
type Said = CardTranslator;

const dayIn = ({ language, timeZone }: Look) => {
  const format = new Intl.DateTimeFormat(personTagOf[language], { dateStyle: "long", timeZone });
  return (at: Date): string => format.format(at);
};

const hidden = (name: string, value: string): Markup => html`<input type="hidden" name="${name}" value="${value}">`;

const form = (look: Look, step: string, body: Markup, id: string | null = null): Markup => html`<form method="post" action="/r" accept-charset="utf-8"${id && html` id="${id}"`}>
${hidden("in", look.language)}${hidden("step", step)}${body}</form>`;

/** The form to which the choice of a language belongs, so that what is typed there goes along. */
const LANGUAGES = "languages";

/** @param pass what stands in the forms of a page that was opened; null for the one into which the number is typed */
function frame(look: Look, t: Said, title: string, pass: string | null, body: Markup): string {
  const choices = personLanguages.map(
    (each) => html`<button form="${LANGUAGES}" formnovalidate lang="${each}" name="language" value="${each}" aria-pressed="${each === look.language ? "true" : "false"}">${personNameOf[each]}</button>`,
  );
  return html`<!doctype html>
<html lang="${look.language}" dir="${personDirectionOf[look.language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="format-detection" content="telephone=no">
<title>…</title>
<style>${verbatim(style)}</style>
</head>
<body>
<main>
<div class="leave">${form(look, "leave", html`<button>${t("leave")}</button>`)}</div>
<h1>${title}</h1>
${body}
${pass !== null && form(look, "look", hidden("pass", pass), LANGUAGES)}
<div class="languages" role="group" aria-label="${t("language")}">${choices}</div>
</main>
<script>${verbatim(script)}</script>
</body>
</html>
`.text;
}

export type Wrong = "mistyped" | "unknown" | "too-many" | "rested";

/** The first page, and what is answered to a number that is none. What was typed stays, to be put right. */
export function enterPage(look: Look, typed: string, wrong: Wrong | null): string {
  const t = cardTranslator(look.language);
  const described = wrong === null ? html`aria-describedby="hint"` : html`aria-describedby="wrong hint" aria-invalid="true"`;
  return frame(look, t, t("title"), null, html`<p>${t("enter.lead")}</p>
<section>${form(look, "enter", html`
${wrong && html`<p class="wrong" id="wrong" role="alert">${t(`wrong.${wrong}`)}</p>`}
<label for="code">${t("enter.code")}</label>
<input id="code" name="code" type="text" dir="ltr" maxlength="${TYPED_MOST}" autocomplete="off" autocapitalize="characters" spellcheck="false" required value="${typed}" ${described}>
<p class="quiet" id="hint">${t("enter.hint")}</p>
<button class="main">${t("enter.submit")}</button>`, LANGUAGES)}</section>`);
}

/** What somebody can ask for on the page, and is asked about once more. */
export type Choice = "everything" | "deletion" | "access" | { readonly purpose: Purpose };
export const choiceName = (choice: Choice): string => (typeof choice === "string" ? choice : `purpose:${choice.purpose}`);

/** Asks once more, and says what follows. */
export function surePage(look: Look, pass: string, choice: Choice, at: Date): string {
  const t = cardTranslator(look.language);
  const day = dayIn(look);
  const words: Markup =
    choice === "deletion" ? html`<p>${t("sure.deletion", { day: day(deletedFrom(at)) })}</p><p>${t("sure.told")}</p><p>${t("sure.hold")}</p>`
    : choice === "access" ? html`<p>${t("sure.access", { day: day(aMonthAfter(at)) })}</p>`
    : choice === "everything" ? html`<p>${t("sure.everything")}</p><p>${t("sure.told")}</p>`
    : html`<p>${t("sure.withdrawal", { purpose: t(`purposes.${choice.purpose}`) })}</p><p>${t("sure.told")}</p>`;
  return frame(look, t, t("sure.title"), pass, html`<section>${words}
${form(look, "act", html`${hidden("pass", pass)}${hidden("choice", choiceName(choice))}<button class="${choice === "access" ? "main" : "danger"}">${t("sure.yes")}</button>`)}
${form(look, "look", html`${hidden("pass", pass)}<button>${t("sure.no")}</button>`)}</section>`);
}

export function happenedPage(look: Look, pass: string, choice: Choice, closed: number, at: Date): string {
  const t = cardTranslator(look.language);
  const day = dayIn(look)(deletedFrom(at));
  const said =
    choice === "deletion" ? t("happened.deletion", { day })
    : choice === "access" ? t("happened.access")
    : choice === "everything" ? t("happened.everything")
    : t("happened.withdrawal");
  return frame(look, t, t("happened.title"), pass, html`<section><p role="status">${said}</p>
${closed > 0 && html`<p>${t("happened.closed", { closed })}</p>`}
${form(look, "look", html`${hidden("pass", pass)}<button class="main">${t("back")}</button>`)}</section>`);
}

/** Nothing, for whoever has to be gone at once. */
export const emptyPage = (): string =>
  html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>…</title></head><body><script>${verbatim(leaveScript)}</script></body></html>`.text;
export const leaveScript = `location.replace("about:blank");`;

export { dayIn, form, frame, hidden };
