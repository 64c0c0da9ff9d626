"use client";
import { SelectField } from "~/components/field";
import { isPersonLanguage, personLanguages, personNameOf, type PersonLanguage } from "~/messages/wordings/languages";

/** One of the languages in which people without an account are spoken to, each by its own name. */
export function LanguageField({ label, value, onChange }: {
  readonly label: string;
  readonly value: PersonLanguage;
  readonly onChange: (language: PersonLanguage) => void;
}) {
  return (
    <SelectField label={label} onChange={({ target }) => isPersonLanguage(target.value) && onChange(target.value)} required value={value}>
      {personLanguages.map((one) => (
        <option key={one} lang={one} value={one}>
          {personNameOf[one]}
        </option>
      ))}
    </SelectField>
  );
}
