import { purposeNames, type Answer, type Form, type Purpose, type RecipientClass } from "~/domain/consent";
import type { HoldGround } from "~/domain/hold";
import type { RequestAnswer, RequestKind } from "~/domain/request";
import { cardTranslator } from "~/messages/receipt/words";
import { html, type Markup } from "./markup";
import { choiceName, dayIn, form, frame, hidden, type Choice, type Look } from "./pages";

/** As much of what is kept about somebody as the page says. */
export type Answers = {
  readonly photos: number;
  readonly accounts: number;
  readonly said: readonly {
    readonly purpose: Purpose; readonly answer: Answer | "expired"; readonly form: Form; readonly at: Date; readonly until: Date | null;
    readonly once: boolean;
  }[];
  readonly given: readonly {
    readonly purpose: Purpose; readonly releasedAt: Date | null; readonly closedAt: Date | null; readonly open: boolean;
    readonly openings: number; readonly recipient: { readonly class: RecipientClass; readonly name: string };
  }[];
  /** What waits for an answer for all that is theirs. */
  readonly pending: readonly RequestKind[];
  readonly held: readonly { readonly ground: HoldGround; readonly until: Date }[];
  readonly requests: readonly {
    readonly kind: RequestKind; readonly at: Date; readonly due: Date; readonly actsAt: Date | null;
    readonly answer: RequestAnswer | null; readonly answeredAt: Date | null;
  }[];
};

type Words = ReturnType<typeof cardTranslator>;
type Day = ReturnType<typeof dayIn>;
const quiet = (text: string): Markup => html`<p class="quiet">${text}</p>`;

/** Everything that is kept about somebody, as far as it may be shown to whoever has their card, and what they can do about it. */
export function answersPage(look: Look, pass: string, view: Answers): string {
  const t = cardTranslator(look.language);
  const day = dayIn(look);
  return frame(look, t, t("title"), pass, html`
<section><h2>${t("about.title")}</h2>
<p>${t("about.photos", { photos: view.photos })}</p><p>${t("about.accounts", { accounts: view.accounts })}</p>${quiet(t("about.hidden"))}</section>
${said(t, day, view)}${given(t, day, view)}${requests(t, day, view)}${kept(t, day, view)}${changes(look, t, pass, view)}`);
}

const said = (t: Words, day: Day, view: Answers): Markup => html`<section><h2>${t("said.title")}</h2>
${view.said.length === 0 && quiet(t("said.none"))}<ul>${view.said.map(
  ({ purpose, answer, form: shown, at, until, once }) => html`<li><strong>${t(`purposes.${purpose}`)}</strong><br>
${t(`answers.${answer}`)}${answer === "given" && shown !== "none" && html`, ${t(`forms.${shown}`)}`}${once && html`, ${t("said.once")}`}<br>
<span class="quiet">${t("said.on", { day: day(at) })}${until && html`. ${t("said.until", { day: day(until) })}`}</span></li>`,
)}</ul></section>`;

const given = (t: Words, day: Day, view: Answers): Markup => html`<section><h2>${t("given.title")}</h2>
${view.given.length === 0 ? quiet(t("given.none")) : quiet(t("given.copies"))}<ul>${view.given.map(
  ({ recipient, purpose, releasedAt, closedAt, open, openings }) => html`<li><strong><bdi>${recipient.name}</bdi></strong> (${t(`recipients.${recipient.class}`)})<br>
${t(`purposes.${purpose}`)}<br>
${releasedAt && html`<span class="quiet">${t("given.on", { day: day(releasedAt) })}</span><br>`}
${open ? t("given.open") : closedAt && t("given.closed", { day: day(closedAt) })}<br>
<span class="quiet">${t("given.opened", { times: openings })}</span></li>`,
)}</ul></section>`;

function requests(t: Words, day: Day, view: Answers): Markup | null {
  if (view.requests.length === 0) return null;
  return html`<section><h2>${t("requests.title")}</h2><ul>${view.requests.map(({ kind, at, due, actsAt, answer, answeredAt }) => {
    const stands =
      answer && answeredAt ? `${t(`requestAnswers.${answer}`)} ${t("requests.answered", { day: day(answeredAt) })}`
      : actsAt ? t("requests.deletes", { day: day(actsAt) })
      : t("requests.waiting", { day: day(due) });
    return html`<li><strong>${t(`kinds.${kind}`)}</strong><br>${stands}<br><span class="quiet">${t("requests.on", { day: day(at) })}</span></li>`;
  })}</ul></section>`;
}

const kept = (t: Words, day: Day, view: Answers): Markup | null =>
  view.held.length === 0
    ? null
    : html`<section><h2>${t("kept.title")}</h2><ul>${view.held.map(
        ({ ground, until }) => html`<li>${t(`kept.${ground}`)}<br><span class="quiet">${t("kept.until", { day: day(until) })}</span></li>`,
      )}</ul></section>`;

function changes(look: Look, t: Words, pass: string, view: Answers): Markup {
  const open = (kind: RequestKind) => view.pending.includes(kind);
  const granted = [...new Set(view.said.flatMap(({ purpose, answer }) => (answer === "given" ? [purpose] : [])))];
  const button = (choice: Choice, label: string): Markup =>
    form(look, "sure", html`${hidden("pass", pass)}${hidden("choice", choiceName(choice))}<button>${label}</button>`);
  return html`<section><h2>${t("change.title")}</h2>${quiet(t("change.free"))}
${granted.map((purpose) => button({ purpose }, t("change.withdrawal", { purpose: t(`purposes.${purpose}`) })))}
${view.said.some(({ answer }) => answer !== "withdrawn") && button("everything", t("change.everything"))}
${!open("deletion") && button("deletion", t("change.deletion"))}${!open("access") && button("access", t("change.access"))}</section>`;
}

/** What a form names, or null. */
export function readChoice(name: string): Choice | null {
  if (name === "everything" || name === "deletion" || name === "access") return name;
  const purpose = purposeNames.find((each) => name === `purpose:${each}`);
  return purpose ? { purpose } : null;
}
