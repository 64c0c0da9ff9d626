"use client";
import { useTranslations } from "use-intl";
import { RecipientFields } from "~/components/disclosures/recipient-fields";
import { SelectField } from "~/components/field";
import { meantFor } from "~/domain/consent";
import type { Outputs } from "~/trpc/types";
import { recipientsFor, withDetails, withRecipient, type Proposal } from "./proposal";

export type Known = Outputs["addressBook"]["list"];

/** Who receives it: somebody of the list for whom the purpose is, or somebody new, who is on it from then on. */
export function RecipientField({
  known,
  proposal,
  nameMissing,
  onChange,
}: {
  known: Known;
  proposal: Proposal;
  nameMissing: boolean;
  onChange: (proposal: Proposal) => void;
}) {
  const t = useTranslations("addressBook");
  const terms = useTranslations("terms");
  const offered = known.filter((entry) => meantFor(proposal.purpose, entry.class));
  return (
    <>
      {offered.length > 0 && (
        <SelectField
          hint={t("chooseHint")}
          label={t("choose")}
          onChange={(event) => onChange(withRecipient(proposal, known.find(({ id }) => id === event.target.value) ?? null))}
          value={proposal.recipientId ?? ""}
        >
          <option value="">{t("somebodyNew")}</option>
          {offered.map(({ id, name, class: kind }) => (
            <option key={id} value={id}>
              {t("option", { name, class: terms(`recipientClasses.${kind}`) })}
            </option>
          ))}
        </SelectField>
      )}
      {proposal.recipientId === null && (
        <RecipientFields
          classes={recipientsFor(proposal.purpose)}
          details={{
            class: proposal.recipientClass, name: proposal.name, reach: proposal.reach, jurisdiction: proposal.jurisdiction, ageKey: proposal.ageKey,
          }}
          nameMissing={nameMissing}
          onChange={(part) => onChange(withDetails(proposal, part))}
        />
      )}
    </>
  );
}
