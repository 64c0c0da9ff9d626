import { createTranslator } from "use-intl/core";
import arabic from "~/messages/ar/locked.json";
import english from "~/messages/en/locked.json";
import french from "~/messages/fr/locked.json";
import { inFrench } from "~/messages/french";
import { directionOf, tagOf, type Language } from "~/messages/languages";

const catalogues: Record<Language, typeof english> = { en: english, fr: inFrench(french), ar: arabic };
const wordsIn = (language: Language) => createTranslator({ locale: tagOf[language], messages: catalogues[language] });

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** Says no name of the instance and nothing of what it holds. */
function page(language: Language, title: string, body: string): string {
  return `<!doctype html>
<html lang="${language}" dir="${directionOf[language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="/unlock.css">
</head>
<body><main class="locked">
<h1>${escaped(title)}</h1>
${body}
</main></body>
</html>
`;
}

const paragraph = (text: string): string => `<p>${escaped(text)}</p>`;

/** The answer to everything but the form. */
export function lockedPage(language: Language): string {
  const t = wordsIn(language);
  return page(language, t("title"), `${paragraph(t("what"))}\n<p><a href="/unlock">${escaped(t("toUnlock"))}</a></p>`);
}

/** @param wrong why the last try did not open it, if there was one */
export function unlockPage(language: Language, wrong: "wrong" | "slow" | null): string {
  const t = wordsIn(language);
  const described = wrong === null ? "" : ' aria-invalid="true" aria-describedby="wrong"';
  const form = `<form method="post" action="/unlock">
<label for="passphrase">${escaped(t("passphrase"))}</label>
<input id="passphrase" name="passphrase" type="password" autocomplete="off" maxlength="512" required autofocus${described}>
${wrong === null ? "" : `<p id="wrong" class="wrong" role="alert">${escaped(t(wrong))}</p>\n`}<button type="submit">${escaped(t("unlock"))}</button>
</form>`;
  return page(language, t("title"), `${paragraph(t("who"))}\n${form}`);
}

/** The right passphrase was typed; web and worker are about to start. Nothing moves by itself: its reader goes on when they are ready. */
export function openingPage(language: Language): string {
  const t = wordsIn(language);
  return page(language, t("openingTitle"), `${paragraph(t("opening"))}\n<p><a href="/">${escaped(t("goOn"))}</a></p>`);
}
