import { createHash } from "node:crypto";
import { purposeNames } from "~/domain/consent";
import { TYPED_MOST } from "~/domain/receipt";
import { config } from "~/env";
import { preferredForCard } from "~/messages/receipt/words";
import { isPersonLanguage, type PersonLanguage } from "~/messages/wordings/languages";
import { turnedAway, unexpectedResponse } from "~/server/bytes";
import { forgetAll } from "~/server/leaving";
import { log } from "~/server/log";
import { act, enter, goOn, type Entered, type Wish } from "~/server/receipts/commands";
import { view } from "~/server/receipts/queries";
import { answersPage, readChoice } from "./answers";
import { emptyPage, enterPage, happenedPage, leaveScript, surePage, type Choice, type Look, type Wrong } from "./pages";
import { script, style } from "./style";

/**
 * The door of a person who holds a card: no account, no cookie, no JavaScript. The number comes in a form's body, and what stands for it
 * afterwards too, so that no address, history or log has either. Nobody else's page can send such a form, since nobody else has the number.
 */
export const dynamic = "force-dynamic";

const MOST_BYTES = 4096;
const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

const policy = [
  "default-src 'none'",
  `style-src ${hashOf(style)}`,
  `script-src ${hashOf(script)} ${hashOf(leaveScript)}`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const headers = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": policy,
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex, nofollow, noarchive",
};
const answered = (page: string, status = 200): Response => new Response(page, { status, headers });

const lookIn = (language: PersonLanguage): Look => ({ language, timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone });

/** The page into which the number is typed: the same for everybody, and it asks the database nothing. */
export function GET(request: Request): Response {
  return answered(enterPage(lookIn(preferredForCard(request.headers.get("accept-language"))), "", null));
}

/**
 * What a browser says that comes from another site. A form of ours says `null` for its origin, since it tells nobody where it stands: what
 * shows that it is ours is what is in it.
 */
function fromAnotherSite(asked: Headers): boolean {
  const [site, origin] = [asked.get("sec-fetch-site"), asked.get("origin")];
  if (site !== null && site !== "same-origin" && site !== "none") return true;
  return origin !== null && origin !== "null" && origin !== config().publicUrl.origin;
}

const statusOf: Record<Wrong, number> = { mistyped: 422, unknown: 404, "too-many": 429, rested: 401 };

/** Every step of the way, one after the other, each the answer to a form. */
export async function POST(request: Request): Promise<Response> {
  if (fromAnotherSite(request.headers)) return turnedAway("receipts", "elsewhere", 403);
  if (!(Number(request.headers.get("content-length") ?? Number.NaN) <= MOST_BYTES)) return turnedAway("receipts", "too-large", 413);
  try {
    const sent = new URLSearchParams(await request.text());
    const field = (name: string): string => sent.get(name) ?? "";
    const chosen = field("language");
    const language = chosen === "" ? field("in") : chosen;
    const look = lookIn(isPersonLanguage(language) ? language : preferredForCard(request.headers.get("accept-language")));
    // Who chooses a language gets the same page in it, and what was typed stays.
    const step = chosen === "" ? field("step") : "look";
    if (step === "leave") return left(request.headers);
    if (field("pass") === "") return await opened(look, step, field("code"), new Date());
    return await stepped(look, step, field("pass"), field("choice"), new Date());
  } catch (error) {
    return unexpectedResponse("receipts", error);
  }
}

function left(asked: Headers): Response {
  const forgets = forgetAll(asked);
  for (const [name, value] of Object.entries(headers)) forgets.set(name, value);
  return new Response(emptyPage(), { headers: forgets });
}

function refused(look: Look, typed: string, wrong: Wrong): Response {
  log.turnedAway("receipts", wrong);
  return answered(enterPage(look, typed, wrong), statusOf[wrong]);
}

async function opened(look: Look, step: string, typed: string, at: Date): Promise<Response> {
  const kept = typed.slice(0, TYPED_MOST);
  if (step !== "enter") return answered(enterPage(look, kept, null));
  const entered = await enter(typed, at);
  return typeof entered === "string" ? refused(look, kept, entered) : shown(look, entered, at);
}

const shown = async (look: Look, { holder, pass }: Entered, at: Date): Promise<Response> =>
  answered(answersPage(look, pass, await view(holder, at)));

async function stepped(look: Look, step: string, sentPass: string, chosen: string, at: Date): Promise<Response> {
  const entered = await goOn(sentPass, at);
  if (!entered) return refused(look, "", "rested");
  const choice = readChoice(chosen);
  if (step === "sure" && choice) return answered(surePage(look, entered.pass, choice, at));
  if (step !== "act" || !choice) return shown(look, entered, at);
  const happened = await act(entered.holder, wishOf(choice), at);
  return happened ? answered(happenedPage(look, entered.pass, choice, happened.closed, at)) : refused(look, "", "rested");
}

function wishOf(choice: Choice): Wish {
  if (choice === "everything") return { kind: "withdrawal", purposes: purposeNames };
  return typeof choice === "string" ? { kind: choice } : { kind: "withdrawal", purposes: [choice.purpose] };
}
