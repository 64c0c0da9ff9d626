"use client";

import { useMemo } from "react";
import { useLocale, useTranslations } from "use-intl";
import { SelectField, TextArea } from "~/components/field";
import { namedLanguages } from "./account-languages";

export type AccountDraft = { readonly language: string; readonly text: string };

/** The language that an account is in. */
export function AccountLanguage({ value, onChange }: { readonly value: string; readonly onChange: (language: string) => void }) {
  const t = useTranslations("incidents.form");
  const locale = useLocale();
  const languages = useMemo(() => namedLanguages(locale), [locale]);
  return (
    <SelectField label={t("language")} onChange={(event) => onChange(event.target.value)} required value={value}>
      {languages.map(({ code, name }) => (
        // The server's and the browser's tables of languages may differ; the server's rendering then stands.
        <option key={code} suppressHydrationWarning value={code}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}

/** An account's words and the language they are in, before anything in it is hidden. */
export function AccountFields({
  draft,
  onChange,
  required,
}: {
  readonly draft: AccountDraft;
  readonly onChange: (draft: AccountDraft) => void;
  readonly required: boolean;
}) {
  const t = useTranslations("incidents.form");
  return (
    <>
      <AccountLanguage onChange={(language) => onChange({ ...draft, language })} value={draft.language} />
      <TextArea
        hint={t("accountHint")}
        label={t("text")}
        maxLength={20_000}
        onChange={(event) => onChange({ ...draft, text: event.target.value })}
        required={required}
        rows={7}
        value={draft.text}
      />
    </>
  );
}
