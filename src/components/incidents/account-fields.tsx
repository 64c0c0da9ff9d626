"use client";

import { useMemo } from "react";
import { useLocale, useTranslations } from "use-intl";
import { SelectField, TextArea } from "~/components/field";
import { namedLanguages } from "./account-languages";

export type AccountDraft = { readonly language: string; readonly text: string };

/** An account's words and the language they are in. */
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
  const locale = useLocale();
  const languages = useMemo(() => namedLanguages(locale), [locale]);
  return (
    <>
      <SelectField
        label={t("language")}
        onChange={(event) => onChange({ ...draft, language: event.target.value })}
        required
        value={draft.language}
      >
        {languages.map(({ code, name }) => (
          // The server's and the browser's tables of languages may differ; the server's rendering then stands.
          <option key={code} suppressHydrationWarning value={code}>
            {name}
          </option>
        ))}
      </SelectField>
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
