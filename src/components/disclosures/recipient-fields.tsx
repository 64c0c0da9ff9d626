"use client";
import { useTranslations } from "use-intl";
import { SelectField, TextArea, TextField } from "~/components/field";
import { RecipientClass } from "~/domain/consent";
import { countries, Jurisdiction, MOST_NAME, MOST_REACH, type RecipientDetails } from "~/domain/recipient";
import { AgeKeyField } from "./age-key-field";
import { useCountryName } from "./country-name";

/** What is written down of a recipient. @param props.classes the kinds to choose from */
export function RecipientFields({
  details,
  classes,
  nameMissing,
  onChange,
}: {
  details: RecipientDetails;
  classes: readonly RecipientClass[];
  nameMissing: boolean;
  onChange: (part: Partial<RecipientDetails>) => void;
}) {
  const t = useTranslations("addressBook");
  const proposing = useTranslations("disclosures.new");
  const terms = useTranslations("terms");
  const nameOf = useCountryName();
  return (
    <>
      <SelectField
        label={proposing("class")}
        onChange={(event) => onChange({ class: RecipientClass.parse(event.target.value) })}
        required
        value={details.class}
      >
        {classes.map((name) => (
          <option key={name} value={name}>
            {terms(`recipientClasses.${name}`)}
          </option>
        ))}
      </SelectField>
      <TextField
        autoComplete="off"
        dir="auto"
        error={nameMissing && proposing("missing.name")}
        hint={proposing("nameHint")}
        label={proposing("name")}
        maxLength={MOST_NAME}
        onChange={(event) => onChange({ name: event.target.value })}
        required
        value={details.name}
      />
      <TextArea
        autoComplete="off"
        hint={t("reachHint")}
        label={t("reach")}
        maxLength={MOST_REACH}
        onChange={(event) => onChange({ reach: event.target.value })}
        rows={2}
        value={details.reach}
      />
      <SelectField
        hint={t("jurisdictionHint")}
        label={t("jurisdiction")}
        onChange={(event) => onChange({ jurisdiction: Jurisdiction.parse(event.target.value || null) })}
        value={details.jurisdiction ?? ""}
      >
        <option value="">{t("noJurisdiction")}</option>
        {/* In the order of their codes, which is the same for the server and for every browser. */}
        {countries.map((code) => (
          <option key={code} suppressHydrationWarning value={code}>
            {`${code} · ${nameOf(code)}`}
          </option>
        ))}
      </SelectField>
      <AgeKeyField hint={t("ageKeyHint")} label={t("ageKey")} onChange={(ageKey) => onChange({ ageKey })} value={details.ageKey} />
    </>
  );
}
