import { cookies, headers } from "next/headers";
import { cache } from "react";
import { createFormatter, createTranslator, type NamespaceKeys, type NestedKeyOf } from "use-intl/core";
import { config } from "~/env";
import type { Catalogue } from "~/messages/en";
import { isLanguage, languageCookie, preferred, tagOf, type Language } from "~/messages/languages";

/**
 * Language for server components; client components use `useTranslations` and `useFormatter` of use-intl, whose
 * provider stands in the root layout. Both read the same catalogues.
 */
const catalogues: Record<Language, () => Promise<Catalogue>> = {
  en: async () => (await import("~/messages/en")).catalogue,
  fr: async () => (await import("~/messages/fr")).catalogue,
  ar: async () => (await import("~/messages/ar")).catalogue,
};

/** The reader's language: what they chose, else what their browser asks for, else English. */
export const getLanguage = cache(async (): Promise<Language> => {
  const chosen = (await cookies()).get(languageCookie(config().secureCookies))?.value;
  return isLanguage(chosen) ? chosen : preferred((await headers()).get("accept-language"));
});

/** The zone of the machine that serves this instance, which is where its incidents happen. Set by `TZ`. */
export const timeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

export async function getTranslations<N extends NamespaceKeys<Catalogue, NestedKeyOf<Catalogue>>>(namespace: N) {
  const language = await getLanguage();
  const messages = await catalogues[language]();
  return createTranslator<Catalogue, N>({ locale: tagOf[language], messages, namespace, timeZone: timeZone() });
}

export async function getFormatter() {
  return createFormatter({ locale: tagOf[await getLanguage()], timeZone: timeZone() });
}
