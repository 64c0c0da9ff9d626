"use client";
import { use, type ReactNode } from "react";
import { IntlProvider, useLocale } from "use-intl";
import type { Catalogue } from "~/messages/en";
import { languages, tagOf, type Language } from "~/messages/languages";

/** One file per language, kept by the browser: the catalogue must not travel again with every refresh of a page. */
const catalogues: Record<Language, () => Promise<Catalogue>> = {
  en: async () => (await import("~/messages/en")).catalogue,
  fr: async () => (await import("~/messages/fr")).catalogue,
  ar: async () => (await import("~/messages/ar")).catalogue,
};
const loading = new Map<Language, Promise<Catalogue>>();

function catalogueOf(language: Language): Promise<Catalogue> {
  const known = loading.get(language);
  if (known) return known;
  const started = catalogues[language]();
  loading.set(language, started);
  // A broken connection must not be remembered.
  started.catch(() => loading.delete(language));
  return started;
}

export function Translations({ language, timeZone, children }: { language: Language; timeZone: string; children: ReactNode }) {
  const messages = use(catalogueOf(language));
  return (
    <IntlProvider locale={tagOf[language]} messages={messages} timeZone={timeZone}>
      {children}
    </IntlProvider>
  );
}

/** The language that the reader sees. */
export function useLanguage(): Language {
  const tag = useLocale();
  return languages.find((language) => tagOf[language] === tag) ?? "en";
}
