"use client";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { GapList } from "~/components/disclosures/gap-list";
import type { Scene } from "~/components/disclosures/scene";
import { CheckboxField, RadioGroupField } from "~/components/field";
import { Notice } from "~/components/notice";
import { GivenForm, purposes, sizesFor } from "~/domain/consent";
import { WordsForm } from "~/domain/words";
import type { WholeAssessment } from "./assessment";
import type { Proposal, WholeDraft } from "./proposal";

type Known = Extract<WholeAssessment, { at: "known" }>;

/** How far everything goes, what of it goes in, and what is left out with what would close each gap. */
export function WholeField({ assessment, proposal, draft, scene, onChange }: {
  assessment: WholeAssessment;
  proposal: Pick<Proposal, "purpose" | "recipientClass">;
  draft: WholeDraft;
  scene: Scene;
  onChange: (draft: WholeDraft) => void;
}) {
  const t = useTranslations("whole");
  const [choosing, terms, gaps] = [useTranslations("disclosures.new"), useTranslations("terms"), useTranslations("disclosures.gaps")];
  const sizes = sizesFor(proposal.purpose, proposal.recipientClass);
  return (
    <>
      <Card title={t("what")}>
        <p>{t("explain")}</p>
        <p>
          {choosing("sizeWhy")} {sizes.includes("full") ? choosing("sizeChoose") : choosing("sizeOnly")}
        </p>
        {sizes.length > 1 && (
          <RadioGroupField
            inline
            label={t("size")}
            onChange={(size) => onChange({ ...draft, size })}
            options={sizes.map((size) => ({ value: size, label: terms(`sizes.${size}`), hint: choosing(`sizeHints.${size}`) }))}
            required
            value={draft.size}
          />
        )}
        {purposes[proposal.purpose].most === "original" && (
          <CheckboxField
            checked={draft.originals}
            hint={t("originalsHint")}
            label={t("originals")}
            onChange={(event) => onChange({ ...draft, originals: event.target.checked })}
          />
        )}
      </Card>
      <Card title={t("in")}>
        <div aria-live="polite">
          {assessment.at === "checking" && <p>{gaps("checking")}</p>}
          {assessment.at === "failed" && (
            <Notice tone="attention">
              <p>{choosing("failedToAssess")}</p>
            </Notice>
          )}
          {assessment.at === "known" && <GoesIn found={assessment} />}
        </div>
      </Card>
      {assessment.at === "known" && (
        <Card title={t("out")}>
          {assessment.leftOut.length === 0 ? <p>{t("outNone")}</p> : <GapList gaps={assessment.leftOut.flatMap((one) => one.gaps)} scene={scene} />}
        </Card>
      )}
    </>
  );
}

/** How many of each form; or that nothing may leave, and what to do. */
function GoesIn({ found: { items, accounts } }: { found: Known }) {
  const t = useTranslations("whole");
  const [terms, words] = [useTranslations("terms"), useTranslations("words")];
  if (items.length + accounts.length === 0)
    return (
      <Notice title={t("nothing")} tone="attention">
        <p>{t("nothingHow")}</p>
      </Notice>
    );
  const counted = <F extends string>(forms: readonly F[], of: readonly { readonly form: F }[]) =>
    forms.map((form) => ({ form, count: of.filter((one) => one.form === form).length })).filter(({ count }) => count > 0);
  return (
    <ul>
      {counted(GivenForm.options, items).map(({ form, count }) => (
        <li key={`photo ${form}`}>{t("as", { form: terms(`forms.${form}`), things: t("photos", { count }) })}</li>
      ))}
      {counted(WordsForm.options, accounts).map(({ form, count }) => (
        <li key={`account ${form}`}>{t("as", { form: words(`forms.${form}`), things: t("accounts", { count }) })}</li>
      ))}
    </ul>
  );
}
