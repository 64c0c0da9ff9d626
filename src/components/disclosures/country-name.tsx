"use client";
import { useLocale } from "use-intl";
import type { Jurisdiction } from "~/domain/recipient";

/** A country by its ISO 3166 code, in the reader's words. */
export function useCountryName(): (code: NonNullable<Jurisdiction>) => string {
  const names = new Intl.DisplayNames([useLocale()], { type: "region", fallback: "code" });
  return (code) => names.of(code) ?? code;
}

export function CountryName({ code }: { code: NonNullable<Jurisdiction> }) {
  const name = useCountryName();
  // The server's and the browser's tables may differ; the server's rendering then stands.
  return <bdi suppressHydrationWarning>{name(code)}</bdi>;
}
