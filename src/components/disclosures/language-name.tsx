"use client";
import { useLocale } from "use-intl";

/** A language by its ISO 639 code, in the reader's words; the code itself where the browser has none. */
export function LanguageName({ code }: { code: string }) {
  const locale = useLocale();
  const name = new Intl.DisplayNames([locale], { type: "language", fallback: "code" }).of(code) ?? code;
  // The server's and the browser's tables may differ; the server's rendering then stands.
  return <bdi suppressHydrationWarning>{name}</bdi>;
}
